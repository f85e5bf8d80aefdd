//! The end of a quiz: the score, and the answers that were wrong.

use super::cards::solution;
use super::drawing::{Lines, heading};
use crate::deck::Card;
use crate::terminal::highlight::Highlighter;
use crate::terminal::line::Line;
use crate::terminal::markdown;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;
use crate::wording::{minutes, percent};

/// The result of a round.
#[derive(Clone, Debug)]
pub struct QuizScore<'a> {
    /// Cards answered.
    pub answers: usize,
    /// Milliseconds they took, uncapped.
    pub ms: u64,
    /// The cards whose answer was wrong, in the order in which they were asked.
    pub wrong: Vec<&'a Card>,
    /// Whether it was a repeat, which is not recorded.
    pub repeat: bool,
}

/// The width of explanations, in columns.
const READABLE: usize = 100;

/// The score, and what was wrong with its explanation.
pub fn quiz(score: &QuizScore<'_>, width: usize, highlighter: Highlighter) -> Vec<Line> {
    let right = score.answers - score.wrong.len();
    let share = right as f64 / score.answers.max(1) as f64;
    let mut head = heading(format!(" {right} of {} right", score.answers));
    let time = minutes(score.ms as f64 / 1000.0);
    head.push(format!("   {} · {time}", percent(share)), Tone::Dim);
    if score.repeat {
        head.push(" · a repeat, which changes no due date", Tone::Dim);
    }
    let mut lines = Lines::new(width);
    lines.hanging(head, 1);
    for card in &score.wrong {
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
