//! The interfaces of a session: to its screen, to the journal, and to the tools beside a card: editor, browser, `node` and
//! files. What a screen needs in order to show a card, and the result of a session.

use crate::deck::{Card, Diagnostic, Snippet};
use crate::history::{self, RecordId, Schedule};
use crate::memory::{Grade, StudyDay};
use crate::progress::{CardEvent, CardProgress, Doubts, is_too_fast};
use crate::question::{Answer, CodeTask, Ease, Question, Verdict};

/// One action on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Answered and graded.
    Graded(Graded),
    /// The last action is undone.
    Undo,
    /// The card goes to the end of the queue.
    Skip,
    /// The card is not asked before tomorrow.
    Bury,
    /// The card is not asked any more.
    Suspend,
    /// The card is marked, or the mark is removed.
    Mark,
    /// "I know this": the card is checked in some days.
    Claim,
}

/// An answer with its grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    pub answer: Answer,
    /// The learner's final grade.
    pub grade: Grade,
    /// Milliseconds from the question to the grade, uncapped.
    pub ms: u64,
    /// Whether the learner said that a right pick was a guess.
    pub guessed: bool,
}

/// Why a session ends before its queue is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The learner ends it.
    Quit,
    /// The program was asked to end, by this signal: 1, 2 or 15.
    Signal(i32),
}

/// The result of showing a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The learner did something with the card.
    Event(Event),
    /// The card's text was changed: the decks have to be read again.
    Edited,
}

/// A card that was forgotten again and again.
#[derive(Clone, Copy, Debug)]
pub struct Leech<'a> {
    pub card: &'a Card,
    /// How often it was forgotten.
    pub lapses: u32,
}

/// What the learner decides about a card that they keep forgetting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeechChoice {
    /// Nothing: the session continues.
    GoOn,
    /// The card is not asked any more.
    Suspend,
    /// The card's text was changed.
    Edited,
}

/// What to do about an answer that could not be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Try to save it once more.
    Again,
    /// End the session; the answer is printed.
    GiveUp(Stop),
}

/// Everything that the learner sees and types.
pub trait SessionScreen {
    /// Shows a card until the learner has done something with it, or the session is to end.
    fn ask(&mut self, view: &View<'_>) -> Result<Reply, Stop>;

    /// Offers help with a card that was just forgotten again.
    fn on_leech(&mut self, leech: &Leech<'_>) -> Result<LeechChoice, Stop> {
        let _ = leech;
        Ok(LeechChoice::GoOn)
    }

    /// Reports that the last answer could not be saved, and asks what to do.
    fn not_saved(&mut self, problem: &NotSaved) -> Retry;
}

/// Whether an answer is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDisk {
    /// It is not.
    No,
    /// Unknown: the disk failed while syncing.
    Perhaps,
    /// It is; only the schedule could not be computed.
    Yes,
}

/// An answer that could not be recorded properly.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct NotSaved {
    /// What went wrong, and what to do about it.
    pub why: String,
    /// Whether trying again can help; it cannot after a failed sync.
    pub retry: bool,
    /// Whether the answer is on disk.
    pub on_disk: OnDisk,
    /// The sealed journal line that may be missing, if there is one.
    pub line: Option<String>,
}

/// The journal, and the schedule that follows from it.
pub trait Journal {
    /// Appends an event. When this returns, the event is on disk and in the schedule.
    fn append(&mut self, event: history::Event<'static>) -> Result<RecordId, NotSaved>;

    /// The state of every card after the last event.
    fn schedule(&self) -> &Schedule;
}

/// A journal that records nothing: for repeating wrong answers without reviewing the cards again.
#[derive(Clone, Copy, Debug)]
pub struct UnrecordedJournal<'a>(pub &'a Schedule);

impl Journal for UnrecordedJournal<'_> {
    fn append(&mut self, _: history::Event<'static>) -> Result<RecordId, NotSaved> {
        Ok(RecordId::from_bits(0))
    }

    fn schedule(&self) -> &Schedule {
        self.0
    }
}

/// The tools for the card on the screen.
pub trait CardTools {
    /// Everything that happened to a card, oldest first.
    fn history(&mut self, card: &Card) -> Result<Vec<CardEvent>, ToolError>;

