//! A journal as it was read: records in order, and the problems found.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::entry::{Entry, EntryTables};
use super::event::{Event, Record};
use super::ids::RecordId;
use super::problem::Problem;
use super::schedule::LastRecord;
use crate::memory::{Parameters, StudyDay};

#[derive(Clone, Copy, Debug)]
pub struct JournalFile<'a> {
    /// Its path below the journals' folder, with `/` between the parts: `k3f9/2026-11.jsonl`.
    pub path: &'a str,
    /// Its whole content.
    pub bytes: &'a [u8],
}

/// The content of all devices' journals, in one order that is the same everywhere.
#[derive(Clone, Default)]
pub struct Journal {
    /// The records by device and number, including those that were undone.
    pub(super) entries: Vec<Entry>,
    pub(super) tables: EntryTables,
    /// The entries that count, in their order, without what was undone.
    pub(super) order: Vec<u32>,
    /// The highest number of a record of each device, in the order of their names.
    pub devices: Vec<(String, u64)>,
    /// The place of the last record, undone ones included.
    pub end: Option<LastRecord>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// The latest version of a line that this program cannot read: it must not write then.
    pub read_only: Option<u64>,
    /// The records that an undo names but that are missing.
    pub unknown_undos: Vec<RecordId>,
    /// Whether a record is from the future, so that the order depends on when it was read: a schedule made
    /// from it must not be saved.
    pub from_the_future: bool,
}

/// Weights that were fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// The record that holds them: undoing it takes them back.
    pub record: RecordId,
    /// The day of the fit.
    pub day: StudyDay,
    pub parameters: Parameters,
    /// How many answers they were fitted to; 0 if unknown.
    pub answers: u64,
}

/// What was found in the files, before it is put in order.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The sealed records.
    pub(super) entries: Vec<Entry>,
    /// What they refer to.
    pub(super) tables: EntryTables,
    /// The records written by hand, each with its place after the sealed one with the same `seq`.
    pub(super) by_hand: Vec<(u32, Record<'static>)>,
    /// What is wrong.
    pub(super) problems: Vec<Problem>,
}

impl Journal {
    /// The events that count, without what was undone.
    pub fn records(
        &self,
    ) -> impl DoubleEndedIterator<Item = Record<'_>> + ExactSizeIterator + Clone {
        self.happened().map(|entry| self.tables.record(entry))
    }

    /// What happened, packed.
    pub(super) fn happened(
        &self,
    ) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator + Clone {
        self.order
            .iter()
            .map(|&place| &self.entries[place as usize])
    }

    /// The records of a device in their order, including those that were undone.
    pub fn all_of<'j>(&'j self, device: &'j str) -> impl Iterator<Item = Record<'j>> {
        let own = move |entry: &&Entry| self.tables.device_name(entry.device) == device;
        let own = self.entries.iter().filter(own);
        own.map(|entry| self.tables.record(entry))
    }

    /// The newest event of a device that an `undo` event can undo.
    pub fn undoable(&self, device: &str) -> Option<Record<'_>> {
        self.happened()
            .rev()
            .find(|entry| entry.can_be_undone() && self.tables.device_name(entry.device) == device)
            .map(|entry| self.tables.record(entry))
    }

    /// Former names of cards with what they are called now: those that the decks say, and those that were recorded
    /// while cards were edited. A rename that these decks have not seen does not count: the old name is a card, and
    /// the new one is not. Each name leads straight to that of today, however many there were in between.
    pub fn renames<'r>(
        &self,
        of_decks: &'r BTreeMap<String, String>,
        is_card: impl Fn(&str) -> bool,
    ) -> Cow<'r, BTreeMap<String, String>> {
        let mut renames = Cow::Borrowed(of_decks);
        if !self.tables.has_renames() {
            return renames;
        }
        for event in self.happened().filter_map(Entry::other) {
            let Event::Rename { from, to } = event else {
                continue;
            };
            let seen = is_card(to) || !is_card(from);
            if from == to || !seen || of_decks.contains_key(&**from) {
                continue;
            }
            let renames = renames.to_mut();
            // What a card is called again leads nowhere else.
            if !of_decks.contains_key(&**to) {
                renames.remove(&**to);
            }
            renames.insert(from.to_string(), to.to_string());
        }
        if let Cow::Owned(renames) = &mut renames {
            *renames = straightened(renames);
        }
        renames
    }

    /// The newest fitted weights, which hold for the whole history; none where nothing was fitted.
    pub fn fitted(&self) -> Option<Fitted> {
        self.all_fitted().next()
    }

    /// The fitted weights that were not taken back, newest first.
    pub fn all_fitted(&self) -> impl Iterator<Item = Fitted> {
        self.happened()
            .rev()
            .filter_map(|entry| match entry.other() {
                Some(Event::Parameters {
                    parameters,
                    answers,
                }) => Some(Fitted {
                    record: entry.id,
                    day: entry.day,
                    parameters: *parameters,
                    answers: *answers,
                }),
                _ => None,
            })
    }
}

