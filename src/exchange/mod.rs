//! Other formats, read and written. Pure: bytes in, values out, and back.

mod archive;
mod notes;

pub use archive::{Archive, BadArchive, MANIFEST};
pub use notes::{
    BadSource, Found, FoundBody, FoundCard, FoundDeck, FoundReview, PassedOver, Picture, Why,
};
