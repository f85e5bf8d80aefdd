//! Dividing a deck of a source that has more cards than one file may have.

use std::collections::HashMap;

use super::notes::{FoundBody, FoundCard, FoundDeck};
use super::update::{ImportRecord, short_key};

/// How large a deck is, or may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeckSize {
    pub cards: usize,
    /// Bytes of text.
    pub bytes: usize,
}

impl DeckSize {
    /// What one deck may have in all.
    pub const WHOLE: Self = Self {
        cards: 20_000,
        bytes: 7 << 20,
    };

    /// How far a new part is filled: the rest is for cards that the source or the learner adds later.
    pub const PART: Self = Self {
        cards: 15_000,
        bytes: 5 << 20,
    };

    /// Whether a deck that may be this large and is as large as `used` has room for a card of `card` bytes.
    fn has_room(self, used: Self, card: usize) -> bool {
        // A card that is too large alone is refused with its deck.
        used.cards == 0 || used.cards < self.cards && used.bytes + card <= self.bytes
    }

    fn add(&mut self, bytes: usize) {
        self.cards += 1;
        self.bytes += bytes;
    }
}

/// The parts of a deck, by the records of the parts that earlier imports wrote. A card stays in its part. A new one goes to
/// that of the card before it while the part has room (`whole`; a new part is filled up to `part`), else to the next
/// that has. A deck that never was in parts and fits into one is one part.
pub fn parts(
    deck: FoundDeck,
    records: &[&ImportRecord],
    whole: DeckSize,
    part: DeckSize,
) -> Vec<FoundDeck> {
    let mut all = DeckSize::default();
    deck.cards.iter().for_each(|card| all.add(size(card)));
    if records.len() < 2 && all.cards <= whole.cards && all.bytes <= whole.bytes {
        return vec![deck];
    }
    let mut known: HashMap<String, usize> = HashMap::new();
    for (at, record) in records.iter().enumerate() {
        for key in record.ids().into_keys() {
            known.entry(key.to_owned()).or_insert(at);
        }
    }
    let mut used = vec![DeckSize::default(); records.len().max(1)];
    for card in &deck.cards {
        if let Some(at) = known.get(&short_key(&card.key)) {
            used[*at].add(size(card));
        }
    }
    let mut cards: Vec<Vec<FoundCard>> = vec![Vec::new(); used.len()];
    let mut before = 0;
    let head = FoundDeck {
        cards: Vec::new(),
        ..deck
    };
    for card in deck.cards {
        let key = short_key(&card.key);
        let at = known.get(&key).copied().unwrap_or_else(|| {
            let size = size(&card);
            let fits = |at: usize| {
                let room = if at < records.len() && at == before {
                    whole
                } else {
                    part
                };
                room.has_room(used[at], size)
            };
            let at = (before..used.len())
                .find(|at| fits(*at))
                .unwrap_or(used.len());
            if at == used.len() {
                used.push(DeckSize::default());
                cards.push(Vec::new());
            }
            used[at].add(size);
            // Cards with the same key can be distinguished only within one deck.
            known.insert(key, at);
            at
        });
        before = at;
        cards[at].push(card);
    }
    let cards = cards.into_iter().map(|cards| FoundDeck {
        cards,
        ..head.clone()
    });
    cards.collect()
}

