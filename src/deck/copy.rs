//! Copying cards of a deck into a file of the learner's, where they override the originals.

use std::collections::HashMap;
use std::sync::Arc;

use super::writer::{card_text, write};
use super::{Card, Deck, Source, parse};
use crate::id::CardId;

/// A file that contains the copy of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The whole file.
    pub text: String,
    /// The line of the card's heading, from 1.
    pub line: usize,
}

/// Why a card cannot be copied into a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CopyError {
    /// It has errors.
    #[error("{0} has errors; fix it first: `nodequiz decks check` shows them")]
    Faulty(String),
    /// The card is already in it.
    #[error("{0} holds the card already")]
    There(String),
    /// The copy does not parse as the same card.
    #[error("the card `{0}` cannot be written as Markdown")]
    Unwritable(String),
}

/// One card as Markdown, below a heading with its deck's id: with everything that defines it.
pub fn alone(card: &Card, deck: &Deck) -> String {
    write(&lone(card, deck))
}

/// The deck with nothing in it but this card, which itself has the metadata that its deck gave it.
fn lone(card: &Card, deck: &Deck) -> Deck {
    Deck {
        cards: vec![named(card)],
        ..empty(deck)
    }
}

/// The card with its id written: that has to be the original's, even if the question changes.
fn named(card: &Card) -> Card {
    Card {
        id_written: true,
        ..card.clone()
    }
}

/// A deck without cards to lie over another, of which it changes nothing.
fn empty(deck: &Deck) -> Deck {
    Deck {
        titled: true,
        id_written: true,
        description: String::new(),
        topic: deck.id.to_string().into(),
        weight: super::DEFAULT_WEIGHT,
        after: Vec::new(),
        was: Vec::new(),
        from: Vec::new(),
        tags: Vec::new(),
        see: None,
        zh: Vec::new(),
        cards: Vec::new(),
        ..deck.clone()
    }
}

/// What stands above the cards of a file that lies over this deck.
pub fn head_over(deck: &Deck) -> String {
    write(&empty(deck))
}

/// The file that holds a copy of a card: a new one, or `file` with the card at its end.
pub fn copy_card(card: &Card, of: &Deck, file: Option<&Arc<Source>>) -> Result<Copied, CopyError> {
    if let Some(file) = file {
        let there = parse(file).deck;
        if there.is_some_and(|deck| deck.cards.iter().any(|there| there.id == card.id)) {
            return Err(CopyError::There(file.file.to_string()));
        }
    }
    let text = copy_cards(&[card], of, file)?;
    let copy = parse(&Source::new("", text.clone())).deck;
    let copy = copy.and_then(|deck| deck.cards.into_iter().find(|copy| copy.id == card.id));
    match copy {
        Some(copy) => Ok(Copied {
            line: copy.place.line,
            text,
        }),
        None => Err(CopyError::Unwritable(card.id.to_string())),
    }
}

/// The file that holds copies of cards: a new one, or `file`, where a card that it has is replaced and others stand
/// at the end.
pub fn copy_cards(
    cards: &[&Card],
    of: &Deck,
    file: Option<&Arc<Source>>,
) -> Result<String, CopyError> {
    let (mut text, into) = match file {
        None => (head_over(of), empty(of)),
        Some(file) => {
            let text = file.text.replace("\r\n", "\n");
            let parsed = parse(&Source::new(&file.file, text.clone())).whole();
            let into = parsed.ok_or_else(|| CopyError::Faulty(file.file.to_string()))?;
            (text, into)
        }
    };
    let there: HashMap<&CardId, &Card> = into.cards.iter().map(|card| (&card.id, card)).collect();
    let (mut replaced, mut added) = (Vec::new(), Vec::new());
    for card in cards {
        let copy = card_text(&into, &named(card)).trim_end().to_owned();
        match there.get(&card.id) {
            Some(there) => replaced.push((there.place.bytes.clone(), copy)),
            None => added.push(copy),
        }
    }
    replaced.sort_by_key(|(bytes, _)| std::cmp::Reverse(bytes.start));
    for (bytes, copy) in replaced {
        // The empty lines below a card are not part of it.
        let end = bytes.start + text[bytes.clone()].trim_end().len();
        text.replace_range(bytes.start..end, &copy);
    }
    for copy in added {
        text.truncate(text.trim_end().len());
        text.push_str(&format!("\n\n{copy}\n"));
    }
    proved(cards, &text)?;
    let crlf = file.is_some_and(|file| file.text.contains("\r\n"));
    Ok(if crlf {
        text.replace('\n', "\r\n")
    } else {
        text
    })
}

