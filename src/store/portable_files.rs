//! The files of the data folder that `sync` and archives carry: journals, decks, prompts, reports, attempts at
//! code.
//!
//! The snapshot is recomputed everywhere; hidden and temporary files belong to other programs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::disk::if_there;
use super::home::Home;
use crate::exchange::Picture;

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
}