/// The bytes of a card, about as many as it has in a deck.
fn size(card: &FoundCard) -> usize {
    // The heading with its id, and the lines around.
    const AROUND: usize = 100;
    let body = match &card.body {
        FoundBody::Unanswered => 0,
        FoundBody::Answer(text) | FoundBody::Markdown(text) | FoundBody::Cloze(text) => text.len(),
        FoundBody::Choice(options) => options.iter().map(|(_, text)| text.len() + 8).sum(),
    };
    let tags: usize = card.tags.iter().map(|tag| tag.len() + 2).sum();
    card.question.len() + body + card.explanation.len() + tags + AROUND
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::exchange::update::{Target, update_deck};
    use crate::id::DeckId;

    const WHOLE: DeckSize = DeckSize {
        cards: 6,
        bytes: 10_000,
    };
    const PART: DeckSize = DeckSize {
        cards: 4,
        bytes: 1_000,
    };

    fn deck(keys: &[&str]) -> FoundDeck {
        let cards = keys.iter().map(|key| FoundCard {
            key: (*key).to_owned(),
            question: (*key).to_owned(),
            body: FoundBody::Answer("It is.".to_owned()),
            ..FoundCard::default()
        });
        FoundDeck {
            title: "T".to_owned(),
            cards: cards.collect(),
            ..FoundDeck::default()
        }
    }

    fn keys(parts: &[FoundDeck]) -> Vec<Vec<&str>> {
        parts
            .iter()
            .map(|part| part.cards.iter().map(|card| card.key.as_str()).collect())
            .collect()
    }

    fn record(part: &FoundDeck) -> ImportRecord {
        let id = DeckId::new("t").expect("an id");
        let target = Target {
            id: &id,
            title: "T",
            file: None,
            over: None,
            record: None,
            source: "t.csv",
            taken: &HashSet::new(),
            outline: false,
        };
        update_deck(part, target).record
    }

    fn again(deck: FoundDeck, before: &[FoundDeck]) -> Vec<FoundDeck> {
        let records: Vec<ImportRecord> = before.iter().map(record).collect();
        let records: Vec<&ImportRecord> = records.iter().collect();
        parts(deck, &records, WHOLE, PART)
    }

    #[test]
    fn a_deck_that_fits_stays_whole() {
        let all = ["a", "b", "c", "d", "e", "f"];
        assert_eq!(keys(&again(deck(&all), &[])), [all.to_vec()]);
    }

    #[test]
    fn a_larger_deck_is_filled_part_by_part_and_its_cards_stay_in_their_parts() {
        let all = ["a", "b", "c", "d", "e", "f", "g"];
        let first = again(deck(&all), &[]);
        assert_eq!(
            keys(&first),
            [vec!["a", "b", "c", "d"], vec!["e", "f", "g"]]
        );
        assert_eq!(keys(&again(deck(&all), &first)), keys(&first));
        // In another order, with one less, and with new ones: these stand where the source has them.
        let now = ["g", "x", "b", "y", "c", "d", "e", "f"];
        let second = again(deck(&now), &first);
        assert_eq!(
            keys(&second),
            [vec!["b", "y", "c", "d"], vec!["g", "x", "e", "f"]]
        );
        // Even if all of it would fit into one.
        let less = again(deck(&["a", "g"]), &first);
        assert_eq!(keys(&less), [vec!["a"], vec!["g"]]);
    }

    #[test]
    fn a_deck_that_has_grown_keeps_its_cards_and_goes_on_in_another() {
        let first = again(deck(&["a", "b", "c", "d", "e"]), &[]);
        assert_eq!(first.len(), 1);
        let now = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let second = again(deck(&now), &first);
        assert_eq!(
            keys(&second),
            [vec!["a", "b", "c", "d", "e", "f"], vec!["g", "h"]]
        );
    }

    #[test]
    fn cards_with_one_key_go_to_one_part_and_long_cards_fill_it_sooner() {
        let all = ["a", "b", "c", "d", "e", "f", "g", "a"];
        let first = again(deck(&all), &[]);
        assert_eq!(
            keys(&first),
            [vec!["a", "b", "c", "d", "a"], vec!["e", "f", "g"]]
        );
        let mut long = deck(&["a", "b", "c"]);
        for card in &mut long.cards {
            card.body = FoundBody::Answer("x".repeat(5_000));
        }
        let each = again(long, &[]);
        assert_eq!(keys(&each), [vec!["a"], vec!["b"], vec!["c"]]);
    }
}
