//! What a quick round says to an answer: one line, right or wrong.

use crate::report::solution::solution;
use crate::session::{Graded, View};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::text_renderer::TextRenderer;

/// The question, and under it whether the answer was right and what would have been.
pub(crate) fn feedback(view: &View<'_>, graded: &Graded, renderer: &TextRenderer) -> Vec<Line> {
    let mut lines = renderer.hanging(Line::new(), &view.card.question, Style::bold);
    lines.push(Line::new());
    let mut line = if graded.grade.passed() {
        Line::styled("✓ ", Tone::Good)
    } else {
        Line::styled("✗ ", Tone::Bad)
    };
    let indent = line.width();
    line.append(&solution(view.card));
    lines.extend(wrap(&line, renderer.width, indent));
    lines
}
