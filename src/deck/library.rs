//! All decks together: the built-in ones, and the learner's own lying over them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::diagnostic::Code;
use super::references::{cut_cycles, resolve_references};
use super::renames::collect_renames;
use super::{Card, Deck, Diagnostic, Needs, Source, sort_by_place};
use crate::id::{CardId, DeckId};

/// Every deck and card there is, and what they are called.
#[derive(Clone, Debug, Default)]
pub struct Library {
    decks: Vec<Deck>,
    places: HashMap<CardId, (usize, usize)>,
    originals: BTreeMap<CardId, Card>,
    renames: BTreeMap<String, String>,
}

impl Library {
    /// Puts decks together. A learner's deck with a built-in's id lies over it: its cards replace
    /// those with the same id in their place, the others follow at the end; its title and
    /// description hold if it has a heading. Afterwards `after` and `probe` name only what there
    /// is, and `after` has no circle: what had to be left out for that is in the diagnostics, which
    /// come in the order of the files.
    #[must_use]
    pub fn assemble(builtin: Vec<Deck>, own: Vec<Deck>) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let builtin = one_of_each(builtin, &mut found);
        let own = one_of_each(own, &mut found);
        let sources: Vec<Arc<Source>> = builtin
            .iter()
            .chain(&own)
            .map(|deck| Arc::clone(&deck.source))
            .collect();

        let mut library = Self {
            decks: builtin,
            ..Self::default()
        };
        for deck in own {
            library.add(deck);
        }
        library.index();
        let sources = Sources::new(&sources);
        library.renames = collect_renames(&library, &sources, &mut found);
        resolve_references(&mut library, &sources, &mut found);
        cut_cycles(&mut library, &sources, &mut found);
        sort_by_place(&mut found);
        (library, found)
    }

    fn add(&mut self, deck: Deck) {
        match self.decks.iter_mut().find(|below| below.id == deck.id) {
            Some(below) => lay_over(below, deck, &mut self.originals),
            None => self.decks.push(deck),
        }
    }

    fn index(&mut self) {
        self.places
            .reserve(self.decks.iter().map(|deck| deck.cards.len()).sum());
        for (at, deck) in self.decks.iter().enumerate() {
            for (index, card) in deck.cards.iter().enumerate() {
                self.places.insert(card.id.clone(), (at, index));
            }
        }
    }

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

/// The texts of all files, by the names that places have.
pub(super) struct Sources<'s>(HashMap<&'s str, &'s Arc<Source>>);

impl<'s> Sources<'s> {
    fn new(sources: &'s [Arc<Source>]) -> Self {
        Self(
            sources
                .iter()
                .map(|source| (&*source.file, source))
                .collect(),
        )
    }

    /// The file that a card is in.
    pub(super) fn of(&self, card: &Card) -> Option<&'s Arc<Source>> {
        self.0.get(&*card.place.file).copied()
    }
}

/// Leaves out decks whose id an earlier one has.
fn one_of_each(decks: Vec<Deck>, found: &mut Vec<Diagnostic>) -> Vec<Deck> {
    let mut kept: Vec<Deck> = Vec::with_capacity(decks.len());
    for deck in decks {
        match kept.iter().find(|other| other.id == deck.id) {
            None => kept.push(deck),
            Some(first) => found.push(
                Diagnostic::error(
                    Code::SameDeck,
                    format!("two files are the deck `{}`", deck.id),
                )
                .at(&deck.source, deck.heading.clone(), "this one is left out")
                .at(&first.source, first.heading.clone(), "the first")
                .help("give one of them another id, or move its cards into the other"),
            ),
        }
    }
    kept
}

/// Lays a learner's deck over the built-in one.
fn lay_over(below: &mut Deck, above: Deck, originals: &mut BTreeMap<CardId, Card>) {
    if above.titled {
        below.title = above.title;
        below.description = above.description;
    }
    let inherited = above.after;
    let mut places: HashMap<CardId, usize> = HashMap::with_capacity(below.cards.len());
    for (index, card) in below.cards.iter().enumerate() {
        places.insert(card.id.clone(), index);
    }
    let first_new = below.cards.len();
    let mut replaced = Vec::new();
    for card in above.cards {
        match places.get(&card.id) {
            Some(&index) => {
                let original = std::mem::replace(&mut below.cards[index], card);
                originals.insert(original.id.clone(), original);
                replaced.push(index);
            }
            None => below.cards.push(card),
        }
    }
    // A plain name means a card of this deck if there is one, also when it is the built-in's.
    replaced.extend(first_new..below.cards.len());
    for index in replaced {
        for needs in &mut below.cards[index].after {
            if let Needs::Deck(name) = needs
                && !inherited.contains(&Needs::Deck(name.clone()))
                && let Ok(id) = CardId::new(&below.id, name.as_str())
                && places.contains_key(&id)
            {
                *needs = Needs::Card(id);
            }
        }
    }
}
