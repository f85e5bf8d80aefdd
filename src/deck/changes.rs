//! What a newer version of decks changes, card by card.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::{Card, Deck, Library, renamed, seen_now};

/// What changes in one deck: ids of cards, in the order of the decks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeckChanges {
    pub deck: String,
    pub title: String,
    /// How many cards it has afterwards; none where the deck is removed.
    pub cards: usize,
    pub new: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
}

/// Compares two versions of decks. A card that only got another id has changed. Decks without any change are left out.
pub fn deck_changes(before: Vec<Deck>, after: Vec<Deck>) -> Vec<DeckChanges> {
    let (before, _) = Library::assemble(Vec::new(), before);
    let (after, _) = Library::assemble(Vec::new(), after);
    let former = former_ids(&before, &after);
    let mut stays: HashSet<&str> = HashSet::new();
    let mut decks: Vec<DeckChanges> = Vec::new();
    for deck in after.decks() {
        let mut changes = DeckChanges {
            deck: deck.id.to_string(),
            title: deck.title.clone(),
            cards: deck.cards.len(),
            ..DeckChanges::default()
        };
        for card in &deck.cards {
            let id = card.id.as_str();
            let was = before.get(former.get(id).map_or(id, String::as_str));
            match was {
                None => changes.new.push(id.to_owned()),
                Some(was) => {
                    stays.insert(was.id.as_str());
                    if !is_same(was, card) {
                        changes.changed.push(id.to_owned());
                    }
                }
            }
        }
        decks.push(changes);
    }
    for deck in before.decks() {
        let gone = deck.cards.iter().map(|card| card.id.as_str());
        let gone: Vec<String> = gone
            .filter(|id| !stays.contains(id))
            .map(str::to_owned)
            .collect();
        match decks
            .iter_mut()
            .find(|there| there.deck == deck.id.as_str())
        {
            Some(there) => there.removed = gone,
            None => decks.push(DeckChanges {
                deck: deck.id.to_string(),
                title: deck.title.clone(),
                removed: gone,
                ..DeckChanges::default()
            }),
        }
    }
    decks.retain(|deck| deck.new.len() + deck.changed.len() + deck.removed.len() > 0);
    decks
}

/// What cards were called before, by what they are called now: as the decks say, or as their texts show.
fn former_ids(before: &Library, after: &Library) -> HashMap<String, String> {
    let seen = seen_now(before, &[], |_| true);
    let now = seen_now(after, &seen, |_| true);
    let found: BTreeMap<String, String> = renamed(&seen, &now, after);
    let all = found.into_iter().chain(after.renames().clone());
    all.filter(|(old, new)| before.get(old).is_some() && before.get(new).is_none())
        .map(|(old, new)| (new, old))
        .collect()
}

/// Whether two cards say the same, wherever they are.
fn is_same(one: &Card, two: &Card) -> bool {
    let moved = Card {
        place: two.place.clone(),
        ..one.clone()
    };
    moved == *two
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};

    fn decks(texts: &[&str]) -> Vec<Deck> {
        let parsed = texts
            .iter()
            .map(|text| parse(&Source::new("decks/x.md", (*text).to_owned())).deck);
        parsed.map(|deck| deck.expect("a deck")).collect()
    }

    #[test]
    fn new_changed_and_removed_cards_are_named_by_deck() {
        let before = decks(&[
            "# A {#a}\n## One? {#one}\n1\n## Two? {#two}\n2\n## Three? {#three}\n3\n",
            "# B {#b}\n## Q? {#q}\nx\n",
            "# C {#c}\n## Q? {#q}\nx\n",
        ]);
        let after = decks(&[
            "# A {#a}\n\nAbout.\n\n## Three? {#three}\n3\n## One? {#one}\nanother\n## Four? {#four}\n4\n",
            "# C {#c}\n## Q? {#q}\nx\n",
        ]);
        let found = deck_changes(before, after);
        let ids = |list: &[String]| list.join(" ");
        let lines: Vec<String> = found
            .iter()
            .map(|deck| {
                let parts = [&deck.new, &deck.changed, &deck.removed].map(|part| ids(part));
                format!("{}: {}", deck.deck, parts.join("; "))
            })
            .collect();
        assert_eq!(lines, ["a: a/four; a/one; a/two", "b: ; ; b/q"]);
    }

    #[test]
    fn a_card_with_another_id_has_changed_and_is_neither_new_nor_removed() {
        let before = decks(&[
            "# A {#a}\n## One? {#one}\n1\n## What does a pipe do? \nIt connects two streams.\n",
        ]);
        let after = decks(&[
            "# A {#a}\n## One? {#first}\n<!-- was: one -->\n1\n## What does a pipe do then?\nIt connects two streams.\n",
        ]);
        let found = deck_changes(before, after);
        assert_eq!(found[0].changed, ["a/first", "a/what-does-a-pipe-do-then"]);
        assert!(found[0].new.is_empty() && found[0].removed.is_empty());
    }
}
