//! A question as the interviewer puts it.

use crate::ask::kinds::{Content, TextRenderer, without_first_fence};
use crate::plan::Asked;
use crate::question::Form;
use crate::question::Question;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// The question with the text below it.
pub(crate) fn question_content(asked: Asked<'_>, renderer: &TextRenderer) -> Content {
    let mut content = Content::default();
    content.add(renderer.hanging(Line::new(), asked.question(), Style::bold));
    content.pinned = content.lines.len();
    if let Asked::Card(card) = asked
        && let Question::Bug(bug) = card.data()
    {
        add_text(&without_first_fence(asked.said()), renderer, &mut content);
        content.gap();
        content.add(numbered(&bug.code.language, &bug.code.text, renderer));
        return content;
    }
    add_text(asked.said(), renderer, &mut content);
    if let (Form::Letters, Asked::Card(card)) = (asked.form(), asked)
        && let Question::Order(order) = card.data()
    {
        content.gap();
        for (letter, step) in ('a'..='z').zip(asked.steps()) {
            let lead = Line::styled(format!("  {letter} "), Tone::Accent);
            content.add(renderer.hanging(lead, &order.steps[step], |style| style));
        }
    }
    content
}

fn add_text(text: &str, renderer: &TextRenderer, content: &mut Content) {
    if !text.trim().is_empty() {
        content.gap();
        content.add(renderer.blocks(text));
    }
}

/// Code with numbered lines.
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
