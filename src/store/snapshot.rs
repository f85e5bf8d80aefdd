//! The file of the schedule. It can be deleted at any time and is made anew.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use crate::history::SnapshotReader;

/// The snapshot, if there is one that can be read.
pub(super) fn load(path: &Path) -> Option<SnapshotReader<BufReader<File>>> {
    let file = File::open(path).ok()?;
    SnapshotReader::open(BufReader::with_capacity(64 * 1024, file))
}

/// Replaces the snapshot in one step.
pub(super) fn save(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    super::private::replace_derived(path, write)
}
