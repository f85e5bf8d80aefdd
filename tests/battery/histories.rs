//! Histories for the battery: every kind of event about a card, and some others.

use chrono::{DateTime, Duration, FixedOffset};
use nodequiz::history::{Event, Mode, ProjectEntry, Record, RecordId, Review, seal};
use nodequiz::memory::{Grade, StudyDay};

use super::test_rng::TestRng;

/// Noon of 20 November 2026 in Vienna, some minutes later.
pub(super) fn minutes(minutes: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-20T12:00:00+01:00").expect("a time")
        + Duration::minutes(minutes)
}

/// A time after everything here.
pub(super) fn later() -> DateTime<FixedOffset> {
    minutes(60 * 24 * 365 * 10)
}

/// The study day of a time.
pub(super) fn day(at: DateTime<FixedOffset>) -> StudyDay {
    StudyDay::of(at, 4)
}

/// Something that a learner does: mostly an answer, sometimes anything else. `before` are the
/// records that an undo may name.
pub(super) fn event(rng: &mut TestRng, today: StudyDay, before: &[RecordId]) -> Event<'static> {
    let card = format!("deck/card-{}", rng.below(9));
    let until = today.plus(rng.below(9) as u32);
    match rng.below(30) {
        0 => Event::Claim { card: card.into() },
        1 => Event::Suspend { card: card.into() },
        2 => Event::Unsuspend { card: card.into() },
        3 => Event::Bury {
            card: card.into(),
            until,
        },
        4 => Event::Mark { card: card.into() },
        5 => Event::Unmark { card: card.into() },
        6 => Event::Reset { card: card.into() },
        7 => Event::Pause { until },
        8 => Event::Project(ProjectEntry {
            project: "log-cli".to_owned(),
            state: None,
            note: Some("so\n\"war\" es, 漢字".to_owned()),
        }),
        9..=11 if !before.is_empty() => Event::Undo {
            of: rng.pick(before),
        },
        _ => {
            let mut review = Review::new(
                card,
                rng.pick(&Grade::ALL),
                rng.below(90_000) as u64,
                rng.pick(&Mode::ALL),
            );
            review.details.guessed = rng.once_in(7);
            review.details.verdict = rng.once_in(3).then_some(0.75);
            Event::Review(review)
        }
    }
}

/// A record with an id made from its device and number.
pub(super) fn record(
    device: &'static str,
    seq: u64,
    at: DateTime<FixedOffset>,
    event: Event<'static>,
) -> Record<'static> {
    let name = device
        .bytes()
        .fold(0_u128, |name, byte| name << 8 | u128::from(byte));
    Record {
        id: RecordId::from_bits(0x0193 << 112 | name << 64 | u128::from(seq)),
        device: device.into(),
        seq,
        at,
        day: day(at),
        event,
    }
}

/// The lines of records.
pub(super) fn lines(records: &[Record<'_>]) -> String {
    records.iter().map(|record| seal(record) + "\n").collect()
}
