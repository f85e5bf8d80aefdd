//! Answers that show little: given faster than the question can be read, or right time after time where failures were
//! expected. They are mentioned once and don't count for a level.

use std::collections::HashMap;

use serde::Serialize;

use crate::deck::Card;

/// Characters that nobody reads in a second: three times as many as a fast reader.
const CHARACTERS_A_SECOND: u64 = 100;

/// A question that is known is recognised by its first lines: no more than this is asked for, in milliseconds.
const LONGEST_READING: u64 = 5000;

/// The least chance with which a run of right answers is believed.
const LEAST_CHANCE: f64 = 0.001;

/// Answers given too fast are mentioned from this number on, and where they are this share of those measured.
const LEAST_TOO_FAST: u32 = 5;
const LEAST_SHARE: f64 = 0.2;

/// Whether an answer that took this long was given faster than the card's question can be read; not if its time
/// was not measured.
pub fn is_too_fast(card: &Card, ms: u64) -> bool {
    ms > 0 && ms < reading_ms(card)
}

fn reading_ms(card: &Card) -> u64 {
    let characters = card.question.chars().count() + card.context().chars().count();
    (characters as u64 * 1000 / CHARACTERS_A_SECOND).min(LONGEST_READING)
}

/// How long the questions of cards take to read, by the cards' ids.
#[derive(Clone, Debug, Default)]
pub struct ReadingTimes<'c>(HashMap<&'c str, u64>);

impl<'c> ReadingTimes<'c> {
    pub fn of(cards: impl Iterator<Item = &'c Card>) -> Self {
        Self(
            cards
                .map(|card| (card.id.as_str(), reading_ms(card)))
                .collect(),
        )
    }

    /// The same as [`is_too_fast`]; never for a card that is not among these.
    pub fn is_too_fast(&self, card: &str, ms: u64) -> bool {
        ms > 0 && self.0.get(card).is_some_and(|reading| ms < *reading)
    }
}

/// Right answers in a row, each the first of its day to a card met on an earlier day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RightRun {
    answers: u32,
    /// How many of them were expected to be right.
    expected: f64,
    /// The chance that all of them are.
    chance: f64,
}

impl Default for RightRun {
    fn default() -> Self {
        Self {
            answers: 0,
            expected: 0.0,
            chance: 1.0,
        }
    }
}

impl RightRun {
    /// Takes in an answer that was expected to pass with this chance.
    pub(super) fn take(&mut self, chance: f32, passed: bool) {
        if !passed {
            *self = Self::default();
            return;
        }
        let chance = f64::from(chance);
        self.answers += 1;
        self.expected += chance;
        self.chance *= chance;
    }

    /// Whether it is longer than can be believed.
    pub(super) fn is_unlikely(&self) -> bool {
        self.chance < LEAST_CHANCE
    }
}

/// What answers show little.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Doubts {
    /// Answers whose time was measured.
    pub timed: u32,
    /// Of these, those given faster than the question can be read.
    pub too_fast: u32,
    /// Right answers in a row up to the last one, if they are more than can be believed.
    pub right_in_a_row: Option<u32>,
    /// How many of them were expected to be right.
    pub expected: Option<f64>,
    #[serde(skip)]
    run: RightRun,
}

impl Doubts {
    /// Takes in the time of an answer.
    pub fn time(&mut self, ms: u64, too_fast: bool) {
        self.timed += u32::from(ms > 0);
        self.too_fast += u32::from(too_fast);
    }

    /// Takes in the first answer of a day to a card met on an earlier day, expected to pass with this chance.
    pub fn tested(&mut self, chance: f32, passed: bool) {
        self.run.take(chance, passed);
        let unlikely = self.run.is_unlikely();
        self.right_in_a_row = unlikely.then_some(self.run.answers);
        self.expected = unlikely.then_some(self.run.expected);
    }

    /// Whether so many answers were too fast that it is worth a word.
    pub fn is_hasty(&self) -> bool {
        self.too_fast >= LEAST_TOO_FAST
            && f64::from(self.too_fast) >= LEAST_SHARE * f64::from(self.timed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};

    #[test]
    fn an_answer_is_too_fast_only_if_it_was_measured_and_nobody_reads_so_fast() {
        let question = "Why is this question so long? ".repeat(10);
        let text = format!("# D {{#d}}\n\n## {question}{{#q}}\n\nAn answer.\n");
        let deck = parse(&Source::new("d.md", text)).deck.expect("a deck");
        let card = &deck.cards[0];
        let times = ReadingTimes::of(deck.cards.iter());
        for (ms, too_fast) in [(0, false), (500, true), (2900, true), (3100, false)] {
            assert_eq!(is_too_fast(card, ms), too_fast, "{ms}");
            assert_eq!(times.is_too_fast("d/q", ms), too_fast, "{ms}");
        }
        assert!(!times.is_too_fast("d/gone", 1));
    }

    #[test]
    fn a_run_of_right_answers_is_doubted_until_the_next_failure() {
        let mut doubts = Doubts::default();
        for answer in 1..=80 {
            doubts.tested(0.9, true);
            // 0.9 to the power 66 is 0.00095.
            assert_eq!(doubts.right_in_a_row.is_some(), answer >= 66, "{answer}");
        }
        let expected = doubts.expected.expect("a number");
        assert!((expected - 72.0).abs() < 1e-3, "{expected}");
        doubts.tested(0.9, false);
        assert_eq!(doubts.right_in_a_row, None);
    }

    #[test]
    fn a_few_fast_answers_are_not_worth_a_word() {
        let after = |too_fast: u32, slow: u32| {
            let mut doubts = Doubts::default();
            (0..too_fast).for_each(|_| doubts.time(300, true));
            (0..slow).for_each(|_| doubts.time(9000, false));
            doubts.is_hasty()
        };
        assert!(!after(4, 0) && !after(5, 30));
        assert!(after(5, 5));
    }
}
