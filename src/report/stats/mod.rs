//! `nodequiz stats`: one summary screen, and detailed sections.

mod calendar;
mod forecast;
mod screen;
mod sections;

pub use screen::{stats, stats_in_full};
