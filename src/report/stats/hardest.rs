//! The hardest cards and the leeches.

use crate::progress::{HardCard, Overview};
use crate::terminal::line::Line;
use crate::terminal::markdown;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::{truncate, wrap};
use crate::wording::figures::{count, percent};

/// From this width on, a card stands on one line.
const WIDE: usize = 70;

/// The section on hard cards.
pub(crate) fn section(overview: &Overview, width: usize) -> Vec<Line> {
    let title = Line::styled("Hardest", Style::of(Tone::Accent).bold())
        .with("  difficulty is 1 to 10", Tone::Dim);
    let mut lines = wrap(&title, width, 2);
    if overview.hardest.is_empty() {
        lines.extend(wrap(&Line::from("No card is hard so far."), width, 0));
    } else {
        if width >= WIDE {
            let head = "difficulty  lapses  recall  card";
            lines.push(Line::styled(head, Tone::Dim));
        }
        for card in &overview.hardest {
            lines.extend(if width >= WIDE {
                vec![row(card, width)]
            } else {
                stacked(card, width)
            });
        }
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

/// A card on two lines: what it is, and how hard.
fn stacked(card: &HardCard, width: usize) -> Vec<Line> {
    let mut figures = format!(
        "  difficulty {:.1} · {} · {}",
        card.difficulty,
        count(card.lapses as usize, "lapse", "lapses"),
        percent(card.recall)
    );
    if card.leech {
        figures.push_str(" · leech");
    }
    let figures = Line::styled(figures, Tone::Dim);
    vec![
        truncate(&named(card, Line::new()), width),
        truncate(&figures, width),
    ]
}

/// A line with the card's id and question at its end.
fn named(card: &HardCard, mut line: Line) -> Line {
    line.push(&card.id, Tone::Accent);
    line.push("  ", Tone::Plain);
    for span in markdown::inline(&card.question) {
        line.push_span(span);
    }
    line
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
    truncate(&named(card, line), width)
}
