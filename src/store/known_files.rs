//! The checksums of files that have not changed since they were read: a start need not read the years
//! behind it again.
//!
//! Kept in the cache folder, where it may be deleted, outdated or damaged: what does not fit in every
//! way counts as unknown, and the file is read.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::file_stamp::{FileStamp, system_seconds};
use super::private;

/// Known checksums by the names of files.
#[derive(Debug, Default)]
pub(super) struct KnownFiles {
    path: PathBuf,
    known: BTreeMap<String, (FileStamp, u32)>,
    changed: bool,
}

impl KnownFiles {
    /// What is known; nothing where it cannot be read.
    pub(super) fn load(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            known: read(path).unwrap_or_default(),
            changed: false,
        }
    }

    /// The checksum of a file with these facts.
    pub(super) fn crc(&self, name: &str, facts: &FileStamp) -> Option<u32> {
        let (known, crc) = self.known.get(name)?;
        (known == facts).then_some(*crc)
    }

    /// Takes in a file that was read after these facts were taken.
    pub(super) fn learn(&mut self, name: &str, facts: &FileStamp, length: u64, crc: u32) {
        let trusted = facts.length == length && facts.settled(system_seconds());
        let entry = trusted.then_some((*facts, crc));
        self.changed |= match entry {
            Some(entry) => self.known.insert(name.to_owned(), entry) != Some(entry),
            None => self.known.remove(name).is_some(),
        };
    }

    /// Writes down what was learned. Its failure costs only time, so nobody hears of it.
    pub(super) fn save(&mut self) {
        if !self.changed {
            return;
        }
        self.changed = false;
        let Ok(mut text) = serde_json::to_string(&self.known) else {
            return;
        };
        let crc = crc32fast::hash(text.as_bytes());
        text.push_str(&format!("\n{crc:08x}\n"));
        if let Some(folder) = self.path.parent()
            && private::create_folder(folder).is_ok()
        {
            let _ = private::replace_derived(&self.path, |file| file.write_all(text.as_bytes()));
        }
    }
}

fn read(path: &Path) -> Option<BTreeMap<String, (FileStamp, u32)>> {
    let text = fs::read_to_string(path).ok()?;
    let (json, crc) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let whole = crc == format!("{:08x}", crc32fast::hash(json.as_bytes()));
    whole.then(|| serde_json::from_str(json).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Facts of a file left alone since 1970, so long.
    fn facts(length: u64) -> FileStamp {
        serde_json::from_str(&format!(
            "{{\"length\":{length},\"modified\":[1,2],\"changed\":[3,4],\"inode\":5}}"
        ))
        .expect("facts")
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
        files.learn("a/1.jsonl", &facts(10), 10, 77);
        // Somebody appended while it was read.
        files.learn("a/2.jsonl", &facts(10), 12, 78);
        files.save();
        let files = KnownFiles::load(&path);
        assert_eq!(files.crc("a/1.jsonl", &facts(10)), Some(77));
        assert_eq!(files.crc("a/1.jsonl", &facts(11)), None);
        assert_eq!(files.crc("a/2.jsonl", &facts(10)), None);
        assert_eq!(files.crc("b/1.jsonl", &facts(10)), None);
    }

    #[test]
    fn a_damaged_cache_knows_nothing() {
        let (_folder, path) = folder();
        let mut files = KnownFiles::load(&path);
        files.learn("a/1.jsonl", &facts(10), 10, 77);
        files.save();
        let sound = fs::read(&path).expect("a file");
        for place in 0..sound.len() {
            let mut damaged = sound.clone();
            damaged[place] ^= 1;
            fs::write(&path, &damaged).expect("written");
            assert_eq!(KnownFiles::load(&path).crc("a/1.jsonl", &facts(10)), None);
            fs::write(&path, &sound[..place]).expect("written");
            assert_eq!(KnownFiles::load(&path).crc("a/1.jsonl", &facts(10)), None);
        }
    }

    #[test]
    fn nothing_new_is_not_written() {
        let (_folder, path) = folder();
        KnownFiles::load(&path).save();
        assert!(!path.exists());
    }
}
