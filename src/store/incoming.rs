//! Applying a file from elsewhere to the learner's own files.
//!
//! Journals only grow: this device's own are appended to, so that a session may continue writing to
//! it. If both sides have changed a text, both versions are kept. Every file is replaced
//! atomically.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::portable_files;
use super::portable_files::{FileError, read};
use super::private;
use super::three_way;
use super::three_way::ThreeWayMerge;
use crate::history::{Union, lines_only_in, union};

/// Where files are applied.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IncomingFiles<'a> {
    /// The data folder.
    pub(crate) data: &'a Path,
    /// This device, if it has a name.
    pub(crate) own: Option<&'a str>,
    /// Whether to report only what would be done.
    pub(crate) dry: bool,
}

/// The result for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// Nothing: all of it is already here.
    Nothing,
    /// It was missing here.
    New {
        /// How many events it brought, if it is a journal.
        events: usize,
    },
    /// A local journal got this many events.
    Events(usize),
    /// The text here was replaced: it had been changed only elsewhere.
    Changed,
    /// The changes of both sides were merged.
    Merged,
    /// The text was deleted elsewhere, so it is here.
    Removed,
    /// The text had been deleted here, but changed elsewhere: it is back.
    CameBack,
    /// The text had been deleted elsewhere, but changed here: it stays.
    Stayed,
    /// Both sides had changed the text: the local one stays in use, and the other one is kept
    /// beside it.
    Beside {
        /// The file of the other version.
        file: String,
        /// Whether it already existed with these bytes.
        known: bool,
    },
}

/// Merges the changes of two sides to a text, if that is possible: base, here, other.
pub(crate) type Merge<'m> = dyn FnMut(&[u8], &[u8], &[u8]) -> Option<Vec<u8>> + 'm;

