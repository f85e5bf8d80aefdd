//! Ordering records: within a device, then all devices into one history.
//!
//! The order depends only on the records, so every device with the same lines computes the same
//! history.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{DateTime, Duration, FixedOffset, TimeZone};
use hashbrown::HashSet;

use super::accepted::Acceptances;
use super::contents::Redate;
use super::entry::{Entry, EntryTables, What};
use super::event::Record;
use super::ids::RecordId;
use super::journal::{Found, Journal};
use super::problem::Problem;
use super::schedule::LastRecord;
use crate::memory::StudyDay;

/// How far in the future a record may be: clocks differ, and time zones may be set wrong.
const TOLERATED: Duration = Duration::hours(24);

/// Whether a time is so far ahead of `now` that a clock must be wrong.
pub fn is_from_the_future<Z: TimeZone>(at: &DateTime<Z>, now: DateTime<FixedOffset>) -> bool {
    *at > latest_believed(now)
}

/// The latest time that a record can have at this one.
fn latest_believed(now: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    now + TOLERATED
}

/// Orders what was found in all files, and removes duplicates and what was undone.
pub(super) fn in_order(found: Found, now: DateTime<FixedOffset>) -> Journal {
    let Found {
        mut entries,
        mut tables,
        by_hand,
        mut problems,
    } = found;
    let mut accepted = Acceptances::of(&entries, &tables);
    accepted.take_in(&mut entries, &mut tables);
    let ranks = take_in_by_hand(by_hand, &mut entries, &mut tables);
    tables.sort_devices(&mut entries);
    order_within_devices(&mut entries, &ranks, &tables);
    entries.dedup();

    let read_only = newest_version(&problems);
    let devices = highest(&entries, &tables);
    if read_only.is_none() {
        report_numbers(&entries, &ranks, &tables, &accepted, &mut problems);
    }
    let from_the_future = correct_times(&mut entries, now, &tables, &mut problems);
    let mut order: Vec<u32> = (0..entries.len() as u32).collect();
    let at = |place: &u32| entries[*place as usize].at;
    if devices.len() > 1 {
        // Stable: at equal times devices stay in the order of their names, and each in its own.
        order.sort_by_key(at);
    }
    let end = order.last().map(|&place| {
        let entry = &entries[place as usize];
        LastRecord {
            at: entry.at.to_utc(),
            device: tables.device_name(entry.device).into(),
            seq: entry.seq,
        }
    });
    let unknown_undos = remove_undone(&mut order, &entries, &tables, &mut problems);
    problems.retain(|problem| !accepted.settles(problem));
    Journal {
        entries,
        tables,
        order,
        devices,
        end,
        problems,
        read_only,
        unknown_undos,
        from_the_future,
    }
}

/// The places of records written by hand: how many lines after the sealed record with the same
/// `seq`. Empty in nearly every journal.
type Ranks = BTreeMap<RecordId, u32>;

