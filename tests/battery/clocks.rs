//! Clocks that are up to ten years off, forwards and back, with kills, syncs and restored backups in
//! between: whatever was kept, the schedule is the one that follows from the journal.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use nodequiz::history::{
    Event, Journal, JournalFile, Problem, Record, RecordId, Rules, Schedule, lines_only_in,
};
use nodequiz::memory::Scheduling;
use nodequiz::question::Kind;
use nodequiz::store::{HistoryStore, Home, Terms};

use super::figures::{Part, Size, on_all_cores};
use super::histories::{day, event, minutes};
use super::means::{journal_files, quick_folder};
use super::test_rng::TestRng;

/// How many devices the learner has.
const HOMES: usize = 3;

/// How far a clock may be off, in minutes: ten years.
const FAR: usize = 10 * 365 * 24 * 60;

/// Every card is of this kind.
static RECALL: fn(&str) -> Option<Kind> = |_| Some(Kind::Recall);

/// The journal files of a home by their place, with their bytes.
type Backup = Vec<(PathBuf, Vec<u8>)>;

struct Life {
    rng: TestRng,
    renames: BTreeMap<String, String>,
    homes: Vec<Home>,
    /// How far each home's clock is off.
    skews: [i64; HOMES],
    /// The true time.
    clock: i64,
    ids: Vec<RecordId>,
    compared: usize,
}

impl Life {
    fn terms(&self, now: DateTime<FixedOffset>) -> Terms<'_> {
        Terms {
            rules: Rules {
                scheduling: Scheduling::default(),
                renames: &self.renames,
                kind: &RECALL,
                weight: &|_| 1,
            },
            rollover_hour: 4,
            kinds: 0,
            now,
        }
    }

    fn now(&self, home: usize) -> DateTime<FixedOffset> {
        minutes(self.clock + self.skews[home])
    }

    fn skew(&mut self) -> i64 {
        let far = if self.rng.once_in(2) { 3_000 } else { FAR };
        self.rng.below(2 * far).cast_signed() as i64 - far.cast_signed() as i64
    }

    /// The schedule that follows from nothing but the journal.
    fn rebuilt(&self, home: usize, now: DateTime<FixedOffset>) -> (Schedule, Journal) {
        let reviews = self.homes[home].reviews();
        let files = backup(&self.homes[home]);
        let names: Vec<String> = files
            .iter()
            .map(|(path, _)| {
                let inside = path.strip_prefix(&reviews).expect("a journal");
                inside.to_string_lossy().into_owned()
            })
            .collect();
        let files: Vec<JournalFile<'_>> = files
            .iter()
            .zip(&names)
            .map(|((_, bytes), path)| JournalFile { path, bytes })
            .collect();
        let journal = Journal::read(&files, now);
        let schedule = Schedule::replay(&journal, &self.terms(now).rules);
        (schedule, journal)
    }

    /// A session: some answers, or none; it ends as it should, or is killed.
    fn session(&mut self, home: usize) {
        let mut newest = self.now(home);
        let mut written: Vec<Record<'static>> = Vec::new();
        let mut rng = self.rng.clone();
        let terms = self.terms(newest);
        let mut opened = HistoryStore::open(&self.homes[home], terms).expect("the history");
        assert_eq!(opened.schedule(), &self.rebuilt(home, newest).0);
        let mut at = newest;
        for _ in 0..rng.below(4) {
            at += chrono::Duration::minutes(match rng.below(8) {
                // Somebody sets the clock while the session runs.
                0 => rng.below(2 * FAR).cast_signed() as i64 - FAR.cast_signed() as i64,
                _ => rng.below(30).cast_signed() as i64,
            });
            let event = event(&mut rng, day(at), &self.ids);
            written.push(opened.append(event, at, day(at)).expect("saved"));
            newest = newest.max(at);
            assert_eq!(opened.schedule(), &self.rebuilt(home, newest).0);
        }
        if rng.once_in(2) {
            opened.save().expect("a snapshot");
        }
        drop(opened);
        self.rng = rng;
        self.compared += 1 + written.len();
        let redone = written.iter();
        let redone = redone.filter(|record| !matches!(record.event, Event::Undo { .. }));
        self.ids.extend(redone.map(|record| record.id));
        self.clock += 30 + self.rng.below(4_000).cast_signed() as i64;
        if self.rng.once_in(5) {
            self.tear(home);
        }
    }

    /// A write that a kill cut off.
    fn tear(&mut self, home: usize) {
        let files = journal_files(&self.homes[home].reviews());
        if let Some(file) = files.last() {
            let mut file = OpenOptions::new().append(true).open(file).expect("a file");
            file.write_all(b"{\"v\":1,\"event\":\"rev")
                .expect("written");
        }
    }

    /// `doctor` redates what is from the future, as the clock of this home has it.
    fn redate(&mut self, home: usize) {
        let now = self.now(home);
        let (_, journal) = self.rebuilt(home, now);
        let redates: Vec<_> = journal
            .problems
            .iter()
            .filter_map(|problem| match problem {
                Problem::Future { redate, .. } => Some(redate.clone()),
                _ => None,
            })
            .collect();
        let terms = self.terms(now);
        let mut opened = HistoryStore::open(&self.homes[home], terms).expect("the history");
        for redate in redates {
            opened
                .append(Event::Redate(redate), now, day(now))
                .expect("saved");
        }
        opened.save().expect("a snapshot");
        let (rebuilt, journal) = self.rebuilt(home, now);
        assert_eq!(opened.schedule(), &rebuilt);
        assert!(!journal.from_the_future, "the warning ends");
    }

    /// Brings the lines of one home to another; some of these are killed in the middle.
    fn sync(&mut self, from: usize, to: usize) {
        let files = backup(&self.homes[from]);
        // A kill leaves some files as they were, and beside them the beginning of one that was to replace another.
        let killed = self.rng.once_in(3);
        let killed = killed.then(|| self.rng.below(files.len() + 1));
        let (from, to) = (&self.homes[from], &self.homes[to]);
        for (number, (path, bytes)) in files.into_iter().enumerate() {
            let inside = path.strip_prefix(from.reviews()).expect("a journal");
            let target = to.reviews().join(inside);
            let mut there = fs::read(&target).unwrap_or_default();
            if there.last().is_some_and(|last| *last != b'\n') {
                there.push(b'\n');
            }
            let more = lines_only_in(&bytes, &there);
            for line in more {
                there.extend_from_slice(line);
                there.push(b'\n');
            }
            let folder = target.parent().expect("a folder");
            fs::create_dir_all(folder).expect("a folder");
            if killed == Some(number) {
                fs::write(folder.join(".tmpKILLED"), &there[..there.len() / 2]).expect("written");
                return;
            }
            fs::write(&target, there).expect("written");
        }
    }
}

