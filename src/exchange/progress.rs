//! What a learner has done with a card, for other programs.

use crate::history::{CardState, ReplayedAnswer};
use crate::memory::{Grade, Memory, Retention};

/// The history of a card.
#[derive(Clone, Debug)]
pub struct CardProgress {
    pub state: CardState,
    /// What the scheduler wants of it.
    pub retention: Retention,
    /// Oldest first.
    pub answers: Vec<PastAnswer>,
}

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastAnswer {
    /// When, in milliseconds since 1970.
    pub at: i64,
    pub grade: Grade,
    /// How long it took, in milliseconds.
    pub took: u64,
    /// The memory after it.
    pub memory: Memory,
    /// Whether the card was new, or new again after it was reset.
    pub first: bool,
    /// Whether it was answered before on the same day.
    pub repeated: bool,
}

impl PastAnswer {
    pub fn of(answered: &ReplayedAnswer<'_>) -> Self {
        Self {
            at: answered.at.timestamp_millis(),
            grade: answered.grade,
            took: answered.written_ms,
            memory: answered.after,
            first: answered.before.is_none(),
            repeated: !answered.first_of_day,
        }
    }
}
