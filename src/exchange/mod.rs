//! Other formats, read and written. Pure: bytes in, values out, and back.

mod anki;
mod archive;
mod booklet;
mod chosen;
mod from_html;
mod html;
mod json;
mod notes;
mod picture;
#[cfg(feature = "anki")]
mod progress;
mod sides;
mod table;

pub use anki::anki_text;
#[cfg(feature = "anki")]
pub use anki::{PackageError, PackageInput, Packed, package, read_anki};
pub use archive::{Archive, BadArchive, MANIFEST};
pub use booklet::{Answers, booklet};
pub use chosen::ChosenDeck;
pub use json::json;
pub use notes::{
    BadSource, Found, FoundBody, FoundCard, FoundDeck, FoundReview, PassedOver, Picture, Why,
};
pub use picture::picture_addresses;
#[cfg(feature = "anki")]
pub use progress::{CardProgress, PastAnswer};
pub use table::{COLUMNS, DECK, Separator, table, text};
