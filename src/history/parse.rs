//! From the JSON of one line to a record.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde_json::{Map, Value};

use super::event::{Details, Event, Fields, Mode, Record, RecordId, Review};
use super::line::{VERSION, handwritten_id};
use super::timestamp::{parse_day, parse_time};
use crate::memory::{Grade, Parameters, StudyDay};

/// The highest number of a record: what every JSON reader holds exactly.
const LAST_SEQ: u64 = (1 << 53) - 1;

/// A whole sealed line, as far as this version understands it.
#[derive(Debug, PartialEq)]
pub(super) enum Understood<'a> {
    /// All of it.
    Record(Record<'a>),
    /// It is of a later version.
    Newer(u64),
}

/// A text of JSON, borrowed unless it holds escapes.
#[derive(Debug)]
struct Text<'a>(Cow<'a, str>);

#[derive(serde::Deserialize)]
struct Version {
    v: u64,
}

/// What every line has; a line written by hand lacks some.
#[derive(serde::Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    event: Text<'a>,
    #[serde(borrow)]
    id: Option<Text<'a>>,
    #[serde(borrow)]
    device: Option<Text<'a>>,
    seq: Option<u64>,
    #[serde(borrow)]
    at: Text<'a>,
    #[serde(borrow)]
    day: Text<'a>,
}

/// A whole review line: envelope and answer.
#[derive(serde::Deserialize)]
struct ReviewLine<'a> {
    #[serde(borrow)]
    event: Text<'a>,
    #[serde(borrow)]
    id: Option<Text<'a>>,
    #[serde(borrow)]
    device: Option<Text<'a>>,
    seq: Option<u64>,
    #[serde(borrow)]
    at: Text<'a>,
    #[serde(borrow)]
    day: Text<'a>,
    #[serde(borrow)]
    card: Text<'a>,
    #[serde(borrow)]
    grade: Text<'a>,
    #[serde(default)]
    ms: u64,
    #[serde(borrow)]
    mode: Option<Text<'a>>,
    #[serde(borrow)]
    session: Option<Text<'a>>,
    verdict: Option<f32>,
    points: Option<Box<[u32]>>,
    guessed: Option<bool>,
    confidence: Option<f32>,
}

#[derive(serde::Deserialize)]
struct AboutCard<'a> {
    #[serde(borrow)]
    card: Text<'a>,
}

#[derive(serde::Deserialize)]
struct Until<'a> {
    #[serde(borrow)]
    until: Text<'a>,
}

#[derive(serde::Deserialize)]
struct Of<'a> {
    #[serde(borrow)]
    of: Text<'a>,
}

#[derive(serde::Deserialize)]
struct Weights {
    parameters: Parameters,
    #[serde(default)]
    answers: u64,
}

/// Reads a line whose seal is whole. Keys that this version does not know are ignored.
pub(super) fn sealed(text: &str) -> Result<Understood<'_>, String> {
    match json::<Version>(text)?.v {
        VERSION => {}
        newer if newer > VERSION => return Ok(Understood::Newer(newer)),
        other => return Err(format!("there is no line version {other}")),
    }
    let envelope: Envelope<'_> = json(text)?;
    let (envelope, event) = if envelope.event.0 == "review" {
        review(text)?
    } else {
        let event = other_event(&envelope.event.0, text)?;
        (envelope, event)
    };
    let id = envelope.id.ok_or("it has no `id`")?;
    let seq = envelope.seq.ok_or("it has no `seq`")?;
    if !is_number(seq) {
        return Err(format!("`seq` cannot be {seq}"));
    }
    Ok(Understood::Record(Record {
        id: record_id(&id)?,
        device: envelope.device.ok_or("it has no `device`")?.0,
        seq,
        at: parse_time(&envelope.at.0).ok_or_else(|| no_time(&envelope.at.0))?,
        day: day(&envelope.day)?,
        event,
    }))
}

/// Whether a record can have this number.
pub(super) const fn is_number(seq: u64) -> bool {
    seq != 0 && seq <= LAST_SEQ
}

