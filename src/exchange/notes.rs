//! Decks as another program or a document holds them, before they are decks of ours: what every reader of this
//! folder returns.

use std::collections::HashSet;

use serde::Serialize;

use crate::deck::{Level, image_addresses, with_image_addresses};
use crate::memory::Grade;
use crate::question::Kind;

/// What one source holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Its decks, in their order. One without cards is not written.
    pub decks: Vec<FoundDeck>,
    /// What looked like a question or an answer, but is not taken over.
    pub passed_over: Vec<PassedOver>,
    /// Pictures that the texts of cards name.
    pub pictures: Vec<Picture>,
}

/// A deck of the source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundDeck {
    /// Its id, if the source gives one that we could use; else it is made from the title.
    pub id: Option<String>,
    /// One line of Markdown. Empty where the source has none: the name of the file is taken then.
    pub title: String,
    /// Markdown.
    pub description: String,
    pub level: Option<Level>,
    /// Keys as our decks write them below the heading, such as `("tags", "node, io")`.
    pub keys: Vec<(String, String)>,
    pub cards: Vec<FoundCard>,
}

/// A card of the source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundCard {
    /// What stays the same in the source when the card is edited: an id, else the question as it is written there.
    pub key: String,
    /// The short id that it wants; else it is made from the question.
    pub id: Option<String>,
    /// Markdown. The first line becomes the heading, what follows it stands above the answer. A short text of several lines
    /// that are no blocks becomes the heading as a whole.
    pub question: String,
    pub body: FoundBody,
    /// Markdown, shown after marking.
    pub explanation: String,
    /// The kind, if the source says it; else that of its body.
    pub kind: Option<Kind>,
    pub level: Option<Level>,
    pub tags: Vec<String>,
    /// Other keys as our decks write them below the heading.
    pub keys: Vec<(String, String)>,
    /// Its line in the source, from 1, where lines mean something.
    pub line: Option<usize>,
    /// When it was answered in the other program, oldest first.
    pub reviews: Vec<FoundReview>,
}

impl FoundCard {
    /// All of its texts.
    pub(super) fn texts_mut(&mut self) -> Vec<&mut String> {
        let mut texts = vec![&mut self.question, &mut self.explanation];
        match &mut self.body {
            FoundBody::Unanswered => {}
            FoundBody::Answer(text) | FoundBody::Markdown(text) | FoundBody::Cloze(text) => {
                texts.push(text);
            }
            FoundBody::Choice(options) => texts.extend(options.iter_mut().map(|(_, text)| text)),
        }
        texts
    }
}

impl FoundDeck {
    /// Gives a picture another address in all texts.
    pub fn readdress(&mut self, before: &str, now: &str) {
        for text in self.cards.iter_mut().flat_map(FoundCard::texts_mut) {
            *text = with_image_addresses(text, |address| {
                (decoded_address(address) == before).then(|| encoded_address(now))
            });
        }
    }

    /// The paths of the pictures that its texts name.
    pub fn picture_paths(&mut self) -> HashSet<String> {
        let texts = self.cards.iter_mut().flat_map(FoundCard::texts_mut);
        let addresses = texts.flat_map(|text| image_addresses(text));
        addresses.map(|address| decoded_address(&address)).collect()
    }
}

/// What is below a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FoundBody {
    /// Nothing: a question to be answered by the learner.
    #[default]
    Unanswered,
    /// Markdown that says nothing about the kind.
    Answer(String),
    /// Markdown as our decks write it: the kind follows from it, or is said.
    Markdown(String),
    /// Markdown with hidden parts between `==` and `==`, and no other `==`.
    Cloze(String),
    /// Options, each with whether it is right.
    Choice(Vec<(bool, String)>),
}

impl FoundBody {
    /// An answer, or none where the text is empty.
    pub(super) fn of(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.trim().is_empty() {
            Self::Unanswered
        } else {
            Self::Answer(text)
        }
    }
}

/// An answer that was given in the other program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundReview {
    /// When, in milliseconds since 1970.
    pub at: i64,
    pub grade: Grade,
    /// How long it took, in milliseconds.
    pub took: u32,
}

/// A picture that cards name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its path beside the deck, with `/` between its parts, as the texts name it but for `%20` and the like.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Something of the source that makes no card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PassedOver {
    /// Its line in the source, from 1, where lines mean something.
    pub line: Option<usize>,
    /// Its beginning.
    pub text: String,
    pub why: Why,
}

impl PassedOver {
    /// Longer texts are cut to this many characters.
    const LONGEST: usize = 60;

    pub fn new(line: Option<usize>, text: &str, why: Why) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = match text.char_indices().nth(Self::LONGEST) {
            Some((cut, _)) => format!("{}…", text[..cut].trim_end()),
            None => text,
        };
        Self { line, text, why }
    }
}

/// Why something makes no card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// A question without an answer.
    #[error("has no answer")]
    NoAnswer,
    /// An answer without a question.
    #[error("has no question")]
    NoQuestion,
    /// It is in the source twice.
    #[error("the same question is there already")]
    Repeated,
    /// It cannot be written as a card of ours.
    #[error("it cannot be written as a card")]
    Unwritable,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl Serialize for Why {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A source that cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSource {
    /// It breaks the rules of its format.
    #[error("line {line}, column {column}: {why}")]
    Broken {
        line: usize,
        column: usize,
        why: String,
    },
    /// The same, where there are no lines.
    #[error("{0}")]
    Damaged(String),
    /// It holds more than is read.
    #[error("it holds more than {0}")]
    TooLarge(String),
    /// It is a table, and somebody has to say which column asks and which answers.
    #[error("its columns do not say which one asks and which one answers: {}", listed(.0))]
    Unmapped(Vec<String>),
    /// A card would ask for what it shows.
    #[error("one column cannot be both question and answer; it has {}", listed(.0))]
    Both(Vec<String>),
    /// No column has this name or number.
    #[error("it has no column `{name}`; it has {}", listed(.there))]
    NoColumn { name: String, there: Vec<String> },
}

/// Columns by number and name.
fn listed(columns: &[String]) -> String {
    let numbered = columns.iter().enumerate();
    let named: Vec<String> = numbered
        .map(|(index, name)| {
            format!(
                "{} `{}`",
                index + 1,
                name.chars().take(30).collect::<String>()
            )
        })
        .collect();
    named.join(", ")
}

/// A path as the address of a picture in Markdown.
pub(super) fn encoded_address(path: &str) -> String {
    path.replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
}

/// An address with `%20` as the byte that it means, and so on.
pub fn decoded_address(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|code| str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        if let (b'%', Some(byte)) = (first, byte) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