/// Adds the records written by hand, each once: a copy of the file repeats them.
fn take_in_by_hand(
    mut by_hand: Vec<(u32, Record<'static>)>,
    entries: &mut Vec<Entry>,
    tables: &mut EntryTables,
) -> Ranks {
    by_hand.sort_by(|(rank, a), (other, b)| {
        let key = |record: &Record<'static>| (record.id, record.device.clone(), record.seq);
        key(a).cmp(&key(b)).then(rank.cmp(other))
    });
    by_hand.dedup_by_key(|(_, record)| record.id);
    by_hand
        .into_iter()
        .map(|(rank, record)| {
            let id = record.id;
            entries.push(tables.pack(record));
            (id, rank)
        })
        .collect()
}

/// Orders by device, and within a device by (`seq`, `at`, `id`).
fn order_within_devices(entries: &mut [Entry], ranks: &Ranks, tables: &EntryTables) {
    let rank = |entry: &Entry| {
        if ranks.is_empty() {
            0
        } else {
            ranks.get(&entry.id).copied().unwrap_or(0)
        }
    };
    // Files are nearly in this order, which makes a stable sort quick.
    entries.sort_by(|a, b| {
        (a.device, a.seq)
            .cmp(&(b.device, b.seq))
            .then_with(|| rank(a).cmp(&rank(b)))
            .then_with(|| a.at.cmp(&b.at))
            .then_with(|| a.id.cmp(&b.id))
            .then_with(|| by_content(a, b, tables))
    });
}

/// An order for records with the same id, so that equal ones are adjacent.
fn by_content(a: &Entry, b: &Entry, tables: &EntryTables) -> Ordering {
    if a == b {
        Ordering::Equal
    } else {
        tables.line(a).cmp(&tables.line(b))
    }
}

fn newest_version(problems: &[Problem]) -> Option<u64> {
    problems
        .iter()
        .filter_map(|problem| match problem {
            Problem::Newer { version, .. } => Some(*version),
            _ => None,
        })
        .max()
}

/// The highest number of each device.
fn highest(entries: &[Entry], tables: &EntryTables) -> Vec<(String, u64)> {
    of_devices(entries)
        .map(|of_device| {
            let last = &of_device[of_device.len() - 1];
            (tables.device_name(last.device).to_owned(), last.seq)
        })
        .collect()
}

/// The records of each device; they must be sorted by device. No slice is empty.
fn of_devices(mut entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    std::iter::from_fn(move || {
        let device = entries.first()?.device;
        // A binary search: another pass over a million records would take noticeable time.
        let end = entries.partition_point(|entry| entry.device <= device);
        let (of_device, rest) = entries.split_at(end);
        entries = rest;
        Some(of_device)
    })
}

/// Reports numbers that no record of a device has, and numbers that several have.
fn report_numbers(
    entries: &[Entry],
    ranks: &Ranks,
    tables: &EntryTables,
    accepted: &Acceptances,
    problems: &mut Vec<Problem>,
) {
    for of_device in of_devices(entries) {
        let mut before = 0;
        let mut named: Option<(u64, RecordId)> = None;
        let mut doubled: Option<(u64, u64, usize)> = None;
        for entry in of_device {
            if !ranks.is_empty() && ranks.contains_key(&entry.id) {
                continue;
            }
            if entry.seq > before + 1 {
                problems.push(Problem::Missing {
                    device: tables.device_name(entry.device).to_owned(),
                    from: before + 1,
                    to: entry.seq - 1,
                });
            }
            // The number of an accepted record may have been used again after the damage.
            if !accepted.holds(entry.id) {
                if named.is_some_and(|(seq, id)| seq == entry.seq && id != entry.id) {
                    let (from, to, numbers) = doubled.unwrap_or((entry.seq, 0, 0));
                    let more = usize::from(to != entry.seq);
                    doubled = Some((from, entry.seq, numbers + more));
                }
                named = Some((entry.seq, entry.id));
            }
            before = entry.seq;
        }
        if let Some((from, to, numbers)) = doubled {
            problems.push(Problem::Doubled {
                device: tables.device_name(of_device[0].device).to_owned(),
                from,
                to,
                numbers,
            });
        }
    }
}

/// Makes `at` the time by which a record is ordered: the running maximum within its device, and
/// for one from the future that of the record before it. Returns whether there was any.
fn correct_times(
    entries: &mut [Entry],
    now: DateTime<FixedOffset>,
    tables: &EntryTables,
    problems: &mut Vec<Problem>,
) -> bool {
    let redated = tables.redated();
    if !redated.is_empty() {
        for entry in entries.iter_mut() {
            if let Some((at, day)) = redated.get(&entry.id) {
                (entry.at, entry.day) = (*at, *day);
            }
        }
    }
    let mut any = false;
    let latest = latest_believed(now);
    let is_future = |entry: &Entry| entry.at > latest;
    let lengths: Vec<usize> = of_devices(entries).map(<[Entry]>::len).collect();
    let mut rest = entries;
    for length in lengths {
        let (of_device, others) = rest.split_at_mut(length);
        rest = others;
        let when = |entry: &Entry| (entry.at, entry.day);
        let mut before = None;
        let mut place = 0;
        while place < length {
            let run = of_device[place..]
                .iter()
                .take_while(|entry| is_future(entry));
            let run = run.count();
            if run > 0 {
                any = true;
                // Where no record comes before, the next one; if the time is wrong, the day is wrong too.
                let next = of_device.get(place + run).map(when);
                let (time, study_day) = before
                    .or(next)
                    .unwrap_or((now, StudyDay::from_date(now.naive_local().date())));
                let run = &mut of_device[place..place + run];
                problems.push(Problem::Future {
                    device: tables.device_name(run[0].device).to_owned(),
                    from: run[0].seq,
                    redate: Redate {
                        records: run.iter().map(|entry| entry.id).collect(),
                        time,
                        study_day,
                    },
                });
                for entry in &mut *run {
                    entry.at = time.with_timezone(entry.at.offset());
                    entry.day = study_day;
                }
                place += run.len();
                before = Some((time, study_day));
                continue;
            }
            let entry = &mut of_device[place];
            if let Some((at, _)) = before.filter(|(at, _)| *at > entry.at) {
                entry.at = at.with_timezone(entry.at.offset());
            }
            before = Some(when(entry));
            place += 1;
        }
    }
    any
}

/// Whether two devices wrote down the same answer: both imported it, each among different others. The study day can
/// differ, as settings and time zones do.
fn is_same_answer(a: &Entry, b: &Entry) -> bool {
    let (What::Answer(one), What::Answer(other)) = (&a.what, &b.what) else {
        return false;
    };
    a.device != b.device && a.card == b.card && a.at == b.at && one.grade == other.grade
}

/// Removes answers that two devices imported, and what was undone, and reports ids that are not unique. Returns the ids that undo events name
/// and that are not there.
fn remove_undone(
    order: &mut Vec<u32>,
    entries: &[Entry],
    tables: &EntryTables,
    problems: &mut Vec<Problem>,
) -> Vec<RecordId> {
    let id = |place: &u32| entries[*place as usize].id;
    // Ids begin with their time, so most histories have them in order, each once.
    if !order.is_sorted_by(|a, b| id(a) < id(b)) {
        let mut repeated: HashSet<u32> = HashSet::new();
        let mut named: Vec<(RecordId, usize)> = order.iter().map(id).zip(0..).collect();
        named.sort_unstable();
        let entry = |(_, place): &(RecordId, usize)| &entries[order[*place] as usize];
        for same in named.chunk_by(|a, b| a.0 == b.0) {
            let [first, others @ ..] = same else { continue };
            let repeats = |other: &&(RecordId, usize)| is_same_answer(entry(first), entry(other));
            let known = repeated.len();
            repeated.extend(
                others
                    .iter()
                    .filter(repeats)
                    .map(|(_, place)| order[*place]),
            );
            if repeated.len() - known < others.len() {
                problems.push(Problem::SameId { id: first.0 });
            }
        }
        if !repeated.is_empty() {
            order.retain(|place| !repeated.contains(place));
        }
    }
    let mut undone = tables.undone();
    if undone.is_empty() {
        return undone;
    }
    undone.sort_unstable();
    undone.dedup();
    let mut met = vec![false; undone.len()];
    let quick: HashSet<RecordId> = undone.iter().copied().collect();
    order.retain(|place| {
        let entry = &entries[*place as usize];
        if !quick.contains(&entry.id) {
            return true;
        }
        let Ok(named) = undone.binary_search(&entry.id) else {
            return true;
        };
        met[named] = true;
        let stays = !entry.can_be_taken_out();
        if stays {
            problems.push(Problem::CannotUndo { of: entry.id });
        }
        stays
    });
    let mut met = met.into_iter();
    undone.retain(|_| met.next() == Some(false));
    undone
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::history::test_support::{
        day, files, happened, history, journal_of, later, lines, minutes, read, record, review,
    };
    use crate::history::{Event, JournalFile};
    use crate::memory::Grade;

    fn good(card: &str) -> Event<'_> {
        review(card, Grade::Good)
    }

    /// Device and number of the records of a journal, in their order.
    fn order(journal: &Journal) -> Vec<(String, u64)> {
        journal
            .records()
            .map(|record| (record.device.to_string(), record.seq))
            .collect()
    }

    fn names(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
        expected
            .iter()
            .map(|(device, seq)| ((*device).to_owned(), *seq))
            .collect()
    }

    #[test]
    fn devices_are_merged_by_time_and_a_device_keeps_its_own_order() {
        let files = files(&[
            record("aaaa", 1, 0, good("d/a")),
            // This clock was set back; the record still comes after the one before it.
            record("aaaa", 2, -50, good("d/b")),
            record("aaaa", 3, 30, good("d/c")),
            record("bbbb", 1, -10, good("d/a")),
            record("bbbb", 2, 0, good("d/b")),
            record("bbbb", 3, 10, good("d/c")),
        ]);
        let journal = journal_of(&files);
        let expected = [
            ("bbbb", 1),
            ("aaaa", 1),
            ("aaaa", 2),
            ("bbbb", 2),
            ("bbbb", 3),
            ("aaaa", 3),
        ];
        assert_eq!(order(&journal), names(&expected));
        assert_eq!(happened(&journal)[2].at, minutes(0));
        assert_eq!(journal.devices, names(&[("aaaa", 3), ("bbbb", 3)]));
        assert_eq!(journal.problems, []);
    }

    #[test]
    fn a_copied_line_counts_once_and_is_not_reported() {
        let text = lines(&[
            record("aaaa", 1, 0, good("d/a")),
            record("aaaa", 2, 1, good("d/b")),
        ]);
        let twice = format!("{text}{text}");
        let files = [
            ("aaaa/2026-11.jsonl", &twice),
            ("aaaa/2026-11 (copy).jsonl", &text),
        ];
        let journal = read(&files);
        assert_eq!(order(&journal), names(&[("aaaa", 1), ("aaaa", 2)]));
        assert_eq!(journal.problems, []);
    }

    #[test]
    fn different_records_with_one_id_all_count_and_are_reported() {
        let one = record("aaaa", 1, 0, good("d/a"));
        let mut near = one.clone();
        near.event = good("d/b");
        let mut far = one.clone();
        far.seq = 2;
        let text = lines(&[one.clone(), near, one.clone(), far]);
        let files = [("aaaa/2026-11.jsonl", &text)];
        let journal = read(&files);
        assert_eq!(happened(&journal).len(), 3);
        assert_eq!(journal.problems, [Problem::SameId { id: one.id }]);
    }

    #[test]
    fn an_answer_that_two_devices_imported_counts_once_and_is_not_reported() {
        let first = record("aaaa", 1, 0, good("d/a"));
        let again = Record {
            device: "bbbb".into(),
            seq: 2,
            day: day("2026-11-21"),
            ..first.clone()
        };
        let before = record("bbbb", 1, -5, good("d/b"));
        let other = Record {
            event: good("d/c"),
            ..again.clone()
        };
        let journal = journal_of(&files(&[first.clone(), before.clone(), again]));
        assert_eq!(order(&journal), names(&[("bbbb", 1), ("aaaa", 1)]));
        assert_eq!(journal.devices, names(&[("aaaa", 1), ("bbbb", 2)]));
        assert_eq!(journal.problems, []);
        let journal = journal_of(&files(&[first.clone(), before, other]));
        assert_eq!(happened(&journal).len(), 3);
        assert_eq!(journal.problems, [Problem::SameId { id: first.id }]);
    }

    #[test]
    fn missing_numbers_are_reported() {
        let files = files(&[
            record("aaaa", 2, 0, good("d/a")),
            record("aaaa", 3, 1, good("d/a")),
            record("aaaa", 7, 2, good("d/a")),
        ]);
        let missing = |from, to| Problem::Missing {
            device: "aaaa".to_owned(),
            from,
            to,
        };
        assert_eq!(journal_of(&files).problems, [missing(1, 1), missing(4, 6)]);
    }

    #[test]
    fn what_is_from_the_future_counts_with_the_record_before_it() {
        let text = lines(&[
            record("aaaa", 1, 0, good("d/a")),
            record("aaaa", 2, 24 * 60 + 6, good("d/b")),
            record("aaaa", 3, 24 * 60 + 4, good("d/c")),
        ]);
        let files = [JournalFile {
            path: "aaaa/2026-11.jsonl",
            bytes: text.as_bytes(),
        }];
        let journal = Journal::read(&files, minutes(5));
        assert!(journal.from_the_future);
        assert_eq!(happened(&journal)[1].at, minutes(0));
        assert_eq!(happened(&journal)[1].day, day("2026-11-20"));
        // 24 hours are tolerated, since clocks differ.
        assert_eq!(happened(&journal)[2].at, minutes(24 * 60 + 4));
        let future = Problem::Future {
            device: "aaaa".to_owned(),
            from: 2,
            redate: Redate {
                records: vec![happened(&journal)[1].id],
                time: minutes(0),
                study_day: day("2026-11-20"),
            },
        };
        assert_eq!(journal.problems, [future]);
        assert!(!Journal::read(&files, later()).from_the_future);
    }

    #[test]
    fn a_first_record_from_the_future_counts_with_the_next_one() {
        let files = files(&[
            record("aaaa", 1, 60 * 24 * 900, good("d/a")),
            record("aaaa", 2, 60 * 24 * 3, good("d/b")),
        ]);
        let files: Vec<JournalFile<'_>> = files
            .iter()
            .map(|(path, text)| JournalFile {
                path,
                bytes: text.as_bytes(),
            })
            .collect();
        let journal = Journal::read(&files, minutes(60 * 24 * 30));
        let days: Vec<StudyDay> = journal.records().map(|record| record.day).collect();
        assert_eq!(days, [day("2026-11-23"); 2]);
    }

    #[test]
    fn a_redate_holds_for_good_and_the_newest_of_several_wins() {
        let far = record("aaaa", 2, 60 * 24 * 900, good("d/b"));
        let redate = |seq, minute| {
            let redate = Redate {
                records: vec![far.id],
                time: minutes(minute),
                study_day: StudyDay::of(minutes(minute), 4),
            };
            record("bbbb", seq, 60 * 24 * 40, Event::Redate(redate))
        };
        let files = files(&[
            record("aaaa", 1, 0, good("d/a")),
            redate(1, 60 * 24),
            redate(2, 60 * 24 * 2),
            far.clone(),
        ]);
        let journal = journal_of(&files);
        let counted: Vec<_> = journal
            .records()
            .filter(|record| record.id == far.id)
            .map(|record| (record.at, record.day))
            .collect();
        assert_eq!(counted, [(minutes(60 * 24 * 2), day("2026-11-22"))]);
        assert_eq!(journal.problems, []);
    }

    #[test]
    fn an_undo_takes_out_what_it_names_on_any_device_and_is_never_undone() {
        let target = record("aaaa", 1, 100, good("d/a"));
        let undo = record("bbbb", 1, 0, Event::Undo { of: target.id });
        let again = record("bbbb", 2, 200, Event::Undo { of: undo.id });
        let goal = record("bbbb", 3, 300, Event::Unmark { card: "d/a".into() });
        let vain = record("bbbb", 4, 400, Event::Undo { of: goal.id });
        let (undo_id, goal_id) = (undo.id, goal.id);
        let files = files(&[target, undo, again, goal, vain]);
        let journal = journal_of(&files);
        assert_eq!(
            order(&journal),
            names(&[("bbbb", 1), ("bbbb", 2), ("bbbb", 3), ("bbbb", 4)])
        );
        assert_eq!(
            journal.problems,
            [
                Problem::CannotUndo { of: undo_id },
                Problem::CannotUndo { of: goal_id }
            ]
        );
        assert_eq!(journal.devices, names(&[("aaaa", 1), ("bbbb", 4)]));
    }

    #[test]
    fn the_newest_event_that_can_be_undone_is_this_devices_own() {
        let files = files(&[
            record("aaaa", 1, 0, good("d/a")),
            record("aaaa", 2, 1, Event::Unmark { card: "d/a".into() }),
            record("bbbb", 1, 2, good("d/a")),
        ]);
        let journal = journal_of(&files);
        assert_eq!(journal.undoable("aaaa").map(|record| record.seq), Some(1));
        assert_eq!(journal.undoable("cccc"), None);
    }

    proptest! {
        #[test]
        fn the_order_in_which_files_come_changes_nothing(
            records in history(), turns in 0..6_usize, cut in 0..10_000_usize,
        ) {
            let mut files = files(&records);
            // A sync tool keeps an older copy of a file.
            let (path, text) = files[cut % files.len()].clone();
            let copy = text[..cut % (text.len() + 1)].to_owned();
            files.push((path.replace(".jsonl", ".sync-conflict.jsonl"), copy));
            let reference = journal_of(&files);
            let mut turned = files.clone();
            turned.rotate_left(turns % files.len());
            prop_assert_eq!(&journal_of(&turned), &reference);
            turned.reverse();
            prop_assert_eq!(&journal_of(&turned), &reference);
            let undone = records.len() - happened(&reference).len();
            let undos = records.iter().filter(|r| matches!(r.event, Event::Undo { .. })).count();
            prop_assert!(undone <= undos);
        }
    }
}
