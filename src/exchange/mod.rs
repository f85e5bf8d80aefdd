//! Other formats in and out. Pure: bytes in, values out, and back.

mod archive;

pub use archive::{Archive, BadArchive, MANIFEST};
