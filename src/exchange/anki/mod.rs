//! Cards for Anki and from Anki.

#[cfg(feature = "anki")]
mod import;
mod note;
#[cfg(feature = "anki")]
mod note_types;
#[cfg(feature = "anki")]
mod package;

#[cfg(feature = "anki")]
pub(super) use import::read_anki;
pub use note::anki_text;
#[cfg(feature = "anki")]
pub use package::{CardProgress, PackageInput, Packed, PastAnswer, package};
