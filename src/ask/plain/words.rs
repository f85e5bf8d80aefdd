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
