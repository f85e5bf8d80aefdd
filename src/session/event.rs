//! What a learner does with the card on the screen.

use crate::memory::Grade;
use crate::question::Answer;

/// One thing done with a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Answered and graded.
    Graded(Graded),
    /// The last thing done with a card is taken back.
    Undo,
    /// The card goes to the end of the queue.
    Skip,
    /// The card is not asked before tomorrow.
    Bury,
    /// The card is not asked any more.
    Suspend,
    /// The card gets a mark, or loses it.
    Mark,
    /// "I know this": the card is checked in some days.
    Claim,
}

/// An answer with its grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The answer.
    pub answer: Answer,
    /// The grade that the learner settled on.
    pub grade: Grade,
    /// Milliseconds from the question to the grade, uncapped.
    pub ms: u64,
    /// Whether the learner said that a right pick was guessed.
    pub guessed: bool,
}

/// Why a session ends before its queue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The learner has had enough.
    Quit,
    /// The program was asked to end, by this signal: 1, 2 or 15.
    Signal(i32),
}
