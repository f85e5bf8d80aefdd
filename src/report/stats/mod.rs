//! `nodequiz stats`: one summary screen, and detailed sections.

mod calendar;
mod forecast;
mod hard_cards;
mod screen;
mod sections;
mod top;

pub use screen::{stats, stats_in_full};
