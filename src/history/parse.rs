//! Reading one line.

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::event::{Details, Event, Mode, Record, Review, Unknown};
use super::ids::{CardName, DeviceId, RecordId, SessionId};
use super::line::{VERSION, handwritten_id};
use super::timestamp;
use crate::memory::{Grade, StudyDay};

/// The highest number of a record: the largest integer that every JSON reader represents exactly.
const LAST_SEQ: u64 = (1 << 53) - 1;

/// A whole sealed line, as far as this version understands it.
#[derive(Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly every line is a record")]
pub(super) enum Understood<'a> {
    /// All of it.
    Record(Record<'a>),
    /// It is from a later version.
    Newer(u64),
}

/// Why a line with a matching seal could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotUnderstood {
    #[error(transparent)]
    Text(#[from] std::str::Utf8Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error("there is no line version {0}")]
    Version(u64),
    #[error("it has no `{0}`")]
    Lacks(&'static str),
    #[error("`seq` cannot be {0}")]
    Seq(u64),
}

#[derive(Deserialize)]
struct Version {
    v: u64,
}

/// What every line contains; a line written by hand lacks some of it.
#[derive(Deserialize)]
struct Envelope<'a> {
    v: u64,
    #[serde(borrow)]
    event: EventName<'a>,
    id: Option<RecordId>,
    #[serde(borrow)]
    device: Option<DeviceId<'a>>,
    seq: Option<u64>,
    #[serde(deserialize_with = "timestamp::deserialize")]
    at: DateTime<FixedOffset>,
    day: StudyDay,
}

#[derive(Deserialize)]
struct EventName<'a>(#[serde(borrow)] std::borrow::Cow<'a, str>);

/// A whole review line: nearly every line is one, and this reads it in one pass. Anything else fails
/// at its `event`, before most of it was read.
#[derive(Deserialize)]
struct ReviewLine<'a> {
    v: u64,
    #[serde(rename = "event")]
    _event: ReviewName,
    id: RecordId,
    #[serde(borrow)]
    device: DeviceId<'a>,
    seq: u64,
    #[serde(deserialize_with = "timestamp::deserialize")]
    at: DateTime<FixedOffset>,
    day: StudyDay,
    #[serde(borrow)]
    card: CardName<'a>,
    grade: Grade,
    #[serde(default)]
    ms: u64,
    #[serde(default)]
    mode: Mode,
    #[serde(borrow)]
    session: Option<SessionId<'a>>,
    verdict: Option<f32>,
    points: Option<Box<[u32]>>,
    #[serde(default)]
    guessed: bool,
    confidence: Option<f32>,
}

#[derive(Deserialize)]
enum ReviewName {
    #[serde(rename = "review")]
    Review,
}

impl<'a> From<ReviewLine<'a>> for Record<'a> {
    fn from(line: ReviewLine<'a>) -> Self {
        let details = Details {
            session: line.session,
            verdict: line.verdict,
            points: line.points,
            guessed: line.guessed,
            confidence: line.confidence,
        };
        Self {
            id: line.id,
            device: line.device,
            seq: line.seq,
            at: line.at,
            day: line.day,
            event: Event::Review(Review {
                card: line.card,
                grade: line.grade,
                ms: line.ms,
                mode: line.mode,
                details,
            }),
        }
    }
}

/// Reads a line whose seal matches. Keys that this version does not know are ignored.
pub(super) fn sealed(text: &str) -> Result<Understood<'_>, NotUnderstood> {
    let record = match serde_json::from_str::<ReviewLine<'_>>(text) {
        Ok(line) if line.v == VERSION => Record::from(line),
        _ => match serde_json::from_str::<Version>(text)?.v {
            VERSION => any_event(text)?,
            newer if newer > VERSION => return Ok(Understood::Newer(newer)),
            other => return Err(NotUnderstood::Version(other)),
        },
    };
    match record.seq {
        1..=LAST_SEQ => Ok(Understood::Record(record)),
        other => Err(NotUnderstood::Seq(other)),
    }
}

