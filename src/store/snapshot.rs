//! The file of the schedule. It can be deleted at any time and is made anew.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use super::private;
use crate::history::{Fingerprint, Schedule, SnapshotReader, put_snapshot};

/// The snapshot, if there is one that can be read.
pub(super) fn load(path: &Path) -> Option<SnapshotReader<BufReader<File>>> {
    let file = File::open(path).ok()?;
    SnapshotReader::open(BufReader::with_capacity(64 * 1024, file))
}

/// Replaces the snapshot in one step. `problems` is how many things were wrong with the journal.
pub(super) fn save(
    path: &Path,
    schedule: &Schedule,
    problems: usize,
    fingerprint: &Fingerprint,
) -> io::Result<()> {
    private::replace_derived(path, |file| {
        put_snapshot(file, schedule, problems, fingerprint)
    })
}
