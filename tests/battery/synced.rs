//! Three homes that are one learner's devices: answers, undos and synced files through the
//! program's own store, on a real disk. In the end all have the same schedule and the same
//! snapshot.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nodequiz::history::{Event, Problem, RecordId};
use nodequiz::store::{HistoryStore, Home};

use super::figures::{Part, Size, on_all_cores};
use super::histories::{day, event, minutes};
use super::killed::terms;
use super::means::{journal_files, quick_folder};
use super::test_rng::TestRng;

/// How many devices the learner has.
const HOMES: usize = 3;

/// Brings the journal files of one home to another, as a sync does: the longer file is newer,
/// because a device only appends to its own.
fn sync(from: &Home, to: &Home) {
    for file in journal_files(&from.reviews()) {
        let inside = file
            .strip_prefix(from.reviews())
            .expect("a journal of this home");
        let target = to.reviews().join(inside);
        let length = |path: &Path| fs::metadata(path).map_or(0, |metadata| metadata.len());
        if length(&file) > length(&target) {
            fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
            fs::copy(&file, &target).expect("a copy");
        }
    }
}

/// Simulates one history on three devices. Returns how many events there were.
fn live(seed: usize) -> usize {
    let folder = quick_folder();
    let homes: Vec<Home> = (0..HOMES)
        .map(|number| Home::under(&folder.path().join(number.to_string())))
        .collect();
    let renames = BTreeMap::new();
    let mut rng = TestRng::new(seed as u64);
    let mut ids: Vec<RecordId> = Vec::new();
    let mut clock = 0;
    for _ in 0..12 {
        let home = &homes[rng.below(HOMES)];
        if rng.once_in(2) {
            sync(&homes[rng.below(HOMES)], home);
        }
        let mut opened = HistoryStore::open(home, terms(&renames)).expect("the history");
        for _ in 0..rng.below(5) {
            clock += rng.below(1_500);
            let skew = rng.below(600).cast_signed() as i64;
            let at = minutes(clock.cast_signed() as i64 - 100_000 + skew);
            let saved = if rng.once_in(6) {
                opened.undo(at, day(at)).expect("saved")
            } else {
                Some(
                    opened
                        .append(event(&mut rng, day(at), &ids), at, day(at))
                        .expect("saved"),
                )
            };
            // What was already undone cannot be undone again.
            let saved = saved.filter(|record| !matches!(record.event, Event::Undo { .. }));
            ids.extend(saved.map(|record| record.id));
        }
        if rng.once_in(2) {
            opened.save().expect("a snapshot");
        }
    }
    // After two rounds, everything is everywhere.
    for _ in 0..2 {
        for from in &homes {
            for to in &homes {
                sync(from, to);
            }
        }
    }
    let ends = homes.iter().map(|home| {
        let opened = HistoryStore::open(home, terms(&renames)).expect("the history");
        let kept = fs::read(home.snapshot()).unwrap_or_default();
        let quick = HistoryStore::open(home, terms(&renames)).expect("the history");
        assert_eq!(quick.schedule(), opened.schedule(), "history {seed}");
        if !kept.is_empty() {
            assert!(quick.is_from_snapshot(), "history {seed}");
            fs::remove_file(home.snapshot()).expect("removed");
        }
        let rebuilt = HistoryStore::open(home, terms(&renames)).expect("the history");
        assert_eq!(rebuilt.schedule(), opened.schedule(), "history {seed}");
        assert_eq!(
            fs::read(home.snapshot()).unwrap_or_default(),
            kept,
            "history {seed}"
        );
        // An undo may name what cannot be undone; nothing else is wrong, and nothing is missing.
        let vain = |problem: &Problem| matches!(problem, Problem::CannotUndo { .. });
        assert!(rebuilt.problems().iter().all(vain), "history {seed}");
        kept
    });
    let ends: Vec<Vec<u8>> = ends.collect();
    assert!(
        ends.iter().all(|end| *end == ends[0]),
        "history {seed}: devices differ"
    );
    ids.len()
}

fn synced(size: Size) {
    let part = Part::begin(size);
    let histories = size.of(6, 1000);
    let events: usize = on_all_cores(histories, |share| share.map(live).sum::<usize>())
        .into_iter()
        .sum();
    assert!(events > 0, "nothing ever happened");
    let result = format!(
        "{events} events; schedules and snapshot files equal on all three devices, and to a rebuild"
    );
    part.end(
        "histories on three synced homes through the program's own store",
        histories,
        &result,
    );
}

#[test]
fn three_synced_devices_come_to_the_same_snapshot() {
    synced(Size::Reduced);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_three_synced_devices_come_to_the_same_snapshot() {
    synced(Size::Full);
}
