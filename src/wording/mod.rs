//! Figures, days and findings in words: what more than one output says.

mod calendar;
pub(crate) mod figures;
mod goal;
pub mod health;
mod section;

pub use calendar::{DayShades, months};
pub use figures::{bar, count, day, hours, load, minutes, percent, share};
pub use goal::{date_words, goal_line, goal_short, outlook_words, what_is_known};
pub use section::Section;
