//! What the plain screen says: verdicts, answers, the four grades.

use std::fmt::Write as _;

use crate::memory::Grade;
use crate::question::{Answer, Question, Verdict};
use crate::session::View;
use crate::terminal::{Span, markdown};

/// Letters for options, points and steps.
pub(super) use crate::ask::key_table::letter_of as letter;

/// The places that letters stand for (`a c`, `ac`, `a, c`), each once; `None` if one stands for
/// nothing.
pub(super) fn places(text: &str, count: usize) -> Option<Vec<usize>> {
    let mut places = Vec::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != ',') {
        let c = if count > 26 {
            c
        } else {
            c.to_ascii_lowercase()
        };
        let place = (0..count).find(|place| letter(*place) == c)?;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    (!places.is_empty()).then_some(places)
}

/// Inline Markdown as plain words.
pub(super) fn inline(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let spans = markdown::inline(&words.join(" "));
    spans.iter().map(Span::text).collect()
}

/// Whether an answer was right, in words; nothing where the learner marks themselves.
pub(super) fn verdict(
    verdict: Option<Verdict>,
    answer: &Answer,
    question: &Question,
) -> Option<String> {
    let verdict = verdict?;
    let points = matches!(question, Question::Points(_));
    // Points were read out as what the learner does not know.
    let read_out = matches!(question, Question::Points(_) | Question::Bug(_));
    if *answer == Answer::Unknown && read_out {
        return None;
    }
    Some(if *answer == Answer::Unknown {
        "You said that you don't know.".to_owned()
    } else if points && verdict.passed {
        "Every essential point was said.".to_owned()
    } else if points {
        "An essential point is missing.".to_owned()
    } else if verdict.passed {
        "Right.".to_owned()
    } else if verdict.near_miss {
        "Close, but not the same. If it was only a typo, type t.".to_owned()
    } else if verdict.share > 0.0 {
        format!("Not right: {:.0} percent of it.", verdict.share * 100.0)
    } else {
        "Not right.".to_owned()
    })
}

/// What was right, in lines.
pub(super) fn solution(view: &View<'_>, answer: &Answer) -> Vec<String> {
    match view.card.data() {
        // Their answers are read out in full.
        Question::Recall(_) | Question::Points(_) | Question::Bug(_) => Vec::new(),
        Question::Choice(choice) => {
            let picked =
                |index: &usize| matches!(answer, Answer::Picked(picked) if picked.contains(index));
            let options = view.order.iter().enumerate();
            options
                .map(|(place, index)| {
                    let option = &choice.options[*index];
                    let is = match (option.right, picked(index)) {
                        (true, true) => "right, your pick",
                        (true, false) => "right",
                        (false, true) => "wrong, your pick",
                        (false, false) => "wrong",
                    };
                    format!("  {} is {is}: {}", letter(place), inline(&option.text))
                })
                .collect()
        }
        Question::Cloze(cloze) => {
            let blanks = cloze.blanks.iter().zip(1..);
            let mut lines = vec!["The blanks:".to_owned()];
            lines.extend(
                blanks.map(|(blank, number)| format!("  Blank {number}: {}", blank.shown())),
            );
            lines
        }
        Question::Typed(typed) => {
            let accepted: Vec<&str> = typed.accepted.iter().map(|one| &*one.text).collect();
            vec![format!("The answer: {}", accepted.join(", or "))]
        }
        Question::Order(order) => {
            let mut lines = vec!["The right order:".to_owned()];
            let steps = order.steps.iter().zip(1..);
            lines.extend(steps.map(|(step, number)| format!("  {number}. {}", inline(step))));
            lines
        }
        Question::Output(output) => {
            let mut lines = vec!["It prints:".to_owned()];
            lines.extend(output.lines().iter().map(|line| format!("  {line}")));
            lines
        }
        Question::Code(task) => {
            let mut lines = vec!["The model:".to_owned()];
            lines.extend(task.solution.text.lines().map(|line| format!("  {line}")));
            lines
        }
    }
}

/// The four grades, each with when it would bring the card back.
pub(super) fn grades(view: &View<'_>) -> String {
    let mut words = "Grades:".to_owned();
    for grade in Grade::ALL {
        let when = match view.interval(grade) {
            0 => "later today".to_owned(),
            1 => "in a day".to_owned(),
            days => format!("in {days} days"),
        };
        let end = if grade == Grade::Easy { '.' } else { ';' };
        let _ = write!(words, " {} {grade}, {when}{end}", grade.number());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_name_places_in_the_order_typed() {
        assert_eq!(places("ca", 3), Some(vec![2, 0]));
        assert_eq!(places("C, a a", 3), Some(vec![2, 0]));
        assert_eq!(places("ad", 3), None);
        assert_eq!(places(" ", 3), None);
    }
}
