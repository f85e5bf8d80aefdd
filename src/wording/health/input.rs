//! What is examined, collected by `store/` and `app/`.

use std::path::PathBuf;

use serde::Serialize;

use crate::history::{Journal, JournalFile, Problem};

/// Everything that is examined.
pub struct CheckupInput<'a> {
    /// The state of the files.
    pub home: &'a HomeState,
    /// Why the settings cannot be used, if so.
    pub settings_fault: Option<&'a str>,
    /// The journal files that could be read.
    pub files: &'a [JournalFile<'a>],
    /// Their content.
    pub journal: &'a Journal,
    /// How the saved schedule compares.
    pub snapshot: SnapshotState,
    /// What is wrong with the learner's own decks.
    pub decks: &'a [DeckFault],
    /// Whether some deck has a card, under this or a later name.
    pub is_card: &'a dyn Fn(&str) -> bool,
    /// How many own decks and files of prompts, and how many cards in all.
    pub decks_and_cards: (usize, usize),
}

impl CheckupInput<'_> {
    /// Whether so many records are from the future that this device's clock must be behind.
    pub(super) fn is_clock_behind(&self) -> bool {
        let problems = self.journal.problems.iter();
        let future = problems.map(|problem| match problem {
            Problem::Future { redate, .. } => redate.records.len(),
            _ => 0,
        });
        2 * future.sum::<usize>() > self.journal.records().len()
    }
}

/// How much was examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedCounts {
    pub journal_files: usize,
    /// Records that count.
    pub records: usize,
    pub devices: usize,
    /// The learner's own deck files.
    pub own_decks: usize,
    /// Cards in all decks.
    pub cards: usize,
}

/// Everything around journals and decks.
#[derive(Clone, Debug, Default)]
pub struct HomeState {
    /// Folders that cannot be used as they should.
    pub folders: Vec<FolderFault>,
    /// Files and folders that others than the owner can access.
    pub open: Vec<OpenPath>,
    /// Files left behind by a program that was stopped.
    pub temporary: Vec<PathBuf>,
    /// Journal files that cannot be read, with what the system said.
    pub unreadable: Vec<UnreadableFile>,
    /// Files in use that are not carried elsewhere, with the reason.
    pub not_carried: Vec<(String, String)>,
    /// Files among the journals that are not read.
    pub unknown_files: Vec<String>,
    /// This device's name.
    pub device: DeviceName,
    /// A session that is running.
    pub session: Option<RunningSession>,
    /// The unfinished git operation in the data folder, with the folder.
    pub unfinished: Option<(&'static str, PathBuf)>,
}

/// A folder that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderFault {
    /// The folder.
    pub path: PathBuf,
    /// What is wrong: "cannot be written: …".
    pub why: String,
    /// What that costs.
    pub cost: &'static str,
}

/// A file or folder with permissions for others than its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPath {
    /// What it is.
    pub path: PathBuf,
    /// Its permission bits.
    pub mode: u32,
    /// Whether others can really access it: no folder above it shuts them out.
    pub reachable: bool,
}

/// A file, and what the system said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableFile {
    pub file: String,
    /// What the system said.
    pub why: String,
}

/// What is known of this device's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DeviceName {
    /// It has none yet.
    #[default]
    None,
    /// It has this name.
    Known(String),
    /// There is a file, but it does not name a device of this machine and folder.
    Foreign(PathBuf),
}

/// A session that holds the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningSession {
    /// The command, the process and the time, as far as they are known.
    pub words: String,
}

/// How the saved schedule compares with one computed from the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SnapshotState {
    /// There is none: it is made at the next start.
    #[default]
    Missing,
    /// Byte for byte the same.
    Correct,
    /// It was made from other journals, decks or settings, and is not used.
    Stale,
    /// Its checksum is wrong, and it is not used.
    Damaged,
    /// It is used, but differs.
    Wrong,
    /// It cannot be compared: not everything it is computed from can be read.
    Unchecked,
}

/// What is wrong with a deck or a file of prompts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckFault {
    pub file: String,
    /// How many errors it has.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// The line and the words of the first of them.
    pub first: Option<(usize, String)>,
    /// Why it cannot be read at all.
    pub unreadable: Option<String>,
}