/// Compares the content of journals, not how it is packed.
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

/// Renames in which each name leads straight to the last one; those that lead in a circle are left out.
fn straightened(renames: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    for name in renames.keys() {
        let mut on_the_way = Vec::new();
        let mut current = name.as_str();
        let end = loop {
            if let Some(known) = last.get(current) {
                break *known;
            }
            let Some(next) = renames.get(current) else {
                break current;
            };
            on_the_way.push(current);
            // While it is not known where this leads, it leads to itself: that ends a circle.
            last.insert(current, current);
            current = next;
        };
        // What has another name is not an end: it is in a circle.
        if !renames.contains_key(end) {
            last.extend(on_the_way.into_iter().map(|name| (name, end)));
        }
    }
    let straight = last.into_iter().filter(|(name, end)| name != end);
    straight
        .map(|(name, end)| (name.to_owned(), end.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::test_support::{files, journal_of, record};
    use crate::memory::Grade;

    fn fitted(first: f32) -> Event<'static> {
        let mut numbers = *Parameters::default().numbers();
        numbers[0] = first;
        Event::Parameters {
            parameters: Parameters::new(&numbers).expect("21 numbers"),
            answers: 1000,
        }
    }

    #[test]
    fn an_undo_of_the_newest_fit_leaves_the_one_before_and_then_none() {
        let mut records = vec![
            record("aaaa", 1, 0, fitted(0.3)),
            record("bbbb", 1, 5, fitted(0.4)),
        ];
        let mut seen = Vec::new();
        for seq in 2..=4 {
            let texts = files(&records);
            let journal = journal_of(&texts);
            assert_eq!(journal.problems, []);
            let newest = journal.fitted();
            seen.push(newest.map(|fitted| fitted.parameters.numbers()[0]));
            if let Some(newest) = newest {
                let undo = Event::Undo { of: newest.record };
                records.push(record("aaaa", seq, 10 + seq.cast_signed(), undo));
            }
        }
        assert_eq!(seen, [Some(0.4), Some(0.3), None]);
    }

    #[test]
    fn renames_lead_straight_to_the_last_name_and_circles_nowhere() {
        let renames = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            let owned = |(old, new): &(&str, &str)| ((*old).to_owned(), (*new).to_owned());
            pairs.iter().map(owned).collect()
        };
        let many = renames(&[
            ("c", "b"),
            ("a", "d"),
            ("b", "a"),
            ("x", "y"),
            ("y", "z"),
            ("z", "y"),
            ("w", "z"),
        ]);
        assert_eq!(
            straightened(&many),
            renames(&[("a", "d"), ("b", "d"), ("c", "d")])
        );
        let chain: BTreeMap<String, String> = (0..100_000)
            .map(|n| (format!("{n}"), format!("{}", n + 1)))
            .collect();
        assert!(straightened(&chain).values().all(|end| end == "100000"));
    }

    #[test]
    fn a_fit_is_not_what_the_command_undo_takes_back() {
        let records = [
            record(
                "aaaa",
                1,
                0,
                super::super::test_support::review("d/a", Grade::Good),
            ),
            record("aaaa", 2, 1, fitted(0.3)),
        ];
        let texts = files(&records);
        let undoable = journal_of(&texts).undoable("aaaa").map(|record| record.seq);
        assert_eq!(undoable, Some(1));
    }
}
