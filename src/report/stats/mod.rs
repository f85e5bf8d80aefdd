//! `nodequiz stats`: one screen, and a section for each thing that it looks at more closely.

mod calendar;
mod confusions;
mod forecast;
mod glance;
mod goal;
mod hardest;
mod retention;
mod screen;
mod section;
mod table;
mod tables;

pub use screen::{stats, stats_in_full};
