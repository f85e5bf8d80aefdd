//! One finding: its code, what was found, what it costs, what fixes it; and what is examined, which `store/` and `app/`
//! collect.

use std::path::PathBuf;

use serde::Serialize;

use super::places::LinePlace;
use crate::history::{Journal, JournalFile, Problem, Redate};

/// A part of what is examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Folders, files and who may read them.
    Home,
    /// The settings file and the environment.
    Settings,
    /// The journals of all devices.
    Journal,
    /// The schedule saved for the next start.
    Schedule,
    /// The learner's own decks and interview prompts.
    Decks,
}

impl Area {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Home,
        Self::Settings,
        Self::Journal,
        Self::Schedule,
        Self::Decks,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Settings => "settings",
            Self::Journal => "journal",
            Self::Schedule => "schedule",
            Self::Decks => "decks",
        }
    }
}

macro_rules! codes {
    ($($name:ident, $area:ident, $text:literal, $doc:literal;)+) => {
        /// A kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $doc] $name,)+
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its name, which never changes.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// What it is about.
            pub const fn area(self) -> Area {
                match self {
                    $(Self::$name => Area::$area,)+
                }
            }
        }
    };
}

codes! {
    FolderUnusable, Home, "folder-unusable", "A folder of the home cannot be read or written.";
    OpenToOthers, Home, "open-to-others", "Others on this machine could read files or folders.";
    DeviceName, Home, "device-name", "The file with this device's name is damaged or belongs to another device.";
    TemporaryFile, Home, "temporary-file", "A file was left behind when a program was stopped.";
    UnfinishedMerge, Home, "unfinished-merge", "The data folder is in the middle of a git operation.";
    SessionRunning, Home, "session-running", "A session is running while this is looked at.";
    SettingsFault, Settings, "settings-fault", "The settings cannot be read.";
    JournalUnreadable, Journal, "journal-unreadable", "A journal file cannot be read.";
    BrokenSeal, Journal, "broken-seal", "A line is not as it was written.";
    UnsealedLine, Journal, "unsealed-line", "A line has no seal and was not written by hand.";
    TornLine, Journal, "torn-line", "A file ends in the middle of a line.";
    Remains, Journal, "remains", "There are other bytes on the line of a whole record.";
    MissingLineBreak, Journal, "missing-line-break", "Whole records share a line.";
    ConflictMarker, Journal, "conflict-marker", "A mark that a merge left behind.";
    ZeroBytes, Journal, "zero-bytes", "Zero bytes, as a power cut leaves them.";
    NotUnderstood, Journal, "not-understood", "A whole record that this version cannot read.";
    NewerVersion, Journal, "newer-version", "Lines of a newer program: nothing is recorded.";
    UnknownEvent, Journal, "unknown-event", "Events of a newer program: kept and ignored.";
    SameId, Journal, "same-id", "Different records share an id.";
    MissingRecords, Journal, "missing-records", "Numbers of a device that no record has.";
    DoubledDevice, Journal, "doubled-device", "Two machines wrote under one device's name.";
    FutureTime, Journal, "future-time", "Records from the future.";
    VainUndo, Journal, "vain-undo", "An undo that takes nothing back.";
    OddFile, Journal, "odd-file", "A file among the journals that is not where or what it should be.";
    ConflictCopy, Journal, "conflict-copy", "A copy made by a sync tool.";
    SnapshotWrong, Schedule, "snapshot-wrong", "The saved schedule is not what follows from the journal.";
    SnapshotDamaged, Schedule, "snapshot-damaged", "The saved schedule is damaged; it is recomputed.";
    SnapshotStale, Schedule, "snapshot-stale", "The saved schedule is of other journals, decks or settings.";
    SnapshotUnchecked, Schedule, "snapshot-unchecked", "The saved schedule could not be compared.";
    DeckUnreadable, Decks, "deck-unreadable", "A deck file cannot be read.";
    DeckErrors, Decks, "deck-errors", "A deck has errors, and what is wrong is left out.";
    DeckWarnings, Decks, "deck-warnings", "A deck has warnings.";
    NotCarried, Decks, "not-carried", "A file in use that neither export nor sync can carry.";
    CardsWithoutDeck, Decks, "cards-without-deck", "The history speaks of cards that no deck holds.";
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is wrong.
    Wrong,
    /// Nothing is wrong, but it is good to know.
    Notice,
}

/// What fixes a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// `nodequiz doctor --fix`, which does this.
    Fix(String),
    /// A command that the learner may decide to run, and when it is the right one.
    Command {
        command: String,
        /// Words before it.
        when: String,
    },
    /// Something that only the learner can know or do.
    Advice(String),
    /// Nothing needs to be done.
    Nothing,
}

/// A step of `--fix`, in the order in which they are done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// A file or folder gets these permissions.
    Restrict {
        /// What.
        path: PathBuf,
        /// The permission bits.
        mode: u32,
    },
    /// An unneeded file is removed.
    Remove(PathBuf),
    /// Records from the future count for another day for good.
    Redate(Redate),
    /// The schedule is computed and written again.
    RenewSnapshot {
        /// Whether the old one is kept beside.
        keep: bool,
    },
    /// This device gets a new name.
    RenameDevice,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Where it is, if it is in one place.
    pub place: Option<LinePlace>,
    /// What was found, a sentence without its full stop.
    pub found: String,
    /// What it costs the learner.
    pub cost: String,
    /// What fixes it.
    pub remedy: Remedy,
    /// The steps of `--fix` that fix it.
    pub repairs: Vec<Repair>,
}

impl Finding {
    /// Something wrong, without further details yet.
    pub(crate) fn wrong(code: Code, found: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Wrong,
            place: None,
            found: found.into(),
            cost: "nothing".to_owned(),
            remedy: Remedy::Nothing,
            repairs: Vec::new(),
        }
    }

    /// Something that is good to know.
    pub(crate) fn notice(code: Code, found: impl Into<String>) -> Self {
        Self {
            severity: Severity::Notice,
            ..Self::wrong(code, found)
        }
    }

    pub(crate) fn at(mut self, place: LinePlace) -> Self {
        self.place = Some(place);
        self
    }

    pub(crate) fn costs(mut self, cost: impl Into<String>) -> Self {
        self.cost = cost.into();
        self
    }

    pub(crate) fn command(mut self, when: impl Into<String>, command: impl Into<String>) -> Self {
        let (when, command) = (when.into(), command.into());
        self.remedy = Remedy::Command { command, when };
        self
    }

    pub(crate) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.remedy = Remedy::Advice(advice.into());
        self
    }

    /// What `--fix` does, in words and steps.
    pub(crate) fn fix(mut self, words: impl Into<String>, repairs: Vec<Repair>) -> Self {
        self.remedy = Remedy::Fix(words.into());
        self.repairs = repairs;
        self
    }
}

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
