//! What a card shows. That of cards in files that were read before is read again when somebody looks
//! at it.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::Source;
use super::body::{Body, LazyBody};
use crate::question::{Kind, Question, Recall};

/// Where a card stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as it is to be shown: `decks/mine.md`, or `built-in decks/02-runtime.md`.
    pub file: Arc<str>,
    /// The line of its heading, from 1.
    pub line: usize,
    /// Its bytes in the file, heading included.
    pub bytes: Range<usize>,
    /// The bytes of its heading's line.
    pub heading: Range<usize>,
}

/// What a card shows, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardText {
    /// Whether the id was written in the deck; else it is the slug of the question.
    pub id_written: bool,
    /// The heading: inline Markdown.
    pub question: String,
    pub(super) body: LazyBody,
    /// Items of the sources that it covers.
    pub from: Vec<String>,
    /// Free labels: its deck's, then its own.
    pub tags: Vec<String>,
    /// The address of its primary documentation.
    pub see: Option<String>,
    /// Chinese terms.
    pub zh: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// What a card shows, read or to be read.
#[derive(Clone)]
pub(super) struct LazyText {
    read: OnceLock<Box<CardText>>,
    from: Origin,
}

/// Where a text is read from, with the number of cards before it.
#[derive(Clone)]
enum Origin {
    /// It was read.
    Nowhere,
    /// A file that may change.
    Known(Arc<KnownFile>, u32),
    /// A text that stays.
    Sound(Arc<dyn ReadText>, u32),
}

/// A text of which each card can be read by itself.
pub(super) trait ReadText: Send + Sync {
    /// What the card with so many before it shows.
    fn card(&self, index: u32) -> CardText;
}

/// A file in which a whole reading found nothing wrong.
pub(super) struct KnownFile {
    source: Arc<Source>,
    texts: OnceLock<Vec<CardText>>,
    reader: ReadTexts,
}

/// Reads what the cards of a file show; nothing where there is something wrong with it.
type ReadTexts = fn(&Arc<Source>) -> Vec<CardText>;

impl KnownFile {
    pub(super) fn new(source: &Arc<Source>, reader: ReadTexts) -> Arc<Self> {
        Arc::new(Self {
            source: Arc::clone(source),
            texts: OnceLock::new(),
            reader,
        })
    }

    fn text(&self, index: u32) -> Option<&CardText> {
        let texts = self.texts.get_or_init(|| (self.reader)(&self.source));
        texts.get(index as usize)
    }
}

impl LazyText {
    /// That of a card with so many before it in a file.
    pub(super) const fn of(file: Arc<KnownFile>, index: u32) -> Self {
        Self {
            read: OnceLock::new(),
            from: Origin::Known(file, index),
        }
    }

    /// That of a card with so many before it in a text that stays.
    pub(super) const fn sound(text: Arc<dyn ReadText>, index: u32) -> Self {
        Self {
            read: OnceLock::new(),
            from: Origin::Sound(text, index),
        }
    }

    pub(super) fn get(&self) -> &CardText {
        // A file keeps what its cards show.
        if let Origin::Known(file, index) = &self.from
            && let Some(text) = file.text(*index)
        {
            return text;
        }
        self.read.get_or_init(|| {
            Box::new(match &self.from {
                Origin::Nowhere => gone(&Source::new("", "")),
                Origin::Known(file, _) => gone(&file.source),
                Origin::Sound(text, index) => text.card(*index),
            })
        })
    }

    /// Whether it could not be read again as it was.
    pub(super) fn is_gone(&self) -> bool {
        match &self.from {
            Origin::Known(file, index) => file.text(*index).is_none(),
            Origin::Nowhere | Origin::Sound(..) => false,
        }
    }

    /// What was read, unless it is to be read from a known file.
    pub(super) fn into_read(self) -> Option<CardText> {
        self.read.into_inner().map(|text| *text)
    }
}

impl From<CardText> for LazyText {
    fn from(text: CardText) -> Self {
        Self {
            read: OnceLock::from(Box::new(text)),
            from: Origin::Nowhere,
        }
    }
}

/// What is shown of a card whose file changed between two looks at it. Whoever records answers asks
/// [`Card::is_gone`](super::Card::is_gone) first.
fn gone(source: &Arc<Source>) -> CardText {
    let nothing = |_: &Arc<Source>, _: Range<usize>| Body {
        context: String::new(),
        answer: String::new(),
        explanation: String::new(),
        data: Question::Recall(Recall),
    };
    CardText {
        id_written: true,
        question: "(the file of this card has changed just now)".to_owned(),
        body: LazyBody::new(Kind::Recall, Arc::clone(source), 0..0, nothing),
        from: Vec::new(),
        tags: Vec::new(),
        see: None,
        zh: Vec::new(),
        place: Place {
            file: Arc::clone(&source.file),
            line: 1,
            bytes: 0..0,
            heading: 0..0,
        },
    }
}
