//! How many cards are how far.

use serde::Serialize;

use crate::history::CardState;

/// From which interval on, in days, a card counts as mature.
pub const MATURE_DAYS: u32 = 21;

/// How far a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardStage {
    /// Never answered.
    New,
    /// Answered, and to be asked again until it is passed; or said to be known, and unchecked.
    Learning,
    /// Passed, with an interval of under [`MATURE_DAYS`].
    Young,
    /// Passed, with a longer interval.
    Mature,
    /// Not asked any more.
    Suspended,
}

/// How far a card is, by its state.
#[must_use]
pub fn stage(state: Option<&CardState>) -> CardStage {
    match state {
        Some(state) if state.suspended => CardStage::Suspended,
        Some(state) if !state.is_new() => match state.interval {
            _ if state.memory.is_none() => CardStage::Learning,
            0 => CardStage::Learning,
            days if days < MATURE_DAYS => CardStage::Young,
            _ => CardStage::Mature,
        },
        Some(_) | None => CardStage::New,
    }
}

/// Cards by how far they are; together they are all cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All of them.
    pub total: usize,
    /// Never answered.
    pub new: usize,
    /// To be passed, or claimed and unchecked.
    pub learning: usize,
    /// With a short interval.
    pub young: usize,
    /// With an interval of at least [`MATURE_DAYS`].
    pub mature: usize,
    /// Not asked any more.
    pub suspended: usize,
}

impl Counts {
    /// Counts cards by their states.
    #[must_use]
    pub fn of<'a>(states: impl Iterator<Item = Option<&'a CardState>>) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts.add(state);
        }
        counts
    }

    /// Counts one more card.
    pub(super) fn add(&mut self, state: Option<&CardState>) {
        self.total += 1;
        match stage(state) {
            CardStage::New => self.new += 1,
            CardStage::Learning => self.learning += 1,
            CardStage::Young => self.young += 1,
            CardStage::Mature => self.mature += 1,
            CardStage::Suspended => self.suspended += 1,
        }
    }
}
