//! Journals of homes, for damaging and reading them.

use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, Duration, FixedOffset};
use nodequiz::history::{Event, Mode, Record, RecordId, Review, seal};
use nodequiz::memory::{Grade, StudyDay};

use crate::home::Home;

/// The one journal file of a home, and its bytes.
pub(crate) fn journal(home: &Home) -> (PathBuf, Vec<u8>) {
    let folders = fs::read_dir(home.path("data/reviews")).expect("journals");
    let folder = folders
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.is_dir())
        .expect("a device");
    let file = folder.join("2026-11.jsonl");
    let bytes = fs::read(&file).expect("a journal");
    (file, bytes)
}

/// A time on the morning of 20 November 2026.
pub(crate) fn morning(minute: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-20T08:00:00+01:00").expect("a time")
        + Duration::minutes(minute)
}

/// A record of a device.
pub(crate) fn record<'a>(device: &'a str, seq: u64, minute: i64, event: Event<'a>) -> Record<'a> {
    let name = device
        .bytes()
        .fold(0_u128, |name, byte| name << 8 | u128::from(byte));
    Record {
        id: RecordId::from_bits(0x0193 << 112 | name << 64 | u128::from(seq)),
        device: device.into(),
        seq,
        at: morning(minute),
        day: StudyDay::of(morning(minute), 4),
        event,
    }
}

pub(crate) fn answer<'a>(device: &'a str, seq: u64, minute: i64, card: &'a str) -> Record<'a> {
    let review = Review::new(card, Grade::Good, 4210, Mode::Study);
    record(device, seq, minute, Event::Review(review))
}

/// The lines of records.
pub(crate) fn sealed(records: &[Record<'_>]) -> Vec<u8> {
    let lines = records.iter().map(|record| seal(record) + "\n");
    lines.collect::<String>().into_bytes()
}
