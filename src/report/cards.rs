//! `nodequiz card` and `nodequiz cards`, and the answer of a card on one line.

use crate::deck::Card;
use crate::progress::{CardEvent, CardProgress};
use crate::question::{Question, Typed};
use crate::terminal::highlight::Highlighter;
use crate::terminal::wrap::truncate;
use crate::terminal::{Line, Span, Style, Tone, markdown, text};
use crate::wording::{card_event, card_status, day, percent};

use super::drawing::{Lines, bold, push_markdown};

/// A whole card: question, answer, explanation, figures, history.
pub fn card(
    progress: &CardProgress<'_>,
    history: &[CardEvent],
    width: usize,
    highlighter: Highlighter,
) -> Vec<Line> {
    let card = progress.card;
    let mut lines = Lines::new(width);
    let mut question = Line::new();
    for span in markdown::inline(&card.question) {
        question.push_span(Span::new(span.text(), span.style().bold()));
    }
    lines.text(question);
    for part in [card.context(), card.answer(), card.explanation()] {
        if !part.trim().is_empty() {
            lines.blank();
            lines.extend(markdown::render(part, width, highlighter));
        }
    }
    lines.blank();
    lines.extend(card_numbers(progress, history, width));
    lines.all
}

/// The figures and the history of a card, newest last, without the card itself.
pub fn card_numbers(progress: &CardProgress<'_>, history: &[CardEvent], width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(12, width);
    for (label, value) in figures(progress) {
        lines.row(label, value);
    }
    if let Some(see) = &progress.card.see {
        let mut line = Line::styled(format!("{:<12}", "read on"), Tone::Dim);
        line.push_span(Span::address(see, Style::PLAIN));
        lines.hanging(line, 12);
    }
    if !history.is_empty() {
        lines.blank();
        lines.push(bold("History"));
        for entry in history {
            lines.hanging(card_event(entry), 4);
        }
    }
    lines.all
}

/// The figures of a card, each with its label.
fn figures(progress: &CardProgress<'_>) -> Vec<(&'static str, String)> {
    let card = progress.card;
    let kind = card.kind();
    let mut figures = vec![
        ("card", card.id.to_string()),
        ("file", format!("{}:{}", card.place.file, card.place.line)),
        (
            "is",
            format!("{kind}, {}, weight {}", card.level, card.weight),
        ),
        ("state", card_status(progress.status)),
    ];
    if let Some(due) = progress.due {
        figures.push(("due", day(due)));
    }
    if let (Some(memory), Some(recall)) = (progress.memory, progress.recall) {
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
            format!("{}, {} forgotten", progress.reviews, progress.lapses),
        ));
    }
    if !card.zh.is_empty() {
        figures.push(("zh", card.zh.join(", ")));
    }
    figures
}

/// Cards, one per line, each with how far it is: `new`, `due`, `in 3 days`.
pub fn cards(rows: &[(&Card, String)], width: usize) -> Vec<Line> {
    let id = rows
        .iter()
        .map(|(card, _)| text::width(card.id.as_str()))
        .max()
        .unwrap_or(0);
    let id = id.min(width / 2);
    rows.iter()
        .map(|(card, state)| {
            let name = truncate(&Line::styled(card.id.as_str(), Tone::Accent), id);
            let padding = " ".repeat(id.saturating_sub(name.width()) + 2);
            let mut line = name;
            line.push(padding, Tone::Plain);
            line.push(
                format!("{:<7}{:<13}", card.kind().name(), card.level.name()),
                Tone::Dim,
            );
            line.push(format!("{state:<10} "), Tone::Plain);
            push_markdown(&mut line, &card.question);
            for tag in &card.tags {
                line.push(format!("  #{tag}"), Tone::Dim);
            }
            truncate(&line, width)
        })
        .collect()
}

/// The right answer, short enough to be read at a glance.
pub(crate) fn solution(card: &Card) -> Line {
    match card.data() {
        Question::Choice(choice) => {
            let right = choice.options.iter().filter(|option| option.right);
            joined(right.map(|option| inline(&option.text)), " · ")
        }
        Question::Cloze(cloze) => joined(cloze.blanks.iter().map(accepted), " · "),
        Question::Typed(typed) => accepted(typed),
        Question::Order(order) => joined(order.steps.iter().map(|step| inline(step)), " → "),
        Question::Output(output) => {
            let lines = output.lines();
            joined(lines.iter().map(|line| code(line)), " ⏎ ")
        }
        Question::Code(task) => {
            let names = task.test_names();
            joined(names.iter().map(|name| Line::from(name.as_str())), " · ")
        }
        _ => inline(card.answer()),
    }
}

/// Markdown on one line.
fn inline(text: &str) -> Line {
    let words: Vec<&str> = text.split_whitespace().collect();
    markdown::inline(&words.join(" ")).into_iter().collect()
}

fn code(text: &str) -> Line {
    Line::styled(text, Style::of(Tone::Code))
}

fn accepted(typed: &Typed) -> Line {
    if typed.accepted.first().is_some_and(|first| first.exact) {
        code(typed.shown())
    } else {
        Line::from(typed.shown())
    }
}

fn joined(parts: impl Iterator<Item = Line>, between: &str) -> Line {
    let mut line = Line::new();
    for (index, part) in parts.enumerate() {
        if index > 0 {
            line.push(between, Tone::Dim);
        }
        line.append(&part);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};

    #[test]
    fn every_kind_says_what_would_have_been_right() {
        let cases = [
            ("{#q}\n\n- [ ] a\n- [x] `b`\n- [x] c\n", "b · c"),
            ("{#q}\n\nA ==b== and ==`c`==.\n", "b · c"),
            ("{#q .typed}\n\n`EMFILE` or `ENFILE`\n", "EMFILE"),
            ("{#q .order}\n\n1. one\n2. two\n", "one → two"),
            (
                "{#q .output}\n\n```js\nx\n```\n\n---\n\n```text\na\nb\n```\n",
                "a ⏎ b",
            ),
            ("{#q}\n\nSome\nprose.\n", "Some prose."),
        ];
        for (card, expected) in cases {
            let deck = parse(&Source::new("d.md", format!("# D {{#d}}\n\n## Q? {card}"))).deck;
            let deck = deck.unwrap_or_else(|| panic!("{card}"));
            assert_eq!(solution(&deck.cards[0]).plain(), expected, "{card}");
        }
    }
}