/// Reads a line that someone wrote by hand: it has none of `seq`, `id` and `crc` and no key that
/// this version does not know. `None` if it is anything else.
///
/// Its `device` and `seq` are those of its place: the folder, and the line before it.
pub(super) fn handwritten<'a>(line: &'a [u8], folder: &'a str, seq: u64) -> Option<Record<'a>> {
    let text = std::str::from_utf8(line).ok()?;
    let map: Map<String, Value> = serde_json::from_str(text).ok()?;
    if map.get("v")?.as_u64()? != VERSION {
        return None;
    }
    let known = own_keys(map.get("event")?.as_str()?)?;
    let allowed = |key: &String| {
        ["v", "event", "device", "at", "day"].contains(&key.as_str())
            || match known {
                Keys::These(keys) => keys.contains(&key.as_str()),
                Keys::Any => !Fields::RESERVED.contains(&key.as_str()) && key != "seq",
            }
    };
    if !map.keys().all(allowed) {
        return None;
    }
    let envelope: Envelope<'a> = json(text).ok()?;
    let (envelope, event) = if envelope.event.0 == "review" {
        review(text).ok()?
    } else {
        let event = other_event(&envelope.event.0, text).ok()?;
        (envelope, event)
    };
    Some(Record {
        id: handwritten_id(line),
        device: envelope.device.map_or(Cow::Borrowed(folder), |text| text.0),
        seq,
        at: parse_time(&envelope.at.0)?,
        day: day(&envelope.day).ok()?,
        event,
    })
}

/// The keys that an event may have besides those of every line.
#[derive(Clone, Copy)]
enum Keys {
    These(&'static [&'static str]),
    Any,
}

/// The own keys of an event, `None` for one that this version does not know.
fn own_keys(event: &str) -> Option<Keys> {
    Some(match event {
        "review" => Keys::These(&[
            "card",
            "grade",
            "ms",
            "mode",
            "session",
            "verdict",
            "points",
            "guessed",
            "confidence",
        ]),
        "undo" => Keys::These(&["of"]),
        "claim" | "suspend" | "unsuspend" | "mark" | "unmark" | "reset" => Keys::These(&["card"]),
        "bury" => Keys::These(&["card", "until"]),
        "pause" => Keys::These(&["until"]),
        "parameters" => Keys::These(&["parameters", "answers"]),
        "goal" | "assess" | "project" | "habit" | "reached" | "note" | "accept"
        | "interview-start" | "interview-end" => Keys::Any,
        _ => return None,
    })
}

fn review(text: &str) -> Result<(Envelope<'_>, Event<'_>), String> {
    let line: ReviewLine<'_> = json(text)?;
    let grade =
        Grade::from_name(&line.grade.0).ok_or_else(|| format!("`{}` is no grade", line.grade.0))?;
    let mode = match &line.mode {
        // Written by hand or by a script, which is what a command is.
        None => Mode::Command,
        Some(mode) => Mode::from_name(&mode.0).ok_or_else(|| format!("`{}` is no mode", mode.0))?,
    };
    let review = Review {
        card: line.card.0,
        grade,
        ms: line.ms,
        mode,
        details: Details {
            session: line.session.map(|text| text.0),
            verdict: line.verdict,
            points: line.points,
            guessed: line.guessed.unwrap_or(false),
            confidence: line.confidence,
        },
    };
    let envelope = Envelope {
        event: line.event,
        id: line.id,
        device: line.device,
        seq: line.seq,
        at: line.at,
        day: line.day,
    };
    Ok((envelope, Event::Review(review)))
}

