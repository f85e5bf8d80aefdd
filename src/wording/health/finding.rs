//! One finding: its code, what was found, what it costs, what fixes it.

use std::path::PathBuf;

use super::places::LinePlace;

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
    CardsWithoutDeck, Decks, "cards-without-deck", "The history speaks of cards that no deck holds.";
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is wrong.
    Wrong,
    /// Nothing is wrong, but it is good to know.
    Notice,
}

impl Severity {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Notice => "notice",
        }
    }
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