/// The journal files of a home.
fn backup(home: &Home) -> Backup {
    let files = journal_files(&home.reviews());
    let each = files.into_iter().map(|path| {
        let bytes = fs::read(&path).expect("a journal");
        (path, bytes)
    });
    each.collect()
}

/// Lives one history. How many schedules were compared.
fn live(seed: usize) -> usize {
    let folder = quick_folder();
    let mut life = Life {
        rng: TestRng::new(seed as u64),
        renames: BTreeMap::new(),
        homes: (0..HOMES)
            .map(|number| Home::under(&folder.path().join(number.to_string())))
            .collect(),
        skews: [0; HOMES],
        clock: 0,
        ids: Vec::new(),
        compared: 0,
    };
    let mut kept: Vec<(usize, Backup)> = Vec::new();
    for _ in 0..20 {
        let home = life.rng.below(HOMES);
        match life.rng.below(9) {
            0 => life.skews[home] = life.skew(),
            1 => life.skews[home] = 0,
            2 => {
                let from = life.rng.below(HOMES);
                life.sync(from, home);
            }
            3 => kept.push((home, backup(&life.homes[home]))),
            4 if !kept.is_empty() => {
                let (home, files) = &kept[life.rng.below(kept.len())];
                let _ = fs::remove_dir_all(life.homes[*home].reviews());
                for (path, bytes) in files {
                    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                    fs::write(path, bytes).expect("written");
                }
            }
            5 => life.redate(home),
            _ => life.session(home),
        }
    }
    life.compared
}

fn clocks(size: Size) {
    let part = Part::begin(size);
    let histories = size.of(30, 2_000);
    let compared: usize = on_all_cores(histories, |share| share.map(live).sum::<usize>())
        .into_iter()
        .sum();
    assert!(compared > 0, "nothing ever happened");
    let result = format!("{compared} schedules, each the one that follows from the journal");
    part.end(
        "histories with clocks up to ten years off, kills, also in a sync, and restored backups",
        histories,
        &result,
    );
}

#[test]
fn whatever_clocks_say_the_schedule_is_what_follows_from_the_journal() {
    clocks(Size::Reduced);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_whatever_clocks_say_the_schedule_is_what_follows_from_the_journal() {
    clocks(Size::Full);
}
