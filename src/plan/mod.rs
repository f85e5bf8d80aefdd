//! Which card comes next: today's queue within the day's minutes.

mod budget;
mod filter;
mod new_cards;
mod today;

pub use budget::{Pace, days_to_clear};
pub use filter::Filter;
pub use new_cards::{Standing, pick_new};
pub use today::{Plan, Task, Why, Wishes, plan_today};
