//! What a goal's date changes: which cards a day holds, ranked by what they bring until then.

mod day;
mod farewell;
mod pick;
#[cfg(test)]
mod tests;
mod worth;

pub(super) use day::plan_for_goal;
pub use day::{GoalScope, scope_of};
pub(super) use day::{is_unseen, prospect};
pub use pick::{Needs, Picks, Room, pick};
pub use worth::{Prospect, Stand, Value, Worth};