fn any_event(text: &str) -> Result<Record<'_>, NotUnderstood> {
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    Ok(Record {
        event: event(&envelope.event.0, text)?,
        id: envelope.id.ok_or(NotUnderstood::Lacks("id"))?,
        device: envelope.device.ok_or(NotUnderstood::Lacks("device"))?,
        seq: envelope.seq.ok_or(NotUnderstood::Lacks("seq"))?,
        at: envelope.at,
        day: envelope.day,
    })
}

/// Reads the event with this name from its line.
fn event<'a>(name: &str, text: &'a str) -> serde_json::Result<Event<'a>> {
    match serde_json::from_str(text) {
        Err(error) if Event::strict_keys(name).is_some() => Err(error),
        Err(_) => {
            let mut content: Map<String, Value> = serde_json::from_str(text)?;
            content.retain(|key, _| !EVERY_LINE.contains(&key.as_str()));
            Ok(Event::Unknown(Unknown {
                name: name.to_owned(),
                content,
            }))
        }
        event => event,
    }
}

/// The keys that every line has.
const EVERY_LINE: [&str; 8] = ["v", "event", "id", "device", "seq", "at", "day", "crc"];

/// Reads a line that someone wrote by hand: it has none of `seq`, `id` and `crc` and no key that
/// this version does not know. `None` if it is anything else.
///
/// Its `device` and `seq` are those of its place: the folder, and the line before it.
pub(super) fn handwritten<'a>(line: &'a [u8], folder: &'a str, seq: u64) -> Option<Record<'a>> {
    let text = std::str::from_utf8(line).ok()?;
    let envelope: Envelope<'a> = serde_json::from_str(text).ok()?;
    let name = &*envelope.event.0;
    if envelope.v != VERSION || !Event::is_known(name) {
        return None;
    }
    let event = event(name, text).ok()?;
    let keys: Map<String, Value> = serde_json::from_str(text).ok()?;
    let own = Event::strict_keys(name);
    let allowed = |key: &str| {
        ["v", "event", "device", "at", "day"].contains(&key)
            || own.map_or(!EVERY_LINE.contains(&key), |own| own.contains(&key))
    };
    if !keys.keys().all(|key| allowed(key)) {
        return None;
    }
    Some(Record {
        id: handwritten_id(line),
        device: envelope.device.unwrap_or(folder.into()),
        seq,
        at: envelope.at,
        day: envelope.day,
        event,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::history::line::{Seal, check, seal};
    use crate::history::test_support::{event, record, review};

    fn understood(line: &str) -> Understood<'_> {
        sealed(line).expect("a line that makes sense")
    }

    /// A line with this JSON before the seal.
    fn sealed_line(json: &str) -> String {
        let crc = crc32fast::hash(json.as_bytes());
        format!("{json},\"crc\":\"{crc:08x}\"}}")
    }

    proptest! {
        #[test]
        fn whatever_is_sealed_is_read_back_the_same(
            event in event(), seq in 1_u64..LAST_SEQ, minute in -1_000_000..1_000_000_i64,
        ) {
            let written = record("k3f9", seq, minute, event);
            let line = seal(&written);
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(check(line.as_bytes()), Seal::Whole);
            prop_assert_eq!(understood(&line), Understood::Record(written));
        }

        #[test]
        fn a_review_reads_the_same_in_any_order_of_keys(event in event()) {
            let written = record("k3f9", 7, 0, event);
            // A map sorts its keys.
            let map: Map<String, Value> = serde_json::from_str(&seal(&written)).expect("an object");
            let line = Value::Object(map).to_string();
            prop_assert_eq!(understood(&line), Understood::Record(written));
        }

        #[test]
        fn nothing_that_anybody_writes_makes_it_panic(text in any::<String>()) {
            let _ = sealed(&text);
            let _ = handwritten(text.as_bytes(), "k3f9", 1);
        }
    }

    #[test]
    fn keys_of_a_later_minor_version_are_ignored() {
        let written = record("k3f9", 7, 0, review("a/b", Grade::Good));
        let line = seal(&written).replace("\"mode\"", "\"mood\":{\"x\":[1]},\"mode\"");
        assert_eq!(understood(&line), Understood::Record(written));
    }

    #[test]
    fn a_later_version_is_not_mistaken_for_damage() {
        let later = sealed_line("{\"v\":2,\"event\":17,\"id\":[]");
        assert_eq!(understood(&later), Understood::Newer(2));
        let unknown = seal(&record(
            "k3f9",
            3,
            0,
            Event::Unknown(Unknown {
                name: "dream".to_owned(),
                content: Map::new(),
            }),
        ));
        assert!(matches!(understood(&unknown), Understood::Record(_)));
    }

    #[test]
    fn what_is_sealed_but_makes_no_sense_says_why() {
        let good = seal(&record("k3f9", 7, 0, review("a/b", Grade::Good)));
        let cases = [
            ("\"good\"", "\"great\"", "unknown variant `great`"),
            ("\"study\"", "\"dream\"", "unknown variant `dream`"),
            ("\"seq\":7", "\"seq\":0", "`seq` cannot be 0"),
            ("T12:00", "T32:00", "is not a time"),
            (
                "\"day\":\"2026-11-20\"",
                "\"day\":\"2026-11-40\"",
                "is not a day",
            ),
            ("\"card\":\"a/b\",", "", "missing field `card`"),
            ("\"device\":\"k3f9\",", "", "it has no `device`"),
            ("\"v\":1", "\"v\":0", "there is no line version 0"),
        ];
        for (from, to, why) in cases {
            let line = good.replace(from, to);
            assert_ne!(line, good, "{from}");
            let error = sealed(&line).expect_err(to).to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn a_line_by_hand_has_no_seal_no_id_and_no_unknown_key() {
        let start = "{\"v\":1,\"event\":\"review\",\"at\":\"2026-11-20T09:15:30+01:00\",\"day\":\"2026-11-20\"";
        let by_hand =
            |rest: &str| handwritten(format!("{start}{rest}").as_bytes(), "k3f9", 12).is_some();
        assert!(by_hand(",\"card\":\"a/b\",\"grade\":\"good\"}"));
        assert!(by_hand(
            ", \"card\": \"a/b\", \"grade\": \"good\", \"ms\": 4000, \"mode\": \"study\" }"
        ));
        for rest in [
            "}",
            ",\"card\":\"a/b\",\"grade\":\"good\"",
            ",\"card\":\"a/b\",\"grade\":\"goood\"}",
            ",\"card\":\"a/b\",\"grade\":\"good\",\"mood\":1}",
            ",\"card\":\"a/b\",\"grade\":\"good\",\"seq\":1}",
            ",\"card\":\"a/b\",\"grade\":\"good\",\"id\":\"x\"}",
            ",\"card\":\"a/b\",\"grade\":\"good\",\"crc\":\"00000000\"}",
            ",\"card\":\"a/b\",\"grade\":\"good\"} {}",
        ] {
            assert!(!by_hand(rest), "{rest}");
        }
        let unknown = b"{\"v\":1,\"event\":\"dream\",\"at\":\"2026-11-20T09:15:30+01:00\",\"day\":\"2026-11-20\"}";
        assert_eq!(handwritten(unknown, "k3f9", 12), None);
    }

    #[test]
    fn a_line_by_hand_takes_its_device_and_number_from_its_place() {
        let line = b"{\"v\":1,\"event\":\"claim\",\"at\":\"2026-11-20T09:15:30+01:00\",\"day\":\"2026-11-20\",\"card\":\"a/b\"}";
        let record = handwritten(line, "k3f9", 12).expect("a record");
        assert_eq!((&*record.device, record.seq), ("k3f9", 12));
        assert_eq!(record.event, Event::Claim { card: "a/b".into() });
    }
}
