//! Several devices: whatever arrives in whatever order, all of them get the same schedule, and the
//! snapshot has the same bytes whether it grew answer by answer or was recomputed.

use std::collections::BTreeMap;

use nodequiz::history::{
    Basis, FileMark, Fingerprint, Journal, JournalFile, Record, RecordId, Rules, Schedule,
    read_snapshot, write_snapshot,
};
use nodequiz::memory::Scheduling;
use nodequiz::question::Kind;

use super::figures::{Part, Size, on_all_cores};
use super::histories::{day, event, later, lines, minutes, record};
use super::test_rng::TestRng;

const DEVICES: [&str; 4] = ["aaaa", "bbbb", "k3f9", "zz22"];

/// Every card is of this kind.
static RECALL: fn(&str) -> Option<Kind> = |_| Some(Kind::Recall);

/// The files that are on a device, and their bytes.
type Files = BTreeMap<String, String>;

/// The records of some devices with different clocks, in the order of the true time.
fn lived(rng: &mut TestRng) -> Vec<Record<'static>> {
    let devices = 1 + rng.below(DEVICES.len());
    let mut skews = [0; DEVICES.len()];
    let mut seqs = [0; DEVICES.len()];
    for skew in &mut skews {
        // At most 20 hours: another test covers what is more than a day ahead.
        *skew = rng.below(2400).cast_signed() as i64 - 1200;
    }
    let mut records: Vec<Record<'static>> = Vec::new();
    let mut ids: Vec<RecordId> = Vec::new();
    let mut clock = 0;
    for _ in 0..10 + rng.below(50) {
        clock += match rng.below(10) {
            0..4 => 0,
            4..8 => rng.below(9),
            _ => rng.below(12_000),
        };
        let device = rng.below(devices);
        if rng.once_in(25) {
            // This clock is adjusted.
            skews[device] = rng.below(2400).cast_signed() as i64 - 1200;
        }
        let at = minutes(clock.cast_signed() as i64 + skews[device]);
        seqs[device] += 1;
        let event = event(rng, day(at), &ids);
        let made = record(DEVICES[device], seqs[device], at, event);
        ids.push(made.id);
        records.push(made);
    }
    records
}

fn path(record: &Record<'_>) -> String {
    format!("{}/{}.jsonl", record.device, record.at.format("%Y-%m"))
}

/// The files in which the devices wrote these records, and copies that a sync tool kept.
fn files(records: &[Record<'static>], rng: &mut TestRng) -> Files {
    let mut files = Files::new();
    for record in records {
        let text = files.entry(path(record)).or_default();
        text.push_str(&lines(std::slice::from_ref(record)));
    }
    let originals: Vec<(String, String)> = files.clone().into_iter().collect();
    for (path, text) in originals {
        if rng.once_in(4) {
            let name = rng.pick(&[
                " (conflicted copy)",
                ".sync-conflict-20261120-091530-K3F9AAA",
            ]);
            let kept = rng.below(text.lines().count() + 1);
            let mut copy: String = text.split_inclusive('\n').take(kept).collect();
            if rng.once_in(3) {
                // It was copied while it was being written.
                let rest = &text[copy.len()..];
                copy.extend(rest.chars().take(rng.below(100)));
            }
            files.insert(path.replace(".jsonl", &format!("{name}.jsonl")), copy);
        }
    }
    files
}

fn rules(renames: &BTreeMap<String, String>) -> Rules<'_> {
    Rules {
        scheduling: Scheduling::default(),
        renames,
        kind: &RECALL,
        weight: &|_| 1,
    }
}

fn fingerprint(files: &Files, rules: &Rules<'_>) -> Fingerprint {
    let marks: Vec<FileMark> = files
        .iter()
        .map(|(path, text)| FileMark::of(path, text.as_bytes()))
        .collect();
    let basis = Basis {
        scheduling: &rules.scheduling,
        rollover_hour: 4,
        renames: rules.renames,
        kinds: 0,
    };
    Fingerprint::new(&marks, &basis)
}

/// The state of a device that has just read everything, with the files in this order.
fn read(order: &[(&String, &String)], rules: &Rules<'_>) -> (Schedule, usize) {
    let files: Vec<JournalFile<'_>> = order
        .iter()
        .map(|(path, text)| JournalFile {
            path,
            bytes: text.as_bytes(),
        })
        .collect();
    let journal = Journal::read(&files, later());
    (Schedule::replay(&journal, rules), journal.problems.len())
}

fn read_all(files: &Files, rules: &Rules<'_>) -> (Schedule, usize) {
    read(&files.iter().collect::<Vec<_>>(), rules)
}

