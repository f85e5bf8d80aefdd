//! Figures, days and findings in words: what more than one output says.

pub(crate) mod figures;
pub mod health;

pub use figures::{bar, count, day, hours, load, minutes, percent, share};
