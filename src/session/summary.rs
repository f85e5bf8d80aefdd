//! The result of a session.

use crate::deck::Card;
use crate::memory::Grade;

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
        hard.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
        Self {
            answers: answered.len(),
            ms: answered.iter().map(|answer| answer.ms).sum(),
            first_tries: count(&|answer| answer.first),
            right_at_first: count(&|answer| answer.first && answer.grade.passed()),
            new: count(&|answer| answer.new),
            reviews: count(&|answer| answer.first && !answer.new),
            hard: hard.into_iter().map(|(_, card)| card).take(5).collect(),
        }
    }
}
