//! What is exported and imported again is the same deck.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::{ChosenDeck, Columns, Format, Target, json, read_notes, table, update_deck};
use crate::deck::{Deck, Source, builtin, deck_text, parse, write};

/// The formats from which decks come back.
const FORMATS: [Format; 4] = [Format::Json, Format::Csv, Format::Tsv, Format::Deck];

fn exported(deck: &Deck, format: Format) -> String {
    let decks = [ChosenDeck {
        deck,
        cards: deck.cards.iter().collect(),
        pictures: BTreeMap::new(),
    }];
    match format {
        Format::Json => json(&decks).expect("JSON"),
        Format::Csv => table(&decks, b',').expect("a table"),
        Format::Tsv => table(&decks, b'\t').expect("a table"),
        _ => write(&decks[0].whole()),
    }
}

/// A deck as an import writes it where there is none.
fn imported(deck: &Deck, format: Format) -> Result<String, String> {
    let text = exported(deck, format);
    let read = read_notes(
        "notes",
        text.clone().into_bytes(),
        Some(format),
        &Columns::default(),
    );
    let found = read.map_err(|error| format!("{error}: {text}"))?.found;
    let [found] = &found.decks[..] else {
        return Err(format!(
            "{} decks, {:?}: {text}",
            found.decks.len(),
            found.passed_over
        ));
    };
    let target = Target {
        id: &deck.id,
        title: &found.title,
        file: None,
        over: None,
        record: None,
        source: "notes",
        taken: &HashSet::new(),
        outline: false,
    };
    let updated = update_deck(found, target);
    if !updated.passed_over.is_empty() {
        return Err(format!("{:?}: {text}", updated.passed_over));
    }
    let again = parse(&Source::new("notes.md", updated.text.clone())).whole();
    let again = again.ok_or_else(|| format!("cannot be read: {}", updated.text))?;
    Ok(write(&again))
}

/// The deck with every id and its title written, as exports have it.
fn written(deck: &Deck) -> String {
    let cards = deck.cards.iter().collect();
    let pictures = BTreeMap::new();
    write(
        &ChosenDeck {
            deck,
            cards,
            pictures,
        }
        .whole(),
    )
}

#[test]
fn built_in_decks_come_back_as_they_were() {
    for (file, text) in builtin() {
        let deck = parse(&Source::new(file, *text)).whole().expect("a deck");
        for format in FORMATS {
            assert_eq!(
                imported(&deck, format),
                Ok(written(&deck)),
                "{file} as {format}"
            );
        }
    }
}

#[test]
fn a_comment_above_the_answer_that_looks_like_keys_comes_back() {
    let text = "# T {#t}\n\n## A {#a}\n<!-- -->\n\n<!-- weight: 3 -->\n\n---\n\nb\n";
    let deck = parse(&Source::new("decks/a.md", text)).whole();
    let deck = deck.expect("a deck");
    for format in FORMATS {
        assert_eq!(imported(&deck, format), Ok(written(&deck)), "as {format}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn decks_of_any_text_come_back_as_they_were(text in deck_text()) {
        let deck = parse(&Source::new("decks/a.md", text)).whole();
        prop_assume!(deck.is_some());
        if let Some(deck) = deck {
            // A line across at the end of an answer shows nothing: an import leaves it out.
            let across = |text: &str| text.trim_end().ends_with("---");
            prop_assume!(
                !deck
                    .cards
                    .iter()
                    .any(|card| across(card.answer()) || across(card.explanation()))
            );
            for format in FORMATS {
                prop_assert_eq!(imported(&deck, format), Ok(written(&deck)), "as {}", format);
            }
        }
    }
}
