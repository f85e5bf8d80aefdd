//! All decks together: the built-in ones, and the learner's own lying over them.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::{Card, Deck};
use crate::id::{CardId, DeckId};

/// Every deck and card there is, and what they are called.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pub(super) decks: Vec<Deck>,
    pub(super) places: HashMap<CardId, (usize, usize)>,
    pub(super) originals: BTreeMap<CardId, Card>,
    pub(super) renames: BTreeMap<String, String>,
}

impl Library {
    /// The decks: the built-in ones in their order, then the learner's.
    #[must_use]
    pub fn decks(&self) -> &[Deck] {
        &self.decks
    }

    /// The decks, for leaving out what cannot be followed.
    pub(super) fn decks_mut(&mut self) -> &mut [Deck] {
        &mut self.decks
    }

    /// Every card, deck by deck.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.decks.iter().flat_map(|deck| &deck.cards)
    }

    /// How many cards there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no card.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The card with this full id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Card> {
        let (deck, card) = self.places.get(id)?;
        self.decks.get(*deck)?.cards.get(*card)
    }

    /// The deck with this id.
    #[must_use]
    pub fn deck(&self, id: &str) -> Option<&Deck> {
        self.decks.iter().find(|deck| deck.id.as_str() == id)
    }

    /// Where a card is: the index of its deck and its own in there. For structures that follow the
    /// order of the decks.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<(usize, usize)> {
        self.places.get(id).copied()
    }

    /// Former ids of cards and what the cards are called now.
    #[must_use]
    pub fn renames(&self) -> &BTreeMap<String, String> {
        &self.renames
    }

    /// How many of a built-in deck's cards the learner has replaced.
    #[must_use]
    pub fn replaced(&self, deck: &DeckId) -> usize {
        let of_deck = |id: &&CardId| id.deck() == deck.as_str();
        self.originals.keys().filter(of_deck).count()
    }

    /// The built-in card that lies under the learner's.
    #[must_use]
    pub fn original(&self, id: &CardId) -> Option<&Card> {
        self.originals.get(id)
    }
}
