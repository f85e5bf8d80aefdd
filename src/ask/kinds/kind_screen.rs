//! What the screen of a kind of question can do: commands in, lines out.

use crate::ask::key_table::{Command, Phase, brief, label};
use crate::session::{Graded, TestRun};
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;

use super::text_renderer::TextRenderer;

/// What is on the screen between header and footer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// The lines, top to bottom.
    pub(crate) lines: Vec<Line>,
    /// How many of them are the question, which stays in sight.
    pub(crate) pinned: usize,
    /// Where text is typed: line and column.
    pub(crate) cursor: Option<(usize, usize)>,
    /// The line that should be in sight where not all fit.
    pub(crate) focus: Option<usize>,
    /// The keys, where no table says them.
    pub(crate) hints: Vec<Hint>,
}

impl Content {
    /// Adds lines at the end.
    pub(crate) fn add(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.lines.extend(lines);
    }

    /// Adds an empty line, unless the last one is empty.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Line::new());
        }
    }
}

/// A command that does something now, and how the footer says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) command: Command,
    footer: Footer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Footer {
    /// In the words of the table.
    Usual,
    /// In these words.
    Words(String),
    /// With keys of its own.
    Hints(Vec<Hint>),
    /// Not at all; the help screen says it.
    Silent,
}

impl Offer {
    pub(crate) const fn usual(command: Command) -> Self {
        let footer = Footer::Usual;
        Self { command, footer }
    }

    pub(crate) fn saying(command: Command, words: impl Into<String>) -> Self {
        let footer = Footer::Words(words.into());
        Self { command, footer }
    }

    pub(crate) const fn hints(command: Command, hints: Vec<Hint>) -> Self {
        let footer = Footer::Hints(hints);
        Self { command, footer }
    }

    pub(crate) const fn silent(command: Command) -> Self {
        let footer = Footer::Silent;
        Self { command, footer }
    }

    /// What the footer says of it in a phase with so many lettered lines.
    pub(crate) fn footer(&self, phase: Phase, lines: usize) -> Vec<Hint> {
        let key = label(phase, self.command, lines);
        match &self.footer {
            Footer::Usual => vec![Hint::new(key, brief(phase, self.command))],
            Footer::Words(words) => vec![Hint::new(key, words)],
            Footer::Hints(hints) => hints.clone(),
            Footer::Silent => Vec::new(),
        }
    }
}

/// Where a command led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyOutcome {
    /// Nowhere.
    Nothing,
    /// The screen may have changed.
    Stay,
    /// Code is to be written or tested.
    Code(CodeWish),
    /// The same, and there is something to say about it.
    Said(&'static str),
    /// The card is answered and graded.
    Done(Graded),
}

/// What is to be done with code outside of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeWish {
    /// It is to be written in an editor, from this text.
    Write(String),
    /// The tests are to run on this solution.
    Test(String),
}

/// What came of code that was to be written or tested, `ms` milliseconds after the card was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeNews {
    /// The learner saved this.
    Written(String),
    /// There is no editor: it is typed here.
    NoEditor,
    /// The tests ran.
    Tested(TestRun),
    /// The tests cannot run, for this reason: the learner compares with the model.
    CannotTest(String),
    /// Something did not work.
    Failed(String),
}

/// How one kind of question is asked: commands in, screens out.
pub(crate) trait KindScreen {
    /// What is on the screen now.
    fn phase(&self) -> Phase;

    /// How many lines have a letter now.
    fn lettered(&self) -> usize {
        0
    }

    /// The commands that do something now, the most wanted first.
    fn offers(&self) -> Vec<Offer>;

    /// Carries a command out that was offered, `ms` milliseconds after the card was shown. The key
    /// says which letter, digit or grade.
    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome;

    /// The screen now.
    fn show(&self, renderer: &TextRenderer) -> Content;

    /// Takes in what came of code; of no concern to other kinds.
    fn code_news(&mut self, news: CodeNews, ms: u64) -> KeyOutcome {
        let _ = (news, ms);
        KeyOutcome::Stay
    }

    /// The text being typed, where an editor makes sense for it.
    fn text(&self) -> Option<String> {
        None
    }

    /// Puts another text in its place.
    fn replace_text(&mut self, text: &str) {
        let _ = text;
    }

    /// Whether the answer is on the screen.
    fn revealed(&self) -> bool {
        matches!(self.phase(), Phase::Answer | Phase::Points)
    }
}
