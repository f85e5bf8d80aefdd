//! The hardest cards, leeches, and wrong options picked often.

use crate::progress::{HardCard, Overview};
use crate::report::drawing::{Lines, push_markdown};
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::truncate;
use crate::wording::{count, last_days, percent};

/// The width from which a card takes one line.
const WIDE: usize = 70;

/// The section on hard cards.
pub(crate) fn hardest(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = Lines::titled("Hardest", "  difficulty is 1 to 10", width);
    if overview.hardest.is_empty() {
        lines.text("No card is hard so far.");
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
        lines.dim(format!("{leeches}: nodequiz cards --leeches"));
    }
    lines.all
}

/// A card on two lines: its question, and how hard it is.
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
    push_markdown(&mut line, &card.question);
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

/// The section on confusions.
pub(crate) fn confusions(overview: &Overview, width: usize) -> Vec<Line> {
    let words = format!(
        "  wrong options picked most, {}",
        last_days(overview.period.days)
    );
    let mut lines = Lines::titled("Confusions", words, width);
    if overview.confusions.is_empty() {
        lines.text(Line::from("No wrong option was picked."));
    }
    for confusion in &overview.confusions {
        let mut card = Line::styled(&confusion.card, Tone::Accent).with("  ", Tone::Plain);
        push_markdown(&mut card, &confusion.question);
        lines.push(truncate(&card, width));
        let times = count(confusion.times as usize, "time", "times");
        let mut option = Line::styled(format!("  {times} ✗ "), Tone::Bad);
        push_markdown(&mut option, &confusion.text);
        lines.push(truncate(&option, width));
    }
    lines.all
}
