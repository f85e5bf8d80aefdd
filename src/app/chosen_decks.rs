//! The cards that a filter chooses, with the pictures beside their decks.

use std::collections::{BTreeMap, HashMap};

use crate::deck::{Card, Deck, Library, image_addresses};
use crate::exchange::{ChosenDeck, Picture, decoded_address};
use crate::plan::Filter;
use crate::store::{self, Home};

/// The decks that have a card of the filter, in their order.
pub(crate) fn chosen_decks<'l>(
    library: &'l Library,
    filter: &Filter,
    home: &Home,
) -> Vec<ChosenDeck<'l>> {
    // The names that pictures got, and what they show.
    let mut named = HashMap::new();
    let decks = library.decks().iter().filter_map(|deck| {
        let cards: Vec<&Card> = deck
            .cards
            .iter()
            .filter(|card| filter.takes(card))
            .collect();
        if cards.is_empty() {
            return None;
        }
        Some(ChosenDeck {
            deck,
            pictures: pictures(library, deck, &cards, home, &mut named),
            cards,
        })
    });
    decks.collect()
}

fn pictures(
    library: &Library,
    deck: &Deck,
    cards: &[&Card],
    home: &Home,
    named: &mut HashMap<String, Vec<u8>>,
) -> BTreeMap<String, Picture> {
    let mut pictures = BTreeMap::new();
    for card in cards {
        let texts = [
            &*card.question,
            card.context(),
            card.answer(),
            card.explanation(),
        ];
        for address in texts.into_iter().flat_map(image_addresses) {
            if pictures.contains_key(&address) || !Picture::is_one(&address) {
                continue;
            }
            let mut files = library.picture_files(card);
            let found = files.find_map(|file| store::picture_beside(home, file, &address));
            let Some(bytes) = found else { continue };
            let name = free_name(deck, &address, &bytes, named);
            pictures.insert(address, Picture { name, bytes });
        }
    }
    pictures
}

/// A plain file name for a picture that no other picture has.
fn free_name(
    deck: &Deck,
    address: &str,
    bytes: &[u8],
    named: &mut HashMap<String, Vec<u8>>,
) -> String {
    let plain: String = decoded_address(address)
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .collect();
    let mut name = plain.trim_start_matches(['.', '-']).to_owned();
    while named.get(&name).is_some_and(|other| other != bytes) {
        name = format!("{}-{name}", deck.id);
    }
    named.insert(name.clone(), bytes.to_owned());
    name
}
