//! What is wrong with a deck, and where: data only, drawn by the terminal. And the cards that are not asked: because of
//! an error, or because they are examples.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::{Card, Source};
use crate::id::DeckId;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// What it is about is left out: a card, or the whole deck.
    Error,
    /// The deck can be used, but is probably not what its author wants.
    Warning,
}

/// The word before a message.
impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident = $code:literal,)+) => {
        /// What a diagnostic is about. Codes never change their meaning, because people look them
        /// up.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])+ $name,)+
        }

        impl Code {
            /// Every code, in the order of the numbers.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code as it is shown: `D07`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }
    };
}

codes! {
    /// A file has more than one `#` heading.
    SecondTitle = "D01",
    /// Text or cards are above the `#` heading.
    AboveTitle = "D02",
    /// A heading has no text.
    EmptyHeading = "D03",
    /// An attribute of a heading is unknown, doubled, misplaced or not read.
    Attribute = "D04",
    /// An id is invalid, or none can be made from the heading.
    NoId = "D05",
    /// Two cards or prompts of one file have the same id.
    SameId = "D06",
    /// A line of `-` or `=` turned the paragraph above it into a heading.
    Underlined = "D07",
    /// A line begins with `##` but is not a heading, because no space follows.
    NotAHeading = "D08",
    /// A deck has no cards, or a file of prompts no prompts.
    NoCards = "D09",
    /// A comment, or other HTML, is never closed, so that it hides all that follows.
    UnclosedComment = "D10",
    /// A line of a comment under a heading is not `key: value`.
    NotAKey = "D11",
    /// A comment has a key that does not exist, or not in this place.
    UnknownKey = "D12",
    /// A key is given twice.
    SameKey = "D13",
    /// The value of a key is invalid.
    Value = "D14",
    /// A comment with keys is where it is not read.
    UnreadComment = "D15",
    /// The text has characters that control terminals or hide text.
    ControlCharacter = "D16",
    /// A file cannot be read, or is not text.
    Unreadable = "D17",
    /// A heading is not a question.
    NotAQuestion = "D18",
    /// There is more of something than can be read or shown.
    TooMuch = "D19",
    /// A card has no answer.
    EmptyAnswer = "D20",
    /// A fence is never closed, so that it hides all that follows.
    UnclosedFence = "D21",
    /// A points card is malformed.
    Points = "D22",
    /// A choice card is malformed.
    Choice = "D23",
    /// A cloze card is malformed.
    Cloze = "D24",
    /// A typed card is malformed.
    Typed = "D25",
    /// An order card is malformed.
    Order = "D26",
    /// An output card is malformed.
    Output = "D27",
    /// A bug card is malformed.
    Bug = "D28",
    /// A code card is malformed.
    CodeTask = "D29",
    /// Two files of one owner have the same deck id.
    SameDeck = "D30",
    /// `after` or `probe` names something that does not exist.
    UnknownReference = "D31",
    /// Cards come after each other in a circle.
    Cycle = "D32",
    /// `was` names a card that exists, or one that another card also claims.
    Was = "D33",
    /// The id of a card or prompt is not written into its heading.
    MissingId = "D40",
    /// A built-in card does not say which items of the sources it covers.
    MissingFrom = "D41",
    /// A built-in card names no documentation.
    MissingSee = "D42",
    /// The documentation is not named by an `https` address.
    InsecureSee = "D43",
    /// A fence does not say its language.
    FenceLanguage = "D44",
    /// A choice card does not explain its answer.
    NoExplanation = "D45",
    /// A choice card has fewer than three options.
    FewOptions = "D46",
    /// The options of a choice card are true and false, or yes and no.
    TrueFalse = "D47",
    /// An option speaks of all or none of the others.
    AllOfTheAbove = "D48",
    /// The right option is recognisable by its length.
    LengthTells = "D49",
    /// No point of a card is essential.
    NoEssential = "D50",
    /// A card has more points, or more essential ones, than can be remembered at once.
    ManyPoints = "D51",
    /// A recall answer is too long to be said aloud.
    LongAnswer = "D52",
    /// Two questions are nearly the same.
    NearDuplicate = "D53",
    /// A built-in deck lacks its heading, its written id or its level.
    DeckHeading = "D54",
    /// Options are in an answer that does not begin with them.
    LateOptions = "D55",
    /// A card is its own next question.
    OwnProbe = "D56",
    /// A built-in deck or prompt has words that are not used in this sense.
    OddWord = "D57",
    /// A built-in deck or prompt has a sentence of more than thirty words.
    LongSentence = "D58",
    /// An interview prompt has no text, or no `---` between the text and the key points.
    Said = "D60",
    /// The key points of an interview prompt are malformed.
    KeyPoints = "D61",
    /// An interview prompt does not have exactly three probes.
    Probes = "D62",
    /// The points of a probe are malformed.
    ProbePoints = "D63",
    /// An interview prompt does not end with how a weak and a strong answer sound.
    LastParts = "D64",
    /// There is something besides the points of an interview prompt.
    BesidePoints = "D65",
    /// The topic of an interview prompt is not one of the decks'.
    UnknownTopic = "D66",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place in a file that a diagnostic points at, with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes to underline.
    pub span: Range<usize>,
    /// The remark beside them; may be empty.
    pub text: String,
    /// Whether this is the place of the fault; the others explain it.
    pub primary: bool,
}

