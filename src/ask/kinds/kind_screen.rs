//! What the screen of a kind of question can do: keys in, lines out.

use crate::session::Graded;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;

use super::text_renderer::TextRenderer;

/// What is on the screen between header and footer, and the keys that do something now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// The lines, top to bottom.
    pub(crate) lines: Vec<Line>,
    /// Where text is typed: line and column.
    pub(crate) cursor: Option<(usize, usize)>,
    /// The line that should be in sight where not all fit.
    pub(crate) focus: Option<usize>,
    /// The keys of this kind.
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

/// Where a key led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyOutcome {
    /// The key means nothing here; it may mean something to the session.
    NotMine,
    /// The screen may have changed.
    Stay,
    /// The card is answered and graded.
    Done(Graded),
}

/// How one kind of question is asked: keys in, screens out.
pub(crate) trait KindScreen {
    /// Takes a key, `ms` milliseconds after the card was shown.
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome;

    /// The screen now.
    fn show(&self, renderer: &TextRenderer) -> Content;

    /// Whether letters are text now, so that they must not lead anywhere else.
    fn typing(&self) -> bool {
        false
    }

    /// Whether the answer is on the screen.
    fn revealed(&self) -> bool;
}
