//! Replay: from records in order to where every card stands.

use std::collections::BTreeMap;

use super::{Record, Review, Schedule};
use crate::memory::{Memory, Scheduler, Scheduling, StudyDay};
use crate::question::Kind;

/// What decides about a replay besides the journal.
pub struct Rules<'a> {
    /// Retention, longest interval, spread; and the weights that hold until a fit replaces them.
    pub scheduling: Scheduling,
    /// Cards that were renamed: the old full name and the new one.
    pub renames: &'a BTreeMap<String, String>,
    /// The kind of a card, `None` for one that no deck holds.
    pub kind: &'a dyn Fn(&str) -> Option<Kind>,
}

/// A record that does not come after all others, so that only a whole replay can take it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this record changes what came before it; read the journal anew")]
pub struct OutOfOrder;

/// One answer as the replay saw it, for those who look at the whole history.
pub struct Answered<'r> {
    /// The review.
    pub review: &'r Review<'r>,
    /// The card's name now.
    pub card: &'r str,
    /// The day that counts for the memory: never before an earlier one.
    pub day: StudyDay,
    /// The memory before the answer; `None` for a new card.
    pub before: Option<Memory>,
    /// Whole days since the card's last answer.
    pub elapsed: u32,
    /// Whether it is the card's first answer on this day.
    pub first_of_day: bool,
    /// The model at the time.
    pub scheduler: &'r Scheduler,
}

impl Schedule {
    /// Takes in one more record, exactly as a replay with it at the end would.
    ///
    /// An undo, new parameters, or a record that another device's clock puts before the last one
    /// need a whole replay.
    pub fn apply(&mut self, record: &Record<'_>, rules: &Rules<'_>) -> Result<(), OutOfOrder> {
        let _ = (record, rules);
        Err(OutOfOrder)
    }
}
