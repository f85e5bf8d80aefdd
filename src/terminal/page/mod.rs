//! A report as a page for a browser: one file with its style and its drawings, which loads nothing and
//! runs nothing. Whatever stands in decks is text in it.
//!
//! It is a room of the screen's folder because it shows what the reports show, out of the same figures.

mod calendar;
mod document;
mod forecast;
mod goal;
mod html;
mod lists;
mod retention;
mod tables;
mod tiles;

pub use document::{GENERATOR, stats_page};
