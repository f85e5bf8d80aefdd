//! What a deck and a card are, once they have been read.

use std::ops::Range;
use std::sync::Arc;

use crate::question::Question;

use super::Level;
use crate::id::{CardId, DeckId};

/// Where a card stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as it is to be shown: `decks/mine.md`, or `built-in decks/02-runtime.md`.
    pub file: Arc<str>,
    /// The line of its heading, from 1.
    pub line: usize,
    /// Its bytes in the file, heading included.
    pub bytes: Range<usize>,
}

/// One question with its answer and all that is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its full name; the history hangs on it.
    pub id: CardId,
    /// Whether the id was written in the deck; else it is the slug of the question.
    pub id_written: bool,
    /// The heading: inline Markdown.
    pub question: String,
    /// What stands between the heading and `---`, as Markdown; empty when there is none. For output
    /// and bug questions it holds the code fence, too.
    pub context: String,
    /// The block that is the answer, as Markdown (the list, the fence, the accepted texts, the
    /// prose), as it is written in the deck.
    pub answer: String,
    /// What follows the answer block, shown after marking; Markdown, may be empty.
    pub explanation: String,
    /// The kind and its data.
    pub data: Question,
    /// Its level: its own, or its deck's.
    pub level: Level,
    /// Its topic: its own, or its deck's.
    pub topic: String,
    /// How often it is asked in interviews: 3 in most, 2, 1 rarely.
    pub weight: u8,
    /// Items of the sources that it covers.
    pub from: Vec<String>,
    /// Cards (full ids) or decks (ids) that come first, its deck's included.
    pub after: Vec<String>,
    /// Free labels.
    pub tags: Vec<String>,
    /// The address of its primary documentation.
    pub see: Option<String>,
    /// The card an interviewer would ask next.
    pub probe: Option<CardId>,
    /// Names it had before.
    pub was: Vec<CardId>,
    /// Chinese terms.
    pub zh: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// A file of cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deck {
    /// Its name.
    pub id: DeckId,
    /// Its heading: inline Markdown.
    pub title: String,
    /// What stands between the heading and the first card, as Markdown without comments.
    pub description: String,
    /// The level of cards that name none.
    pub level: Level,
    /// The file, as it is to be shown.
    pub file: Arc<str>,
    /// Its cards, in their order.
    pub cards: Vec<Card>,
}
