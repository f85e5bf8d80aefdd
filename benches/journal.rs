//! How long a start takes with a long history.

use std::collections::BTreeMap;
use std::hint::black_box;

use chrono::{DateTime, FixedOffset};
use criterion::{Criterion, criterion_group, criterion_main};
use nodequiz::history::{
    Basis, Fingerprint, Journal, JournalFile, Rules, Schedule, read_snapshot, write_snapshot,
};
use nodequiz::memory::Scheduling;
use nodequiz::question::Kind;
use nodequiz::store::{HistoryStore, Home, Terms};

#[path = "../tests/sample_journal.rs"]
mod sample_journal;

use sample_journal::{SampleJournal, card_names, sample_journal, write_journal};

fn last_day() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time")
}

/// Every card is of this kind.
static RECALL: fn(&str) -> Option<Kind> = |_| Some(Kind::Recall);

fn terms(renames: &BTreeMap<String, String>) -> Terms<'_> {
    Terms {
        rules: Rules {
            scheduling: Scheduling::default(),
            renames,
            kind: &RECALL,
        },
        rollover_hour: 4,
        kinds: 0,
        now: last_day() + chrono::Duration::hours(8),
    }
}

/// Opening 20 000 answers to 500 cards over two years: with and without the snapshot.
fn open(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let home = Home::under(folder.path());
    let cards = card_names(500);
    let sample = SampleJournal {
        cards: &cards,
        reviews: 20_000,
        days: 730,
        devices: &["d8w2", "k3f9", "q71x"],
        last_day: last_day(),
    };
    write_journal(&sample, &home.reviews()).expect("a journal");
    let renames = BTreeMap::new();
    criterion.bench_function("open cold, 20 000", |bencher| {
        bencher.iter(|| {
            let _ = std::fs::remove_file(home.snapshot());
            let opened = HistoryStore::open(&home, terms(&renames)).expect("the history");
            assert!(!opened.is_from_snapshot());
            black_box(opened)
        });
    });
    criterion.bench_function("open warm, 20 000", |bencher| {
        bencher.iter(|| {
            let opened = HistoryStore::open(&home, terms(&renames)).expect("the history");
            assert!(opened.is_from_snapshot());
            black_box(opened)
        });
    });
}

/// A million answers to 20 000 cards in memory: reading and ordering, then the replay.
fn million(criterion: &mut Criterion) {
    let cards = card_names(20_000);
    let files = sample_journal(&SampleJournal {
        cards: &cards,
        reviews: 1_000_000,
        days: 7300,
        devices: &["d8w2", "k3f9", "q71x"],
        last_day: last_day(),
    });
    let files: Vec<JournalFile<'_>> = files
        .iter()
        .map(|(path, text)| JournalFile {
            path,
            bytes: text.as_bytes(),
        })
        .collect();
    let now = last_day() + chrono::Duration::hours(12);
    let renames = BTreeMap::new();
    let rules = terms(&renames).rules;
    let mut group = criterion.benchmark_group("a million answers");
    group.sample_size(10);
    group.bench_function("read", |bencher| {
        bencher.iter(|| black_box(Journal::read(&files, now)));
    });
    let journal = Journal::read(&files, now);
    assert_eq!(journal.records().len(), 1_000_000);
    assert!(journal.problems.is_empty());
    group.bench_function("replay", |bencher| {
        bencher.iter(|| black_box(Schedule::replay(&journal, &rules)));
    });
    group.finish();
}

/// The parts of a cold start with 20 000 answers to 500 cards.
fn pieces(criterion: &mut Criterion) {
    let cards = card_names(500);
    let texts = sample_journal(&SampleJournal {
        cards: &cards,
        reviews: 20_000,
        days: 730,
        devices: &["d8w2", "k3f9", "q71x"],
        last_day: last_day(),
    });
    let files: Vec<JournalFile<'_>> = texts
        .iter()
        .map(|(path, text)| JournalFile {
            path,
            bytes: text.as_bytes(),
        })
        .collect();
    let now = last_day() + chrono::Duration::hours(12);
    let renames = BTreeMap::new();
    let terms = terms(&renames);
    let journal = Journal::read(&files, now);
    let schedule = Schedule::replay(&journal, &terms.rules);
    let basis = Basis {
        scheduling: &terms.rules.scheduling,
        rollover_hour: 4,
        renames: &renames,
        kinds: 0,
    };
    let fingerprint = Fingerprint::new(&[], &basis);
    let text = write_snapshot(&schedule, 0, &fingerprint);
    let mut group = criterion.benchmark_group("20 000 answers");
    group.bench_function("read", |bencher| {
        bencher.iter(|| black_box(Journal::read(&files, now)));
    });
    group.bench_function("replay", |bencher| {
        bencher.iter(|| black_box(Schedule::replay(&journal, &terms.rules)));
    });
    group.bench_function("write snapshot", |bencher| {
        bencher.iter(|| black_box(write_snapshot(&schedule, 0, &fingerprint)));
    });
    group.bench_function("read snapshot", |bencher| {
        bencher.iter(|| black_box(read_snapshot(&text, &fingerprint)));
    });
    group.finish();
}

criterion_group!(benches, open, pieces, million);
criterion_main!(benches);
