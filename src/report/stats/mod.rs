//! `nodequiz stats`: one screen, and a section for each thing that it looks at more closely.

mod calendar;
mod forecast;
mod hard_cards;
mod screen;
mod sections;
mod top;

pub use screen::{stats, stats_in_full};
