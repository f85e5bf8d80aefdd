//! The checksums of files that have not changed since they were read, so that they need not be read
//! again when the program starts.
//!
//! The cache may be deleted, outdated or damaged: a file that does not match in every way is read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::file_stamp::{FileStamp, system_seconds};
use super::private;
use crate::history::{has_checksum, with_checksum};
use crate::memory::StudyDay;

/// Known checksums by the names of files.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct KnownFiles {
    #[serde(skip)]
    path: PathBuf,
    #[serde(skip)]
    changed: bool,
    files: BTreeMap<String, (FileStamp, u32)>,
    /// The day on which all files were last read, whatever their stamps said.
    #[serde(default)]
    checked: Option<StudyDay>,
}

impl KnownFiles {
    /// The saved checksums; none if they cannot be read.
    pub(super) fn load(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            ..read(path).unwrap_or_default()
        }
    }

    /// The checksum of a file with this stamp.
    pub(super) fn crc(&self, name: &str, stamp: &FileStamp) -> Option<u32> {
        let (known, crc) = self.files.get(name)?;
        (known == stamp).then_some(*crc)
    }

    /// Adds a file that was read after this stamp was taken.
    pub(super) fn learn(&mut self, name: &str, stamp: &FileStamp, length: u64, crc: u32) {
        let trusted = stamp.length == length && stamp.settled(system_seconds());
        let entry = trusted.then_some((*stamp, crc));
        self.changed |= match entry {
            Some(entry) => self.files.insert(name.to_owned(), entry) != Some(entry),
            None => self.files.remove(name).is_some(),
        };
    }

    /// Whether the files are to be read on this day, whatever their stamps say; only the first time.
    pub(super) fn is_check_due(&mut self, today: StudyDay) -> bool {
        let due = self.checked != Some(today);
        self.changed |= due;
        self.checked = Some(today);
        due
    }

    /// Forgets a file, so that it is read at the next start.
    pub(super) fn forget(&mut self, name: &str) {
        self.changed |= self.files.remove(name).is_some();
    }

    /// Saves what was added. A failure only costs time, so it is ignored.
    pub(super) fn save(&mut self) {
        if !self.changed {
            return;
        }
        self.changed = false;
        let Ok(json) = serde_json::to_string(self) else {
            return;
        };
        let _ = private::replace_derived(&self.path, with_checksum(json).as_bytes());
    }
}

fn read(path: &Path) -> Option<KnownFiles> {
    let text = fs::read_to_string(path).ok()?;
    let whole = has_checksum(text.as_bytes());
    whole.then(|| serde_json::from_str(&text).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stamp of a file of this length, unchanged since 1970.
    fn stamp(length: u64) -> FileStamp {
        serde_json::from_str(&format!(
            "{{\"length\":{length},\"modified\":[1,2],\"changed\":[3,4],\"inode\":5}}"
        ))
        .expect("stamp")
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cache/reviews.json");
        (folder, path)
    }

    #[test]
    fn what_was_learned_is_known_at_the_next_start_and_only_of_that_file() {
        let (_folder, path) = folder();
        let mut files = KnownFiles::load(&path);
        files.learn("a/1.jsonl", &stamp(10), 10, 77);
        // It grew while it was read.
        files.learn("a/2.jsonl", &stamp(10), 12, 78);
        files.save();
        let files = KnownFiles::load(&path);
        assert_eq!(files.crc("a/1.jsonl", &stamp(10)), Some(77));
        assert_eq!(files.crc("a/1.jsonl", &stamp(11)), None);
        assert_eq!(files.crc("a/2.jsonl", &stamp(10)), None);
        assert_eq!(files.crc("b/1.jsonl", &stamp(10)), None);
    }

    #[test]
    fn a_damaged_cache_knows_nothing() {
        let (_folder, path) = folder();
        let mut files = KnownFiles::load(&path);
        files.learn("a/1.jsonl", &stamp(10), 10, 77);
        files.save();
        let undamaged = fs::read(&path).expect("a file");
        for place in 0..undamaged.len() {
            let mut damaged = undamaged.clone();
            damaged[place] ^= 1;
            fs::write(&path, &damaged).expect("written");
            assert_eq!(KnownFiles::load(&path).crc("a/1.jsonl", &stamp(10)), None);
            fs::write(&path, &undamaged[..place]).expect("written");
            assert_eq!(KnownFiles::load(&path).crc("a/1.jsonl", &stamp(10)), None);
        }
    }

    #[test]
    fn nothing_new_is_not_written() {
        let (_folder, path) = folder();
        KnownFiles::load(&path).save();
        assert!(!path.exists());
    }
}
