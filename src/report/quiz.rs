//! The end of a quiz: the score, and the answers that were wrong.

use crate::deck::Card;
use crate::session::SessionAnswer;
use crate::terminal::highlight::Highlighter;
use crate::terminal::wrap::wrap;
use crate::terminal::{Line, Tone, markdown};
use crate::wording::{minutes, percent};

use super::cards::solution;
use super::drawing::{Lines, heading};

/// The width of explanations, in columns.
const READABLE: usize = 100;

/// The score, and what was wrong with its explanation. A repeat is not recorded.
pub fn quiz(
    answered: &[SessionAnswer<'_>],
    wrong: &[&Card],
    repeat: bool,
    width: usize,
    highlighter: Highlighter,
) -> Vec<Line> {
    let right = answered.len() - wrong.len();
    let share = right as f64 / answered.len().max(1) as f64;
    let mut head = heading(format!(" {right} of {} right", answered.len()));
    let ms: u64 = answered.iter().map(|answer| answer.ms).sum();
    let time = minutes(ms as f64 / 1000.0);
    head.push(format!("   {} · {time}", percent(share)), Tone::Dim);
    if repeat {
        head.push(" · a repeat, which changes no due date", Tone::Dim);
    }
    let mut lines = Lines::new(width);
    lines.hanging(head, 1);
    for card in wrong {
        lines.blank();
        let mut question = Line::styled(" ✗ ", Tone::Bad);
        for span in markdown::inline(&card.question) {
            question.push(span.text(), span.style().bold());
        }
        lines.extend(wrap(&question, width.min(READABLE), 3));
        let mut right = Line::styled("   ✓ ", Tone::Good);
        right.append(&solution(card));
        lines.extend(wrap(&right, width.min(READABLE), 5));
        let explanation = card.explanation().trim();
        if !explanation.is_empty() {
            let room = width.min(READABLE).saturating_sub(3);
            for line in markdown::render(explanation, room, highlighter) {
                let mut indented = Line::from("   ");
                indented.append(&line);
                lines.push(if line.is_empty() { line } else { indented });
            }
        }
        lines.hanging(Line::styled(format!("   {}", card.id), Tone::Dim), 3);
    }
    lines.all
}
