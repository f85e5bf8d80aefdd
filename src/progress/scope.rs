//! The cards that a report is about.

use std::collections::HashMap;

use crate::deck::{Card, Deck, Library};
use crate::plan::Filter;

/// The chosen cards of a library, each with a number: its place in the order of the decks.
#[derive(Debug)]
pub struct Scope<'a> {
    decks: Vec<&'a Deck>,
    cards: Vec<&'a Card>,
    /// The place in `decks` of each card's deck.
    deck_of: Vec<usize>,
    places: HashMap<&'a str, u32>,
    is_open: bool,
}

impl<'a> Scope<'a> {
    /// The cards of a library that a filter takes, and the decks that hold any of them.
    #[must_use]
    pub fn new(library: &'a Library, filter: &Filter) -> Self {
        let mut decks = Vec::new();
        let mut cards = Vec::new();
        let mut deck_of = Vec::new();
        for deck in library.decks() {
            let before = cards.len();
            cards.extend(deck.cards.iter().filter(|card| filter.takes(card)));
            if cards.len() > before {
                deck_of.resize(cards.len(), decks.len());
                decks.push(deck);
            }
        }
        let numbered = cards.iter().zip(0..);
        let places = numbered
            .map(|(card, place): (&&'a Card, u32)| (card.id.as_str(), place))
            .collect();
        Self {
            decks,
            cards,
            deck_of,
            places,
            is_open: filter.is_open(),
        }
    }

    /// The decks with chosen cards, in their order.
    #[must_use]
    pub fn decks(&self) -> &[&'a Deck] {
        &self.decks
    }

    /// The chosen cards, in the order of the decks.
    #[must_use]
    pub fn cards(&self) -> &[&'a Card] {
        &self.cards
    }

    /// For each card, the place of its deck in [`Self::decks`].
    #[must_use]
    pub fn deck_of(&self) -> &[usize] {
        &self.deck_of
    }

    /// The place of the card with this name, if it was chosen.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<u32> {
        self.places.get(id).copied()
    }

    /// Whether every card was chosen, those that no deck holds any more included.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.is_open
    }
}
