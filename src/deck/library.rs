//! All decks together: the built-in ones, those that others shared, and the learner's own overriding them.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::suggest::suggestions;
use super::{Card, Deck, LeftOut};
use crate::id::{CardId, DeckId};

/// All decks and cards, and their names.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pub(super) decks: Vec<Deck>,
    pub(super) places: HashMap<CardId, (usize, usize)>,
    pub(super) originals: BTreeMap<CardId, Card>,
    pub(super) renames: BTreeMap<String, String>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) examples: Vec<LeftOut>,
}

impl Library {
    /// The decks: the built-in ones in their order, then those that others shared, then the learner's.
    pub fn decks(&self) -> &[Deck] {
        &self.decks
    }

    /// The decks, for leaving out references that cannot be followed.
    pub(super) fn decks_mut(&mut self) -> &mut [Deck] {
        &mut self.decks
    }

    /// Every card, deck by deck.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.decks.iter().flat_map(|deck| &deck.cards)
    }

    /// How many cards there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no card.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The card with this full id.
    pub fn get(&self, id: &str) -> Option<&Card> {
        let (deck, card) = self.places.get(id)?;
        self.decks.get(*deck)?.cards.get(*card)
    }

    /// The deck with this id.
    pub fn deck(&self, id: &str) -> Option<&Deck> {
        self.decks.iter().find(|deck| deck.id.as_str() == id)
    }

    /// Where a card is: the index of its deck, and its index in that deck. For structures in the
    /// order of the decks.
    pub fn position(&self, id: &str) -> Option<(usize, usize)> {
        self.places.get(id).copied()
    }

    /// Former ids of cards and what the cards are called now.
    pub fn renames(&self) -> &BTreeMap<String, String> {
        &self.renames
    }

    /// The same with former ids that no deck names.
    pub fn with_renames(mut self, renames: impl IntoIterator<Item = (String, String)>) -> Self {
        for (old, new) in renames {
            self.renames.entry(old).or_insert(new);
        }
        self
    }

    /// The cards that have errors.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The cards of new decks that nobody has changed yet; they are not asked.
    pub fn examples(&self) -> &[LeftOut] {
        &self.examples
    }

    /// The cards that their decks have, and that cannot be asked.
    pub(super) fn not_asked(&self) -> impl Iterator<Item = &LeftOut> {
        self.left_out.iter().chain(&self.examples)
    }

    /// How many of a deck's cards, built in or shared, the learner has replaced.
    pub fn replaced(&self, deck: &DeckId) -> usize {
        let of_deck = |id: &&CardId| id.deck() == deck.as_str();
        self.originals.keys().filter(of_deck).count()
    }

    /// The card, built in or shared, that the learner's card replaces.
    pub fn original(&self, id: &CardId) -> Option<&Card> {
        self.originals.get(id)
    }

    /// The files beside which the pictures of a card may be, as they are shown: its own and, for a copy of a card that
    /// others shared, the file that it was copied from.
    pub fn picture_files<'l>(&'l self, card: &'l Card) -> impl Iterator<Item = &'l str> {
        let cards = std::iter::once(card).chain(self.original(&card.id));
        cards.map(|card| &*card.place.file)
    }
}

/// A name that does not lead to exactly one card or deck.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// Nothing has this name.
    #[error("no {what} is called `{name}`{}", meant(.suggestions))]
    NotFound {
        /// What was looked for: `card` or `deck`.
        what: &'static str,
        /// The name that was given.
        name: String,
        /// Similar names, the most similar first; may be empty.
        suggestions: Vec<String>,
    },
    /// The card with this name has an error.
    #[error("`{name}` is left out: {file}:{line}: {message}")]
    LeftOut {
        /// Its name.
        name: String,
        /// The file that it is in.
        file: String,
        /// The line of the error.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The card with this name is as the template or an outline has it.
    #[error(
        "`{name}` is not written yet, and is asked once you have changed its text: {file}:{line}"
    )]
    Example {
        /// Its name.
        name: String,
        /// The file that it is in.
        file: String,
        /// The line of its heading.
        line: usize,
    },
    /// Several have this name.
    #[error("`{name}` may be {}: name one of them in full", .candidates.join(" or "))]
    Ambiguous {
        /// The name that was given.
        name: String,
        /// The full names that it may mean.
        candidates: Vec<String>,
    },
}

