//! Other formats, read and written. Pure: bytes in, values out, and back.

mod anki;
mod archive;
mod booklet;
mod chosen;
mod document;
mod draft;
#[cfg(test)]
mod fuzz;
mod html;
mod markdown;
mod notes;
mod obsidian;
mod parts;
mod picture;
mod quiz;
mod returned;
#[cfg(test)]
mod round_trips;
mod rows;
mod source;
mod table;
mod update;

pub use anki::anki_text;
#[cfg(feature = "anki")]
pub use anki::{CardProgress, PackageInput, Packed, PastAnswer, package};
pub use archive::{Archive, BadArchive, MANIFEST};
pub use booklet::{Answers, booklet};
pub use chosen::{ChosenDeck, fence_for};
pub use draft::short_slug;
pub use notes::{
    BadSource, FoundBody, FoundDeck, FoundReview, PassedOver, Picture, decoded_address,
};
pub use parts::{DeckSize, parts};
pub use picture::{PicturesBeside, other_name, pictures_beside, take_pictures};
pub use returned::{Here, returned_deck};
pub use rows::Columns;
pub use source::{Format, ReadSource, is_anki_package, read_notes};
pub use table::{json, table};
pub use update::{CardChange, ImportRecord, Outcome, Target, UpdatedDeck, short_key, update_deck};
