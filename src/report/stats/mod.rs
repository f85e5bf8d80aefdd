//! `nodequiz stats`: one summary screen, and detailed sections.

mod charts;
mod screen;
mod sections;

pub use screen::{stats, stats_in_full};
