//! The files of the data folder that `sync` and archives carry (journals, decks, prompts, reports, attempts at code), and
//! applying one from elsewhere to the learner's own.
//!
//! The snapshot is recomputed everywhere; hidden and temporary files belong to other programs. Journals only grow: this
//! device's own are appended to, so that a session may continue writing to it. If both sides have changed a text, both
//! versions are kept. Every file is replaced atomically.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::disk::if_there;
use super::home::Home;
use super::{device, private};
use crate::exchange::Picture;
use crate::history::{Union, lines_only_in, union};
use crate::id::numbered;

/// The folders of which every plain file is portable.
const FOLDERS: [&str; 4] = ["attempts", "decks", "reports", "reviews"];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PortableFile {
    /// Its path below the data folder, with `/` between the parts.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
}

/// A file that is in use here, but that is not carried.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LeftOut {
    /// Its path below the data folder, as far as it is text.
    pub file: String,
    pub why: String,
}

/// The files of the data folder, seen by what carries them elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PortableFiles {
    /// Those that are carried, in the order of their names.
    pub(crate) carried: Vec<PortableFile>,
    /// Decks and journals that are in use, but have names that not every system can have.
    pub(crate) left_out: Vec<LeftOut>,
}

/// A file or folder of the learner that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {cause}", path.display())]
pub struct FileError {
    /// The file or folder.
    pub path: PathBuf,
    #[source]
    pub cause: io::Error,
}

impl FileError {
    /// An error at a path, for `map_err`.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self {
            path: path.to_owned(),
            cause,
        }
    }
}

/// The bytes of a file, if it exists.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
    if_there(fs::read(path)).map_err(FileError::at(path))
}

/// Whether a path below the data folder is portable. A path that leads out of it is not.
pub(crate) fn travels(name: &str) -> bool {
    let mut parts = name.split('/');
    let folder = parts.next().unwrap_or_default();
    let mut below = parts.peekable();
    FOLDERS.contains(&folder) && below.peek().is_some() && below.all(is_plain)
}

/// Whether a part of a path is neither hidden nor temporary and cannot lead out of the folder.
fn is_plain(part: &str) -> bool {
    let temporary = Path::new(part).extension().is_some_and(|end| end == "tmp");
    let foreign = part.contains(|c: char| c == '\\' || c.is_control());
    !(part.is_empty() || part.starts_with('.') || part.ends_with('~') || temporary || foreign)
}

/// Whether a portable file is a journal.
pub(crate) fn is_journal(name: &str) -> bool {
    let journal = Path::new(name).extension();
    name.starts_with("reviews/") && journal.is_some_and(|ending| ending == "jsonl")
}

/// A folder that is read where it is a link, and so it is carried: that of a device, and that of the prompts.
pub(super) fn is_followed(name: &str) -> bool {
    let device = name.strip_prefix("reviews/");
    name == "decks/interview" || device.is_some_and(|device| !device.contains('/'))
}

/// Every portable file, and those that are in use but cannot be carried.
pub(crate) fn find(home: &Home) -> Result<PortableFiles, FileError> {
    let mut found = PortableFiles::default();
    for folder in FOLDERS {
        search(&home.data().join(folder), folder, true, &mut found)?;
    }
    found.carried.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    found.left_out.sort_unstable();
    Ok(found)
}

fn search(
    folder: &Path,
    prefix: &str,
    below: bool,
    found: &mut PortableFiles,
) -> Result<(), FileError> {
    let entries = if_there(fs::read_dir(folder)).map_err(FileError::at(folder))?;
    for entry in entries.into_iter().flatten() {
        let entry = entry.map_err(FileError::at(folder))?;
        let path = entry.path();
        let part = entry.file_name();
        let name = format!("{prefix}/{}", part.to_string_lossy());
        let Some(part) = part.to_str().filter(|part| is_plain(part)) else {
            found.left_out.extend(odd(&path, name));
            continue;
        };
        debug_assert!(name.ends_with(part), "a plain name is text");
        let kind = entry.file_type().map_err(FileError::at(&path))?;
        if kind.is_dir() {
            if below {
                search(&path, &name, true, found)?;
            }
            continue;
        }
        // A broken link is an error: treated as a deleted file, it would be deleted everywhere.
        let metadata = fs::metadata(&path).map_err(FileError::at(&path))?;
        if metadata.is_file() {
            let bytes = metadata.len();
            found.carried.push(PortableFile { name, path, bytes });
        } else if metadata.is_dir() && is_followed(&name) {
            // What is below it is not ours to walk through.
            search(&path, &name, false, found)?;
        }
    }
    Ok(())
}

/// A deck, a picture of decks, or a journal that is read here under a name that other systems cannot have.
fn odd(path: &Path, file: String) -> Option<LeftOut> {
    let hidden = path.file_name()?.as_encoded_bytes().starts_with(b".");
    let ending = path.extension()?;
    let picture = || file.starts_with("decks/") && Picture::is_one(&file);
    let wanted = if file.starts_with("reviews/") {
        ending == "jsonl"
    } else {
        ending == "md" || picture()
    };
    let in_use = !hidden && wanted && path.is_file();
    in_use.then(|| LeftOut {
        file,
        why: "its name has a backslash, a control character, or is not UTF-8: give it another name"
            .to_owned(),
    })
}

