//! Invented histories for the tests of this folder.

use chrono::{DateTime, Duration, FixedOffset};
use proptest::prelude::*;
use serde_json::json;

use super::contents::{Accepted, Doubled, Gap};
use super::contents::{
    Goal, GoalChange, HabitEntry, Mastery, Note, PlacementAnswer, PlacementNote, ProjectEntry,
    ProjectState, Rating, Reached, Redate,
};
use super::event::{Details, Event, Mode, Record, Review, Unknown};
use super::ids::{CardName, RecordId};
use super::interview::{
    AskedKind, InterviewAnswer, InterviewEnd, InterviewNote, InterviewScope, InterviewStart,
    InterviewSure, Outcome, Way,
};
use super::journal::{Journal, JournalFile};
use super::line::seal;
use crate::memory::{Grade, Parameters, Stage, StudyDay};

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

/// Texts that JSON must escape, and others.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,8}/[a-z-]{1,12}", "\\PC{0,12}", any::<String>()]
}

fn a_day() -> impl Strategy<Value = StudyDay> {
    (0_u32..20_000).prop_map(|days| day("2000-01-01").plus(days))
}

/// Content that a later version may have written.
fn unknown() -> impl Strategy<Value = Event<'static>> {
    let key = text().prop_filter("a key of every line", |key| {
        !["v", "event", "id", "device", "seq", "at", "day", "crc"].contains(&&**key)
    });
    (key, text(), any::<u32>()).prop_map(|(key, value, number)| {
        let map = json!({ key: value, "n": number, "list": [1.5, null, {"deep": true}] });
        Event::Unknown(Unknown {
            name: "of-later".to_owned(),
            content: map.as_object().cloned().unwrap_or_default(),
        })
    })
}

fn note() -> impl Strategy<Value = Note> {
    (text(), text(), any::<u32>(), 0..4).prop_map(
        |(session, question, number, which)| match which {
            0 => PlacementNote::Offered.into(),
            1 => PlacementNote::Asked(PlacementAnswer {
                round: session,
                card: question,
                topic: "async".to_owned(),
                level: "senior".to_owned(),
                right: number % 2 == 0,
                guess: 0.25,
                ms: u64::from(number),
            })
            .into(),
            2 => InterviewNote::Sure(InterviewSure {
                session,
                question,
                probe: number,
                confidence: 3,
            })
            .into(),
            _ => InterviewNote::Answered(InterviewAnswer {
                session,
                thread: 1,
                way: Way::Deeper,
                question,
                probe: number,
                kind: AskedKind::Prompt,
                level: "senior".to_owned(),
                topic: "async".to_owned(),
                text: "first\nsecond".to_owned(),
                ms: 93_000,
                said_ms: Some(60_000),
                given_up: false,
                unfinished: true,
            })
            .into(),
        },
    )
}

/// Events that are not about a card, whose content a later version may extend.
fn about_no_card() -> impl Strategy<Value = Event<'static>> {
    let some = (
        text(),
        prop::option::of(text()),
        a_day(),
        any::<u32>(),
        note(),
    );
    (some, 0..13).prop_map(|((name, remark, on, number, note), which)| match which {
        0 => Event::Goal(GoalChange::Clear {}),
        1 => Event::Goal(GoalChange::Set(Goal {
            date: on,
            minutes: number,
            levels: remark.into_iter().collect(),
            topics: Vec::new(),
            tags: vec![name.clone()],
            weights: [(name, 2)].into(),
        })),
        2 => Event::Assess(Rating {
            area: name,
            stage: Mastery::AdvancedBeginner,
            note: remark,
        }),
        3 => Event::Project(ProjectEntry {
            project: name,
            state: Some(ProjectState::Doing),
            note: remark,
        }),
        4 => Event::Habit(HabitEntry {
            habit: name,
            done: Some(on),
            note: remark,
            wanted: None,
        }),
        5 => Event::Reached(Reached {
            level: name,
            on,
            cards: number,
            stable: 1,
        }),
        6 => Event::Stage {
            stage: Stage::ALL[number as usize % 3],
        },
        7 => Event::Note(note),
        8 => Event::InterviewStart(InterviewStart {
            session: name,
            level: "senior".to_owned(),
            minutes: number,
            threads: 4,
            scope: InterviewScope {
                topics: remark.into_iter().collect(),
                tags: vec!["io".to_owned()],
            },
        }),
        9 => Event::InterviewEnd(InterviewEnd {
            session: name,
            outcome: Outcome::Discarded,
        }),
        10 => Event::Accept(Accepted::Missing {
            missing: Gap {
                device: name,
                from: 1,
                to: u64::from(number),
            },
        }),
        11 => Event::Redate(Redate {
            records: vec![RecordId::from_bits(u128::from(number))],
            time: minutes(i64::from(number % 10_000_000)),
            study_day: on,
        }),
        _ => Event::Accept(Accepted::Doubled {
            doubled: Doubled {
                device: name,
                to: u64::from(number),
            },
        }),
    })
}

fn grade() -> impl Strategy<Value = Grade> {
    prop::sample::select(Grade::ALL.to_vec())
}

fn a_review() -> impl Strategy<Value = Event<'static>> {
    let details = (
        prop::option::of(text()),
        prop::option::of(0.0_f32..=1.0),
        prop::option::of(prop::collection::vec(any::<u32>(), 0..4)),
        any::<bool>(),
        prop::option::of(0.0_f32..=1.0),
    )
        .prop_map(|(session, verdict, points, guessed, confidence)| Details {
            session: session.map(Into::into),
            verdict,
            points: points.map(Into::into),
            guessed,
            confidence,
        });
    let mode = prop::sample::select(Mode::ALL.to_vec());
    (text(), grade(), any::<u64>(), mode, details).prop_map(|(card, grade, ms, mode, details)| {
        Event::Review(Review {
            card: card.into(),
            grade,
            ms,
            mode,
            details,
        })
    })
}

/// Any event at all.
pub(crate) fn event() -> impl Strategy<Value = Event<'static>> {
    let about = text().prop_map(CardName::from);
    prop_oneof![
        a_review(),
        any::<u128>().prop_map(|bits| Event::Undo {
            of: RecordId::from_bits(bits)
        }),
        (about, 0..8, a_day(), text()).prop_map(|(card, which, until, to)| match which {
            0 => Event::Claim { card },
            1 => Event::Suspend { card },
            2 => Event::Unsuspend { card },
            3 => Event::Bury { card, until },
            4 => Event::Mark { card },
            5 => Event::Unmark { card },
            6 => Event::Rename {
                from: card,
                to: to.into(),
            },
            _ => Event::Reset { card },
        }),
        a_day().prop_map(|until| Event::Pause { until }),
        about_no_card(),
        unknown(),
        (prop::collection::vec(-5.0_f32..30.0, 21), any::<u64>()).prop_map(|(numbers, answers)| {
            Event::Parameters {
                parameters: Parameters::new(&numbers).expect("21 numbers"),
                answers,
            }
        }),
    ]
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
