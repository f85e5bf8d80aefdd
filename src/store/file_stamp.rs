//! File metadata for recognizing a file that was read before.

use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::system::file_facts;

/// Length, times and inode number of a file. Changing its bytes changes one of the times: unlike
/// the modification time, the time of the last status change cannot be set back. Windows has only the former.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileStamp {
    /// Its length in bytes.
    pub(crate) length: u64,
    /// When its content changed: seconds and nanoseconds since 1970.
    modified: (i64, i64),
    /// When its content, name or owner changed.
    changed: (i64, i64),
    inode: u64,
}

impl FileStamp {
    /// How long a file must have been left alone before its stamp is trusted, in seconds: a second
    /// change within the same tick of a coarse clock would go unnoticed.
    const SETTLED: i64 = 2;

    pub(crate) fn of(metadata: &Metadata) -> Self {
        let (modified, changed, inode) = file_facts(metadata);
        Self {
            length: metadata.len(),
            modified,
            changed,
            inode,
        }
    }

    /// Whether the file has been left alone long enough at this time, in seconds since 1970.
    pub(crate) const fn settled(&self, now: i64) -> bool {
        self.modified.0 + Self::SETTLED < now && self.changed.0 + Self::SETTLED < now
    }
}

/// The metadata of a folder's entry, or of the file that a link leads to. Asking by folder is
/// faster than by the whole path.
pub(crate) fn metadata(entry: &DirEntry) -> io::Result<Metadata> {
    if entry.file_type()?.is_symlink() {
        fs::metadata(entry.path())
    } else {
        entry.metadata()
    }
}

/// The time of the system, in seconds since 1970: that of the files, whatever `NODEQUIZ_NOW` says.
pub(crate) fn system_seconds() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs().cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    // Windows reports no other time than that of the modification.
    #[cfg(unix)]
    #[test]
    fn a_file_changed_behind_its_modification_time_has_another_stamp() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        fs::write(&path, "one").expect("written");
        let before = FileStamp::of(&fs::metadata(&path).expect("a file"));
        let modified = fs::metadata(&path)
            .expect("a file")
            .modified()
            .expect("a time");
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(&path, "two").expect("written");
        let file = fs::File::options().write(true).open(&path).expect("a file");
        file.set_modified(modified).expect("set back");
        let after = FileStamp::of(&fs::metadata(&path).expect("a file"));
        assert_eq!(before.modified, after.modified);
        assert_ne!(before, after);
    }

    #[test]
    fn the_stamp_of_a_recent_file_is_not_trusted() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        fs::write(&path, "one").expect("written");
        let stamp = FileStamp::of(&fs::metadata(&path).expect("a file"));
        let now = system_seconds();
        assert!(!stamp.settled(now));
        assert!(!stamp.settled(now + 1));
        assert!(stamp.settled(now + 4));
    }

    #[cfg(unix)]
    #[test]
    fn an_entry_has_the_stamp_of_its_file_and_a_link_that_of_its_target() {
        let folder = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("a folder");
        let target = elsewhere.path().join("kept");
        fs::write(&target, "somewhere else").expect("written");
        fs::write(folder.path().join("file"), "here").expect("written");
        std::os::unix::fs::symlink(&target, folder.path().join("link")).expect("a link");
        std::os::unix::fs::symlink("nowhere", folder.path().join("loose")).expect("a link");
        for entry in fs::read_dir(folder.path()).expect("a folder").flatten() {
            let whole = fs::metadata(entry.path()).ok().as_ref().map(FileStamp::of);
            let quick = metadata(&entry).ok().as_ref().map(FileStamp::of);
            assert_eq!(quick, whole, "{:?}", entry.file_name());
            assert_eq!(whole.is_none(), entry.file_name() == "loose");
        }
    }
}