    /// Runs a snippet in its own folder and waits for its end, for a few seconds at most, and only
    /// as long as `wanted`, which is polled, returns true.
    fn run(
        &mut self,
        snippet: &Snippet,
        wanted: &mut dyn FnMut() -> bool,
    ) -> Result<SnippetResult, ToolError>;

    /// Why the tests of a task cannot be run on this machine, if so.
    fn cannot_test(&mut self, task: &CodeTask) -> Option<String>;

    /// Whether there is an editor.
    fn has_editor(&self) -> bool;

    /// Lets the learner write a solution in their editor, continuing what they had, or starting
    /// from this text. The editor has the terminal meanwhile. Returns what they saved, which is also
    /// saved as the last attempt.
    fn write_code(&mut self, card: &Card, task: &CodeTask, text: &str)
    -> Result<String, ToolError>;

    /// Saves code as the last attempt, without running it.
    fn keep_code(&mut self, card: &Card, task: &CodeTask, text: &str) -> Result<(), ToolError>;

    /// Called when a code card comes up for study. Returns the attempt that was left without an answer, if there is
    /// one.
    fn begin_code(&mut self, card: &Card, task: &CodeTask) -> Option<String>;

    /// Called when a card is left: what was written is deleted, except for the last attempt. Where a code card was
    /// answered, the next attempt starts anew.
    fn leave(&mut self, answered: bool);

    /// Runs a task's tests on a solution, which is saved as the last attempt, and waits for the end
    /// as long as `wanted`, which is polled, returns true.
    fn test(
        &mut self,
        card: &Card,
        task: &CodeTask,
        solution: &str,
        wanted: &mut dyn FnMut() -> bool,
    ) -> Result<TestRun, ToolError>;

    /// Whether the code of a card may run: it is built in, or the learner has agreed to exactly
    /// this code.
    fn may_run(&self, card: &Card, code: &str) -> bool;

    /// Records that the learner agrees to run this code, now and later.
    fn agree(&mut self, code: &str) -> Result<(), ToolError>;

    /// Opens an address in the learner's browser.
    fn open(&mut self, address: &str) -> Result<(), ToolError>;

    /// Opens an image of a card, by the address that its text gives, in the learner's program for images.
    fn open_image(&mut self, card: &Card, address: &str) -> Result<(), ToolError>;

    /// Writes a report that a card is wrong, ready to be sent. Returns the file.
    fn report(&mut self, card: &Card, note: &str) -> Result<String, ToolError>;

    /// Lets the learner continue an answer in their editor. The editor has the terminal meanwhile.
    fn write(&mut self, text: &str) -> Result<String, ToolError>;

    /// Lets the learner edit the text of a card. The editor has the terminal meanwhile.
    fn edit(&mut self, card: &Card) -> Result<Edited, ToolError>;

    /// Restores the text from before the faulty edit.
    fn discard(&mut self, card: &Card) -> Result<(), ToolError>;
}

/// A tool that did not work: what, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ToolError(pub String);

/// The outcome of editing a card's text.
#[derive(Clone, Debug)]
pub enum Edited {
    Unchanged,
    /// It changed and is valid.
    Changed,
    /// It changed and is invalid: the faults.
    Faulty(Vec<Diagnostic>),
}

/// The result of a snippet. Both texts are raw, including control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnippetResult {
    /// Its standard output.
    pub output: String,
    /// Its standard error.
    pub errors: String,
    /// Whether the output was truncated.
    pub cut: bool,
    /// How it ended.
    pub end: RunEnd,
}

/// How a snippet ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunEnd {
    /// With this exit code.
    Code(i32),
    /// By this signal.
    Killed(i32),
    /// It was ended because it ran longer than so many seconds.
    TooLong(u64),
    /// The learner stopped waiting.
    Stopped,
}

/// The result of running the tests of a code card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestRun {
    /// Each test in the order in which they ended, then those that did not run.
    pub results: Vec<TestResult>,
    /// The first failure.
    pub failure: Option<TestFailure>,
    /// Standard output; raw, including control characters.
    pub output: String,
    /// Standard error, like `output`.
    pub errors: String,
    /// Whether the output was truncated.
    pub cut: bool,
    /// How it ended.
    pub end: TestEnd,
    /// How many milliseconds it took.
    pub ms: u64,
}