impl IncomingFiles<'_> {
    /// Adds the lines of a journal.
    pub(crate) fn journal(&self, name: &str, other: &[u8]) -> Result<Applied, FileError> {
        let path = portable_files::place(self.data, name)?;
        let Some(here) = read(&path)? else {
            self.create(&path, other)?;
            let events = lines_only_in(other, b"").len();
            return Ok(Applied::New { events });
        };
        let own = self.own.is_some() && name.split('/').nth(1) == self.own;
        let events = lines_only_in(other, &here).len();
        match union(&here, other, own) {
            Union::Nothing => {}
            Union::Append(bytes) => self.append(&path, &bytes)?,
            Union::Replace => self.replace(&path, other)?,
        }
        Ok(match events {
            0 => Applied::Nothing,
            events => Applied::Events(events),
        })
    }

    /// Applies a text; `base` is the version that both sides had before.
    pub(crate) fn text(
        &self,
        name: &str,
        base: Option<&[u8]>,
        other: Option<&[u8]>,
        merge: &mut Merge<'_>,
    ) -> Result<Applied, FileError> {
        let path = portable_files::place(self.data, name)?;
        let here = read(&path)?;
        let decision = three_way::three_way_merge(base, here.as_deref(), other);
        match (decision, here, other) {
            (ThreeWayMerge::Take, Some(_), Some(other)) => {
                self.replace(&path, other)?;
                Ok(Applied::Changed)
            }
            (ThreeWayMerge::Take, None, Some(other)) => {
                self.create(&path, other)?;
                Ok(Applied::New { events: 0 })
            }
            (ThreeWayMerge::TakeBack, _, Some(other)) => {
                self.create(&path, other)?;
                Ok(Applied::CameBack)
            }
            (ThreeWayMerge::Remove, ..) => {
                if !self.dry {
                    fs::remove_file(&path).map_err(FileError::at(&path))?;
                }
                Ok(Applied::Removed)
            }
            (ThreeWayMerge::Both, Some(here), Some(other)) => {
                let merged = base.and_then(|base| merge(base, &here, other));
                match merged {
                    Some(merged) => {
                        self.replace(&path, &merged)?;
                        Ok(Applied::Merged)
                    }
                    None => self.beside(name, other),
                }
            }
            (ThreeWayMerge::KeepChanged, ..) => Ok(Applied::Stayed),
            _ => Ok(Applied::Nothing),
        }
    }

    /// Saves a version under an unused name, once.
    fn beside(&self, name: &str, other: &[u8]) -> Result<Applied, FileError> {
        for file in three_way::names_beside(name) {
            let path = portable_files::place(self.data, &file)?;
            let there = read(&path)?;
            let known = there.as_deref() == Some(other);
            if there.is_none() {
                self.create(&path, other)?;
            }
            if there.is_none() || known {
                return Ok(Applied::Beside { file, known });
            }
        }
        let path = self.data.join(name);
        Err(FileError::at(&path)(io::ErrorKind::AlreadyExists.into()))
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        if self.dry {
            return Ok(());
        }
        private::save_new(path, bytes).map_err(FileError::at(path))
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        if self.dry {
            return Ok(());
        }
        private::replace(path, bytes).map_err(FileError::at(path))
    }

    /// One write at the end, wherever that is by now.
    fn append(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        if self.dry {
            return Ok(());
        }
        let mut file = OpenOptions::new()
            .append(true)
            .open(path)
            .map_err(FileError::at(path))?;
        file.write_all(bytes)
            .and_then(|()| file.sync_data())
            .map_err(FileError::at(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incoming(data: &Path) -> IncomingFiles<'_> {
        IncomingFiles {
            data,
            own: Some("k3f9"),
            dry: false,
        }
    }

    const DECK: &str = "decks/mine.md";

    #[test]
    fn a_version_beside_is_written_once_and_a_second_one_gets_a_name_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let incoming = incoming(folder.path());
        let mut none = |_: &[u8], _: &[u8], _: &[u8]| None;
        let mut land = |other: &[u8]| {
            incoming
                .text(DECK, None, Some(other), &mut none)
                .expect("applied")
        };
        assert_eq!(land(b"here"), Applied::New { events: 0 });
        let beside = |file: &str, known| Applied::Beside {
            file: file.to_owned(),
            known,
        };
        assert_eq!(land(b"there"), beside("decks/mine.md.other", false));
        assert_eq!(land(b"there"), beside("decks/mine.md.other", true));
        assert_eq!(land(b"elsewhere"), beside("decks/mine.md.other-2", false));
        assert_eq!(land(b"here"), Applied::Nothing);
        let text = fs::read(folder.path().join(DECK)).expect("a deck");
        assert_eq!(text, b"here");
    }

    #[test]
    fn a_dry_run_reports_without_changing_anything() {
        let folder = tempfile::tempdir().expect("a folder");
        let dry = IncomingFiles {
            dry: true,
            ..incoming(folder.path())
        };
        let mut none = |_: &[u8], _: &[u8], _: &[u8]| None;
        let applied = dry.text(DECK, None, Some(b"new"), &mut none);
        assert_eq!(applied.expect("applied"), Applied::New { events: 0 });
        let applied = dry.journal("reviews/k3f9/2026-11.jsonl", b"one\ntwo\n");
        assert_eq!(applied.expect("applied"), Applied::New { events: 2 });
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn this_devices_own_journal_is_appended_to_in_place() {
        use std::os::unix::fs::MetadataExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let incoming = incoming(folder.path());
        for (device, in_place) in [("k3f9", true), ("abcd", false)] {
            let name = format!("reviews/{device}/2026-11.jsonl");
            let path = folder.path().join(&name);
            incoming.journal(&name, b"one\n").expect("applied");
            let number = fs::metadata(&path).expect("a file").ino();
            // While it is open, its inode number is not reused.
            let _open = fs::File::open(&path).expect("a file");
            let applied = incoming.journal(&name, b"one\ntwo\n").expect("applied");
            assert_eq!(applied, Applied::Events(1));
            assert_eq!(fs::read(&path).expect("a file"), b"one\ntwo\n");
            let same = fs::metadata(&path).expect("a file").ino() == number;
            assert_eq!(same, in_place, "{device}");
        }
    }
}
