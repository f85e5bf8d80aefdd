//! A learner's deck overriding the built-in one with the same id.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Card, Deck, Needs};
use crate::id::CardId;

/// Lays a deck over another, card by card. Replaced cards go to `originals`.
///
/// A card replaces the one with its id, or the one that had its id before: whoever replaced a
/// card goes on doing so when the built-in one is renamed.
pub(super) fn lay_over(below: &mut Deck, above: Deck, originals: &mut BTreeMap<CardId, Card>) {
    if above.titled {
        below.title = above.title;
        // A deck that only fixes some cards has nothing to say about the whole.
        if !above.description.is_empty() {
            below.description = above.description;
        }
    }
    below.was.extend(above.was);
    let own: HashSet<CardId> = above.cards.iter().map(|card| card.id.clone()).collect();
    let mut places = places(below, &own);
    let mut touched = vec![false; below.cards.len()];
    for mut card in above.cards {
        match places.remove(&card.id) {
            Some(index) if !touched[index] => {
                let original = &below.cards[index];
                let replaces = std::mem::replace(&mut card.id, original.id.clone());
                // Its history stays with it, as it would stay with the original.
                for former in &original.was {
                    if !card.was.contains(former) && (!own.contains(former) || replaces == *former)
                    {
                        card.was.push(former.clone());
                    }
                }
                touched[index] = true;
                let original = std::mem::replace(&mut below.cards[index], card);
                originals.insert(original.id.clone(), original);
            }
            _ => {
                below.cards.push(card);
                touched.push(true);
            }
        }
    }
    let written = touched.iter().enumerate().filter(|(_, touched)| **touched);
    let written: Vec<usize> = written.map(|(index, _)| index).collect();
    name_cards(below, &written, &above.after);
}

/// Where the card is that an own card with some id replaces.
fn places(below: &Deck, own: &HashSet<CardId>) -> HashMap<CardId, usize> {
    let mut places = HashMap::with_capacity(below.cards.len());
    for (index, card) in below.cards.iter().enumerate() {
        if !own.contains(&card.id) {
            places.extend(card.was.iter().map(|former| (former.clone(), index)));
        }
    }
    let living = below.cards.iter().enumerate();
    places.extend(living.map(|(index, card)| (card.id.clone(), index)));
    places
}

/// A plain name in `after` means a card of this deck if there is one, also when it is the
/// built-in's, which the parser of the learner's file did not know.
fn name_cards(deck: &mut Deck, written: &[usize], inherited: &[Needs]) {
    let ids: HashSet<CardId> = deck.cards.iter().map(|card| card.id.clone()).collect();
    for &index in written {
        for needs in &mut deck.cards[index].after {
            if let Needs::Deck(name) = needs
                && !inherited.contains(&Needs::Deck(name.clone()))
                && let Ok(id) = CardId::new(&deck.id, name.as_str())
                && ids.contains(&id)
            {
                *needs = Needs::Card(id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::deck::assemble::tests::{RUNTIME, STREAMS, assemble, ids};

    #[test]
    fn a_learners_deck_lies_over_a_built_in_one_card_by_card() {
        let own = "# My runtime {#runtime}\nMine.\n## New {#new}\n<!-- after: one, streams-io -->\nn\n## Two! {#two}\nmy two\n";
        let (library, found) = assemble(&[RUNTIME, STREAMS], &[("decks/mine.md", own)]);
        assert_eq!(found, [""; 0]);
        let expected = [
            "runtime/one",
            "runtime/two",
            "runtime/three",
            "runtime/new",
            "streams-io/why",
            "streams-io/two",
        ];
        assert_eq!(ids(&library), expected);
        let deck = library.deck("runtime").expect("the deck");
        assert_eq!(
            (deck.title.as_str(), deck.description.as_str()),
            ("My runtime", "Mine.")
        );
        let card = library.get("runtime/two").expect("the card");
        assert_eq!(
            (card.answer(), &*card.place.file),
            ("my two", "decks/mine.md")
        );
        assert_eq!((library.replaced(&deck.id), library.len()), (1, 6));
        let original = library.original(&card.id).expect("the original");
        assert_eq!(original.answer(), "2");
        let after: Vec<_> = library
            .get("runtime/new")
            .expect("the card")
            .after
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(after, ["runtime/one", "streams-io"]);
        assert_eq!(library.position("streams-io/two"), Some((1, 1)));
    }

    #[test]
    fn a_shared_deck_lies_below_the_learners_and_not_over_a_built_in_one() {
        let shared = "# Shared {#shared}\n## One? {#one}\n1\n## Two? {#two}\n2\n";
        let own = [
            ("decks/a.md", "# Shared {#shared}\n## Mine? {#one}\nmine\n"),
            (
                "decks/shared/x/r.md",
                "# Other {#runtime}\n## One? {#one}\nother\n",
            ),
            ("decks/shared/x/s.md", shared),
            ("decks/shared/y/s.md", shared),
        ];
        let (library, found) = assemble(&[RUNTIME], &own);
        let answer = |id: &str| library.get(id).map(|card| card.answer().to_owned());
        assert_eq!(answer("shared/one").as_deref(), Some("mine"));
        assert_eq!(answer("shared/two").as_deref(), Some("2"));
        assert_ne!(answer("runtime/one").as_deref(), Some("other"));
        let deck = library.deck("shared").expect("the deck");
        assert_eq!(&*deck.file, "decks/shared/x/s.md");
        assert_eq!(library.replaced(&deck.id), 1);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_replaced_card_stays_replaced_when_the_original_is_renamed() {
        let original = (
            "built-in decks/1-x.md",
            "# X {#x}\n## New {#new}\n<!-- was: old, older -->\n1\n",
        );
        let (library, found) = assemble(&[original], &[("x.md", "# X {#x}\n## Mine {#old}\nm\n")]);
        assert_eq!(found, [""; 0]);
        assert_eq!(ids(&library), ["x/new"]);
        assert_eq!(library.get("x/new").expect("the card").answer(), "m");
        let renames: Vec<_> = library.renames().keys().collect();
        assert_eq!(renames, ["x/old", "x/older"]);
    }

    #[test]
    fn a_deck_without_a_heading_leaves_title_and_description() {
        let (library, _) = assemble(&[RUNTIME], &[("decks/runtime.md", "## Two! {#two}\nx\n")]);
        let deck = library.deck("runtime").expect("the deck");
        assert_eq!(
            (deck.title.as_str(), deck.description.as_str()),
            ("Runtime", "Of the house.")
        );
        assert_eq!(library.replaced(&deck.id), 1);
    }

    #[test]
    fn both_a_former_and_the_present_name_are_cards_if_the_learner_says_so() {
        let original = (
            "built-in decks/1-x.md",
            "# X {#x}\n## New {#new}\n<!-- was: old, older -->\n1\n",
        );
        let own = "## A {#old}\na\n## B {#new}\nb\n";
        let (library, found) = assemble(&[original], &[("x.md", own)]);
        assert_eq!(found, [""; 0]);
        assert_eq!(ids(&library), ["x/new", "x/old"]);
        let renames: Vec<_> = library.renames().keys().collect();
        assert_eq!(renames, ["x/older"]);
        let deck = library.deck("x").expect("the deck");
        assert_eq!(library.replaced(&deck.id), 1);
    }
}
