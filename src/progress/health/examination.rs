//! What a checkup looks at.

use chrono::{DateTime, FixedOffset};

use super::facts::{DeckFault, SnapshotState, Surroundings};
use crate::history::{Journal, JournalFile};

/// Everything that is looked at.
pub struct Examination<'a> {
    /// What the disk says.
    pub surroundings: &'a Surroundings,
    /// Why the settings cannot be used, if they cannot.
    pub settings_fault: Option<&'a str>,
    /// The journal files that could be read.
    pub files: &'a [JournalFile<'a>],
    /// What they say.
    pub journal: &'a Journal,
    /// How the kept schedule compares.
    pub snapshot: SnapshotState,
    /// What is wrong with the learner's own decks.
    pub decks: &'a [DeckFault],
    /// Whether some deck has a card, under this or a later name.
    pub is_card: &'a dyn Fn(&str) -> bool,
    /// How many own decks and files of prompts, and how many cards in all.
    pub decks_and_cards: (usize, usize),
    /// The time.
    pub now: DateTime<FixedOffset>,
}
