//! Which cards a command is about.

use crate::deck::{Card, Level};
use crate::id::DeckId;

/// A choice of cards: in one of the decks, of one of the topics, at one of the levels. An empty list
/// takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Decks, by id.
    pub decks: Vec<DeckId>,
    /// Topics.
    pub topics: Vec<String>,
    /// Levels.
    pub levels: Vec<Level>,
}

impl Filter {
    /// Whether the card is chosen.
    #[must_use]
    pub fn takes(&self, card: &Card) -> bool {
        (self.decks.is_empty()
            || self
                .decks
                .iter()
                .any(|deck| deck.as_str() == card.id.deck()))
            && (self.topics.is_empty() || self.topics.iter().any(|topic| *topic == *card.topic))
            && (self.levels.is_empty() || self.levels.contains(&card.level))
    }

    /// Whether every card is chosen.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.decks.is_empty() && self.topics.is_empty() && self.levels.is_empty()
    }
}
