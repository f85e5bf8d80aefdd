//! `nodequiz card`.

use crate::deck::Card;
use crate::terminal::highlight::Highlighter;
use crate::terminal::line::{Line, Span};
use crate::terminal::markdown;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// A card with what is known of it.
#[derive(Clone, Debug)]
pub struct CardReport<'a> {
    /// The card.
    pub card: &'a Card,
    /// Figures, each with its label.
    pub figures: Vec<(&'static str, String)>,
    /// Its answers, newest last: when, grade and what else was noted.
    pub history: Vec<String>,
}

/// A card whole: question, answer, explanation, figures, history.
#[must_use]
pub fn card(report: &CardReport<'_>, width: usize, highlighter: Highlighter) -> Vec<Line> {
    let card = report.card;
    let mut lines = Vec::new();
    let mut question = Line::new();
    for span in markdown::inline(&card.question) {
        question.push_span(Span::new(span.text(), span.style().bold()));
    }
    lines.extend(wrap(&question, width, 0));
    for part in [card.context(), card.answer(), card.explanation()] {
        if !part.trim().is_empty() {
            lines.push(Line::new());
            lines.extend(markdown::render(part, width, highlighter));
        }
    }
    lines.push(Line::new());
    for (label, value) in &report.figures {
        let line = Line::styled(format!("{label:<12}"), Tone::Dim).with(value, Style::PLAIN);
        lines.extend(wrap(&line, width, 12));
    }
    if !report.history.is_empty() {
        lines.push(Line::new());
        lines.push(Line::styled("History", Style::PLAIN.bold()));
        lines.extend(
            report
                .history
                .iter()
                .flat_map(|entry| wrap(&Line::from(entry.as_str()), width, 4)),
        );
    }
    lines
}
