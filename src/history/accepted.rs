//! What the learner decided about a fault of the journal: an `accept` event, which edits nothing.
//!
//! A damaged line stays where it is for ever, on every device. The event names it by a hash of its
//! bytes, wherever a copy of it lies, and either carries the record that counts in its place or
//! says that the loss is known. It is frozen as it is written here:
//!
//! - `bytes` (a hash as a UUID), with `record` (a whole line without its seal) where it counts;
//! - `missing`: `device`, `from`, `to`; `same`: an id; `doubled`: `device`, `to`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::entry::{Entry, EntryTables};
use super::event::{Event, Fields, Record, RecordId};
use super::line::seal;
use super::parse::{self, Understood};
use super::problem::Problem;

/// What is accepted.
#[derive(Clone, Debug, PartialEq)]
pub enum Accepted {
    /// Damaged bytes: they are not reported any more.
    Bytes {
        /// The name of the bytes, a hash of them.
        name: RecordId,
        /// What counts in their place; nothing where they are left out for good.
        record: Option<Box<Record<'static>>>,
    },
    /// Records that are lost.
    Missing(Gap),
    /// Different records with this id: all of them count.
    SameId(RecordId),
    /// A device's numbers were given twice: every record counts.
    Doubled(Doubled),
}

/// Numbers of a device that no record has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The device.
    pub device: String,
    /// The first number.
    pub from: u64,
    /// The last number.
    pub to: u64,
}

/// Numbers of a device that two records have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubled {
    /// The device.
    pub device: String,
    /// The last such number.
    pub to: u64,
}

impl Accepted {
    /// The fields of the event that says so.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Map::new();
        let mut put = |key: &str, value: Value| map.insert(key.to_owned(), value);
        match self {
            Self::Bytes { name, record } => {
                put("bytes", name.to_string().into());
                if let Some(record) = record {
                    put("record", unsealed(record));
                }
            }
            Self::Missing(gap) => {
                put("missing", serde_json::to_value(gap).unwrap_or_default());
            }
            Self::SameId(id) => {
                put("same", id.to_string().into());
            }
            Self::Doubled(doubled) => {
                put("doubled", serde_json::to_value(doubled).unwrap_or_default());
            }
        }
        Fields::of_line(map)
    }

    /// What the fields of an `accept` event say; `None` where they mean nothing here.
    fn read(fields: &Fields) -> Option<Self> {
        let map = fields.as_map();
        let id = |value: &Value| value.as_str()?.parse().ok();
        if let Some(name) = map.get("bytes") {
            let record = match map.get("record") {
                Some(record) => Some(Box::new(whole(record)?)),
                None => None,
            };
            return Some(Self::Bytes {
                name: id(name)?,
                record,
            });
        }
        if let Some(same) = map.get("same") {
            return Some(Self::SameId(id(same)?));
        }
        if let Some(gap) = map.get("missing") {
            return serde_json::from_value(gap.clone()).ok().map(Self::Missing);
        }
        let doubled = map.get("doubled")?;
        serde_json::from_value(doubled.clone())
            .ok()
            .map(Self::Doubled)
    }
}

/// A record as the object that its line is, without the seal.
fn unsealed(record: &Record<'_>) -> Value {
    let mut line: Value = serde_json::from_str(&seal(record)).unwrap_or_default();
    if let Some(map) = line.as_object_mut() {
        map.remove("crc");
    }
    line
}

/// The record that such an object is.
fn whole(line: &Value) -> Option<Record<'static>> {
    match parse::sealed(&line.to_string()) {
        Ok(Understood::Record(record)) => Some(record.into_owned()),
        _ => None,
    }
}

/// Everything that the learner accepted.
#[derive(Debug, Default)]
pub(super) struct Acceptances {
    /// The names of damaged bytes.
    bytes: BTreeSet<RecordId>,
    /// The records that count in the place of damaged ones, by id.
    records: BTreeMap<RecordId, Record<'static>>,
    missing: Vec<Gap>,
    same: BTreeSet<RecordId>,
    doubled: Vec<Doubled>,
}

impl Acceptances {
    /// Gathers what these records accept. Of two accepted records with one id the one accepted first
    /// by the device first in order counts: the same everywhere.
    pub(super) fn of(entries: &[Entry], kept: &EntryTables) -> Self {
        if !kept.has_acceptances() {
            return Self::default();
        }
        let mut events: Vec<(&str, u64, RecordId, &Fields)> = entries
            .iter()
            .filter_map(|entry| match kept.other(entry) {
                Some(Event::Accept(fields)) => {
                    Some((kept.device_name(entry.device), entry.seq, entry.id, fields))
                }
                _ => None,
            })
            .collect();
        events.sort_unstable_by_key(|(device, seq, id, _)| (*device, *seq, *id));
        let mut all = Self::default();
        for (_, _, _, fields) in events {
            all.take(fields);
        }
        all
    }

