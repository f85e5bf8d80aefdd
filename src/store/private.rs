//! Writing files that only their owner can read: those of the home, and outside of it those that the learner asked for.

use std::fs;
use std::io::{self, Read as _, Write as _};
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

/// Reads all of standard input.
pub fn read_input() -> io::Result<String> {
    io::read_to_string(io::stdin())
}

/// Writes a file atomically. If it exists and is not to be replaced, the error is `AlreadyExists`.
pub fn write_outside(path: &Path, bytes: &[u8], may_replace: bool) -> io::Result<()> {
    let path = std::path::absolute(path)?;
    refuse_what_is_no_file(&path)?;
    if may_replace {
        replace(&path, bytes)
    } else {
        create(&path, bytes)
    }
}

/// Whether a file has just these bytes.
pub fn holds_outside(path: &Path, bytes: &[u8]) -> bool {
    let size = fs::metadata(path).map(|file| file.is_file().then_some(file.len()));
    size.is_ok_and(|size| size == Some(bytes.len() as u64))
        && fs::read(path).is_ok_and(|there| there == bytes)
}

/// Creates a folder, if it is missing.
pub fn create_folder_outside(path: &Path) -> io::Result<()> {
    create_folder(&std::path::absolute(path)?)
}

/// Checks whether a file could be written, as far as possible without writing it.
pub fn may_write_outside(path: &Path, replace: bool) -> io::Result<()> {
    let path = std::path::absolute(path)?;
    refuse_what_is_no_file(&path)?;
    if !replace && path.try_exists()? {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    match path.parent() {
        Some(folder) if !folder.is_dir() => Err(io::ErrorKind::NotFound.into()),
        _ => Ok(()),
    }
}

/// Fails where a folder, a device or a pipe has that name: only a regular file is ever replaced.
fn refuse_what_is_no_file(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(found) if !found.is_file() => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file",
        )),
        _ => Ok(()),
    }
}

/// A page that was not written; an existing file is untouched.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Another file has that name.
    #[error("{} already exists and is not such a page", .0.display())]
    NotOurs(PathBuf),
    /// The system does not allow writing it.
    #[error("{} cannot be written: {cause}", path.display())]
    Failed {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
}

/// How many bytes of a file are searched for its mark.
const HEAD: u64 = 1024;

/// Writes a page for a browser atomically, readable by its owner only, and returns its full path.
/// An existing file is replaced if it has `mark` near its beginning, or with `force`.
pub fn write_page(path: &Path, page: &str, mark: &str, force: bool) -> Result<PathBuf, PageError> {
    let failed = |cause| PageError::Failed {
        path: path.to_owned(),
        cause,
    };
    let path = std::path::absolute(path).map_err(failed)?;
    let is_there = match fs::metadata(&path) {
        Ok(found) if found.is_file() => true,
        Ok(_) => return Err(PageError::NotOurs(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(failed(error)),
    };
    if is_there && !force && !has_mark(&path, mark).map_err(failed)? {
        return Err(PageError::NotOurs(path));
    }
    write_outside(&path, page.as_bytes(), is_there).map_err(failed)?;
    Ok(path)
}

/// Whether a mark is near the beginning of a file.
fn has_mark(path: &Path, mark: &str) -> io::Result<bool> {
    let mut head = Vec::new();
    fs::File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(String::from_utf8_lossy(&head).contains(mark))
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_page_replaces_a_page_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("stats.html");
        let write = |page: &str, force| write_page(&path, page, "<mark>", force);
        assert_eq!(write("<mark> one", false).expect("new"), path);
        write("<mark> two", false).expect("a page");
        #[cfg(unix)]
        {
            let mode = fs::metadata(&path).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        fs::write(&path, "my notes").expect("written");
        assert!(matches!(write("<mark>", false), Err(PageError::NotOurs(_))));
        assert_eq!(fs::read_to_string(&path).expect("kept"), "my notes");
        write("<mark> three", true).expect("forced");
        assert_eq!(fs::read_to_string(&path).expect("a page"), "<mark> three");
    }

    #[test]
    fn a_folder_is_never_replaced_and_a_missing_one_not_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &Path| write_page(path, "<mark>", "<mark>", true);
        assert!(matches!(write(folder.path()), Err(PageError::NotOurs(_))));
        let missing = folder.path().join("none/stats.html");
        assert!(matches!(write(&missing), Err(PageError::Failed { .. })));
        assert!(!folder.path().join("none").exists());
    }

    #[test]
    #[cfg(unix)]
    fn a_socket_is_never_replaced() {
        use std::os::unix::fs::FileTypeExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("socket");
        let _socket = std::os::unix::net::UnixListener::bind(&path).expect("a socket");
        may_write_outside(&path, true).expect_err("it is not a file");
        write_outside(&path, b"one", true).expect_err("it is not a file");
        let found = fs::metadata(&path).expect("it is there");
        assert!(found.file_type().is_socket());
    }

    #[test]
    fn nothing_is_replaced_that_was_not_to_be() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.md");
        may_write_outside(&path, false).expect("free");
        write_outside(&path, b"one", false).expect("written");
        let kind = |result: io::Result<()>| result.expect_err("refused").kind();
        let exists = io::ErrorKind::AlreadyExists;
        assert_eq!(kind(may_write_outside(&path, false)), exists);
        assert_eq!(kind(write_outside(&path, b"two", false)), exists);
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), "one");
        may_write_outside(&path, true).expect("to be replaced");
        write_outside(&path, b"two", true).expect("replaced");
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), "two");
        let nowhere = folder.path().join("no/where.md");
        assert_eq!(
            kind(may_write_outside(&nowhere, true)),
            io::ErrorKind::NotFound
        );
        assert_eq!(
            kind(may_write_outside(folder.path(), true)),
            io::ErrorKind::IsADirectory
        );
    }
}
