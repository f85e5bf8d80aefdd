//! `nodequiz cards`.

use crate::deck::Card;
use crate::terminal::line::Line;
use crate::terminal::markdown;
use crate::terminal::style::Tone;
use crate::terminal::text;
use crate::terminal::wrap::truncate;

/// A card with what is said of its state.
#[derive(Clone, Debug)]
pub struct CardRow<'a> {
    /// The card.
    pub card: &'a Card,
    /// How far it is: `new`, `due`, `in 3 days`.
    pub state: String,
}

/// Cards, a line each.
#[must_use]
pub fn cards(rows: &[CardRow<'_>], width: usize) -> Vec<Line> {
    let id = rows
        .iter()
        .map(|row| text::width(row.card.id.as_str()))
        .max()
        .unwrap_or(0);
    let id = id.min(width / 2);
    rows.iter()
        .map(|row| {
            let name = truncate(&Line::styled(row.card.id.as_str(), Tone::Accent), id);
            let padding = " ".repeat(id.saturating_sub(name.width()) + 2);
            let mut line = name;
            line.push(padding, Tone::Plain);
            line.push(
                format!("{:<7}{:<13}", row.card.kind().name(), row.card.level.name()),
                Tone::Dim,
            );
            line.push(format!("{:<10} ", row.state), Tone::Plain);
            for span in markdown::inline(&row.card.question) {
                line.push_span(span);
            }
            truncate(&line, width)
        })
        .collect()
}