/// One thing that is wrong with a deck. The first label is the primary one; others may point into
/// other files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub labels: Vec<Label>,
    /// What to do next.
    pub help: Option<String>,
}

/// How many characters of a message are kept: it quotes the file, where a name may have any length.
const LONGEST_MESSAGE: usize = 1000;

fn shortened(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(LONGEST_MESSAGE) {
        message.truncate(end);
        message.push('…');
    }
    message
}

impl Diagnostic {
    /// A fault for which something is left out.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A fault despite which the deck can be used.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: Code, message: String) -> Self {
        Self {
            severity,
            code,
            message: shortened(message),
            labels: Vec::new(),
            help: None,
        }
    }

    /// Points at a place; the first one is the primary.
    #[must_use]
    pub fn at(mut self, source: &Arc<Source>, span: Range<usize>, text: impl Into<String>) -> Self {
        let primary = self.labels.is_empty();
        self.labels.push(Label {
            source: Arc::clone(source),
            span,
            text: text.into(),
            primary,
        });
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shortened(help.into()));
        self
    }

    /// Whether something is left out for it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The file, line and column (see [`Source::line_column`]) of the fault.
    pub fn place(&self) -> Option<(&str, usize, usize)> {
        let label = self.labels.first()?;
        let (line, column) = label.source.line_column(label.span.start);
        Some((&label.source.file, line, column))
    }
}

/// The plain form, for logs and other programs: `file:line:column: error[D07]: message`, then
/// the labels and the help, each on a line of its own.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((file, line, column)) = self.place() {
            write!(f, "{file}:{line}:{column}: ")?;
        }
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)?;
        for label in &self.labels {
            let (line, column) = label.source.line_column(label.span.start);
            if label.primary && label.text.is_empty() {
                continue;
            }
            write!(f, "\n  ")?;
            if !label.primary {
                write!(f, "{}:{line}:{column}: ", label.source.file)?;
            }
            f.write_str(&label.text)?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

/// Sorts diagnostics by file and place, errors before warnings at one place.
pub fn sort_by_place(diagnostics: &mut [Diagnostic]) {
    let place = |diagnostic: &Diagnostic| {
        diagnostic
            .labels
            .first()
            .map(|label| (Arc::clone(&label.source.file), label.span.start))
    };
    diagnostics.sort_by_cached_key(|one| (place(one), one.severity, one.code));
}

/// The faults found so far in one file.
pub(super) struct Report<'s> {
    source: &'s Arc<Source>,
    found: Vec<Diagnostic>,
}

impl<'s> Report<'s> {
    pub(super) fn new(source: &'s Arc<Source>) -> Self {
        Self {
            source,
            found: Vec::new(),
        }
    }

    /// The file that is read.
    pub(super) fn source(&self) -> &'s Arc<Source> {
        self.source
    }

    /// Notes a fault for which something is left out: what is wrong with these bytes, and what to do next.
    pub(super) fn error(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Error, code, span, message, help);
    }

    /// The same for a fault despite which the deck can be used.
    pub(super) fn warning(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Warning, code, span, message, help);
    }

    pub(super) fn add(
        &mut self,
        severity: Severity,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let fault = Diagnostic::new(severity, code, message.into());
        self.push(fault.at(self.source, span, "").help(help));
    }

    /// Notes something that is there twice and may be there only once.
    pub(super) fn twice(
        &mut self,
        code: Code,
        message: impl Into<String>,
        (first, second): (Range<usize>, Range<usize>),
        help: &str,
    ) {
        let fault = Diagnostic::error(code, message)
            .at(self.source, second, "the second")
            .at(self.source, first, "the first")
            .help(help);
        self.push(fault);
    }

    /// Notes a fault with several places, or with a remark at its place.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_quotes_a_very_long_name_is_cut() {
        let name = "é".repeat(100_000);
        let fault = Diagnostic::error(Code::Value, format!("`{name}` is no topic")).help(name);
        for text in [fault.message, fault.help.unwrap_or_default()] {
            assert_eq!(text.chars().count(), LONGEST_MESSAGE + 1);
            assert!(text.ends_with("é…"));
        }
    }

    #[test]
    fn codes_are_unique_and_in_order() {
        let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    }

    #[test]
    fn the_plain_form_says_what_where_and_what_to_do() {
        let a = Source::new("a.md", "## One\n## One\n");
        let b = Source::new("b.md", "\n## One\n");
        let shown = Diagnostic::error(Code::SameId, "two cards are called `one`")
            .at(&a, 7..13, "the second")
            .at(&b, 1..7, "the first")
            .help("rename one of them")
            .to_string();
        assert_eq!(
            shown,
            "a.md:2:1: error[D06]: two cards are called `one`\n  the second\n  \
             b.md:2:1: the first\n  help: rename one of them"
        );
    }
}