/// Parses the copies: the cards have to be in the text unchanged.
fn proved(cards: &[&Card], text: &str) -> Result<(), CopyError> {
    let deck = parse(&Source::new("", text.to_owned())).whole();
    let copies = deck.iter().flat_map(|deck| &deck.cards);
    let copies: HashMap<&CardId, &Card> = copies.map(|copy| (&copy.id, copy)).collect();
    let same = |card: &&&Card| {
        copies
            .get(&card.id)
            .is_some_and(|copy| copy.data() == card.data())
    };
    match cards.iter().find(|card| !same(card)) {
        None => Ok(()),
        Some(card) => Err(CopyError::Unwritable(card.id.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::Library;

    const BUILTIN: &str = "\
# Runtime {#runtime .beginner}

About it.

<!-- weight: 3
tags: core -->

## One? {#one}

1

## Two? {#two .senior}
<!-- after: one
see: https://nodejs.org/ -->

- **a point**
- another
";

    fn deck(file: &str, text: &str) -> Deck {
        parse(&Source::new(file, text.to_owned()))
            .deck
            .expect("a valid deck")
    }

    fn over(own: &str) -> (Library, Vec<String>) {
        let builtin = deck("built-in decks/02-runtime.md", BUILTIN);
        let (library, found) =
            Library::assemble(vec![builtin], vec![deck("decks/runtime.md", own)]);
        let found = found.into_iter().map(|found| found.message).collect();
        (library, found)
    }

    /// The card without its place.
    fn essence(card: &Card) -> Card {
        let place = deck("", BUILTIN).cards[0].place.clone();
        Card {
            place,
            ..card.clone()
        }
    }

    #[test]
    fn a_copied_card_lies_over_its_original_and_is_the_same() {
        let builtin = deck("built-in decks/02-runtime.md", BUILTIN);
        let copied = copy_card(&builtin.cards[1], &builtin, None).expect("a copy");
        let (library, found) = over(&copied.text);
        assert_eq!(found, [""; 0]);
        let card = library.get("runtime/two").expect("the card");
        assert_eq!(&*card.place.file, "decks/runtime.md");
        assert_eq!(card.place.line, copied.line);
        assert_eq!(essence(card), essence(&builtin.cards[1]));
        assert_eq!(library.len(), 2, "nothing else was copied");
        assert_eq!(library.decks()[0].description, "About it.");
    }

    #[test]
    fn a_second_copy_goes_behind_the_first() {
        let builtin = deck("built-in decks/02-runtime.md", BUILTIN);
        let first = copy_card(&builtin.cards[0], &builtin, None).expect("a copy");
        let file = Source::new("decks/runtime.md", first.text.clone());
        let both = copy_card(&builtin.cards[1], &builtin, Some(&file)).expect("a copy");
        assert!(
            both.text.starts_with(first.text.trim_end()),
            "{}",
            both.text
        );
        let (library, found) = over(&both.text);
        assert_eq!(found, [""; 0]);
        let ids = ["runtime/one", "runtime/two"];
        for (id, original) in ids.into_iter().zip(&builtin.cards) {
            assert_eq!(essence(library.get(id).expect("it")), essence(original));
        }
        let again = copy_card(
            &builtin.cards[1],
            &builtin,
            Some(&Source::new("x.md", both.text)),
        );
        assert_eq!(again, Err(CopyError::There("x.md".into())));
    }

    #[test]
    fn nothing_is_added_to_a_file_with_errors() {
        let builtin = deck("built-in decks/02-runtime.md", BUILTIN);
        let file = Source::new("decks/runtime.md", "# Runtime {#runtime}\n\n## {#x\n");
        let copied = copy_card(&builtin.cards[0], &builtin, Some(&file));
        assert_eq!(copied, Err(CopyError::Faulty("decks/runtime.md".into())));
    }

    #[test]
    fn every_built_in_card_can_be_copied() {
        for (file, text) in crate::deck::builtin() {
            let deck = deck(file, text);
            for card in &deck.cards {
                let copied = copy_card(card, &deck, None);
                assert!(copied.is_ok(), "{}: {copied:?}", card.id);
            }
        }
    }
}
