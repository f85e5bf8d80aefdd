//! What `doctor` needs to know about the files of a home. Nothing is changed.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::device;
use super::disk::if_there;
use super::history_store::{Terms, fingerprint, wrong};
use super::home::Home;
use super::journals::{self, JournalBytes};
use super::lock;
use super::portable_files;
use super::repository::{GIT_COMMAND, unfinished_in};
use super::system;
use crate::history::{Fingerprint, Journal, Schedule, Snapshot, write_snapshot};
use crate::wording::health::{DeviceName, FolderFault, HomeState, SnapshotState};

/// A temporary file that was changed more recently may still be in use.
const IN_USE: Duration = Duration::from_secs(60);

/// Examines everything around the journals, and reads those that can be read.
pub fn look_around(home: &Home) -> (HomeState, JournalBytes) {
    let (bytes, unreadable, unknown_files) = journals::read_readable(&home.reviews());
    let device = match device::known(home) {
        Some(name) => DeviceName::Known(name),
        None if device::file(home).exists() => DeviceName::Foreign(device::file(home)),
        None => DeviceName::None,
    };
    let mut folders = unusable(home);
    if let DeviceName::Known(name) = &device {
        folders.extend(closed_journal(home, name, &bytes));
    }
    let around = HomeState {
        folders,
        open: system::open_paths(home),
        temporary: temporary(home),
        unreadable,
        not_carried: not_carried(home),
        unknown_files,
        device,
        session: lock::holder_of(home),
        unfinished: unfinished(home.data()),
    };
    (around, bytes)
}

/// What neither export nor sync carries. Folders that cannot be read are reported elsewhere.
fn not_carried(home: &Home) -> Vec<(String, String)> {
    let found = portable_files::find(home).unwrap_or_default();
    let left_out = found.left_out.into_iter();
    left_out.map(|file| (file.file, file.why)).collect()
}

/// Removes a file that was left behind.
pub fn remove_left_behind(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

/// The folders that the program cannot write to, with the consequences.
fn unusable(home: &Home) -> Vec<FolderFault> {
    let answers = "no answer can be recorded";
    let mut folders = vec![
        (home.data().to_owned(), answers),
        (home.reviews(), answers),
        (
            home.state().to_owned(),
            "this device's name and the lock of a session cannot be kept",
        ),
        (home.decks(), "cards cannot be edited, nor decks made"),
        (home.config().to_owned(), "settings cannot be changed"),
    ];
    folders.extend(device_folder(home).map(|folder| (folder, answers)));
    let mut faults: Vec<FolderFault> = Vec::new();
    for (path, cost) in folders {
        // Folders within a faulty one have the same fault, which is reported once.
        if faults.iter().any(|fault| path.starts_with(&fault.path)) {
            continue;
        }
        if let Some(why) = fault(&path) {
            faults.push(FolderFault { path, why, cost });
        }
    }
    faults
}

/// The folder of this device's journals, if there is one.
fn device_folder(home: &Home) -> Option<PathBuf> {
    let folder = home.reviews().join(device::known(home)?);
    Some(folder).filter(|folder| folder.exists())
}

/// Why a folder cannot be used. One that does not exist yet is judged by the folder in which it
/// would be created.
fn fault(path: &Path) -> Option<String> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_dir() => Some("a file is where a folder has to be".to_owned()),
        Ok(_) => {
            if let Err(error) = fs::read_dir(path) {
                return Some(format!("a folder cannot be read: {error}"));
            }
            let error = tried(path).err()?;
            // Its message names the file that was tried, which doesn't help.
            Some(format!(
                "nothing can be written in a folder: {}",
                error.kind()
            ))
        }
        Err(error)
            if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() =>
        {
            let above = path.ancestors().skip(1).find(|folder| folder.exists())?;
            system::may_write(above)
                .err()
                .map(|error| format!("a folder cannot be made in {}: {error}", above.display()))
        }
        Err(error) => Some(format!("a folder cannot be reached: {error}")),
    }
}

/// Writes a little and deletes it again: only a real write reveals a full or read-only disk.
fn tried(folder: &Path) -> io::Result<()> {
    let mut file = tempfile::Builder::new()
        .prefix(".nodequiz-")
        .tempfile_in(folder)?;
    file.write_all(&[b'\n'; 512])?;
    file.as_file().sync_data()?;
    file.close()
}

/// The newest journal of this device, if it cannot be written to.
fn closed_journal(home: &Home, device: &str, bytes: &JournalBytes) -> Option<FolderFault> {
    let folder = format!("{device}/");
    let newest = bytes
        .names()
        .filter(|name| name.starts_with(&folder))
        .max()?;
    let path = home.reviews().join(newest);
    let error = OpenOptions::new().append(true).open(&path).err()?;
    Some(FolderFault {
        path,
        why: format!("this month's journal cannot be written: {error}"),
        cost: "no answer of this month can be recorded",
    })
}

/// Temporary files left by a program that was stopped.
fn temporary(home: &Home) -> Vec<PathBuf> {
    let mut folders = vec![
        home.data().to_owned(),
        home.decks(),
        home.prompts(),
        home.reports(),
        home.reviews(),
        home.state().to_owned(),
        home.config().to_owned(),
    ];
    folders.extend(device_folder(home));
    let mut found: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let ours = name.starts_with(".nodequiz-")
                || name.starts_with(".device-")
                || (name.starts_with(".schedule-") && name.ends_with(".tmp"));
            ours && entry.metadata().is_ok_and(|metadata| {
                let touched = metadata.modified().ok();
                metadata.is_file() && touched.is_none_or(was_long_ago)
            })
        })
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

fn was_long_ago(time: SystemTime) -> bool {
    SystemTime::now()
        .duration_since(time)
        .is_ok_and(|age| age > IN_USE)
}

/// The unfinished git operation in a folder, if it is a repository's root.
fn unfinished(folder: &Path) -> Option<(&'static str, PathBuf)> {
    let inside = folder.join(".git");
    let git = match fs::read_to_string(&inside) {
        // A work tree has a file that says where its repository is.
        Ok(text) => folder.join(text.strip_prefix("gitdir:")?.trim()),
        Err(_) => inside,
    };
    let what = unfinished_in(&git).filter(|what| *what != GIT_COMMAND)?;
    Some((what, folder.to_owned()))
}

/// Compares the saved schedule of a home with the one that follows from these journals.
pub fn compare_snapshot(
    home: &Home,
    bytes: &JournalBytes,
    journal: &Journal,
    terms: &Terms<'_>,
) -> SnapshotState {
    let kept = match if_there(fs::read_to_string(home.snapshot())) {
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
