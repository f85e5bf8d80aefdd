//! Cards as a table: CSV, and TSV with tabs.
//!
//! The first row names the columns. A deck is a row of the kind `deck`, with its title and description; its cards follow.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::chosen::{ChosenDeck, answer, question};
use crate::deck::{card_metadata, deck_metadata};

/// The columns, in their order.
pub(super) const COLUMNS: [&str; 7] = [
    "id", "kind", "level", "tags", "metadata", "question", "answer",
];

/// The kind of a row that is about a deck.
pub(super) const DECK: &str = "deck";

/// What separates the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    Comma,
    Tab,
}

/// The cards as a table.
pub fn table(decks: &[ChosenDeck<'_>], separator: Separator) -> Result<String, csv::Error> {
    let mut rows = WriterBuilder::new()
        .delimiter(match separator {
            Separator::Comma => b',',
            Separator::Tab => b'\t',
        })
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
            &metadata(deck_metadata(deck)),
            &cell(&deck.title),
            &cell(&deck.description),
        ])?;
        for card in &chosen.cards {
            rows.write_record([
                card.id.as_str(),
                card.kind().name(),
                card.level.name(),
                &card.tags.join(", "),
                &metadata(card_metadata(deck, card)),
                &cell(&question(card)),
                &cell(&answer(card)),
            ])?;
        }
    }
    let bytes = rows.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The keys of a deck or card but for its tags, one a line.
fn metadata(keys: Vec<(&'static str, String)>) -> String {
    // Tags have a place of their own.
    let keys = keys.into_iter().filter(|(key, _)| *key != "tags");
    let lines: Vec<String> = keys.map(|(key, value)| format!("{key}: {value}")).collect();
    lines.join("\n")
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
