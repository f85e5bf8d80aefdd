//! Copying one card of a deck into a file of the learner's, where it overrides the original.

use std::sync::Arc;

use super::writer::{write, write_card};
use super::{Card, Deck, Source, parse};

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
    // The id has to be that of the original, even if the question changes.
    let card = Card {
        id_written: true,
        ..card.clone()
    };
    Deck {
        titled: true,
        id_written: true,
        description: String::new(),
        topic: deck.id.to_string().into(),
        weight: super::DEFAULT_WEIGHT,
        after: Vec::new(),
        from: Vec::new(),
        tags: Vec::new(),
        see: None,
        zh: Vec::new(),
        cards: vec![card],
        ..deck.clone()
    }
}

/// The file that holds a copy of a card: a new one, or `file` with the card at its end.
pub fn copy_card(card: &Card, of: &Deck, file: Option<&Arc<Source>>) -> Result<Copied, CopyError> {
    let lone = lone(card, of);
    let Some(file) = file else {
        return proved(card, write(&lone));
    };
    let Some(into) = parse(file).deck else {
        return Err(CopyError::Faulty(file.file.to_string()));
    };
    if into.cards.iter().any(|there| there.id == card.id) {
        return Err(CopyError::There(file.file.to_string()));
    }
    let mut text = file.text.trim_end().to_owned();
    text.push_str("\n\n");
    write_card(&mut text, &into, &lone.cards[0]);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    proved(card, text)
}

/// Parses the copy: the card has to be in it unchanged.
fn proved(card: &Card, text: String) -> Result<Copied, CopyError> {
    let deck = parse(&Source::new("", text.clone())).deck;
    let copy = deck.as_ref().and_then(|deck| {
        let mut cards = deck.cards.iter();
        cards.find(|copy| copy.id == card.id && copy.data() == card.data())
    });
    match copy {
        Some(copy) => Ok(Copied {
            line: copy.place.line,
            text,
        }),
        None => Err(CopyError::Unwritable(card.id.to_string())),
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
