//! The column of text that a card is written on.

use crate::terminal::highlight::Highlighter;
use crate::terminal::line::{Line, Span};
use crate::terminal::markdown;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// How wide a card is shown, and in which colours.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Paper {
    /// Columns for text.
    pub(in super::super) width: usize,
    /// What colours code.
    pub(in super::super) highlighter: Highlighter,
}

impl Paper {
    /// The widest column in which running text reads well; code and tables may use all of the screen.
    const READABLE: usize = 100;

    /// Blocks of Markdown.
    pub(super) fn blocks(&self, text: &str) -> Vec<Line> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        markdown::render(text, self.width.min(Self::READABLE), self.highlighter)
    }

    /// Inline Markdown after a lead (`  1 ✓ `): what is broken over lines hangs under its start.
    pub(super) fn hanging(
        &self,
        lead: Line,
        text: &str,
        tone: impl Fn(Style) -> Style,
    ) -> Vec<Line> {
        let indent = lead.width();
        let mut line = lead;
        for span in markdown::inline(text) {
            line.push_span(Span::new(span.text(), tone(span.style())));
        }
        wrap(&line, self.width.min(Self::READABLE), indent)
    }

    /// A plain remark, broken where it must be.
    pub(super) fn remark(&self, text: &str, tone: Tone) -> Vec<Line> {
        wrap(&Line::styled(text, tone), self.width.min(Self::READABLE), 0)
    }

    /// The line between a question and its answer.
    pub(super) fn rule(&self) -> Line {
        Line::styled("─".repeat(self.width.min(Self::READABLE)), Tone::Dim)
    }
}
