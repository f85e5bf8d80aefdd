//! A report as a page for a browser: one file with its style and its drawings, which loads nothing and
//! runs nothing. Whatever stands in decks is text in it.
//!
//! It is a room of the screen's folder because it shows what the reports show, out of the same figures.

pub(crate) mod calendar;
pub(crate) mod document;
pub(crate) mod forecast;
pub(crate) mod goal;
pub(crate) mod html;
pub(crate) mod lists;
pub(crate) mod retention;
pub(crate) mod tables;
pub(crate) mod tiles;

pub use document::{GENERATOR, stats_page};
