//! Invented histories for the tests of this folder.

pub(crate) use super::event::generated::event;

use chrono::{DateTime, Duration, FixedOffset};
use proptest::prelude::*;

use super::contents::HabitEntry;
use super::event::{Details, Event, Mode, Record, Review};
use super::ids::RecordId;
use super::journal::{Journal, JournalFile};
use super::line::seal;
use crate::memory::{Grade, Parameters, StudyDay};

/// Noon of 20 November 2026 in Vienna, some minutes later.
pub(crate) fn minutes(minutes: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-20T12:00:00+01:00").expect("a time")
        + Duration::minutes(minutes)
}

/// A time after everything in the tests.
pub(crate) fn later() -> DateTime<FixedOffset> {
    minutes(60 * 24 * 365 * 10)
}

pub(crate) fn day(text: &str) -> StudyDay {
    text.parse().expect("a day")
}

/// A record of a device, with an id made from device and number.
pub(crate) fn record<'a>(device: &'a str, seq: u64, minute: i64, event: Event<'a>) -> Record<'a> {
    let at = minutes(minute);
    let name = device
        .bytes()
        .fold(0_u128, |name, byte| name << 8 | u128::from(byte));
    Record {
        id: RecordId::from_bits(0x0193 << 112 | name << 64 | u128::from(seq)),
        device: device.into(),
        seq,
        at,
        day: StudyDay::of(at, 4),
        event,
    }
}

pub(crate) fn review(card: &str, grade: Grade) -> Event<'_> {
    Event::Review(Review::new(card, grade, 4210, Mode::Study))
}

/// The lines of records.
pub(crate) fn lines(records: &[Record<'_>]) -> String {
    records.iter().map(|record| seal(record) + "\n").collect()
}

/// The events of a journal.
pub(crate) fn happened(journal: &Journal) -> Vec<Record<'_>> {
    journal.records().collect()
}

/// Reads files given as path and content.
pub(crate) fn read<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Journal {
    let files: Vec<JournalFile<'_>> = files
        .iter()
        .map(|(path, bytes)| JournalFile {
            path,
            bytes: bytes.as_ref(),
        })
        .collect();
    Journal::read(&files, later())
}

/// A journal of some records, each device in its own file.
pub(crate) fn journal_of(texts: &[(String, String)]) -> Journal {
    let files: Vec<JournalFile<'_>> = texts
        .iter()
        .map(|(path, text)| JournalFile {
            path,
            bytes: text.as_bytes(),
        })
        .collect();
    Journal::read(&files, later())
}

/// The files in which devices would write these records.
pub(crate) fn files(records: &[Record<'_>]) -> Vec<(String, String)> {
    let mut files = std::collections::BTreeMap::<String, String>::new();
    for record in records {
        let path = format!("{}/{}.jsonl", record.device, record.at.format("%Y-%m"));
        let text = files.entry(path).or_default();
        text.push_str(&seal(record));
        text.push('\n');
    }
    files.into_iter().collect()
}

/// A step of an invented history with several devices: the device, minutes since the last step, how
/// far its clock is off, what happened to which card.
type Step = (usize, i64, usize, u8, u8);

/// The records that several devices write in the course of some weeks, in the order in which they
/// are written. Clocks are wrong, events of other devices are undone.
pub(crate) fn history() -> impl Strategy<Value = Vec<Record<'static>>> {
    let step = (0..3_usize, 0..2000_i64, 0..1000_usize, 0..40_u8, 0..6_u8);
    (
        prop::collection::vec(step, 1..40),
        prop::array::uniform3(prop_oneof![Just(0_i64), -800..800_i64]),
    )
        .prop_map(|(steps, skews)| lived(&steps, skews))
}

fn lived(steps: &[Step], skews: [i64; 3]) -> Vec<Record<'static>> {
    const DEVICES: [&str; 3] = ["aaaa", "bbbb", "cccc"];
    let mut records: Vec<Record<'static>> = Vec::new();
    let mut clock = 0;
    let mut seqs = [0; 3];
    for (device, wait, pick, what, card) in steps {
        clock += wait;
        seqs[*device] += 1;
        let card = || format!("deck/card-{card}").into();
        let today = StudyDay::of(minutes(clock), 4);
        let event = match what {
            0 => Event::Claim { card: card() },
            1 => Event::Suspend { card: card() },
            2 => Event::Unsuspend { card: card() },
            3 => Event::Bury {
                card: card(),
                until: today.plus(3),
            },
            4 => Event::Mark { card: card() },
            5 => Event::Unmark { card: card() },
            6 => Event::Reset { card: card() },
            7 => Event::Pause {
                until: today.plus((*pick % 9) as u32),
            },
            8..=11 if !records.is_empty() => Event::Undo {
                of: records[pick % records.len()].id,
            },
            12 if pick % 4 == 0 => {
                let mut numbers = *Parameters::default().numbers();
                numbers[0] += 0.1;
                Event::Parameters {
                    parameters: Parameters::new(&numbers).expect("21 numbers"),
                    answers: 1000,
                }
            }
            13 | 14 => Event::Habit(HabitEntry {
                habit: format!("habit-{}", pick % 3),
                done: (what == &13).then(|| today.minus((*pick % 9) as u32)),
                note: None,
                wanted: (what == &14).then_some(pick % 2 == 0),
            }),
            _ => {
                let grade = Grade::ALL[pick % 4];
                Event::Review(Review {
                    card: card(),
                    grade,
                    ms: *pick as u64 * 100,
                    mode: Mode::ALL[pick % 5],
                    details: Details::default(),
                })
            }
        };
        let minute = clock + skews[*device];
        records.push(record(DEVICES[*device], seqs[*device], minute, event));
    }
    records
}
