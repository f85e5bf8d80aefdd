//! The learner's own deck files and files of interview prompts.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::file_stamp;
use super::file_stamp::FileStamp;
use super::home::Home;
use super::private;
use super::sources::ends_in;
use crate::deck::{Code, Diagnostic, ENDINGS, Source};
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

/// A deck file or folder that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {why}", path.display())]
pub struct UnreadableDeck {
    pub path: PathBuf,
    /// Its path as it is shown.
    pub shown: String,
    pub why: WhyUnreadable,
}

/// Why a deck could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WhyUnreadable {
    /// The system refused.
    #[error("{0}")]
    Refused(#[source] io::Error),
    /// A link leads to nothing.
    #[error("this link leads to a file that does not exist")]
    Dangling,
    /// A program that synchronises folders, or git, put it beside another version.
    #[error("this is a conflict copy of {of}; take over from it what you want, then delete it")]
    ConflictCopy { of: String },
    /// It is in too many folders.
    #[error("folders are read {DEEPEST} levels deep, this one is below them")]
    TooDeep,
    /// It is longer than any deck.
    #[error("this file has more than {} MB, too much for a deck", LONGEST_DECK >> 20)]
    TooLong,
    /// The bytes are no text.
    #[error("line {line} is not UTF-8 text; save the deck as UTF-8")]
    NotText {
        /// The line with the first such byte, from 1.
        line: usize,
        bytes: Vec<u8>,
    },
}

impl UnreadableDeck {
    /// The same as `decks check` reports it.
    pub fn diagnostic(&self) -> Diagnostic {
        let (text, message, help) = match &self.why {
            WhyUnreadable::NotText { line, bytes } => (
                String::from_utf8_lossy(bytes),
                format!("line {line} is not UTF-8 text"),
                "save it as UTF-8; `nodequiz decks check --fix` offers to do that",
            ),
            why => (
                "".into(),
                why.to_string(),
                "make it readable, or move it out of the folder of your decks",
            ),
        };
        let bad = text.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
        let source = Source::new(&self.shown, text.into_owned());
        Diagnostic::error(Code::Unreadable, message)
            .at(&source, bad..bad, "")
            .help(help)
    }
}

/// Longer files are not read: they are not decks.
pub const LONGEST_DECK: u64 = 8 << 20;

/// Folders in folders are read down to this depth.
const DEEPEST: usize = 16;

/// The files that were read, and those that could not be.
#[derive(Debug, Default)]
pub struct DeckFiles {
    pub decks: Vec<DeckFile>,
    /// Files of interview prompts: those in a folder of the name `interview`, and in folders in it.
    pub prompts: Vec<DeckFile>,
    pub unreadable: Vec<UnreadableDeck>,
}

/// Reads the learner's own decks and interview prompts, in the order of their names.
pub fn own_decks(home: &Home) -> DeckFiles {
    find_decks(home).read()
}

/// Reads the deck file that a path names, or all in the folder that it is, as [`own_decks`] does.
pub fn deck_files(path: &Path) -> DeckFiles {
    let shown = path.display().to_string();
    let mut found = FoundDecks::default();
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => found.walk(path, &shown, 0, is_for_prompts(path)),
        Ok(metadata) => {
            let prompts = path.parent().is_some_and(is_for_prompts);
            let deck = FoundDeck::new(path.to_owned(), shown, prompts, &metadata);
            found.files.push(deck);
        }
        Err(error) => found.refused(path.to_owned(), shown, error),
    }
    found.read()
}

/// A deck file that was found, but not read yet.
#[derive(Clone, Debug)]
pub(super) struct FoundDeck {
    pub(super) path: PathBuf,
    /// Its path as it is shown.
    pub(super) shown: String,
    /// Its metadata.
    pub(super) stamp: FileStamp,
    /// Whether it holds interview prompts.
    pub(super) prompts: bool,
}

impl FoundDeck {
    fn new(path: PathBuf, shown: String, prompts: bool, metadata: &fs::Metadata) -> Self {
        Self {
            prompts,
            stamp: FileStamp::of(metadata),
            path,
            shown,
        }
    }
}

/// The files that were found, and what cannot be looked at.
#[derive(Debug, Default)]
pub(super) struct FoundDecks {
    pub(super) files: Vec<FoundDeck>,
    pub(super) unreadable: Vec<UnreadableDeck>,
}

/// The learner's deck files, in the order of their names; none where there is no folder.
pub(super) fn find_decks(home: &Home) -> FoundDecks {
    let mut found = FoundDecks::default();
    if home.decks().symlink_metadata().is_ok() {
        found.walk(&home.decks(), "decks", 0, false);
    }
    found
}

impl FoundDecks {
    fn refused(&mut self, path: PathBuf, shown: String, error: io::Error) {
        let dangling = error.kind() == io::ErrorKind::NotFound && path.is_symlink();
        let why = if dangling {
            WhyUnreadable::Dangling
        } else {
            WhyUnreadable::Refused(error)
        };
        self.unreadable.push(UnreadableDeck { path, shown, why });
    }

