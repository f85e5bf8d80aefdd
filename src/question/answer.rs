//! A learner's answer to a question.

use std::collections::BTreeSet;

use super::{Coded, Match};

/// An answer, in the form that its kind of question takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The learner revealed the answer, and marks themselves.
    Revealed,
    /// Points ticked, or options picked, by index in deck order.
    Picked(BTreeSet<usize>),
    /// One text per blank, in their order; a typed answer has one.
    Typed(Vec<String>),
    /// Positions in deck order, in the order the learner gave them.
    Arranged(Vec<usize>),
    /// The lines that a program is said to print.
    Lines(Vec<String>),
    /// A faulty line (counted from 1) and the points ticked for the reason.
    Line(usize, BTreeSet<usize>),
    /// Code that passed its tests.
    Coded(Coded),
    /// "I don't know."
    Unknown,
}

/// The outcome of marking an answer. It is not a grade: the session suggests one from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The share that was right, 0 to 1.
    pub share: f32,
    /// Whether the answer counts as remembered.
    pub passed: bool,
    /// A miss by letter case or by a single edit: worth the question "typo?".
    pub near_miss: bool,
}

impl Verdict {
    /// Everything was right.
    pub const RIGHT: Self = Self::new(1.0, true);

    /// Nothing was right.
    pub const WRONG: Self = Self::new(0.0, false);

    /// A verdict without near misses.
    pub(super) const fn new(share: f32, passed: bool) -> Self {
        Self {
            share,
            passed,
            near_miss: false,
        }
    }

    /// The verdict on several texts: passed when all are right, a near miss when none is wrong.
    pub(super) fn of(found: &[Match]) -> Self {
        let right = found.iter().filter(|one| **one == Match::Right).count();
        Self {
            share: right as f32 / found.len().max(1) as f32,
            passed: right == found.len(),
            near_miss: right < found.len() && !found.contains(&Match::Wrong),
        }
    }
}
