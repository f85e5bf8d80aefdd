//! The file of the schedule. It can be deleted at any time and is made anew.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// The snapshot's text, if there is one that can be read.
#[must_use]
pub(super) fn load(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// Replaces the snapshot in one step. It is not synced: a torn one is noticed by its checksum.
pub(super) fn save(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".schedule-")
        .suffix(".tmp")
        .tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}
