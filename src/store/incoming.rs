//! Applying a file from elsewhere to the learner's own files.
//!
//! Journals only grow: this device's own are appended to, so that a session may continue writing to
//! it. If both sides have changed a text, both versions are kept. Every file is replaced
//! atomically.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::home::Home;
use super::portable_files::{self, FileError, is_journal, read};
use super::{device, private};
use crate::history::{Union, lines_only_in, union};
use crate::id::numbered;

/// Where files are applied.
#[derive(Clone, Debug)]
pub(crate) struct IncomingFiles<'a> {
    /// The data folder.
    data: &'a Path,
    /// This device, if it has a name.
    own: Option<String>,
    /// Whether to report only what would be done.
    dry: bool,
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

impl<'a> IncomingFiles<'a> {
    /// The files of a home. `dry`: report only what would be done.
    pub(crate) fn of(home: &'a Home, dry: bool) -> Self {
        Self {
            data: home.data(),
            own: device::known(home),
            dry,
        }
    }

    /// Applies a file of which no common version is known.
    pub(crate) fn file(&self, name: &str, other: &[u8]) -> Result<Applied, FileError> {
        if is_journal(name) {
            self.journal(name, other)
        } else {
            self.text(name, None, Some(other), &mut |_, _, _| None)
        }
    }

    /// Adds the lines of a journal.
    pub(crate) fn journal(&self, name: &str, other: &[u8]) -> Result<Applied, FileError> {
        let path = portable_files::place(self.data, name)?;
        let Some(here) = read(&path)? else {
            self.create(&path, other)?;
            let events = lines_only_in(other, b"").len();
            return Ok(Applied::New { events });
        };
        let own = self.own.is_some() && name.split('/').nth(1) == self.own.as_deref();
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
        if here.as_deref() == other || other == base {
            return Ok(Applied::Nothing);
        }
        let is_untouched = here.as_deref() == base;
        Ok(match (here, other) {
            (Some(_), Some(other)) if is_untouched => {
                self.replace(&path, other)?;
                Applied::Changed
            }
            (None, Some(other)) => {
                self.create(&path, other)?;
                if is_untouched {
                    Applied::New { events: 0 }
                } else {
                    Applied::CameBack
                }
            }
            (_, None) if is_untouched => {
                self.unless_dry(&path, |path| fs::remove_file(path))?;
                Applied::Removed
            }
            (_, None) => Applied::Stayed,
            (Some(here), Some(other)) => match base.and_then(|base| merge(base, &here, other)) {
                Some(merged) => {
                    self.replace(&path, &merged)?;
                    Applied::Merged
                }
                None => self.beside(name, other)?,
            },
        })
    }

    /// Saves a version under an unused name, once.
    fn beside(&self, name: &str, other: &[u8]) -> Result<Applied, FileError> {
        for file in names_beside(name) {
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
        self.unless_dry(path, |path| private::save_new(path, bytes))
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        self.unless_dry(path, |path| private::replace(path, bytes))
    }

    /// One write at the end, wherever that is by now.
    fn append(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        self.unless_dry(path, |path| {
            let mut file = OpenOptions::new().append(true).open(path)?;
            file.write_all(bytes)?;
            file.sync_data()
        })
    }

    fn unless_dry(
        &self,
        path: &Path,
        write: impl FnOnce(&Path) -> io::Result<()>,
    ) -> Result<(), FileError> {
        if self.dry {
            return Ok(());
        }
        write(path).map_err(FileError::at(path))
    }
}

/// Names for the version that is not used: never one that would be read as a deck.
pub(crate) fn names_beside(name: &str) -> impl Iterator<Item = String> {
    let plain = in_use(name).unwrap_or(name);
    numbered(format!("{plain}{OTHER}")).take(1000)
}

/// The ending of the name of a version that is not used.
pub(crate) const OTHER: &str = ".other";

/// The file in use, from the name of a version beside it.
pub(crate) fn in_use(beside: &str) -> Option<&str> {
    let (plain, end) = beside.rsplit_once(OTHER)?;
    let number = end.is_empty()
        || end
            .strip_prefix('-')
            .is_some_and(|end| end.bytes().all(|byte| byte.is_ascii_digit()));
    (number && !plain.is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incoming(data: &Path) -> IncomingFiles<'_> {
        IncomingFiles {
            data,
            own: Some("k3f9".to_owned()),
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

    #[test]
    fn only_what_both_have_changed_is_for_a_person_to_decide() {
        let (one, two, three) = (Some(&b"1"[..]), Some(&b"2"[..]), Some(&b"3"[..]));
        let beside = Applied::Beside {
            file: format!("{DECK}.other"),
            known: false,
        };
        let cases = [
            ((one, one, one), Applied::Nothing),
            ((one, two, one), Applied::Nothing),
            ((one, two, two), Applied::Nothing),
            ((one, None, one), Applied::Nothing),
            ((one, None, None), Applied::Nothing),
            ((None, one, None), Applied::Nothing),
            ((None, one, one), Applied::Nothing),
            ((one, one, two), Applied::Changed),
            ((None, None, one), Applied::New { events: 0 }),
            ((one, one, None), Applied::Removed),
            ((one, None, two), Applied::CameBack),
            ((one, two, None), Applied::Stayed),
            ((one, two, three), beside.clone()),
            ((None, one, two), beside),
        ];
        for ((base, here, other), expected) in cases {
            let folder = tempfile::tempdir().expect("a folder");
            if let Some(here) = here {
                private::save(&folder.path().join(DECK), here).expect("a deck");
            }
            let mut none = |_: &[u8], _: &[u8], _: &[u8]| None;
            let applied = incoming(folder.path()).text(DECK, base, other, &mut none);
            assert_eq!(
                applied.expect("applied"),
                expected,
                "{base:?} {here:?} {other:?}"
            );
        }
    }

    #[test]
    fn a_version_beside_never_ends_as_a_deck_does_and_leads_back_to_the_one_in_use() {
        for name in [
            "decks/mine.md",
            "decks/mine.md.other",
            "decks/mine.md.other-7",
        ] {
            let beside: Vec<String> = names_beside(name).take(2).collect();
            assert_eq!(beside, ["decks/mine.md.other", "decks/mine.md.other-2"]);
            for name in &beside {
                assert_eq!(in_use(name), Some("decks/mine.md"));
            }
        }
        for name in [
            "decks/mine.md",
            "decks/a.otherwise",
            "decks/mine.md.other-x",
        ] {
            assert_eq!(in_use(name), None, "{name}");
        }
    }
}
