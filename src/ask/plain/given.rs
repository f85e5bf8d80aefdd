//! An answer that was given on lines.

use crate::memory::Grade;
use crate::question::Answer;

/// An answer as it was given.
pub(super) struct Given {
    pub(super) answer: Answer,
    /// Milliseconds that it took.
    pub(super) ms: u64,
    /// A grade that was given with it.
    pub(super) grade: Option<Grade>,
}