/// The final state of a device that wrote its own records one by one, while the files of the others
/// arrived in pieces in between.
fn grown(
    own: &str,
    all: &Files,
    records: &[Record<'static>],
    rules: &Rules<'_>,
    rng: &mut TestRng,
) -> String {
    let mut here = Files::new();
    let mut schedule = Schedule::default();
    let mut problems = 0;
    let is_own = |path: &str| path.split('/').next() == Some(own) && !path.contains("onflict");
    let mut to_write: std::collections::VecDeque<_> = records
        .iter()
        .filter(|record| record.device == own)
        .collect();
    let mut to_come: Vec<(&String, &String)> =
        all.iter().filter(|(path, _)| !is_own(path)).collect();
    let mut write_next = false;
    while !to_write.is_empty() || !to_come.is_empty() {
        if write_next || to_come.is_empty() || (!to_write.is_empty() && rng.below(3) > 0) {
            write_next = false;
            let Some(next) = to_write.pop_front() else {
                continue;
            };
            let line = lines(std::slice::from_ref(next));
            here.entry(path(next)).or_default().push_str(&line);
            if schedule.apply(next, rules).is_err() {
                (schedule, problems) = read_all(&here, rules);
            }
        } else {
            let place = rng.below(to_come.len());
            let (path, text) = to_come[place];
            let known = here.get(path).map_or(0, String::len);
            let whole = rng.once_in(2);
            let mut piece: String = text.clone();
            if !whole {
                let more = rng.below(4);
                let length: usize = text[known..]
                    .split_inclusive('\n')
                    .take(more)
                    .map(str::len)
                    .sum();
                piece.truncate(known + length);
            }
            // A record cannot be undone or copied before it is written.
            let too_early = |own: &&Record<'_>| piece.contains(&own.id.to_string());
            if to_write.iter().any(too_early) {
                write_next = true;
                continue;
            }
            if piece.len() == text.len() {
                to_come.swap_remove(place);
            }
            here.insert(path.clone(), piece);
            // The snapshot is no longer current: everything is read.
            (schedule, problems) = read_all(&here, rules);
        }
    }
    assert_eq!(&here, all);
    write_snapshot(&schedule, problems, &fingerprint(all, rules))
}

/// The snapshot of one history, and its fingerprint.
pub(super) fn sample(seed: u64) -> (String, Fingerprint) {
    let mut rng = TestRng::new(seed);
    let records = lived(&mut rng);
    let files = files(&records, &mut rng);
    let renames = BTreeMap::new();
    let rules = rules(&renames);
    let (schedule, problems) = read_all(&files, &rules);
    let fingerprint = fingerprint(&files, &rules);
    let text = write_snapshot(&schedule, problems, &fingerprint);
    (text, fingerprint)
}

/// Simulates one history and compares all ways to its schedule. Returns how many ways there were.
fn compare(seed: u64) -> usize {
    let mut rng = TestRng::new(seed);
    let records = lived(&mut rng);
    let files = files(&records, &mut rng);
    let renames = BTreeMap::from([("deck/card-0".to_owned(), "deck/card-new".to_owned())]);
    let rules = rules(&renames);
    let (schedule, problems) = read_all(&files, &rules);
    let fingerprint = fingerprint(&files, &rules);
    let rebuilt = write_snapshot(&schedule, problems, &fingerprint);
    let mut ways = 1;

    // The files arrive in every order, or in some orders if there are many.
    let mut order: Vec<_> = files.iter().collect();
    for _ in 0..6 {
        rng.shuffle(&mut order);
        assert_eq!(
            read(&order, &rules),
            (schedule.clone(), problems),
            "history {seed}"
        );
        ways += 1;
    }

    // The snapshot is read back as it was written.
    let back = read_snapshot(&rebuilt, &fingerprint);
    assert_eq!(back.as_ref(), Some(&(schedule, problems)), "history {seed}");
    let (schedule, problems) = back.unwrap_or_default();
    assert_eq!(
        write_snapshot(&schedule, problems, &fingerprint),
        rebuilt,
        "history {seed}"
    );
    ways += 1;

    // Every device gets the same bytes, answer by answer.
    for device in DEVICES {
        let grown = grown(device, &files, &records, &rules, &mut rng);
        assert_eq!(grown, rebuilt, "history {seed} on {device}");
        ways += 1;
    }
    ways
}

fn devices(size: Size) {
    let part = Part::begin(size);
    let histories = size.of(40, 10_000);
    let ways: usize = on_all_cores(histories, |share| {
        share.map(|seed| compare(seed as u64)).sum::<usize>()
    })
    .into_iter()
    .sum();
    let result =
        format!("{ways} ways to the schedule, 0 differences, snapshots equal byte for byte");
    part.end("histories over one to four devices", histories, &result);
}

#[test]
fn whatever_arrives_in_whatever_order_every_device_has_the_same_schedule() {
    devices(Size::Reduced);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_whatever_arrives_in_whatever_order_every_device_has_the_same_schedule() {
    devices(Size::Full);
}
