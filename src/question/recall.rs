//! Recall: think of the answer, reveal it, grade yourself.

/// A question whose answer is prose. It has no data of its own and is marked by the learner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recall;
