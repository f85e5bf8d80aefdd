//! Cards as a table, CSV or TSV, and as JSON, which `docs/json.md` describes. `import` reads both.
//!
//! The first row of a table names the columns. A deck is a row of the kind `deck`, with its title and description; its
//! cards follow.

use std::collections::BTreeMap;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use serde::Serialize;

use crate::deck::{Level, card_metadata, deck_metadata};

use super::chosen::{ChosenDeck, answer, question};

/// The columns, in their order.
pub(super) const COLUMNS: [&str; 7] = [
    "id", "kind", "level", "tags", "metadata", "question", "answer",
];

/// The kind of a row that is about a deck.
pub(super) const DECK: &str = "deck";

/// The cards as a table, with this byte between the cells of a row.
pub fn table(decks: &[ChosenDeck<'_>], separator: u8) -> Result<String, csv::Error> {
    let mut rows = WriterBuilder::new()
        .delimiter(separator)
        .quote_style(QuoteStyle::Necessary)
        .terminator(Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    rows.write_record(COLUMNS)?;
    for chosen in decks {
        let deck = chosen.deck;
        let level = deck.level_written.then(|| deck.level.name());
        rows.write_record([
            deck.id.as_str(),
            DECK,
            level.unwrap_or_default(),
            &deck.tags.join(", "),
            &lines(deck_metadata(deck)),
            &cell(&deck.title),
            &cell(&deck.description),
        ])?;
        for card in &chosen.cards {
            rows.write_record([
                card.id.as_str(),
                card.kind().name(),
                card.level.name(),
                &card.tags.join(", "),
                &lines(card_metadata(deck, card)),
                &cell(&question(card)),
                &cell(&answer(card)),
            ])?;
        }
    }
    let bytes = rows.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The keys of a deck or card but for its tags, which have a place of their own.
fn metadata(keys: Vec<(&'static str, String)>) -> impl Iterator<Item = (&'static str, String)> {
    keys.into_iter().filter(|(key, _)| *key != "tags")
}

/// The same, one a line.
fn lines(keys: Vec<(&'static str, String)>) -> String {
    let lines = metadata(keys).map(|(key, value)| format!("{key}: {value}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A text that no spreadsheet takes for a formula: one that begins like one gets a `'` in front. So does one that begins with
/// such a `'`, so that [`text`] gives back what was written.
fn cell(text: &str) -> String {
    if is_like_a_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text of a cell that [`table`] wrote.
pub(super) fn text(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_like_a_formula(text) => text,
        _ => cell,
    }
}

fn is_like_a_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[derive(Serialize)]
struct DecksJson<'a> {
    schema: u32,
    decks: Vec<DeckJson<'a>>,
}

#[derive(Serialize)]
struct DeckJson<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    metadata: BTreeMap<&'static str, String>,
    cards: Vec<CardJson<'a>>,
}

#[derive(Serialize)]
struct CardJson<'a> {
    id: &'a str,
    kind: &'static str,
    level: Level,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    metadata: BTreeMap<&'static str, String>,
    question: String,
    answer: String,
}

/// The cards as JSON.
pub fn json(decks: &[ChosenDeck<'_>]) -> Result<String, serde_json::Error> {
    let decks = decks.iter().map(|chosen| DeckJson {
        id: chosen.deck.id.as_str(),
        title: &chosen.deck.title,
        level: chosen.deck.level_written.then_some(chosen.deck.level),
        description: &chosen.deck.description,
        tags: &chosen.deck.tags,
        metadata: metadata(deck_metadata(chosen.deck)).collect(),
        cards: chosen
            .cards
            .iter()
            .map(|card| CardJson {
                id: card.id.short(),
                kind: card.kind().name(),
                level: card.level,
                tags: &card.tags,
                metadata: metadata(card_metadata(chosen.deck, card)).collect(),
                question: question(card),
                answer: answer(card),
            })
            .collect(),
    });
    let decks = DecksJson {
        schema: 1,
        decks: decks.collect(),
    };
    Ok(format!("{}\n", serde_json::to_string_pretty(&decks)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cell_is_not_a_formula_and_keeps_its_text(raw in "['=+@\\-\t\ra ]{0,5}") {
            let cell = cell(&raw);
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert_eq!(text(&cell), raw);
        }
    }
}