    /// Adds the deck files of a folder and of those in it; hidden ones are left out. What is in a folder for
    /// `prompts`, at any depth, holds prompts.
    fn walk(&mut self, folder: &Path, shown: &str, depth: usize, prompts: bool) {
        let read = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = match read {
            Ok(entries) => entries,
            Err(error) => return self.refused(folder.to_owned(), shown.to_owned(), error),
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        let names: HashSet<String> = entries.iter().map(|entry| name(&entry.path())).collect();
        for entry in entries {
            let path = entry.path();
            let name = name(&path);
            let shown = format!("{}/{name}", shown.trim_end_matches('/'));
            if name.starts_with('.') {
                continue;
            }
            match file_stamp::metadata(&entry) {
                // A link may lead to a folder that it is in.
                Ok(metadata) if metadata.is_dir() && leads_back(&entry) => {}
                Ok(metadata) if metadata.is_dir() && depth == DEEPEST => {
                    let why = WhyUnreadable::TooDeep;
                    self.unreadable.push(UnreadableDeck { path, shown, why });
                }
                Ok(metadata) if metadata.is_dir() => {
                    let prompts = prompts || name == PROMPTS;
                    self.walk(&path, &shown, depth + 1, prompts);
                }
                Ok(metadata) if metadata.is_file() && is_deck(&path) => {
                    let original = original_of(&name).filter(|of| names.contains(of));
                    if let Some(of) = original {
                        let of = shown.replace(&name, &of);
                        let why = WhyUnreadable::ConflictCopy { of };
                        self.unreadable.push(UnreadableDeck { path, shown, why });
                        continue;
                    }
                    let deck = FoundDeck::new(path, shown, prompts, &metadata);
                    self.files.push(deck);
                }
                Err(error) if is_deck(&path) => self.refused(path, shown, error),
                _ => {}
            }
        }
    }

    fn read(self) -> DeckFiles {
        let mut read = DeckFiles {
            unreadable: self.unreadable,
            ..DeckFiles::default()
        };
        for file in self.files {
            match read_deck(&file.path, &file.shown) {
                Ok(text) if file.prompts => read.prompts.push(text),
                Ok(text) => read.decks.push(text),
                Err(error) => read.unreadable.push(error),
            }
        }
        read
    }
}

/// The file that another is a conflict copy of, by the names that Dropbox, Syncthing, iCloud, `OneDrive` and git give
/// them. It is one only beside that file.
fn original_of(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let before = |mark: &str| stem.find(mark).map(|at| &stem[..at]);
    // `mine (Anna's conflicted copy 2026-11-20)`
    let dropbox =
        || before(" (").filter(|_| stem.contains("conflicted copy") && stem.ends_with(')'));
    // `mine.sync-conflict-20261120-101500-ABCDEFG`
    let syncthing = || before(".sync-conflict-");
    // `mine 2`
    let icloud = || {
        let (original, number) = stem.rsplit_once(' ')?;
        number
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(original)
    };
    // `mine-DESKTOP-4F2A`: the name of the computer; `mine_LOCAL_1234`
    let marked = || {
        let onedrive = ["-DESKTOP-", "-LAPTOP-"].into_iter();
        let git = ["_BACKUP_", "_BASE_", "_LOCAL_", "_REMOTE_"];
        onedrive.chain(git).find_map(before)
    };
    let original = dropbox()
        .or_else(syncthing)
        .or_else(icloud)
        .or_else(marked)?;
    Some(format!("{original}.{ending}"))
}

/// Whether a file is a deck by its name.
pub fn is_deck(path: &Path) -> bool {
    ends_in(path, &ENDINGS)
}

/// Whether an entry is a link to a folder that it is in.
fn leads_back(entry: &fs::DirEntry) -> bool {
    let link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
    let (target, here) = (
        fs::canonicalize(entry.path()),
        entry.path().parent().map(fs::canonicalize),
    );
    link && match (target, here) {
        (Ok(target), Some(Ok(here))) => here.starts_with(target),
        _ => false,
    }
}

/// Reads one deck file.
pub fn read_deck(path: &Path, shown: &str) -> Result<DeckFile, UnreadableDeck> {
    let unreadable = |why| UnreadableDeck {
        path: path.to_owned(),
        shown: shown.to_owned(),
        why,
    };
    let refused = |error| unreadable(WhyUnreadable::Refused(error));
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(refused)?;
    file.take(LONGEST_DECK + 1)
        .read_to_end(&mut bytes)
        .map_err(refused)?;
    if bytes.len() as u64 > LONGEST_DECK {
        return Err(unreadable(WhyUnreadable::TooLong));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..valid]).count() + 1;
        let bytes = error.into_bytes();
        unreadable(WhyUnreadable::NotText { line, bytes })
    })?;
    Ok(DeckFile {
        path: path.to_owned(),
        shown: shown.to_owned(),
        text,
    })
}

/// Replaces a deck file with a corrected text.
pub fn replace_deck(path: &Path, text: &str) -> io::Result<()> {
    private::replace(path, text.as_bytes())
}

/// The folder of interview prompts.
const PROMPTS: &str = "interview";

/// Whether a folder that was named holds interview prompts: then it has that name.
fn is_for_prompts(folder: &Path) -> bool {
    let folder = std::path::absolute(folder).ok();
    folder.as_deref().and_then(Path::file_name) == Some(OsStr::new(PROMPTS))
}

/// Writes a new deck file among the learner's own; returns its path. An existing file is never
/// touched: that is an error of the kind `AlreadyExists`.
pub fn create_deck(home: &Home, file: &str, text: &str) -> io::Result<PathBuf> {
    let path = home.decks().join(file);
    private::save_new(&path, text.as_bytes())?;
    Ok(path)
}

/// Writes a deck among the learner's own: over the file that is shown as `there`, else into a new one. Returns
/// the file as it is shown.
pub fn write_deck(home: &Home, there: Option<&str>, id: &DeckId, text: &str) -> io::Result<String> {
    let folder = home.decks();
    if let Some(shown) = there {
        let inside = shown.strip_prefix("decks/").unwrap_or(shown);
        replace_deck(&folder.join(inside), text)?;
        return Ok(shown.to_owned());
    }
    let path = private::free_path(&folder, id.as_str())?;
    private::save_new(&path, text.as_bytes())?;
    Ok(format!("decks/{}", name(&path)))
}

fn name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