/// A test that ran, or should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// What it expects.
    pub name: String,
    /// Whether it passed; `None` if it did not run.
    pub passed: Option<bool>,
}

/// Why a test failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestFailure {
    /// The test; `None` if the code could not be loaded, or if it failed outside of tests.
    pub test: Option<String>,
    /// The error's message; empty if the two values explain it.
    pub message: String,
    /// The expected value, if an assertion compared two values.
    pub expected: Option<String>,
    /// The actual value.
    pub actual: Option<String>,
}

/// How a run of tests ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestEnd {
    /// Every test ran and passed, and nothing else failed.
    Passed,
    /// A test failed or did not run.
    Failed,
    /// The code could not be loaded.
    NotLoaded,
    /// The process ended before the tests did, with this exit code.
    LeftEarly(i32),
    /// Every test passed, but something failed outside of them.
    FailedOutside,
    /// This signal ended it.
    Killed(i32),
    /// It ran longer than so many seconds.
    TooLong(u64),
    /// It took more memory than allowed.
    TooMuchMemory,
    /// The learner stopped waiting.
    Stopped,
}

/// What the four grades would leave on the date of a goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnTheDay {
    pub date: StudyDay,
    /// The chance of recall on that day if the card is not asked again before, from Again to Easy.
    pub recall: [f32; 4],
}

/// A card, and the circumstances in which it is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct View<'a> {
    pub card: &'a Card,
    /// Whether it was already asked in this session.
    pub repeat: bool,
    /// Whether it passed then, and comes again only to space out the repeat of another card.
    pub spacer: bool,
    /// Answers given in this session.
    pub answered: usize,
    /// Cards that wait in the queue, this one included.
    pub waiting: usize,
    /// Days until it is asked again, for each grade from Again to Easy; 0 is later today.
    pub intervals: [u32; 4],
    /// Under a goal, what each grade would leave until its date.
    pub on_the_day: Option<OnTheDay>,
    /// Options of a choice, or steps to be ordered, in the order in which they are shown: indexes in
    /// deck order.
    pub order: Vec<usize>,
    /// Milliseconds that this learner usually takes for this kind.
    pub usual_ms: u32,
    /// The card on which an undo takes something back, if there is anything to undo.
    pub undoes: Option<String>,
    /// Whether the card was never answered before.
    pub new: bool,
    /// Its figures.
    pub standing: CardProgress<'a>,
    /// The points, by index, that were missing in both of its last answers.
    pub missed_twice: Vec<usize>,
}

impl View<'_> {
    /// The program's suggestion for an answer that took `ms` milliseconds.
    pub fn suggest(&self, answer: &Answer, ms: u64) -> Suggestion {
        suggest(self.card.data(), answer, ms, self.usual_ms)
    }

    /// Days until the card is asked again after this grade; 0 is later today.
    pub const fn interval(&self, grade: Grade) -> u32 {
        self.intervals[grade.number() as usize - 1]
    }
}

/// The program's suggestion for an answer; the learner may change the grade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    /// How much was right; `None` if the learners mark themselves.
    pub verdict: Option<Verdict>,
    /// The grade that Enter takes.
    pub grade: Grade,
}

/// How many times the usual time makes an answer slow.
const SLOW: u64 = 2;

/// Marks an answer that took `ms` milliseconds, where `usual_ms` are usual for its kind.
///
/// Half an answer is Again, never Hard: Hard is a pass that took over twice the usual time. For
/// code, what counts is the time that the card expects, and how often the tests ran.
pub fn suggest(question: &Question, answer: &Answer, ms: u64, usual_ms: u32) -> Suggestion {
    let verdict = question.mark(answer);
    if let (Question::Code(task), Answer::Coded(coded)) = (question, answer) {
        let grade = match task.ease(*coded, ms) {
            Ease::Quick => Grade::Easy,
            Ease::AtOnce => Grade::Good,
            Ease::Hard => Grade::Hard,
        };
        return Suggestion { verdict, grade };
    }
    let slow = ms > SLOW * u64::from(usual_ms);
    let grade = match verdict {
        Some(verdict) if !verdict.passed => Grade::Again,
        Some(_) if slow => Grade::Hard,
        Some(_) | None => Grade::Good,
    };
    Suggestion { verdict, grade }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SessionAnswer<'a> {
    pub card: &'a Card,
    /// The grade given.
    pub grade: Grade,
    /// Milliseconds it took, uncapped.
    pub ms: u64,
    /// Whether it was the card's first answer ever.
    pub new: bool,
    /// Whether it was the card's first answer on this study day.
    pub first: bool,
    /// The chance with which it was expected to pass, if it was the day's first to a card met on an earlier day.
    pub expected: Option<f32>,
}

