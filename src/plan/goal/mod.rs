//! What a goal's date changes: which cards a day asks for, ranked by their gain on that date.

mod day;
mod pick;
mod priority;
#[cfg(test)]
mod tests;

pub(super) use day::plan_for_goal;
pub(super) use day::{candidate, is_owed};
pub use pick::{Needs, Picks, Room, pick};
pub use priority::{CardStatus, PriorityModel, StudyCandidate, StudyValue};
