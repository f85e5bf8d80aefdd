//! What a deck and a card are, once they have been read.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Source;
use crate::id::{CardId, DeckId};
use crate::question::{Kind, Question};

/// What has to be learned before a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Needs {
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

/// Where a card is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file, as it is shown: `decks/mine.md`, or `built-in decks/02-runtime.md`.
    #[serde(skip)]
    pub file: Arc<str>,
    /// The line of its heading, from 1.
    pub line: usize,
    /// Its bytes in the file, heading included.
    pub bytes: Range<usize>,
    /// The bytes of its heading's line.
    pub heading: Range<usize>,
}

/// One question with its answer and everything the deck says about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its full id, which its history is recorded under.
    pub id: CardId,
    /// Whether the id is written in the deck; otherwise it is the slug of the question.
    pub id_written: bool,
    /// The heading: inline Markdown.
    #[serde(borrow)]
    pub question: Cow<'static, str>,
    /// Its level: its own, or its deck's.
    pub level: Level,
    /// Its topic: its own, or its deck's.
    #[serde(borrow)]
    pub topic: Cow<'static, str>,
    /// How often it is asked in interviews: 3 in most, 2, 1 rarely.
    pub weight: u8,
    /// Cards and decks that come first: its deck's, then its own.
    pub after: Vec<Needs>,
    /// The card an interviewer would ask next.
    pub probe: Option<CardId>,
    /// Former ids.
    pub was: Vec<CardId>,
    /// Its texts.
    pub body: Body,
    /// Whether it is a card of the template, or of an outline, that nobody has written yet.
    pub unwritten: bool,
    /// Items of the sources that it covers.
    pub from: Vec<String>,
    /// Free labels: its deck's, then its own.
    pub tags: Vec<String>,
    /// The address of its primary documentation.
    #[serde(borrow)]
    pub see: Option<Cow<'static, str>>,
    /// Chinese terms.
    pub zh: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// The texts below a card's heading, and what they mean. Those that come from the index of decks are borrowed from
/// it; it stays in memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// What is between the heading and `---`, as Markdown; empty if there is nothing. For output,
    /// bug and code questions it includes the code fence.
    #[serde(borrow)]
    pub context: Cow<'static, str>,
    /// The block that is the answer, as Markdown (the list, the fence, the accepted texts, the
    /// prose), as it is written in the deck.
    #[serde(borrow)]
    pub answer: Cow<'static, str>,
    /// What follows the answer block, shown after marking; Markdown, may be empty.
    #[serde(borrow)]
    pub explanation: Cow<'static, str>,
    /// The kind and its data.
    pub data: Question,
}

impl Card {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.body.data.kind()
    }

    /// The kind and its data.
    pub fn data(&self) -> &Question {
        &self.body.data
    }

    /// What is above the answer; see [`Body::context`].
    pub fn context(&self) -> &str {
        &self.body.context
    }

    /// The block that is the answer; see [`Body::answer`].
    pub fn answer(&self) -> &str {
        &self.body.answer
    }

    /// What is shown after marking; see [`Body::explanation`].
    pub fn explanation(&self) -> &str {
        &self.body.explanation
    }
}

/// The weight of a card that does not give one: asked neither in most interviews nor rarely.
pub const DEFAULT_WEIGHT: u8 = 2;

/// A file of cards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deck {
    /// Its name.
    pub id: DeckId,
    /// Whether the id is written; otherwise it is the slug of the title, or of the file's name.
    pub id_written: bool,
    /// Its heading: inline Markdown. The file's name without number, if it has no heading.
    pub title: String,
    /// Whether the file has a `#` heading.
    pub titled: bool,
    /// What is between the heading and the first card, as Markdown without comments.
    pub description: String,
    /// The level of cards that name none.
    pub level: Level,
    /// Whether the level is written; otherwise it is [`Level::DEFAULT`].
    pub level_written: bool,
    /// The topic of cards that name none: the deck's id, if the deck names none.
    #[serde(borrow)]
    pub topic: Cow<'static, str>,
    /// The weight of cards that name none.
    pub weight: u8,
    /// Cards and decks that come before all of its cards.
    pub after: Vec<Needs>,
    /// Ids it had before.
    pub was: Vec<DeckId>,
    /// Items of the sources that it covers.
    pub from: Vec<String>,
    /// Labels of all of its cards.
    pub tags: Vec<String>,
    /// The address of its primary documentation.
    #[serde(borrow)]
    pub see: Option<Cow<'static, str>>,
    /// Chinese terms.
    pub zh: Vec<String>,
    /// The file, as it is shown.
    #[serde(skip)]
    pub file: Arc<str>,
    /// The file's text, for pointing into it.
    pub source: Arc<Source>,
    /// The bytes of its heading's line; empty if it has none.
    pub heading: Range<usize>,
    /// Its cards, in their order.
    pub cards: Vec<Card>,
}

impl Deck {
    /// Restores what a serialized deck leaves out because its cards share it.
    pub fn restore_shared(&mut self) {
        self.file = Arc::clone(&self.source.file);
        for card in &mut self.cards {
            card.place.file = Arc::clone(&self.file);
        }
    }
}

/// The experience at which a learner should know a card. Levels order cards, they never lock them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Builds small programs with help.
    Beginner,
    /// Builds services alone.
    Intermediate,
    /// Designs systems.
    Senior,
    /// Sets standards for others.
    Expert,
}

impl Level {
    /// The four levels, lowest first.
    pub const ALL: [Self; 4] = [
        Self::Beginner,
        Self::Intermediate,
        Self::Senior,
        Self::Expert,
    ];

    /// The level of a deck that names none.
    pub const DEFAULT: Self = Self::Intermediate;

    /// The word for this level in decks, on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Beginner => "beginner",
            Self::Intermediate => "intermediate",
            Self::Senior => "senior",
            Self::Expert => "expert",
        }
    }

    /// The level with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{builtin, parse};

    #[test]
    fn the_texts_of_a_card_come_back_from_the_index_of_decks() {
        for (file, text) in builtin() {
            let deck = parse(&Source::new(file, *text)).deck.expect("a deck");
            for card in deck.cards {
                let written = postcard::to_allocvec(&card.body).expect("written").leak();
                let read: Body = postcard::from_bytes(written).expect("read");
                assert_eq!(read, card.body);
            }
        }
    }
}
