//! The statistics as a page for a browser: one file with its style and its drawings, which loads nothing
//! and runs nothing. Text from decks is escaped: the page is built by `maud`, which escapes every value.

mod charts;
mod document;
mod html;

pub use document::{GENERATOR, stats_page};
