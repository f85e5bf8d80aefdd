//! `nodequiz card`.

use crate::progress::{CardProgress, Happened};
use crate::terminal::highlight::Highlighter;
use crate::terminal::line::{Line, Span};
use crate::terminal::markdown;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use crate::wording::figures::percent;

/// A card with what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct CardReport<'a> {
    /// Where it stands.
    pub standing: &'a CardProgress<'a>,
    /// What happened to it, newest last.
    pub history: &'a [Happened],
}

/// A card whole: question, answer, explanation, figures, history.
#[must_use]
pub fn card(report: &CardReport<'_>, width: usize, highlighter: Highlighter) -> Vec<Line> {
    let card = report.standing.card;
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
    lines.extend(card_numbers(report, width));
    lines
}

/// The figures and the history of a card, without the card itself.
#[must_use]
pub fn card_numbers(report: &CardReport<'_>, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (label, value) in figures(report.standing) {
        let line = Line::styled(format!("{label:<12}"), Tone::Dim).with(value, Style::PLAIN);
        lines.extend(wrap(&line, width, 12));
    }
    if !report.history.is_empty() {
        lines.push(Line::new());
        lines.push(Line::styled("History", Style::PLAIN.bold()));
        let entries = report.history.iter();
        lines.extend(entries.flat_map(|entry| wrap(&Line::from(entry.words().as_str()), width, 4)));
    }
    lines
}

/// The figures of a card, each with its label.
fn figures(standing: &CardProgress<'_>) -> Vec<(&'static str, String)> {
    let card = standing.card;
    let kind = card.kind();
    let mut figures = vec![
        ("card", card.id.to_string()),
        (
            "stands in",
            format!("{}:{}", card.place.file, card.place.line),
        ),
        (
            "is",
            format!("{kind}, {}, weight {}", card.level, card.weight),
        ),
        ("state", standing.state.clone()),
    ];
    if let Some(due) = standing.due {
        figures.push(("due", due.to_string()));
    }
    if let (Some(memory), Some(recall)) = (standing.memory, standing.recall) {
        figures.push((
            "memory",
            format!(
                "stability {:.1} days, difficulty {:.1} of 10, {} now",
                memory.stability,
                memory.difficulty,
                percent(f64::from(recall))
            ),
        ));
        figures.push((
            "answers",
            format!("{}, {} forgotten", standing.reviews, standing.lapses),
        ));
    }
    if let Some(see) = &card.see {
        figures.push(("read on", see.clone()));
    }
    if !card.zh.is_empty() {
        figures.push(("zh", card.zh.join(", ")));
    }
    figures
}