    fn take(&mut self, fields: &Fields) {
        match Accepted::read(fields) {
            Some(Accepted::Bytes { name, record }) => {
                self.bytes.insert(name);
                let Some(record) = record else { return };
                // A damaged line may itself have been one of these events.
                if let Event::Accept(inner) = &record.event {
                    self.take(inner);
                }
                self.records.entry(record.id).or_insert(*record);
            }
            Some(Accepted::Missing(gap)) => self.missing.push(gap),
            Some(Accepted::SameId(id)) => {
                self.same.insert(id);
            }
            Some(Accepted::Doubled(doubled)) => self.doubled.push(doubled),
            None => {}
        }
    }

    /// Adds the accepted records, but for those whose line is there as it was written: that one
    /// counts, once.
    pub(super) fn take_in(&mut self, entries: &mut Vec<Entry>, kept: &mut EntryTables) {
        if self.records.is_empty() {
            return;
        }
        for entry in entries.iter() {
            self.records.remove(&entry.id);
        }
        for record in self.records.values() {
            entries.push(kept.pack(record.clone()));
        }
    }

    /// Whether a record was accepted in the place of a damaged line.
    pub(super) fn holds(&self, id: RecordId) -> bool {
        self.records.contains_key(&id)
    }

    /// Whether all these numbers of a device were given up, be it one after the other.
    fn gives_up(&self, device: &str, from: u64, to: u64) -> bool {
        let mut next = from;
        while next <= to {
            let known = |gap: &&Gap| gap.device == device && (gap.from..=gap.to).contains(&next);
            match self.missing.iter().find(known) {
                Some(gap) => next = gap.to.saturating_add(1),
                None => return false,
            }
        }
        true
    }

