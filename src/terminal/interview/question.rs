//! A question as the interviewer puts it.

use crate::plan::{Asked, Form};
use crate::question::Question;
use crate::terminal::ask::{Paper, Shown, without_first_fence};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// The question with all that is said below it.
pub(super) fn put(asked: Asked<'_>, paper: &Paper) -> Shown {
    let mut shown = Shown::default();
    shown.add(paper.hanging(Line::new(), asked.question(), Style::bold));
    if let Asked::Card(card) = asked
        && let Question::Bug(bug) = card.data()
    {
        said(&without_first_fence(asked.said()), paper, &mut shown);
        shown.gap();
        shown.add(numbered(&bug.code.language, &bug.code.text, paper));
        return shown;
    }
    said(asked.said(), paper, &mut shown);
    if let (Form::Letters, Asked::Card(card)) = (asked.form(), asked)
        && let Question::Order(order) = card.data()
    {
        shown.gap();
        for (letter, step) in ('a'..='z').zip(asked.steps()) {
            let lead = Line::styled(format!("  {letter} "), Tone::Accent);
            shown.add(paper.hanging(lead, &order.steps[step], |style| style));
        }
    }
    shown
}

fn said(text: &str, paper: &Paper, shown: &mut Shown) {
    if !text.trim().is_empty() {
        shown.gap();
        shown.add(paper.blocks(text));
    }
}

/// Code whose lines can be named.
fn numbered(language: &str, code: &str, paper: &Paper) -> Vec<Line> {
    let widest = code.lines().count().to_string().len();
    let colored = (paper.highlighter)(language, code);
    let numbers = 1..;
    colored
        .iter()
        .zip(numbers)
        .flat_map(|(code, number): (&Line, usize)| {
            let mut line = Line::styled(format!("{number:>widest$}  "), Tone::Dim);
            let indent = line.width();
            line.append(code);
            wrap(&line, paper.width, indent + 2)
        })
        .collect()
}