/// The place of a portable file. A folder on the way that is a link is refused: incoming files stay
/// in the home.
pub(crate) fn place(data: &Path, name: &str) -> Result<PathBuf, FileError> {
    let path = data.join(name);
    let refused = |why| FileError::at(&path)(io::Error::new(io::ErrorKind::InvalidInput, why));
    if !travels(name) {
        return Err(refused("no place for a file from elsewhere"));
    }
    let mut folder = data.to_owned();
    let folders = name.rsplit_once('/').map_or("", |(folders, _)| folders);
    for (depth, part) in folders.split('/').enumerate() {
        folder.push(part);
        // These may be links: that is the learner's choice.
        let followed = depth == 0 || is_followed(folders);
        if !followed && folder.is_symlink() {
            return Err(refused("a folder on the way is a link"));
        }
    }
    Ok(path)
}

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
    /// A journal, new or not, brought this many events.
    Events(usize),
    /// The text was missing here.
    New,
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

/// A file that came from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its path below the data folder.
    pub name: String,
    /// What became of it.
    pub applied: Applied,
}

/// Merges the changes of two sides to a text, if that is possible: base, here, other.
type Merge<'m> = dyn FnMut(&[u8], &[u8], &[u8]) -> Option<Vec<u8>> + 'm;

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
        let path = place(self.data, name)?;
        let here = read(&path)?;
        let events = lines_only_in(other, here.as_deref().unwrap_or_default()).len();
        let Some(here) = here else {
            self.create(&path, other)?;
            return Ok(Applied::Events(events));
        };
        let own = self.own.is_some() && name.split('/').nth(1) == self.own.as_deref();
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
        let path = place(self.data, name)?;
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
                    Applied::New
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
            let path = place(self.data, &file)?;
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
fn names_beside(name: &str) -> impl Iterator<Item = String> {
    let plain = in_use(name).unwrap_or(name);
    numbered(format!("{plain}{OTHER}")).take(1000)
}

/// The ending of the name of a version that is not used.
const OTHER: &str = ".other";

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

    #[test]
    fn journals_decks_prompts_and_reports_travel_and_nothing_else_does() {
        let cases = [
            ("reviews/k3f9/2026-11.jsonl", true),
            ("reviews/k3f9/2026-11 (conflicted copy).jsonl", true),
            ("decks/mine.md", true),
            ("decks/mine.md.other", true),
            ("decks/interview/mine.md", true),
            ("reports/2026-11-20-a-b.md", true),
            ("schedule.json", false),
            ("decks", false),
            ("decks/", false),
            ("/decks/mine.md", false),
            ("decks//mine.md", false),
            ("decks/../mine.md", false),
            ("decks/..", false),
            ("../decks/mine.md", false),
            ("decks/.mine.md.swp", false),
            ("decks/mine.md~", false),
            ("reviews/.schedule-x.tmp", false),
            ("reviews/x.tmp", false),
            ("reviews/.git/config", false),
            ("decks/a\\b.md", false),
            ("decks/a\nb.md", false),
            ("config/config.toml", false),
            (".git/config", false),
        ];
        for (name, expected) in cases {
            assert_eq!(travels(name), expected, "{name:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_found_travels_and_links_to_folders_are_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        for name in [
            "decks/a.md",
            "decks/.b.md.swp",
            "reviews/k3f9/2026-11.jsonl",
        ] {
            let path = home.data().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "x").expect("a file");
        }
        let elsewhere = folder.path().join("elsewhere/below");
        fs::create_dir_all(&elsewhere).expect("a folder");
        fs::write(elsewhere.join("x.jsonl"), "x").expect("a file");
        fs::write(folder.path().join("elsewhere/y.jsonl"), "x").expect("a file");
        for odd in ["C\\plus.md", "p\\q.png"] {
            fs::write(home.decks().join(odd), "x").expect("a file");
        }
        std::os::unix::fs::symlink(folder.path(), home.decks().join("round")).expect("a link");
        let linked = home.reviews().join("abcd");
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), linked).expect("a link");
        let names: Vec<String> = find(&home)
            .expect("files")
            .carried
            .into_iter()
            .map(|found| found.name)
            .collect();
        assert_eq!(
            names,
            [
                "decks/a.md",
                "reviews/abcd/y.jsonl",
                "reviews/k3f9/2026-11.jsonl"
            ]
        );
        let left_out = find(&home).expect("files").left_out;
        let left_out: Vec<&str> = left_out.iter().map(|one| &*one.file).collect();
        assert_eq!(left_out, ["decks/C\\plus.md", "decks/p\\q.png"]);
        assert!(place(home.data(), "reviews/abcd/y.jsonl").is_ok());
        assert!(place(home.data(), "decks/interview/new.md").is_ok());
        assert!(place(home.data(), "decks/round/new.md").is_err());
        assert!(place(home.data(), "schedule.json").is_err());
    }

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
        assert_eq!(land(b"here"), Applied::New);
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
        assert_eq!(applied.expect("applied"), Applied::New);
        let applied = dry.journal("reviews/k3f9/2026-11.jsonl", b"one\ntwo\n");
        assert_eq!(applied.expect("applied"), Applied::Events(2));
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
            ((None, None, one), Applied::New),
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
