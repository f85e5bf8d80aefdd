//! Other formats, read and written. Pure: bytes in, values out, and back.

mod archive;

pub use archive::{Archive, BadArchive, MANIFEST};
