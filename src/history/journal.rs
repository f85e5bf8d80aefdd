//! A journal as it was read: records in order, and what is wrong.

use std::fmt;

use super::entry::{Entry, EntryTables};
use super::event::{Record, RecordId};
use super::problem::Problem;
use super::schedule::LastRecord;

/// One journal file.
#[derive(Clone, Copy, Debug)]
pub struct JournalFile<'a> {
    /// Its path below the journals' folder, with `/` between the parts: `k3f9/2026-11.jsonl`.
    pub path: &'a str,
    /// Its whole content.
    pub bytes: &'a [u8],
}

/// Everything that the journals of all devices say, in one order that is the same everywhere.
#[derive(Clone, Default)]
pub struct Journal {
    /// The records by device and number, those that were undone as well.
    pub(super) entries: Vec<Entry>,
    pub(super) kept: EntryTables,
    /// Which entries happened, in their order, without what was undone.
    pub(super) order: Vec<u32>,
    /// The highest number of a record of each device, in the order of their names.
    pub devices: Vec<(String, u64)>,
    /// The place of the last record, were nothing undone.
    pub end: Option<LastRecord>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// The latest version of a line that this program cannot read: it must not write then.
    pub read_only: Option<u64>,
    /// The records that an undo names and that are not there.
    pub unknown_undos: Vec<RecordId>,
    /// Whether a record came from the future, so that the order hangs on when it was read: a
    /// schedule made from it must not be kept.
    pub from_the_future: bool,
}

/// What was found in the files, before it is brought in order.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The sealed records.
    pub(super) entries: Vec<Entry>,
    /// What they refer to.
    pub(super) kept: EntryTables,
    /// The records written by hand, each with its place after the sealed one whose `seq` it bears.
    pub(super) by_hand: Vec<(u32, Record<'static>)>,
    /// What is wrong.
    pub(super) problems: Vec<Problem>,
}

impl Journal {
    /// The numbers of a device that no record has, as far as they are reported: first and last.
    pub fn gaps(&self, device: &str) -> impl Iterator<Item = (u64, u64)> {
        self.problems
            .iter()
            .filter_map(move |problem| match problem {
                Problem::Missing {
                    device: of,
                    from,
                    to,
                } if of == device => Some((*from, *to)),
                _ => None,
            })
    }

    /// What happened, without what was undone.
    #[must_use]
    pub fn records(
        &self,
    ) -> impl DoubleEndedIterator<Item = Record<'_>> + ExactSizeIterator + Clone {
        self.happened().map(|entry| self.kept.record(entry))
    }

    /// What happened, packed.
    pub(super) fn happened(
        &self,
    ) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator + Clone {
        self.order
            .iter()
            .map(|&place| &self.entries[place as usize])
    }

    /// The newest event of a device that `undo` would take back.
    #[must_use]
    pub fn undoable(&self, device: &str) -> Option<Record<'_>> {
        self.happened()
            .rev()
            .find(|entry| entry.can_be_undone() && self.kept.device_name(entry.device) == device)
            .map(|entry| self.kept.record(entry))
    }
}

/// How records are packed is nobody's business.
impl PartialEq for Journal {
    fn eq(&self, other: &Self) -> bool {
        self.records().eq(other.records())
            && self.devices == other.devices
            && self.end == other.end
            && self.problems == other.problems
            && self.read_only == other.read_only
            && self.unknown_undos == other.unknown_undos
            && self.from_the_future == other.from_the_future
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal")
            .field("records", &self.records().collect::<Vec<_>>())
            .field("devices", &self.devices)
            .field("end", &self.end)
            .field("problems", &self.problems)
            .field("read_only", &self.read_only)
            .field("unknown_undos", &self.unknown_undos)
            .field("from_the_future", &self.from_the_future)
            .finish_non_exhaustive()
    }
}
