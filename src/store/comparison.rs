//! Comparing the saved schedule with one computed from the journal.

use std::io;
use std::path::{Path, PathBuf};

use super::disk::if_there;
use super::history_store::{Terms, fingerprint, wrong};
use super::home::Home;
use super::journals::JournalBytes;
use crate::history::{Fingerprint, Journal, Schedule, Snapshot, write_snapshot};
use crate::id::numbered;
use crate::memory::StudyDay;
use crate::wording::health::{SnapshotState, backup_name};

/// Compares the saved schedule of a home with the one that follows from these journals.
pub fn compare_snapshot(
    home: &Home,
    bytes: &JournalBytes,
    journal: &Journal,
    terms: &Terms<'_>,
) -> SnapshotState {
    let kept = match if_there(std::fs::read_to_string(home.snapshot())) {
        Ok(Some(kept)) => kept,
        Ok(None) => return SnapshotState::Missing,
        Err(_) => return SnapshotState::Damaged,
    };
    let fingerprint = fingerprint(&bytes.marks(), terms);
    let Some(snapshot) = Snapshot::from_text(&kept) else {
        return if Fingerprint::is_foreign(&kept) {
            SnapshotState::Stale
        } else {
            SnapshotState::Damaged
        };
    };
    if *snapshot.fingerprint != fingerprint || journal.from_the_future {
        return SnapshotState::Stale;
    }
    let schedule = Schedule::replay(journal, &terms.rules);
    let anew = write_snapshot(&schedule, wrong(journal), &fingerprint);
    // The schedule of a journal of a newer program is never saved.
    if kept == anew && journal.read_only.is_none() {
        SnapshotState::Correct
    } else {
        SnapshotState::Wrong
    }
}

/// Moves a file aside, within its folder; returns its new path. Files moved aside earlier on the
/// same day stay.
pub fn put_aside(path: &Path, day: StudyDay) -> io::Result<PathBuf> {
    const TRIES: usize = 1000;
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let target = numbered(backup_name(&name.to_string_lossy(), day))
        .take(TRIES)
        .map(|name| path.with_file_name(name))
        .find(|target| !target.exists())
        .ok_or(io::ErrorKind::AlreadyExists)?;
    std::fs::rename(path, &target)?;
    Ok(target)
}
