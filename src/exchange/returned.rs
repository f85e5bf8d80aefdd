//! A deck that comes back: cards of it are in the learner's decks already, as after an export.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::notes::FoundDeck;
use super::update::{Outcome, Target, UpdatedDeck, update_deck};
use crate::deck::{Card, CopyError, Deck, Source, alone, copy_cards, parse};
use crate::id::CardId;

/// The deck that is here, and what is to be done with cards of it that differ.
#[derive(Clone, Copy, Debug)]
pub struct Here<'h> {
    pub deck: &'h Deck,
    /// The learner's own file of the deck.
    pub file: Option<&'h Arc<Source>>,
    /// Whether cards of that file are replaced by those of the source.
    pub replaces: bool,
}

/// Compares the cards of a found deck with those that are here. One that differs from a built-in card becomes the learner's
/// own version of it; new ones go to the learner's file of the deck.
pub fn returned_deck(
    found: &FoundDeck,
    here: Here<'_>,
    source: &str,
    outline: bool,
) -> Result<UpdatedDeck, CopyError> {
    let target = Target {
        id: &here.deck.id,
        title: &found.title,
        file: None,
        over: None,
        record: None,
        source,
        taken: &HashSet::new(),
        outline,
    };
    let mut updated = update_deck(found, target);
    let theirs = parse(&Source::new("", std::mem::take(&mut updated.text))).deck;
    let mut here_by_id: HashMap<&CardId, &Card> = HashMap::new();
    for card in &here.deck.cards {
        here_by_id.extend(card.was.iter().map(|former| (former, card)));
    }
    here_by_id.extend(here.deck.cards.iter().map(|card| (&card.id, card)));
    let places = updated.changes.iter().enumerate();
    let places: HashMap<String, usize> =
        places.map(|(at, change)| (change.id.clone(), at)).collect();
    let mut copied: Vec<Card> = Vec::new();
    for card in theirs.into_iter().flat_map(|deck| deck.cards) {
        let now = here_by_id.get(&card.id).copied();
        let outcome = match now {
            None => Outcome::New,
            Some(now) => {
                let card = Card {
                    id: now.id.clone(),
                    ..card.clone()
                };
                let own = now.place.file.starts_with("decks/");
                if alone(&card, here.deck) == alone(now, here.deck) {
                    Outcome::Same
                } else if own && !here.replaces {
                    Outcome::Kept
                } else {
                    Outcome::Updated
                }
            }
        };
        if let Some(change) = places
            .get(card.id.short())
            .map(|at| &mut updated.changes[*at])
        {
            change.outcome = outcome;
        }
        if matches!(outcome, Outcome::New | Outcome::Updated) {
            let id = now.map_or_else(|| card.id.clone(), |now| now.id.clone());
            copied.push(Card { id, ..card });
        }
    }
    updated.text = if copied.is_empty() {
        here.file
            .map(|file| file.text.to_string())
            .unwrap_or_default()
    } else {
        copy_cards(&copied.iter().collect::<Vec<_>>(), here.deck, here.file)?
    };
    Ok(updated)
}
