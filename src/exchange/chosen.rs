//! The cards to be exported, deck by deck.

use std::collections::BTreeMap;

use super::Picture;
use crate::deck::{Card, Deck};

/// Cards of one deck that were chosen.
#[derive(Clone, Debug)]
pub struct ChosenDeck<'a> {
    pub deck: &'a Deck,
    /// In the order of the deck.
    pub cards: Vec<&'a Card>,
    /// The pictures beside the deck, by the addresses that its cards give for them.
    pub pictures: BTreeMap<String, Picture>,
}

impl ChosenDeck<'_> {
    /// A deck of only these cards. Every id is written in it, so that a history finds its card.
    pub fn whole(&self) -> Deck {
        let cards = self.cards.iter().map(|card| Card {
            id_written: true,
            ..(*card).clone()
        });
        Deck {
            titled: true,
            id_written: true,
            cards: cards.collect(),
            ..self.deck.clone()
        }
    }
}

/// The keys of a deck or card but for its tags, which have a place of their own.
pub(super) fn without_tags(
    keys: Vec<(&'static str, String)>,
) -> impl Iterator<Item = (&'static str, String)> {
    keys.into_iter().filter(|(key, _)| *key != "tags")
}

/// A question as one text: its heading, and below it what stands above the answer.
pub(super) fn question(card: &Card) -> String {
    joined([&card.question, card.context()])
}

/// An answer as one text, with its explanation.
pub(super) fn answer(card: &Card) -> String {
    joined([card.answer(), card.explanation()])
}

/// Texts below each other, as blocks of Markdown; empty ones are left out.
pub(super) fn joined<const N: usize>(texts: [&str; N]) -> String {
    let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
    texts.collect::<Vec<_>>().join("\n\n")
}
