//! Files and folders that only their owner can read.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::system::{of_owner, sync_folder};
use crate::id::{markdown_name, numbered};
use crate::memory::StudyDay;
use crate::wording::health::backup_name;

/// Creates a folder and those above it, for the owner alone. An existing folder is left as it is.
pub(super) fn create_folder(folder: &Path) -> io::Result<()> {
    of_owner().create(folder)
}

/// An unused name for a Markdown file in a folder: `name.md`, else `name-2.md` and so on.
pub(super) fn free_path(folder: &Path, name: &str) -> io::Result<PathBuf> {
    const TRIES: usize = 10_000;
    numbered(name)
        .take(TRIES)
        .map(|name| folder.join(markdown_name(&name)))
        .find(|path| !path.exists())
        .ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}

/// Replaces a file atomically, so that nobody ever sees half of it.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link to a file kept elsewhere stays a link: the file behind it is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    written_beside(&target, bytes)?.persist(&target)?;
    sync_folder(folder_of(&target))
}

/// A file with these bytes, on the disk, which has yet to be given its name.
fn written_beside(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new()
        .prefix(".nodequiz-")
        .tempfile_in(folder_of(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    Ok(file)
}

/// The same for a file of the home. Its folder is made if it is missing.
pub(super) fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_folder(folder_of(path))?;
    replace(path, bytes)
}

/// Writes a file of the home that must not exist yet; its folder is made if it is missing.
pub(super) fn save_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_folder(folder_of(path))?;
    create(path, bytes)
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().unwrap_or(path);
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// Replaces a file of the home that can be rebuilt, atomically. Its folder is made if it is
/// missing. It is not synced: a torn one is detected when it is read.
pub(super) fn replace_derived(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    create_folder(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".schedule-")
        .suffix(".tmp")
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

/// Writes a file that must not exist yet, atomically.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    written_beside(path, bytes)?.persist_noclobber(path)?;
    sync_folder(folder_of(path))
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
    fs::rename(path, &target)?;
    Ok(target)
}
