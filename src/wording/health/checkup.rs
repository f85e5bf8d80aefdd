//! The whole check: what is looked at, and what was found.

use std::path::PathBuf;

use super::finding::{Area, Code, Finding, Repair, Severity};
use super::journal::damaged_lines;
use super::{home, journal};
use crate::history::{Journal, JournalFile};

/// Everything that is examined.
pub struct CheckupInput<'a> {
    /// What the disk says.
    pub home: &'a HomeState,
    /// Why the settings cannot be used, if they cannot.
    pub settings_fault: Option<&'a str>,
    /// The journal files that could be read.
    pub files: &'a [JournalFile<'a>],
    /// What they say.
    pub journal: &'a Journal,
    /// How the kept schedule compares.
    pub snapshot: SnapshotState,
    /// What is wrong with the learner's own decks.
    pub decks: &'a [DeckFault],
    /// Whether some deck has a card, under this or a later name.
    pub is_card: &'a dyn Fn(&str) -> bool,
    /// How many own decks and files of prompts, and how many cards in all.
    pub decks_and_cards: (usize, usize),
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedCounts {
    /// Journal files.
    pub files: usize,
    /// Records that count.
    pub records: usize,
    /// Devices.
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
    /// Files and folders that are not for the owner alone.
    pub open: Vec<OpenPath>,
    /// Files left behind by a program that was stopped.
    pub temporary: Vec<PathBuf>,
    /// Journal files that cannot be read, with what the system said.
    pub unreadable: Vec<UnreadableFile>,
    /// Files among the journals that are not read.
    pub unknown_files: Vec<String>,
    /// This device's name.
    pub device: DeviceName,
    /// A session that is running.
    pub session: Option<RunningSession>,
    /// The git operation in whose middle the data folder is, with the folder.
    pub unfinished: Option<(&'static str, PathBuf)>,
}

/// A folder that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderFault {
    /// The folder.
    pub path: PathBuf,
    /// What is the matter: "cannot be written: …".
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
    /// Whether others can really get at it: no folder above it shuts them out.
    pub reachable: bool,
}

/// A file, and what the system said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableFile {
    /// The file.
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
    /// There is a file, but it names no device of this machine and folder.
    Foreign(PathBuf),
}

/// A session that holds the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningSession {
    /// The command, the process and the time, as far as they are known.
    pub words: String,
}

/// How the kept schedule compares with one computed from the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SnapshotState {
    /// There is none: it is made at the next start.
    #[default]
    Missing,
    /// Byte for byte the same.
    Correct,
    /// It was made of other journals, decks or settings, and is not used.
    Stale,
    /// Its checksum is wrong, and it is not used.
    Damaged,
    /// It is used, and says something else.
    Wrong,
    /// It cannot be compared: not everything it is computed from can be read.
    Unchecked,
}

/// What is wrong with a deck or a file of prompts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckFault {
    /// The file.
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

/// What was found.
#[derive(Clone, Debug)]
pub struct Checkup {
    /// What is wrong first, then what is good to know; each in the order of the areas.
    pub findings: Vec<Finding>,
    /// How much was looked at.
    pub checked: CheckedCounts,
}

impl Checkup {
    /// Judges everything.
    pub fn of(input: &CheckupInput<'_>) -> Self {
        let CheckupInput {
            files,
            journal: read,
            is_card,
            ..
        } = *input;
        let damaged = damaged_lines(files, read);
        let mut findings = home::findings(input.home);
        if let Some(fault) = input.settings_fault {
            findings.push(
                Finding::wrong(Code::SettingsFault, fault)
                    .costs("no other command works")
                    .advice("correct or remove what is named; `nodequiz config --help` says more"),
            );
        }
        findings.extend(journal::findings(input, &damaged));
        findings.extend(home::snapshot(input.snapshot));
        findings.extend(home::decks(input.decks));
        findings.extend(home::cards_without_deck(read, is_card));
        findings.sort_by_key(|finding| (finding.severity, finding.code.area()));
        Self {
            findings,
            checked: CheckedCounts {
                files: files.len(),
                records: read.records().len(),
                devices: read.devices.len(),
                own_decks: input.decks_and_cards.0,
                cards: input.decks_and_cards.1,
            },
        }
    }

    /// How many things are wrong.
    pub fn wrong(&self) -> usize {
        self.count(Severity::Wrong)
    }

    /// How many things are good to know.
    pub fn notices(&self) -> usize {
        self.count(Severity::Notice)
    }

    fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings.filter(|one| one.severity == severity).count()
    }

    /// How many things are wrong in an area.
    pub fn wrong_in(&self, area: Area) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|one| one.severity == Severity::Wrong && one.code.area() == area)
            .count()
    }

    /// The findings that `--fix` deals with.
    pub fn fixable(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| !finding.repairs.is_empty())
    }

    /// All steps of `--fix`, each once: in the order in which they are done.
    pub fn repairs(&self) -> Vec<&Repair> {
        let steps = self.fixable().flat_map(|finding| &finding.repairs);
        let mut steps: Vec<&Repair> = steps.collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}
