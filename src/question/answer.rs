//! What a learner gives back to a question.

use std::collections::BTreeSet;

/// An answer, in the form that its kind of question takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The learner looked at the answer; they mark themselves.
    Revealed,
    /// Points ticked, or options picked, by index in deck order.
    Picked(BTreeSet<usize>),
    /// One text a blank, in their order; a typed answer has one.
    Typed(Vec<String>),
    /// Positions in deck order, in the order the learner gave them.
    Arranged(Vec<usize>),
    /// The lines a program is said to print.
    Lines(Vec<String>),
    /// A faulty line (counted from 1) and the points ticked for the reason.
    Line(usize, BTreeSet<usize>),
    /// "I don't know."
    Unknown,
}
