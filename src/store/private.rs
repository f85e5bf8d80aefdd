//! Files and folders that only their owner can read.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::id::{markdown_name, numbered};

use super::system::{of_owner, sync_folder};

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
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    // A link to a file kept elsewhere stays a link: the file behind it is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().unwrap_or(folder);
    let mut file = tempfile::Builder::new()
        .prefix(".nodequiz-")
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    file.persist(&target).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Replaces a file that can be rebuilt, atomically. It is not synced: a torn one is detected when
/// it is read.
pub(super) fn replace_derived(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
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
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".nodequiz-")
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(folder)
}