/// Any event but a review.
fn other_event<'a>(name: &str, text: &'a str) -> Result<Event<'a>, String> {
    let card = || json::<AboutCard<'a>>(text).map(|line| line.card.0);
    let until = || json::<Until<'a>>(text).and_then(|line| day(&line.until));
    let fields = || json::<Map<String, Value>>(text).map(Fields::of_line);
    Ok(match name {
        "undo" => Event::Undo {
            of: record_id(&json::<Of<'a>>(text)?.of)?,
        },
        "claim" => Event::Claim { card: card()? },
        "suspend" => Event::Suspend { card: card()? },
        "unsuspend" => Event::Unsuspend { card: card()? },
        "bury" => Event::Bury {
            card: card()?,
            until: until()?,
        },
        "mark" => Event::Mark { card: card()? },
        "unmark" => Event::Unmark { card: card()? },
        "reset" => Event::Reset { card: card()? },
        "pause" => Event::Pause { until: until()? },
        "goal" => Event::Goal(fields()?),
        "assess" => Event::Assess(fields()?),
        "project" => Event::Project(fields()?),
        "habit" => Event::Habit(fields()?),
        "reached" => Event::Reached(fields()?),
        "note" => Event::Note(fields()?),
        "parameters" => {
            let Weights {
                parameters,
                answers,
            } = json(text)?;
            Event::Parameters {
                parameters,
                answers,
            }
        }
        "accept" => Event::Accept(fields()?),
        "interview-start" => Event::InterviewStart(fields()?),
        "interview-end" => Event::InterviewEnd(fields()?),
        _ => Event::Unknown {
            name: name.to_owned(),
            fields: fields()?,
        },
    })
}

fn json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn record_id(text: &Text<'_>) -> Result<RecordId, String> {
    text.0.parse().map_err(|error| format!("{error}"))
}

fn day(text: &Text<'_>) -> Result<StudyDay, String> {
    parse_day(&text.0).ok_or_else(|| format!("`{}` is no day", text.0))
}

fn no_time(text: &str) -> String {
    format!("`{text}` is no time")
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::history::line::seal;
    use crate::history::test_support::{event, record, review};

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
            prop_assert_eq!(super::super::line::check(line.as_bytes()), super::super::line::Seal::Whole);
            prop_assert_eq!(sealed(&line), Ok(Understood::Record(written)));
        }

        #[test]
        fn a_review_reads_the_same_in_any_order_of_keys(event in event()) {
            let written = record("k3f9", 7, 0, event);
            // Not as this program begins a line, so that the slow way is taken.
            let line = seal(&written).replacen("{\"v\":1,", "{ \"v\":1,", 1);
            prop_assert_eq!(sealed(&line), Ok(Understood::Record(written)));
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
        assert_eq!(sealed(&line), Ok(Understood::Record(written)));
    }

    #[test]
    fn a_later_version_is_told_from_damage() {
        let later = sealed_line("{\"v\":2,\"event\":17,\"id\":[]");
        assert_eq!(sealed(&later), Ok(Understood::Newer(2)));
        let unknown = seal(&record(
            "k3f9",
            3,
            0,
            Event::Unknown {
                name: "dream".to_owned(),
                fields: Fields::default(),
            },
        ));
        assert!(matches!(sealed(&unknown), Ok(Understood::Record(_))));
    }

    #[test]
    fn what_is_sealed_but_makes_no_sense_says_why() {
        let good = seal(&record("k3f9", 7, 0, review("a/b", Grade::Good)));
        let cases = [
            ("\"good\"", "\"great\"", "`great` is no grade"),
            ("\"study\"", "\"dream\"", "`dream` is no mode"),
            ("\"seq\":7", "\"seq\":0", "`seq` cannot be 0"),
            ("T12:00", "T32:00", "is no time"),
            (
                "\"day\":\"2026-11-20\"",
                "\"day\":\"2026-11-40\"",
                "is no day",
            ),
            ("\"card\":\"a/b\",", "", "missing field `card`"),
            ("\"device\":\"k3f9\",", "", "it has no `device`"),
            ("\"v\":1", "\"v\":0", "there is no line version 0"),
        ];
        for (from, to, why) in cases {
            let line = good.replace(from, to);
            assert_ne!(line, good, "{from}");
            let error = sealed(&line).expect_err(to);
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
