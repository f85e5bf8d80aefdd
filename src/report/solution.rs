//! The right answer of a card on one line.

use crate::deck::Card;
use crate::question::{Accepted, Question};

use crate::terminal::line::Line;
use crate::terminal::markdown;
use crate::terminal::style::{Style, Tone};

/// What would have been right, short enough to be read in passing.
pub(crate) fn solution(card: &Card) -> Line {
    match card.data() {
        Question::Choice(choice) => {
            let right = choice.options.iter().filter(|option| option.right);
            joined(right.map(|option| inline(&option.text)), " · ")
        }
        Question::Cloze(cloze) => joined(cloze.blanks.iter().map(accepted), " · "),
        Question::Typed(typed) => joined(typed.accepted.iter().take(1).map(accepted), ""),
        Question::Order(order) => joined(order.steps.iter().map(|step| inline(step)), " → "),
        Question::Output(output) => {
            let lines = output.lines();
            joined(lines.iter().map(|line| code(line)), " ⏎ ")
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

fn accepted(accepted: &Accepted) -> Line {
    if accepted.exact {
        code(&accepted.text)
    } else {
        Line::from(accepted.text.as_str())
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
