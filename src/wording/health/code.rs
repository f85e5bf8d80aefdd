//! What can be found, each under a name that stays the same for scripts.

/// A part of what is looked over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Folders, files and who may read them.
    Home,
    /// The settings file and the environment.
    Settings,
    /// The journals of all devices.
    Journal,
    /// The schedule kept for the next start.
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
    #[must_use]
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

            /// Its name, the same for ever.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// What it is about.
            #[must_use]
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
    DeviceName, Home, "device-name", "The file with this device's name is not sound or not its own.";
    TemporaryFile, Home, "temporary-file", "A file was left behind when a program was stopped.";
    UnfinishedMerge, Home, "unfinished-merge", "The data folder is in the middle of a git operation.";
    SessionRunning, Home, "session-running", "A session is running while this is looked at.";
    SettingsFault, Settings, "settings-fault", "The settings cannot be read.";
    JournalUnreadable, Journal, "journal-unreadable", "A journal file cannot be read.";
    BrokenSeal, Journal, "broken-seal", "A line is not as it was written.";
    UnsealedLine, Journal, "unsealed-line", "A line has no seal, and nobody can have written it by hand.";
    TornLine, Journal, "torn-line", "A file ends in the middle of a line.";
    Remains, Journal, "remains", "Bytes beside whole records on one line.";
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
    SnapshotWrong, Schedule, "snapshot-wrong", "The kept schedule is not what follows from the journal.";
    SnapshotDamaged, Schedule, "snapshot-damaged", "The kept schedule is damaged; it is made anew.";
    SnapshotStale, Schedule, "snapshot-stale", "The kept schedule is of other journals, decks or settings.";
    SnapshotUnchecked, Schedule, "snapshot-unchecked", "The kept schedule could not be compared.";
    DeckUnreadable, Decks, "deck-unreadable", "A deck file cannot be read.";
    DeckErrors, Decks, "deck-errors", "A deck has errors, and what is wrong is left out.";
    DeckWarnings, Decks, "deck-warnings", "A deck has warnings.";
    CardsWithoutDeck, Decks, "cards-without-deck", "The history speaks of cards that no deck holds.";
}