fn meant(suggestions: &[String]) -> String {
    if suggestions.is_empty() {
        return String::new();
    }
    let names: Vec<String> = suggestions.iter().map(|name| format!("`{name}`")).collect();
    format!(": did you mean {}?", names.join(" or "))
}

/// The most names that are suggested.
const SUGGESTIONS: usize = 3;

impl Library {
    /// The card with this full id (`deck/card`), short id where only one card has it, or former
    /// name.
    pub fn resolve(&self, name: &str) -> Result<&Card, LookupError> {
        self.resolve_with(name, self.renames())
    }

    /// The same with these former names, each with what the card is called now.
    pub fn resolve_with(
        &self,
        name: &str,
        renames: &BTreeMap<String, String>,
    ) -> Result<&Card, LookupError> {
        let renamed = |old: &str| renames.get(old).and_then(|new| self.get(new));
        if let Some(card) = self.get(name).or_else(|| renamed(name)) {
            return Ok(card);
        }
        let mut found: Vec<&Card> = self
            .cards()
            .filter(|card| card.id.short() == name)
            .collect();
        if found.is_empty() {
            let former = renames
                .keys()
                .filter(|old| old.split_once('/').is_some_and(|(_, short)| short == name));
            found = former.filter_map(|old| renamed(old)).collect();
            found.sort_by(|a, b| a.id.cmp(&b.id));
            found.dedup_by(|a, b| a.id == b.id);
        }
        if let Some(example) = self
            .examples
            .iter()
            .find(|one| found.is_empty() && one.is(name))
        {
            return Err(LookupError::Example {
                name: example.name.clone(),
                file: example.file.to_string(),
                line: example.line,
            });
        }
        if let Some(left_out) = self
            .left_out
            .iter()
            .find(|one| found.is_empty() && one.is(name))
        {
            return Err(LookupError::LeftOut {
                name: left_out.name.clone(),
                file: left_out.file.to_string(),
                line: left_out.line,
                message: left_out.message.clone(),
            });
        }
        let ids = || self.cards().map(|card| card.id.as_str());
        one(found, name, |card| card.id.to_string()).unwrap_or_else(|| {
            let full = name.contains('/');
            let short = |id: &str| id.split_once('/').map_or("", |(_, short)| short).to_owned();
            let key = |id: &str| if full { id.to_owned() } else { short(id) };
            Err(not_found("card", name, ids(), key))
        })
    }

    /// The deck with this id, file name (`02-runtime`), or beginning of either where only one
    /// deck has it.
    pub fn resolve_deck(&self, name: &str) -> Result<&Deck, LookupError> {
        let exact = self
            .decks()
            .iter()
            .find(|deck| deck.id.as_str() == name || deck.source.stem() == name);
        if let Some(deck) = exact {
            return Ok(deck);
        }
        let begins = |deck: &&Deck| {
            deck.id.as_str().starts_with(name) || deck.source.stem().starts_with(name)
        };
        let found = if name.is_empty() {
            Vec::new()
        } else {
            self.decks().iter().filter(begins).collect()
        };
        one(found, name, |deck: &Deck| deck.id.to_string()).unwrap_or_else(|| {
            let ids = self.decks().iter().map(|deck| deck.id.as_str());
            Err(not_found("deck", name, ids, str::to_owned))
        })
    }
}

/// The only match; `None` if there is none.
fn one<'l, T>(
    found: Vec<&'l T>,
    name: &str,
    full: impl Fn(&'l T) -> String,
) -> Option<Result<&'l T, LookupError>> {
    match found.as_slice() {
        [] => None,
        [only] => Some(Ok(only)),
        _ => Some(Err(LookupError::Ambiguous {
            name: name.to_owned(),
            candidates: found.into_iter().map(full).collect(),
        })),
    }
}

fn not_found<'n>(
    what: &'static str,
    name: &str,
    names: impl Iterator<Item = &'n str>,
    key: impl Fn(&str) -> String,
) -> LookupError {
    let names: Vec<(String, &str)> = names.map(|full| (key(full), full)).collect();
    let keyed = names.iter().map(|(key, full)| (key.as_str(), *full));
    let alike = suggestions(name, keyed).into_iter().take(SUGGESTIONS);
    LookupError::NotFound {
        what,
        name: name.to_owned(),
        suggestions: alike.map(str::to_owned).collect(),
    }
}
