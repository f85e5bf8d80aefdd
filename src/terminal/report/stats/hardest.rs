//! The hardest cards and the leeches.

use crate::progress::{HardCard, Overview};
use crate::terminal::line::Line;
use crate::terminal::markdown;
use crate::terminal::report::figures::{count, percent};
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::{truncate, wrap};

/// The section on hard cards.
pub(super) fn section(overview: &Overview, width: usize) -> Vec<Line> {
    let title = Line::styled("Hardest", Style::of(Tone::Accent).bold())
        .with("  difficulty is 1 to 10", Tone::Dim);
    let mut lines = wrap(&title, width, 2);
    if overview.hardest.is_empty() {
        lines.push(Line::from("No card is hard so far."));
    } else {
        let head = "difficulty  lapses  recall  card";
        lines.push(truncate(&Line::styled(head, Tone::Dim), width));
        lines.extend(overview.hardest.iter().map(|card| row(card, width)));
    }
    if overview.leeches > 0 {
        let leeches = count(
            overview.leeches,
            "leech, a card forgotten three times or more",
            "leeches, cards forgotten three times or more",
        );
        let words = format!("{leeches}: nodequiz cards --leeches");
        lines.extend(wrap(&Line::styled(words, Tone::Dim), width, 0));
    }
    lines
}

fn row(card: &HardCard, width: usize) -> Line {
    let figures = format!(
        "{:>10.1}  {:>6}  {:>6}  ",
        card.difficulty,
        card.lapses,
        percent(card.recall)
    );
    let mut line = Line::from(figures);
    if card.leech {
        line.push("leech ", Tone::Warn);
    }
    line.push(&card.id, Tone::Accent);
    line.push("  ", Tone::Plain);
    for span in markdown::inline(&card.question) {
        line.push_span(span);
    }
    truncate(&line, width)
}
