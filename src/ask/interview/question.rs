//! A question as the interviewer puts it.

use crate::ask::kinds::{Shown, TextRenderer, without_first_fence};
use crate::plan::{Asked, Form};
use crate::question::Question;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// The question with all that is said below it.
pub(crate) fn put(asked: Asked<'_>, renderer: &TextRenderer) -> Shown {
    let mut shown = Shown::default();
    shown.add(renderer.hanging(Line::new(), asked.question(), Style::bold));
    if let Asked::Card(card) = asked
        && let Question::Bug(bug) = card.data()
    {
        said(&without_first_fence(asked.said()), renderer, &mut shown);
        shown.gap();
        shown.add(numbered(&bug.code.language, &bug.code.text, renderer));
        return shown;
    }
    said(asked.said(), renderer, &mut shown);
    if let (Form::Letters, Asked::Card(card)) = (asked.form(), asked)
        && let Question::Order(order) = card.data()
    {
        shown.gap();
        for (letter, step) in ('a'..='z').zip(asked.steps()) {
            let lead = Line::styled(format!("  {letter} "), Tone::Accent);
            shown.add(renderer.hanging(lead, &order.steps[step], |style| style));
        }
    }
    shown
}

fn said(text: &str, renderer: &TextRenderer, shown: &mut Shown) {
    if !text.trim().is_empty() {
        shown.gap();
        shown.add(renderer.blocks(text));
    }
}

/// Code whose lines can be named.
fn numbered(language: &str, code: &str, renderer: &TextRenderer) -> Vec<Line> {
    let widest = code.lines().count().to_string().len();
    let colored = (renderer.highlighter)(language, code);
    let numbers = 1..;
    colored
        .iter()
        .zip(numbers)
        .flat_map(|(code, number): (&Line, usize)| {
            let mut line = Line::styled(format!("{number:>widest$}  "), Tone::Dim);
            let indent = line.width();
            line.append(code);
            wrap(&line, renderer.width, indent + 2)
        })
        .collect()
}
