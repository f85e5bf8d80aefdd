//! A journal as it was read: records in order, and what is wrong.

use super::event::Record;
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal<'a> {
    /// What happened, without what was undone.
    pub records: Vec<Record<'a>>,
    /// The highest number of a record of each device, in the order of their names.
    pub devices: Vec<(String, u64)>,
    /// The place of the last record, were nothing undone.
    pub end: Option<LastRecord>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// The latest version of a line that this program cannot read: it must not write then.
    pub read_only: Option<u64>,
    /// Whether a record came from the future, so that the order hangs on when it was read: a
    /// schedule made from it must not be kept.
    pub from_the_future: bool,
}

/// What was found in the files, before it is brought in order.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    /// The sealed records.
    pub(super) records: Vec<Record<'a>>,
    /// The records written by hand, each with its place after the sealed one whose `seq` it bears.
    pub(super) by_hand: Vec<(u32, Record<'a>)>,
    /// What is wrong.
    pub(super) problems: Vec<Problem>,
}

impl<'a> Journal<'a> {
    /// The newest event of a device that `undo` would take back.
    #[must_use]
    pub fn undoable(&self, device: &str) -> Option<&Record<'a>> {
        self.records
            .iter()
            .rev()
            .find(|record| record.device == device && record.event.can_be_undone())
    }
}
