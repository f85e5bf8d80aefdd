//! One finding: its code, where it is, what was found, what it costs, what fixes it; and what is examined, which `store/`
//! and `app/` collect. The meaning of file names among the journals.

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::history::{Journal, JournalFile, Problem, Redate};
use crate::memory::StudyDay;

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

    pub(crate) fn at(mut self, place: impl Into<Option<LinePlace>>) -> Self {
        self.place = place.into();
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
    pub unreadable: Vec<(String, String)>,
    /// Files in use that are not carried elsewhere, with the reason.
    pub not_carried: Vec<(String, String)>,
    /// Files among the journals that are not read.
    pub unknown_files: Vec<String>,
    /// This device's name.
    pub device: DeviceName,
    /// A session that is running: the command, the process and the time, as far as they are known.
    pub session: Option<String>,
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

/// A file, and possibly a line in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinePlace {
    /// The file: below the data folder, or a whole path.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
}

impl fmt::Display for LinePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

impl LinePlace {
    /// A whole file.
    pub(crate) fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
        }
    }
}

/// The path of a journal file below the data folder.
pub(crate) fn shown(file: &str) -> String {
    format!("reviews/{file}")
}

/// Finds lines of journal files, and remembers where they begin.
pub(crate) struct Lines<'f> {
    files: &'f [JournalFile<'f>],
    /// The file used last, and where its line breaks are.
    known: Option<(usize, Vec<usize>)>,
    /// Where the numbers of devices are, as they are written: the file and the byte.
    numbers: Option<HashMap<&'f [u8], (usize, usize)>>,
}

impl<'f> Lines<'f> {
    pub(crate) const fn of(files: &'f [JournalFile<'f>]) -> Self {
        Self {
            files,
            known: None,
            numbers: None,
        }
    }

    /// The place of a byte of a file.
    pub(crate) fn place(&mut self, file: &str, byte: usize) -> LinePlace {
        LinePlace {
            file: shown(file),
            line: self.line(file, byte),
        }
    }

    fn line(&mut self, file: &str, byte: usize) -> Option<usize> {
        let at = self.files.iter().position(|known| known.path == file)?;
        if self.known.as_ref().is_none_or(|(known, _)| *known != at) {
            let breaks = memchr::memchr_iter(b'\n', self.files[at].bytes).collect();
            self.known = Some((at, breaks));
        }
        let (_, breaks) = self.known.as_ref()?;
        Some(breaks.partition_point(|place| *place < byte) + 1)
    }

    /// The place of the first line with this number of a device.
    pub(crate) fn of_number(&mut self, device: &str, seq: u64) -> Option<LinePlace> {
        let device = serde_json::to_string(device).ok()?;
        let wanted = format!("{DEVICE}{device}{SEQ}{seq},");
        let files = self.files;
        // A journal may lack very many numbers: the files are searched once for all of them.
        let numbers = self.numbers.get_or_insert_with(|| numbers_of(files));
        let &(file, byte) = numbers.get(wanted.as_bytes())?;
        Some(self.place(files[file].path, byte))
    }

    /// The bytes of a part of a file.
    pub(crate) fn bytes(&self, file: &str, range: std::ops::Range<usize>) -> &'f [u8] {
        self.files
            .iter()
            .find(|known| known.path == file)
            .and_then(|known| known.bytes.get(range))
            .unwrap_or_default()
    }
}

const DEVICE: &str = "\"device\":";
const SEQ: &str = ",\"seq\":";

/// A device's name and number are not looked for beyond this many bytes.
const NAME: usize = 300;

/// The first place of each number of each device.
fn numbers_of<'f>(files: &'f [JournalFile<'f>]) -> HashMap<&'f [u8], (usize, usize)> {
    let mut numbers = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        let seq = memchr::memmem::Finder::new(SEQ);
        for start in memchr::memmem::find_iter(file.bytes, DEVICE) {
            // No device has so long a name, and a line may hold the mark a million times.
            let line = &file.bytes[start..file.bytes.len().min(start + NAME)];
            let number = seq.find(line).map(|found| found + SEQ.len());
            let end = number.and_then(|from| Some(from + memchr::memchr(b',', &line[from..])?));
            if let Some(end) = end {
                numbers.entry(&line[..=end]).or_insert((at, start));
            }
        }
    }
    numbers
}

/// The meaning of a journal file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileName {
    /// `k3f9/2026-11.jsonl`, as a device writes it.
    Usual,
    /// A month with something added, as sync tools name a copy.
    Copy,
    /// Anything else. It is read all the same.
    Odd,
}

/// Classifies a path below the journals' folder.
pub(crate) fn file_name(path: &str) -> FileName {
    let mut parts = path.split('/');
    let (Some(_), Some(file), None) = (parts.next(), parts.next(), parts.next()) else {
        return FileName::Odd;
    };
    let stem = file.strip_suffix(".jsonl").unwrap_or(file);
    match stem.split_at_checked("2026-11".len()) {
        Some((month, added)) if is_month(month) => {
            if added.is_empty() {
                FileName::Usual
            } else {
                FileName::Copy
            }
        }
        _ => FileName::Odd,
    }
}

fn is_month(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(year, month)| year.len() == 4 && digits(year) && digits(month))
}

/// What is between the name of a file and the day in the name of its backup.
const BACKUP: &str = ".before-doctor-";

/// The name of the backup of a file that is replaced. Nothing reads files with such an ending.
pub fn backup_name(file: &str, day: StudyDay) -> String {
    format!("{file}{BACKUP}{day}")
}

/// Whether a name is one of those.
pub(crate) fn is_backup(name: &str) -> bool {
    name.contains(BACKUP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_sync_tools_are_recognized_by_name() {
        for (path, expected) in [
            ("k3f9/2026-11.jsonl", FileName::Usual),
            (
                "k3f9/2026-11.sync-conflict-20261120-091530-ABCDEFG.jsonl",
                FileName::Copy,
            ),
            (
                "k3f9/2026-11 (Anna's conflicted copy 2026-11-20).jsonl",
                FileName::Copy,
            ),
            ("k3f9/2026-11 2.jsonl", FileName::Copy),
            ("2026-11.jsonl", FileName::Odd),
            ("k3f9/old/2026-11.jsonl", FileName::Odd),
            ("k3f9/notes.jsonl", FileName::Odd),
            ("k3f9/二〇二六.jsonl", FileName::Odd),
        ] {
            assert_eq!(file_name(path), expected, "{path}");
        }
    }

    #[test]
    fn a_backup_is_not_a_journal() {
        let kept = backup_name("2026-11.jsonl", "2026-11-20".parse().expect("a day"));
        assert_eq!(kept, "2026-11.jsonl.before-doctor-2026-11-20");
        assert!(is_backup(&kept));
    }
}
