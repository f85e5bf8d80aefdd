//! `nodequiz decks list`.

use serde::Serialize;

use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::text;
use crate::terminal::wrap::truncate;

/// A deck as it is listed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeckListing {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The file it stands in.
    pub file: String,
    /// Whether it is one of the learner's own.
    pub own: bool,
    /// How many cards it has.
    pub cards: usize,
    /// How many built-in cards are replaced by the learner's.
    pub replaced: usize,
}

/// The decks, a line each.
#[must_use]
pub fn decks(listings: &[DeckListing], width: usize) -> Vec<Line> {
    let widest =
        |part: &dyn Fn(&DeckListing) -> usize| listings.iter().map(part).max().unwrap_or(0);
    let id = widest(&|deck| text::width(&deck.id));
    let title = widest(&|deck| text::width(&deck.title)).min(36);
    listings
        .iter()
        .map(|deck| {
            let padding = |used: usize, all: usize| " ".repeat(all.saturating_sub(used));
            let cut = truncate(&Line::from(deck.title.as_str()), title);
            let mut line = Line::styled(&deck.id, Tone::Accent);
            line.push(padding(text::width(&deck.id), id + 2), Tone::Plain);
            line.push(format!("{:>4} cards  ", deck.cards), Tone::Plain);
            line.append(&cut);
            line.push(padding(cut.width(), title + 2), Tone::Plain);
            line.push(&deck.file, Tone::Dim);
            if deck.replaced > 0 {
                line.push(format!("  replaces {}", deck.replaced), Tone::Warn);
            }
            truncate(&line, width)
        })
        .collect()
}