    /// Whether the learner settled a problem.
    pub(super) fn settles(&self, problem: &Problem) -> bool {
        match problem {
            Problem::Damage { name, .. } | Problem::NotUnderstood { name, .. } => {
                self.bytes.contains(name)
            }
            Problem::Missing { device, from, to } => self.gives_up(device, *from, *to),
            Problem::SameId { id } => self.same.contains(id),
            Problem::Doubled { device, to, .. } => self
                .doubled
                .iter()
                .any(|known| known.device == *device && *to <= known.to),
            Problem::Newer { .. } | Problem::Future { .. } | Problem::CannotUndo { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::history::Journal;
    use crate::history::line::handwritten_id;
    use crate::history::test_support::{event, happened, lines, minutes, read, record, review};
    use crate::memory::Grade;

    const FILE: &str = "k3f9/2026-11.jsonl";

    fn good(card: &str) -> Event<'_> {
        review(card, Grade::Good)
    }

    fn accepts(device: &str, seq: u64, accepted: &Accepted) -> String {
        let event = Event::Accept(accepted.fields());
        lines(&[record(device, seq, 900, event)])
    }

    /// The event that lets the first damaged bytes of a journal count as a record.
    fn counted_as(journal: &Journal, record: Record<'static>) -> Accepted {
        let Some(Problem::Damage { name, .. }) = journal.problems.first() else {
            panic!("no damage: {:?}", journal.problems);
        };
        Accepted::Bytes {
            name: *name,
            record: Some(Box::new(record)),
        }
    }

    fn cards(journal: &Journal) -> Vec<String> {
        let records = journal.records();
        let cards = records.filter_map(|record| record.event.card().map(str::to_owned));
        cards.collect()
    }

    #[test]
    fn an_accepted_line_counts_once_in_its_own_place_and_is_reported_no_more() {
        let all: Vec<_> = (1..)
            .zip(["d/a", "d/b", "d/c"])
            .map(|(seq, card)| record("k3f9", seq, seq.cast_signed(), good(card)))
            .collect();
        let whole = lines(&all);
        let damaged = whole.replacen("d/b", "d/XX", 1);
        let files = [(FILE, &damaged)];
        let journal = read(&files);
        let found = &journal.problems;
        assert_eq!(found.len(), 2, "a line and a number: {found:?}");
        let accepted = counted_as(&journal, record("k3f9", 2, 2, good("d/XX")));
        let told = accepts("zzzz", 1, &accepted);
        let other = accepts("yyyy", 1, &accepted);
        let copy = "k3f9/2026-11.sync-conflict-1.jsonl";
        let files = [
            (FILE, &damaged),
            (copy, &damaged),
            ("zzzz/2026-11.jsonl", &told),
            ("yyyy/2026-11.jsonl", &other),
        ];
        let journal = read(&files);
        assert_eq!(journal.problems, []);
        assert_eq!(cards(&journal), ["d/a", "d/XX", "d/c"]);
        assert_eq!(happened(&journal)[1].at, minutes(2), "its own time");
        // The sound line turns up after all: that is what counts, once.
        let files = [files[0], files[2], ("k3f9/2026-11 (copy).jsonl", &whole)];
        let journal = read(&files);
        assert_eq!(journal.problems, []);
        assert_eq!(cards(&journal), ["d/a", "d/b", "d/c"]);
    }

    #[test]
    fn what_is_left_out_is_quiet_and_costs_nothing_else() {
        let text = lines(&[
            record("k3f9", 1, 0, good("d/a")),
            record("k3f9", 4, 1, good("d/b")),
        ]) + "<<<<<<< HEAD\n";
        let settled = [
            Accepted::Bytes {
                name: handwritten_id(b"<<<<<<< HEAD"),
                record: None,
            },
            Accepted::Missing(Gap {
                device: "k3f9".to_owned(),
                from: 2,
                to: 3,
            }),
        ];
        let told: String = (1..)
            .zip(&settled)
            .map(|(seq, one)| accepts("zzzz", seq, one))
            .collect();
        assert_eq!(read(&[(FILE, &text)]).problems.len(), 2);
        let files = [(FILE, &text), ("zzzz/2026-11.jsonl", &told)];
        let journal = read(&files);
        assert_eq!(journal.problems, []);
        assert_eq!(cards(&journal), ["d/a", "d/b"]);
        // A wider gap than the one that was accepted is news.
        let wider = lines(&[
            record("k3f9", 1, 0, good("d/a")),
            record("k3f9", 9, 1, good("d/b")),
        ]);
        let files = [(FILE, &wider), ("zzzz/2026-11.jsonl", &told)];
        assert_eq!(read(&files).problems.len(), 1);
    }

    #[test]
    fn two_machines_under_one_name_are_reported_until_it_is_settled() {
        let mine = lines(&[
            record("k3f9", 1, 0, good("d/a")),
            record("k3f9", 2, 1, good("d/b")),
        ]);
        let mut other = record("k3f9", 2, 3, good("d/c"));
        other.id = RecordId::from_bits(7);
        let theirs = lines(&[other]);
        let copy = "k3f9/2026-11 (2).jsonl";
        let files = [(FILE, &mine), (copy, &theirs)];
        let journal = read(&files);
        let doubled = Problem::Doubled {
            device: "k3f9".to_owned(),
            from: 2,
            to: 2,
            numbers: 1,
        };
        assert_eq!(journal.problems, [doubled]);
        assert_eq!(cards(&journal), ["d/a", "d/b", "d/c"]);
        let settled = Accepted::Doubled(Doubled {
            device: "k3f9".to_owned(),
            to: 2,
        });
        let told = accepts("zzzz", 1, &settled);
        let files = [
            (FILE, &mine),
            (copy, &theirs),
            ("zzzz/2026-11.jsonl", &told),
        ];
        assert_eq!(read(&files).problems, []);
    }

    #[test]
    fn a_line_without_number_and_name_stands_where_its_time_says() {
        let sound = lines(&[
            record("k3f9", 1, 0, good("d/a")),
            record("k3f9", 2, 10, good("d/c")),
        ]);
        let by_hand = "{\"v\":1,\"event\":\"review\",\"at\":\"2026-11-20T12:05:00+01:00\",\"day\":\"2026-11-20\",\"card\":\"d/b\",\"grade\":\"good\",\"mood\":1}\n";
        let text = sound + by_hand;
        let files = [(FILE, &text)];
        let journal = read(&files);
        let mut written = record("k3f9", 1, 5, good("d/b"));
        written.id = handwritten_id(by_hand.trim_end().as_bytes());
        let told = accepts("zzzz", 1, &counted_as(&journal, written));
        let files = [(FILE, &text), ("zzzz/2026-11.jsonl", &told)];
        let journal = read(&files);
        assert_eq!(cards(&journal), ["d/a", "d/b", "d/c"]);
        assert_eq!(journal.problems, []);
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_read_back_as_it_was(event in event(), bits in any::<u128>()) {
            let inner = record("k3f9", 7, 3, event);
            let accepted = Accepted::Bytes {
                name: RecordId::from_bits(bits),
                record: Some(Box::new(inner)),
            };
            let line = accepts("zzzz", 1, &accepted);
            let files = [("zzzz/2026-11.jsonl", &line)];
            let journal = read(&files);
            let told = journal.records().find_map(|record| match &record.event {
                Event::Accept(fields) => Accepted::read(fields),
                _ => None,
            });
            prop_assert_eq!(told, Some(accepted));
        }
    }
}
