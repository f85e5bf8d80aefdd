//! A first impression of an answer in free text, as an interviewer has it before asking on.
//!
//! It only decides which question comes next: it is not a mark and is never shown.

use std::collections::BTreeSet;

use super::key_words::is_without_spaces;
use super::{Point, mentions};

/// An answer with fewer letters is too short to be judged by its words.
const SHORTEST: usize = 25;

/// The score from which an answer is good enough for a deeper question.
const GOOD: f32 = 0.5;

/// How much an essential point counts compared with any other.
const ESSENTIAL: f32 = 2.0;

/// How long a text is, in words; where a script has no spaces, two characters are one.
pub fn length_in_words(text: &str) -> usize {
    let dense = text.chars().filter(|&c| is_without_spaces(c)).count();
    let spaced = text.split(|c: char| c.is_whitespace() || is_without_spaces(c));
    let spaced = spaced.filter(|word| word.contains(char::is_alphanumeric));
    spaced.count() + dense / 2
}

/// The points that a text mentions, by index. A hint, as [`mentions`] is.
pub fn spoken_of(points: &[Point], text: &str) -> BTreeSet<usize> {
    if text.trim().is_empty() {
        return BTreeSet::new();
    }
    let spoken = |(index, point): (usize, &Point)| mentions(text, &point.text).then_some(index);
    points.iter().enumerate().filter_map(spoken).collect()
}

/// Whether an answer seems good enough to go deeper. `confidence` is the learner's, from 1 to 4.
pub fn seems_good(points: &[Point], text: &str, confidence: Option<u8>) -> bool {
    let weight = |point: &Point| if point.essential { ESSENTIAL } else { 1.0 };
    let spoken = spoken_of(points, text);
    let said: f32 = spoken.iter().map(|&index| weight(&points[index])).sum();
    let all: f32 = points.iter().map(weight).sum();
    let share = if all > 0.0 { said / all } else { 0.0 };
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let length = if letters < SHORTEST { -0.2 } else { 0.0 };
    let sure = match confidence {
        Some(1) => -0.15,
        Some(4) => 0.1,
        _ => 0.0,
    };
    share > 0.0 && share + length + sure >= GOOD
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points() -> Vec<Point> {
        let point = |text: &'static str, essential| Point {
            text: text.into(),
            essential,
        };
        vec![
            point("the connection pool is exhausted at noon", true),
            point("compares the traffic with that at night", false),
        ]
    }

    #[test]
    fn the_length_of_a_text_is_counted_in_words() {
        assert_eq!(
            length_in_words("We lost 3,000 orders - all in one night."),
            8
        );
        assert_eq!(length_in_words("事件循环 is 阻塞"), 4);
        assert_eq!(length_in_words(" \n"), 0);
    }

    #[test]
    fn an_answer_that_speaks_of_the_essential_point_leads_deeper() {
        let text = "I would look at the connection pool, which may be exhausted";
        assert_eq!(spoken_of(&points(), text), BTreeSet::from([0]));
        assert!(seems_good(&points(), text, Some(3)));
    }

    #[test]
    fn an_answer_beside_the_point_does_not_however_long_and_sure() {
        let text = "I would restart all servers and buy bigger machines, quickly".repeat(5);
        assert!(!seems_good(&points(), &text, Some(4)));
        assert!(!seems_good(&points(), "", Some(4)));
    }

    #[test]
    fn a_short_and_unsure_answer_counts_for_less() {
        assert!(seems_good(&points(), "pool exhausted", Some(4)));
        assert!(!seems_good(&points(), "pool exhausted", Some(1)));
    }
}
