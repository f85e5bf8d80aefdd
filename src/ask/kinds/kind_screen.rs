//! What the screen of a kind of question can do: commands in, lines out.

use crate::ask::key_table::{Command, Phase, brief, label};
use crate::question::Answer;
use crate::session::{Event, Suggestion, TestRun};
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::Style;

use super::text_renderer::TextRenderer;

/// What is on the screen between header and footer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// The lines, top to bottom.
    pub(crate) lines: Vec<Line>,
    /// How many of them belong to the question, which stays in sight.
    pub(crate) pinned: usize,
    /// Where text is typed: line and column.
    pub(crate) cursor: Option<(usize, usize)>,
    /// The line that should be in sight if not all fit.
    pub(crate) focus: Option<usize>,
}

impl Content {
    /// Adds lines at the end.
    pub(crate) fn add(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.lines.extend(lines);
    }

    /// A question, which stays in sight.
    pub(crate) fn question(question: &str, renderer: &TextRenderer) -> Self {
        let mut content = Self::default();
        content.add(renderer.hanging(Line::new(), question, Style::bold));
        content.pinned = content.lines.len();
        content
    }

    /// Adds blocks of Markdown after an empty line, if there are any.
    pub(crate) fn text(&mut self, text: &str, renderer: &TextRenderer) {
        if !text.trim().is_empty() {
            self.gap();
            self.add(renderer.blocks(text));
        }
    }

    /// Adds an empty line, unless the last one is empty.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Line::new());
        }
    }
}

/// A command that does something now, and how the footer describes it.
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
    /// With other keys.
    Hints(Vec<Hint>),
    /// Not at all; only the help screen lists it.
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

    /// What the footer says about it in a phase with `lines` lettered lines.
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

/// What a key or its command did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyOutcome {
    Nothing,
    /// The screen may have changed.
    Stay,
    /// The same, and there is something to say about it.
    Said(&'static str),
    /// Code has to be written or tested; the outcome goes to `code_news`.
    Code(CodeWish),
    /// This is the answer; it is marked, and waits for its grade.
    Answered(Answer),
    /// The card is answered and graded, or the learner did something else with it.
    Event(Event),
    /// The round carries this out: a tool, the help screen, scrolling, the end.
    Round(Command),
}

/// What has to be done with code outside the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeWish {
    /// Write it in an editor, starting from this text.
    Write(String),
    /// Run the tests on this solution.
    Test(String),
}

/// The outcome of writing or testing code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeNews {
    /// The learner saved this.
    Written(String),
    /// There is no editor: the code is typed here.
    NoEditor,
    /// The tests ran.
    Tested(TestRun),
    /// The tests cannot run, for this reason, unless it was said before: the learner compares with the
    /// model.
    CannotTest(Option<String>),
    /// The learner left this without an answer before.
    LeftBefore(String),
    /// Something did not work.
    Failed(String),
}

/// An answer that waits for its grade.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MarkedAnswer {
    /// The answer given.
    pub(crate) answer: Answer,
    /// The program's verdict on it.
    pub(crate) suggestion: Suggestion,
}

/// How one kind of question is asked: commands in, screens out.
///
/// Once a command was [`KeyOutcome::Answered`], the screen only shows the answer, which is the same for all kinds.
pub(crate) trait KindScreen {
    /// What is on the screen while the question is open.
    fn phase(&self) -> Phase;

    /// How many lines have a letter now.
    fn lettered(&self) -> usize {
        0
    }

    /// The commands that do something now, the most useful first.
    fn offers(&self) -> Vec<Offer>;

    /// Carries out a command that was offered, `ms` milliseconds after the card was shown. The key
    /// gives the letter, digit or grade.
    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome;

    /// Adds what is below the question now, down to the explanation; `marked` is the answer once there is one.
    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content);

    /// Takes the outcome of writing or testing code; other kinds ignore it.
    fn code_news(&mut self, news: CodeNews) -> KeyOutcome {
        let _ = news;
        KeyOutcome::Stay
    }

    /// Code that was typed and is saved nowhere yet.
    fn unsaved_code(&self) -> Option<String> {
        None
    }

    /// The text being typed, if an editor makes sense for it.
    fn text(&self) -> Option<String> {
        None
    }

    /// Replaces it.
    fn replace_text(&mut self, text: &str) {
        let _ = text;
    }
}
