//! `accept` events: decisions about damage to the journal, which earlier versions wrote.
//!
//! A damaged line is never edited, on any device. The event identifies it by a hash of its bytes,
//! wherever a copy of it is, and either holds the record that counts instead or says that the loss
//! is accepted. The format is frozen:
//!
//! - `bytes` (a hash as a UUID), with `record` (a whole line without its seal) where it counts;
//! - `missing`: `device`, `from`, `to`; `same`: an id; `doubled`: `device`, `to`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::contents::{Accepted, Doubled, Gap};
use super::entry::{Entry, EntryTables};
use super::event::{Event, Record};
use super::ids::RecordId;
use super::parse::{self, Understood};
use super::problem::Problem;

/// The record of an acceptance, from the JSON object in its line, without the seal.
fn whole_record(line: &Value) -> Option<Record<'static>> {
    match parse::sealed(&line.to_string()) {
        Ok(Understood::Record(record)) => Some(record.into_owned()),
        Ok(Understood::Newer(_)) | Err(_) => None,
    }
}

/// Everything that the learner accepted.
#[derive(Debug, Default)]
pub(super) struct Acceptances {
    /// The ids of damaged bytes.
    bytes: BTreeSet<RecordId>,
    /// The records that count instead of damaged ones, by id.
    records: BTreeMap<RecordId, Record<'static>>,
    missing: Vec<Gap>,
    same: BTreeSet<RecordId>,
    doubled: Vec<Doubled>,
}

impl Acceptances {
    /// Collects what these records accept. If two accepted records have the same id, the one that comes
    /// first by device and number counts, so that all devices agree.
    pub(super) fn of(entries: &[Entry], tables: &EntryTables) -> Self {
        if !tables.has_acceptances() {
            return Self::default();
        }
        let mut events: Vec<(&str, u64, RecordId, &Accepted)> = entries
            .iter()
            .filter_map(|entry| match entry.other() {
                Some(Event::Accept(accepted)) => Some((
                    tables.device_name(entry.device),
                    entry.seq,
                    entry.id,
                    accepted,
                )),
                _ => None,
            })
            .collect();
        events.sort_unstable_by_key(|(device, seq, id, _)| (*device, *seq, *id));
        let mut all = Self::default();
        for (_, _, _, accepted) in events {
            all.take(accepted);
        }
        all
    }

    fn take(&mut self, accepted: &Accepted) {
        match accepted {
            Accepted::Bytes { bytes, record } => {
                let record = match record {
                    None => None,
                    // An acceptance that cannot be read has no effect.
                    Some(line) => match whole_record(line) {
                        None => return,
                        record => record,
                    },
                };
                self.bytes.insert(*bytes);
                let Some(record) = record else { return };
                // A damaged line may itself have been one of these events.
                if let Event::Accept(inner) = &record.event {
                    self.take(inner);
                }
                self.records.entry(record.id).or_insert(record);
            }
            Accepted::Missing { missing } => self.missing.push(missing.clone()),
            Accepted::SameId { same } => {
                self.same.insert(*same);
            }
            Accepted::Doubled { doubled } => self.doubled.push(doubled.clone()),
        }
    }

    /// Adds the accepted records, except those whose original line is also there: that one counts, once.
    pub(super) fn take_in(&mut self, entries: &mut Vec<Entry>, tables: &mut EntryTables) {
        if self.records.is_empty() {
            return;
        }
        for entry in entries.iter() {
            self.records.remove(&entry.id);
        }
        for record in self.records.values() {
            entries.push(tables.pack(record.clone()));
        }
    }

    /// Whether a record was accepted instead of a damaged line.
    pub(super) fn holds(&self, id: RecordId) -> bool {
        self.records.contains_key(&id)
    }

    /// Whether all these numbers of a device were accepted as lost, by one event or by several.
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

