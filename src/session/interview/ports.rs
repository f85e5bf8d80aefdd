//! What an interview needs from the screen.

use std::collections::BTreeSet;

use crate::deck::{Card, Level};
use crate::plan::{Asked, Turn};
use crate::question::{CodeTask, Point, Verdict};
use crate::session::card_tools::{TestEnd, TestRun};
use crate::session::ports::{NotSaved, Retry, Stop};

/// A question, and how far the interview is.
#[derive(Clone, Copy, Debug)]
pub struct InterviewView<'a> {
    /// The question.
    pub turn: Turn<'a>,
    /// The level of the interview.
    pub level: Level,
    /// How many threads it has.
    pub threads: usize,
    /// The minutes planned.
    pub minutes: u32,
    /// Milliseconds spent on the questions before.
    pub spent_ms: u64,
}

/// The answer to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpokenAnswer {
    /// What was typed; after a spoken answer its summary.
    pub text: String,
    /// Milliseconds from the question to the end of the answer, pauses left out.
    pub ms: u64,
    /// Milliseconds after which a spoken answer ended and its summary began.
    pub said_ms: Option<u64>,
}

/// How a question was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerOutcome {
    /// It was answered.
    Answer(SpokenAnswer),
    /// It was given up; what was typed until then is kept.
    GaveUp(SpokenAnswer),
    /// The learner ends the interview here.
    EndInterview(SpokenAnswer),
    /// Something else ends the interview.
    Stop(Stop, SpokenAnswer),
}

/// The outcome of the tests of code that was written in an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tested {
    /// They ran.
    Ran(TestRun),
    /// The code uses this, which the task does not allow; they did not run.
    NotAllowed(String),
    /// They cannot run, for this reason: the learner compares with the model.
    Cannot(String),
}

impl Tested {
    /// The verdict of the tests, if they ran.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Ran(run) if run.end == TestEnd::Passed => Some(Verdict::RIGHT),
            Self::Ran(run) => {
                let passed = run.results.iter().filter(|one| one.passed == Some(true));
                let share = passed.count() as f32 / run.results.len().max(1) as f32;
                Some(Verdict {
                    share,
                    ..Verdict::WRONG
                })
            }
            Self::NotAllowed(_) => Some(Verdict::WRONG),
            Self::Cannot(_) => None,
        }
    }
}

/// An answer to be debriefed.
#[derive(Clone, Debug)]
pub struct DebriefView<'a> {
    /// The question.
    pub asked: Asked<'a>,
    /// Its place among all that are debriefed, from 1.
    pub number: usize,
    /// How many there are.
    pub total: usize,
    /// The thread, from 1.
    pub thread: u32,
    /// What was typed.
    pub text: String,
    /// Whether it was said aloud.
    pub spoken: bool,
    /// Whether it was given up.
    pub given_up: bool,
    /// The program's verdict, if it marks the answer.
    pub marked: Option<Verdict>,
    /// The outcome of its tests, if it is code.
    pub tested: Option<Tested>,
    /// The points that the text seems to mention: suggestions.
    pub suggested: BTreeSet<usize>,
}

impl DebriefView<'_> {
    /// The points to be ticked; empty if the program marks the answer.
    pub fn points(&self) -> Vec<Point> {
        if self.marked.is_some() {
            return Vec::new();
        }
        self.asked.points()
    }
}

/// The learner's own marking of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    /// The points that were in it.
    pub points: BTreeSet<usize>,
    /// The parts of a story that were in it, where one was asked for.
    pub star: Option<BTreeSet<usize>>,
    /// Whether a near miss in a word was only a typo.
    pub typo: bool,
}

/// The criteria by which a thread is rated, each with what the ratings 1 to 4 mean.
pub const CRITERIA: [(&str, [&str; 4]); 4] = [
    (
        "Correct",
        [
            "wrong in the main point",
            "right in parts, with an error that would matter",
            "right, with small mistakes",
            "right throughout",
        ],
    ),
    (
        "Deep",
        [
            "words, without how it works",
            "what it does, not why",
            "why it works, one level below the question",
            "the mechanism, its limits, and how one would see them",
        ],
    ),
    (
        "Trade-offs",
        [
            "one way only",
            "names another way",
            "weighs two ways against each other",
            "weighs them by conditions or numbers, and decides",
        ],
    ),
    (
        "Clear",
        [
            "a listener would be lost",
            "the parts are there, their order is not",
            "can be followed at the first hearing",
            "the answer first, then the reasons, then an end",
        ],
    ),
];

/// A rating from 1 to 4 for each of [`CRITERIA`]; `None` where it was left out.
pub type Ratings = [Option<u8>; 4];

/// A thread to be rated.
#[derive(Clone, Copy, Debug)]
pub struct RateView<'a> {
    /// The thread, from 1.
    pub thread: u32,
    /// The question that opened it; `None` if it is no longer in a deck.
    pub opener: Option<Asked<'a>>,
    /// Answers of the thread.
    pub answers: usize,
}

/// The screen of an interview.
pub trait Interviewer {
    /// Asks a question and takes the answer, without feedback.
    fn ask(&mut self, view: &InterviewView<'_>) -> AnswerOutcome;

    /// Asks how sure the learner is of their answer, from 1, a guess, to 4, certain.
    fn sure(&mut self, view: &InterviewView<'_>) -> Result<u8, Stop>;

    /// Runs the tests of a task on what was written.
    fn test(&mut self, card: &Card, task: &CodeTask, solution: &str) -> Result<Tested, Stop>;

    /// Debriefs an answer: has its points ticked, then shows a good answer.
    fn tick(&mut self, view: &DebriefView<'_>) -> Result<Ticked, Stop>;

    /// Has a thread rated.
    fn rate(&mut self, view: &RateView<'_>) -> Result<Ratings, Stop>;

    /// Reports that the last answer could not be saved, and asks what to do.
    fn not_saved(&mut self, problem: &NotSaved) -> Retry;
}