/// The figures of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary<'a> {
    /// Answers given, repeats included.
    pub answers: usize,
    /// Milliseconds they took, uncapped.
    pub ms: u64,
    /// Cards answered for the first time that day.
    pub first_tries: usize,
    /// Of those, how many were right.
    pub right_at_first: usize,
    /// Cards seen for the first time.
    pub new: usize,
    /// Cards seen on an earlier day.
    pub reviews: usize,
    /// Answers to cards that had already been answered on that day.
    pub repeats: usize,
    /// Failed cards that wait for tomorrow, since too few others could be asked before them.
    pub tomorrow: usize,
    /// What of it shows little.
    pub doubts: Doubts,
    /// Cards that were failed or hard, most often first, at most five.
    pub hard: Vec<&'a Card>,
}

impl<'a> Summary<'a> {
    /// Adds up the answers of a session.
    pub fn of(answered: &[SessionAnswer<'a>]) -> Self {
        let count = |wanted: &dyn Fn(&SessionAnswer<'_>) -> bool| {
            answered.iter().filter(|answer| wanted(answer)).count()
        };
        let mut hard: Vec<(usize, &'a Card)> = Vec::new();
        for answer in answered.iter().filter(|answer| answer.grade <= Grade::Hard) {
            match hard.iter_mut().find(|(_, card)| card.id == answer.card.id) {
                Some((times, _)) => *times += 1,
                None => hard.push((1, answer.card)),
            }
        }
        let mut doubts = Doubts::default();
        for answer in answered {
            doubts.time(answer.ms, is_too_fast(answer.card, answer.ms));
            if let Some(expected) = answer.expected {
                doubts.tested(expected, answer.grade.passed());
            }
        }
        hard.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
        Self {
            answers: answered.len(),
            ms: answered.iter().map(|answer| answer.ms).sum(),
            first_tries: count(&|answer| answer.first),
            right_at_first: count(&|answer| answer.first && answer.grade.passed()),
            new: count(&|answer| answer.new),
            reviews: count(&|answer| answer.first && !answer.new),
            repeats: count(&|answer| !answer.first),
            tomorrow: 0,
            doubts,
            hard: hard.into_iter().map(|(_, card)| card).take(5).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::question::{Point, Points};

    fn points() -> Question {
        let point = |essential| Point {
            text: "x".into(),
            essential,
        };
        Question::Points(Points {
            points: vec![point(true), point(false)],
        })
    }

    fn grade(answer: &Answer, ms: u64) -> Grade {
        suggest(&points(), answer, ms, 30_000).grade
    }

    #[test]
    fn an_essential_point_missed_is_again_however_quick() {
        assert_eq!(
            grade(&Answer::Picked(BTreeSet::from([1])), 1_000),
            Grade::Again
        );
        assert_eq!(grade(&Answer::Unknown, 1_000), Grade::Again);
    }

    #[test]
    fn all_essentials_are_good_and_hard_after_twice_the_usual_time() {
        let ticked = Answer::Picked(BTreeSet::from([0]));
        assert_eq!(grade(&ticked, 60_000), Grade::Good);
        assert_eq!(grade(&ticked, 60_001), Grade::Hard);
    }

    #[test]
    fn what_the_learner_marks_is_good_until_they_say_otherwise() {
        let suggestion = suggest(&Question::Recall, &Answer::Revealed, 500_000, 20_000);
        assert_eq!(
            suggestion,
            Suggestion {
                verdict: None,
                grade: Grade::Good
            }
        );
    }
}
