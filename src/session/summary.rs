//! The result of a session.

use crate::deck::Card;
use crate::memory::Grade;
use crate::progress::{Doubts, is_too_fast};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SessionAnswer<'a> {
    pub card: &'a Card,
    /// The grade given.
    pub grade: Grade,
    /// Milliseconds it took, uncapped.
    pub ms: u64,
    /// Whether it was the card's first answer ever.
    pub new: bool,
    /// Whether it was the card's first answer on this study day.
    pub first: bool,
    /// The chance with which it was expected to pass, if it was the day's first to a card met on an earlier day.
    pub expected: Option<f32>,
}

/// The figures of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary<'a> {
    /// Answers given, repeats included.
    pub answers: usize,
    /// Milliseconds they took, uncapped.
    pub ms: u64,
    /// Cards answered for the first time that day.
    pub first_tries: usize,
    /// Of those, how many were right.
    pub right_at_first: usize,
    /// Cards seen for the first time.
    pub new: usize,
    /// Cards seen on an earlier day.
    pub reviews: usize,
    /// Answers to cards that had already been answered on that day.
    pub repeats: usize,
    /// Failed cards that wait for tomorrow, since too few others could be asked before them.
    pub tomorrow: usize,
    /// What of it shows little.
    pub doubts: Doubts,
    /// Cards that were failed or hard, most often first, at most five.
    pub hard: Vec<&'a Card>,
}

impl<'a> Summary<'a> {
    /// Adds up the answers of a session.
    pub fn of(answered: &[SessionAnswer<'a>]) -> Self {
        let count = |wanted: &dyn Fn(&SessionAnswer<'_>) -> bool| {
            answered.iter().filter(|answer| wanted(answer)).count()
        };
        let mut hard: Vec<(usize, &'a Card)> = Vec::new();
        for answer in answered.iter().filter(|answer| answer.grade <= Grade::Hard) {
            match hard.iter_mut().find(|(_, card)| card.id == answer.card.id) {
                Some((times, _)) => *times += 1,
                None => hard.push((1, answer.card)),
            }
        }
        let mut doubts = Doubts::default();
        for answer in answered {
            doubts.time(answer.ms, is_too_fast(answer.card, answer.ms));
            if let Some(expected) = answer.expected {
                doubts.tested(expected, answer.grade.passed());
            }
        }
        hard.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
        Self {
            answers: answered.len(),
            ms: answered.iter().map(|answer| answer.ms).sum(),
            first_tries: count(&|answer| answer.first),
            right_at_first: count(&|answer| answer.first && answer.grade.passed()),
            new: count(&|answer| answer.new),
            reviews: count(&|answer| answer.first && !answer.new),
            repeats: count(&|answer| !answer.first),
            tomorrow: 0,
            doubts,
            hard: hard.into_iter().map(|(_, card)| card).take(5).collect(),
        }
    }
}
