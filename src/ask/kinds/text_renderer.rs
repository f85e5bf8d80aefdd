//! The column of text that a card is written on, and what every kind shows on it.

use std::borrow::Cow;

use crate::deck::Card;
use crate::question::Question;
use crate::terminal::highlight::Highlighter;
use crate::terminal::layout::MEASURE;
use crate::terminal::line::{Line, Span};
use crate::terminal::markdown;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// The width at which a card is shown, and its colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextRenderer {
    /// Columns for text.
    pub(crate) width: usize,
    /// What colours code.
    pub(crate) highlighter: Highlighter,
}

impl TextRenderer {
    /// What hangs under a lead is never squeezed below this.
    const NARROWEST: usize = 8;

    /// In a narrower column notes do not stand at the right end of their row.
    const NOTABLE: usize = 50;

    /// Blocks of Markdown.
    pub(crate) fn blocks(&self, text: &str) -> Vec<Line> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        markdown::render(text, self.width.min(MEASURE), self.highlighter)
    }

    /// Markdown after a lead (`  1 ✓ `): what is broken over lines hangs under its start, and so do a list or code
    /// below its first paragraph.
    pub(crate) fn hanging(
        &self,
        lead: Line,
        text: &str,
        tone: impl Fn(Style) -> Style,
    ) -> Vec<Line> {
        self.noted(lead, text, tone, &Line::new())
    }

    /// The same with a note at the right end of the first row; after the text if the column is too
    /// narrow for that.
    pub(crate) fn noted(
        &self,
        lead: Line,
        text: &str,
        tone: impl Fn(Style) -> Style,
        note: &Line,
    ) -> Vec<Line> {
        let width = self.width.min(MEASURE);
        let indent = lead.width();
        let mut line = lead;
        let (first, below) = markdown::first_paragraph(text);
        for span in markdown::inline(first) {
            line.push_span(Span::new(span.text(), tone(span.style())));
        }
        let mut lines = if note.is_empty() {
            wrap(&line, width, indent)
        } else if width < Self::NOTABLE {
            line.push("  ", Style::PLAIN);
            line.append(note);
            wrap(&line, width, indent)
        } else {
            let mut lines = wrap(&line, width - note.width() - 2, indent);
            if let Some(first) = lines.first_mut() {
                first.pad(width - note.width());
                first.append(note);
            }
            lines
        };
        let room = width.saturating_sub(indent).max(Self::NARROWEST);
        let below = if below.is_empty() {
            Vec::new()
        } else {
            markdown::render(below, room, self.highlighter)
        };
        lines.extend(below.into_iter().map(|row| {
            let indent = if row.is_empty() { 0 } else { width - room };
            Line::from(" ".repeat(indent)).then(&row)
        }));
        lines
    }

    /// A text as it was typed, after a lead.
    pub(crate) fn typed(&self, lead: Line, text: &str) -> Vec<Line> {
        let indent = lead.width();
        let width = self.width.min(MEASURE);
        wrap(&lead.with(text, Tone::Plain), width, indent)
    }

    /// A text as it was typed, with a lead before every row.
    pub(crate) fn quoted(&self, lead: &Line, text: &str) -> Vec<Line> {
        let room = self.width.min(MEASURE).saturating_sub(lead.width());
        wrap(&Line::from(text), room, 0)
            .iter()
            .map(|row| lead.clone().then(row))
            .collect()
    }

    /// A plain remark, wrapped as needed.
    pub(crate) fn remark(&self, text: &str, tone: Tone) -> Vec<Line> {
        wrap(&Line::styled(text, tone), self.width.min(MEASURE), 0)
    }

    /// A web address, dim.
    pub(crate) fn address(&self, address: &str) -> Vec<Line> {
        let line = Line::from_iter([Span::address(address, Tone::Dim)]);
        wrap(&line, self.width.min(MEASURE), 0)
    }

    /// The line between a question and its answer.
    pub(crate) fn rule(&self) -> Line {
        Line::styled("─".repeat(self.width.min(MEASURE)), Tone::Dim)
    }
}

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

    /// Adds the line between a question and its answer, which should be in sight.
    pub(crate) fn rule(&mut self, renderer: &TextRenderer) {
        self.focus = Some(self.lines.len());
        self.add([renderer.rule()]);
    }

    /// Adds an empty line, unless the last one is empty.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Line::new());
        }
    }
}

/// The sign of what is right or wrong.
pub(crate) fn sign(right: bool) -> Line {
    if right {
        Line::styled("✓", Tone::Good)
    } else {
        Line::styled("✗", Tone::Bad)
    }
}

/// What stands between a card's question and its answer; without the code of a bug, whose lines are numbered.
pub(crate) fn context(card: &Card) -> Cow<'_, str> {
    match card.data() {
        Question::Bug(_) => without_first_fence(card.context()).into(),
        _ => card.context().into(),
    }
}

/// Markdown without its first fenced block.
fn without_first_fence(text: &str) -> String {
    let mut rest = String::new();
    let mut fence: Option<&str> = None;
    let mut passed = false;
    for line in text.lines() {
        let start = line.trim_start();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) if !passed => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark && !passed => {
                fence = None;
                passed = true;
            }
            (Some(_), _) => {}
            (None, _) => {
                rest.push_str(line);
                rest.push('\n');
            }
        }
    }
    rest
}

/// What the deck says after the answer, and where to read on.
pub(crate) fn explanation(card: &Card, renderer: &TextRenderer, content: &mut Content) {
    content.text(card.explanation(), renderer);
    if let Some(address) = &card.see {
        content.gap();
        content.add(renderer.address(address));
    }
}

/// What the learner wrote, under a title.
pub(crate) fn written(title: &str, text: &str, renderer: &TextRenderer, content: &mut Content) {
    if text.trim().is_empty() {
        return;
    }
    content.add(renderer.remark(title, Tone::Dim));
    for line in text.lines() {
        let lead = Line::styled("│ ", Tone::Accent);
        content.add(renderer.quoted(&lead, line));
    }
    content.gap();
}