    /// Whether the learner has accepted a problem.
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
        let event = Event::Accept(accepted.clone());
        lines(&[record(device, seq, 900, event)])
    }

    /// The event that lets the first damaged bytes of a journal count as a record.
    fn counted_as(journal: &Journal, record: &Record<'static>) -> Accepted {
        let Some(Problem::Damage { name, .. }) = journal.problems.first() else {
            panic!("no damage: {:?}", journal.problems);
        };
        Accepted::Bytes {
            bytes: *name,
            record: Some(written(record)),
        }
    }

    /// A record as the JSON object in its line.
    fn written(record: &Record<'_>) -> Value {
        let line = serde_json::to_string(record).expect("JSON");
        serde_json::from_str(&line).expect("JSON")
    }

    fn cards(journal: &Journal) -> Vec<String> {
        let records = journal.records();
        let cards = records.filter_map(|record| record.event.card().map(str::to_owned));
        cards.collect()
    }

    #[test]
    fn an_accepted_line_counts_once_in_its_place_and_is_no_longer_reported() {
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
        let accepted = counted_as(&journal, &record("k3f9", 2, 2, good("d/XX")));
        let acceptances = accepts("zzzz", 1, &accepted);
        let other = accepts("yyyy", 1, &accepted);
        let copy = "k3f9/2026-11.sync-conflict-1.jsonl";
        let files = [
            (FILE, &damaged),
            (copy, &damaged),
            ("zzzz/2026-11.jsonl", &acceptances),
            ("yyyy/2026-11.jsonl", &other),
        ];
        let journal = read(&files);
        assert_eq!(journal.problems, []);
        assert_eq!(cards(&journal), ["d/a", "d/XX", "d/c"]);
        assert_eq!(happened(&journal)[1].at, minutes(2), "its own time");
        // The undamaged line turns up after all: it counts, once.
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
                bytes: handwritten_id(b"<<<<<<< HEAD"),
                record: None,
            },
            Accepted::Missing {
                missing: Gap {
                    device: "k3f9".to_owned(),
                    from: 2,
                    to: 3,
                },
            },
        ];
        let acceptances: String = (1..)
            .zip(&settled)
            .map(|(seq, one)| accepts("zzzz", seq, one))
            .collect();
        assert_eq!(read(&[(FILE, &text)]).problems.len(), 2);
        let files = [(FILE, &text), ("zzzz/2026-11.jsonl", &acceptances)];
        let journal = read(&files);
        assert_eq!(journal.problems, []);
        assert_eq!(cards(&journal), ["d/a", "d/b"]);
        // A wider gap than the accepted one is reported.
        let wider = lines(&[
            record("k3f9", 1, 0, good("d/a")),
            record("k3f9", 9, 1, good("d/b")),
        ]);
        let files = [(FILE, &wider), ("zzzz/2026-11.jsonl", &acceptances)];
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
        let settled = Accepted::Doubled {
            doubled: Doubled {
                device: "k3f9".to_owned(),
                to: 2,
            },
        };
        let acceptances = accepts("zzzz", 1, &settled);
        let files = [
            (FILE, &mine),
            (copy, &theirs),
            ("zzzz/2026-11.jsonl", &acceptances),
        ];
        assert_eq!(read(&files).problems, []);
    }

    #[test]
    fn a_line_without_number_and_device_is_ordered_by_its_time() {
        let undamaged = lines(&[
            record("k3f9", 1, 0, good("d/a")),
            record("k3f9", 2, 10, good("d/c")),
        ]);
        let by_hand = "{\"v\":1,\"event\":\"review\",\"at\":\"2026-11-20T12:05:00+01:00\",\"day\":\"2026-11-20\",\"card\":\"d/b\",\"grade\":\"good\",\"mood\":1}\n";
        let text = undamaged + by_hand;
        let files = [(FILE, &text)];
        let journal = read(&files);
        let mut written = record("k3f9", 1, 5, good("d/b"));
        written.id = handwritten_id(by_hand.trim_end().as_bytes());
        let acceptances = accepts("zzzz", 1, &counted_as(&journal, &written));
        let files = [(FILE, &text), ("zzzz/2026-11.jsonl", &acceptances)];
        let journal = read(&files);
        assert_eq!(cards(&journal), ["d/a", "d/b", "d/c"]);
        assert_eq!(journal.problems, []);
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_read_back_as_it_was(event in event(), bits in any::<u128>()) {
            let inner = record("k3f9", 7, 3, event);
            let accepted = Accepted::Bytes {
                bytes: RecordId::from_bits(bits),
                record: Some(written(&inner)),
            };
            let line = accepts("zzzz", 1, &accepted);
            let files = [("zzzz/2026-11.jsonl", &line)];
            let journal = read(&files);
            let read = journal.records().find(|record| record.device == "zzzz");
            prop_assert_eq!(read.map(|record| record.event), Some(Event::Accept(accepted)));
        }
    }
}
