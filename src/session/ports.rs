//! The interfaces of a session: to its screen, to the journal, and to the tools beside a card: editor, browser, `node` and
//! files.

use super::view::View;
use crate::deck::{Card, Diagnostic, Snippet};
use crate::history;
use crate::history::{RecordId, Schedule};
use crate::memory::Grade;
use crate::progress::CardEvent;
use crate::question::{Answer, CodeTask};

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
