//! What a deck and a card are, once they have been read.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::body::Body;
use super::card_text::{CardText, LazyText};
use super::{Level, Source};
use crate::id::{CardId, DeckId};
use crate::question::{Kind, Question};

/// What has to be known before a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Needs {
    /// One card.
    Card(CardId),
    /// All cards of a deck.
    Deck(DeckId),
}

impl fmt::Display for Needs {
    /// `deck/card` or `deck`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Card(id) => id.fmt(f),
            Self::Deck(id) => id.fmt(f),
        }
    }
}

/// One question with its answer and all that is known about it.
///
/// What plans and schedules need stands here. What is only shown stands in [`CardText`], as whose
/// fields it is reached: that of a card in a known file is read when it is first looked at.
#[derive(Clone)]
pub struct Card {
    /// Its full name; the history hangs on it.
    pub id: CardId,
    /// Its level: its own, or its deck's.
    pub level: Level,
    /// Its topic: its own, or its deck's.
    pub topic: Arc<str>,
    /// How often it is asked in interviews: 3 in most, 2, 1 rarely.
    pub weight: u8,
    /// Cards and decks that come first: its deck's, then its own.
    pub after: Vec<Needs>,
    /// The card an interviewer would ask next.
    pub probe: Option<CardId>,
    /// Names it had before.
    pub was: Vec<CardId>,
    pub(super) kind: Kind,
    pub(super) text: LazyText,
}

impl Deref for Card {
    type Target = CardText;

    fn deref(&self) -> &CardText {
        self.text.get()
    }
}

impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Card")
            .field("id", &self.id)
            .field("level", &self.level)
            .field("topic", &self.topic)
            .field("weight", &self.weight)
            .field("after", &self.after)
            .field("probe", &self.probe)
            .field("was", &self.was)
            .field("text", self.text.get())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Card {
    fn eq(&self, other: &Self) -> bool {
        let plain = |card: &Self| (card.level, card.weight, card.kind);
        plain(self) == plain(other)
            && self.id == other.id
            && self.topic == other.topic
            && self.after == other.after
            && self.probe == other.probe
            && self.was == other.was
            && self.text.get() == other.text.get()
    }
}

impl Eq for Card {}

impl Card {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Its texts and what they mean; of a built-in card they are read when this is first called.
    #[must_use]
    pub fn body(&self) -> &Body {
        self.body.get()
    }

    /// The same card with other texts.
    #[must_use]
    pub fn with_body(self, body: Body) -> Self {
        let mut text = (*self).clone();
        let kind = body.data.kind();
        text.body = text.body.with(body);
        Self {
            kind,
            text: text.into(),
            ..self
        }
    }

    /// The same card with its id written out.
    pub(super) fn with_written_id(self) -> Self {
        let mut text = (*self).clone();
        text.id_written = true;
        Self {
            text: text.into(),
            ..self
        }
    }

    /// The same card with another question.
    #[cfg(test)]
    pub(crate) fn with_question(self, question: &str) -> Self {
        let mut text = (*self).clone();
        question.clone_into(&mut text.question);
        Self {
            text: text.into(),
            ..self
        }
    }

    /// The same card in another place.
    #[cfg(test)]
    pub(super) fn in_place(self, place: super::Place) -> Self {
        let mut text = (*self).clone();
        text.place = place;
        Self {
            text: text.into(),
            ..self
        }
    }

    /// Whether its file has changed since the card was read, so that it shows nothing of its own.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.text.is_gone()
    }

    /// The kind and its data.
    #[must_use]
    pub fn data(&self) -> &Question {
        &self.body().data
    }

    /// What stands above the answer; see [`Body::context`].
    #[must_use]
    pub fn context(&self) -> &str {
        &self.body().context
    }

    /// The block that is the answer; see [`Body::answer`].
    #[must_use]
    pub fn answer(&self) -> &str {
        &self.body().answer
    }

    /// What is shown after marking; see [`Body::explanation`].
    #[must_use]
    pub fn explanation(&self) -> &str {
        &self.body().explanation
    }
}

/// How often a card is asked that does not say so: neither in most interviews nor rarely.
pub const DEFAULT_WEIGHT: u8 = 2;

/// A file of cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deck {
    /// Its name.
    pub id: DeckId,
    /// Whether the id was written; else it is the slug of the title, or of the file's name.
    pub id_written: bool,
    /// Its heading: inline Markdown. The file's name without number, if it has no heading.
    pub title: String,
    /// Whether the file has a `#` heading.
    pub titled: bool,
    /// What stands between the heading and the first card, as Markdown without comments.
    pub description: String,
    /// The level of cards that name none.
    pub level: Level,
    /// Whether the level was written; else it is [`Level::DEFAULT`].
    pub level_written: bool,
    /// The topic of cards that name none: the deck's id, if the deck names none.
    pub topic: Arc<str>,
    /// The weight of cards that name none.
    pub weight: u8,
    /// Cards and decks that come before all of its cards.
    pub after: Vec<Needs>,
    /// Items of the sources that it covers.
    pub from: Vec<String>,
    /// Labels of all of its cards.
    pub tags: Vec<String>,
    /// The address of its primary documentation.
    pub see: Option<String>,
    /// Chinese terms.
    pub zh: Vec<String>,
    /// The file, as it is to be shown.
    pub file: Arc<str>,
    /// The file's text, for pointing into it.
    pub source: Arc<Source>,
    /// The bytes of its heading's line; empty if it has none.
    pub heading: Range<usize>,
    /// Its cards, in their order.
    pub cards: Vec<Card>,
}
