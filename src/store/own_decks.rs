//! The learner's own deck files and files of interview prompts.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::file_stamp;
use super::file_stamp::FileStamp;
use super::home::Home;
use crate::id::DeckId;

/// A deck file as it was read.
#[derive(Clone, Debug)]
pub struct DeckFile {
    pub path: PathBuf,
    /// Its path as it is shown: short if that is clear enough.
    pub shown: String,
    /// What is in it.
    pub text: String,
}

/// A deck file that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableDeck {
    /// The system refused.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    /// The bytes are not text.
    #[error("{}:{line}: this is not UTF-8 text; save the deck as UTF-8", path.display())]
    NotText {
        path: PathBuf,
        /// The line with the first such byte, from 1.
        line: usize,
    },
}

/// Reads the learner's `*.md` files, in the order of their names; none if there is no folder.
pub fn own_decks(home: &Home) -> Result<Vec<DeckFile>, UnreadableDeck> {
    own_files(&home.decks(), "decks")
}

/// Reads the learner's files of interview prompts, in the order of their names; none if there is no
/// folder.
pub fn own_prompts(home: &Home) -> Result<Vec<DeckFile>, UnreadableDeck> {
    own_files(&home.prompts(), "decks/interview")
}

/// A deck file that was found, but not read yet.
#[derive(Clone, Debug)]
pub(super) struct FoundDeck {
    pub(super) path: PathBuf,
    /// Its path as it is shown.
    pub(super) shown: String,
    /// Its metadata.
    pub(super) stamp: FileStamp,
}

/// The learner's deck files, in the order of their names.
pub(super) fn find_decks(home: &Home) -> Result<Vec<FoundDeck>, UnreadableDeck> {
    find_files(&home.decks(), "decks")
}

/// The `*.md` files of a folder that may be missing; hidden ones are left out.
fn find_files(folder: &Path, shown: &str) -> Result<Vec<FoundDeck>, UnreadableDeck> {
    let failed = |cause| UnreadableDeck::File {
        path: folder.to_owned(),
        cause,
    };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let name = name(&path);
        if name.starts_with('.') || path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        // A broken link is not a file.
        if let Ok(metadata) = file_stamp::metadata(&entry)
            && metadata.is_file()
        {
            found.push(FoundDeck {
                shown: format!("{shown}/{name}"),
                stamp: FileStamp::of(&metadata),
                path,
            });
        }
    }
    found.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok(found)
}

/// Reads the files of a folder that may be missing.
fn own_files(folder: &Path, shown: &str) -> Result<Vec<DeckFile>, UnreadableDeck> {
    find_files(folder, shown)?
        .iter()
        .map(|file| read_deck(&file.path, &file.shown))
        .collect()
}

/// Reads one deck file.
pub fn read_deck(path: &Path, shown: &str) -> Result<DeckFile, UnreadableDeck> {
    let bytes = fs::read(path).map_err(|cause| UnreadableDeck::File {
        path: path.to_owned(),
        cause,
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
        let line = before.matches('\n').count() + 1;
        UnreadableDeck::NotText {
            path: path.to_owned(),
            line,
        }
    })?;
    Ok(DeckFile {
        path: path.to_owned(),
        shown: shown.to_owned(),
        text,
    })
}

/// Replaces a deck file with a corrected text.
pub fn replace_deck(path: &Path, text: &str) -> io::Result<()> {
    super::private::replace(path, text.as_bytes())
}

/// Whether a file holds interview prompts: those are in a folder named `interview`.
pub fn holds_prompts(file: &Path) -> bool {
    let folder = std::path::absolute(file).ok();
    let folder = folder.as_deref().and_then(Path::parent);
    folder.and_then(Path::file_name) == Some(OsStr::new("interview"))
}

/// Writes a new deck file among the learner's own; returns its path. An existing file is never
/// touched: that is an error of the kind `AlreadyExists`.
pub fn create_deck(home: &Home, file: &str, text: &str) -> io::Result<PathBuf> {
    let folder = home.decks();
    super::private::create_folder(&folder)?;
    let path = folder.join(file);
    super::private::create(&path, text.as_bytes())?;
    Ok(path)
}

/// Writes a deck among the learner's own: over the file that is shown as `there`, else into a new one. Returns
/// the file as it is shown.
pub fn write_deck(home: &Home, there: Option<&str>, id: &DeckId, text: &str) -> io::Result<String> {
    let folder = home.decks();
    if let Some(shown) = there {
        replace_deck(&folder.join(shown.trim_start_matches("decks/")), text)?;
        return Ok(shown.to_owned());
    }
    super::private::create_folder(&folder)?;
    let path = super::private::free_path(&folder, id.as_str())?;
    super::private::create(&path, text.as_bytes())?;
    Ok(format!("decks/{}", name(&path)))
}

/// The `*.md` files of a path: the path itself, or those in it if it is a folder.
pub fn deck_files(path: &Path) -> Result<Vec<PathBuf>, UnreadableDeck> {
    let failed = |cause| UnreadableDeck::File {
        path: path.to_owned(),
        cause,
    };
    if !fs::metadata(path).map_err(failed)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?.path();
        if entry.extension().is_some_and(|ending| ending == "md") && entry.is_file() {
            files.push(entry);
        }
    }
    files.sort();
    Ok(files)
}

fn name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
