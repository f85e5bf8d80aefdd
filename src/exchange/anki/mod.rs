//! Cards for Anki and from Anki.

#[cfg(feature = "anki")]
mod import;
mod note;
#[cfg(feature = "anki")]
mod note_types;
#[cfg(feature = "anki")]
mod package;
mod text;

#[cfg(feature = "anki")]
pub(super) use import::read_anki;
#[cfg(feature = "anki")]
pub use package::{PackageError, PackageInput, Packed, package};
pub use text::anki_text;
