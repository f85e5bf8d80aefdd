//! Cards that are not asked: because of an error, or because they are examples.

use std::sync::Arc;

use super::{Card, Diagnostic, Source};
use crate::id::DeckId;

/// A card that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its full id; its short one where its deck has none.
    pub name: String,
    pub file: Arc<str>,
    /// The line of the error, else of the heading; from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl LeftOut {
    pub(super) fn new(
        source: &Arc<Source>,
        deck: Option<&DeckId>,
        short: &str,
        line: usize,
        fault: Option<&Diagnostic>,
    ) -> Self {
        Self {
            name: deck.map_or_else(|| short.to_owned(), |deck| format!("{deck}/{short}")),
            file: Arc::clone(&source.file),
            line,
            message: fault
                .map_or("its deck has no name", |fault| &fault.message)
                .to_owned(),
        }
    }

    /// A card that nobody has written yet.
    pub(super) fn example(card: &Card) -> Self {
        Self {
            name: card.id.to_string(),
            file: Arc::clone(&card.place.file),
            line: card.place.line,
            message: "it is not written yet".to_owned(),
        }
    }

    /// Whether a card is meant by this name, full or short.
    pub(super) fn is(&self, name: &str) -> bool {
        let short = |name: &str| name.rsplit('/').next().map(str::to_owned);
        let full = name.contains('/') && self.name.contains('/');
        if full {
            self.name == name
        } else {
            short(&self.name) == short(name)
        }
    }
}
