//! Other formats, read and written. Pure: bytes in, values out, and back.

mod archive;
mod document;
mod draft;
mod from_html;
mod notes;
mod obsidian;
mod plain;
mod quiz;
mod repair;
mod rows;
mod source;
mod update;

pub use archive::{Archive, BadArchive, MANIFEST};
pub use draft::short_slug;
pub use notes::{
    BadSource, Found, FoundBody, FoundCard, FoundDeck, FoundReview, PassedOver, Picture, Why,
};
pub use rows::{BadTable, Columns};
pub use source::{Format, ReadSource, read_notes};
pub use update::{CardChange, ImportRecord, Outcome, Target, UpdatedDeck, short_key, update_deck};
