//! The sealed line: how a record is written, and how damage to it is detected.
//!
//! A sealed line ends in exactly `,"crc":"`, eight lower-case hexadecimal digits and `"}`. The
//! CRC-32 (IEEE, as in zlib) is of all bytes before that. It is compared as bytes, before any JSON
//! is read. This format is frozen: journals of every version use it.

use std::ops::Range;

use chrono::{DateTime, FixedOffset};
use serde::{Serialize, Serializer};

use super::event::{Event, Record};
use super::ids::{DeviceId, RecordId};
use super::timestamp;
use crate::memory::{StudyDay, stable_hash};

/// The line version that this program writes, and the newest it reads.
pub const VERSION: u64 = 1;

/// The bytes between the sealed bytes and their checksum.
const SEAL: &[u8] = b",\"crc\":\"";

/// The length of a seal: its key, eight digits, `"}`.
pub(super) const SEAL_LENGTH: usize = SEAL.len() + 8 + 2;

/// The beginning of every line that the program wrote.
const BEGINNING: &[u8] = b"{\"v\":";

/// How many beginnings of lines are tried for one seal in a damaged line. There is more than one only
/// where lines have lost their ends.
const TRIES: usize = 64;

/// A whole line except its seal. The order of the keys is frozen, too.
#[derive(Serialize)]
struct Line<'r> {
    v: u64,
    event: &'r str,
    id: RecordId,
    device: &'r DeviceId<'r>,
    seq: u64,
    #[serde(serialize_with = "timestamp::serialize")]
    at: DateTime<FixedOffset>,
    day: StudyDay,
    #[serde(flatten)]
    content: &'r Event<'r>,
}

/// A record as one sealed line, without the newline.
pub fn seal(record: &Record<'_>) -> String {
    with_checksum(serde_json::to_string(record).expect("numbers and texts are always JSON"))
}

/// A record as the JSON object in its line, without the seal.
impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let line = Line {
            v: VERSION,
            event: self.event.name(),
            id: self.id,
            device: &self.device,
            seq: self.seq,
            at: self.at,
            day: self.day,
            content: &self.event,
        };
        line.serialize(serializer)
    }
}

/// The text of a JSON object, with a checksum of it as its last key.
pub fn with_checksum(mut object: String) -> String {
    object.pop();
    let crc = crc32fast::hash(object.as_bytes());
    object.push_str(&format!(",\"crc\":\"{crc:08x}\"}}"));
    object
}

/// Whether a text ends in the checksum of the rest, as [`with_checksum`] writes it.
pub fn has_checksum(object: &[u8]) -> bool {
    check(object) == Seal::Whole
}

/// What the end of a line says about the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seal {
    /// There is none.
    Missing,
    /// It does not match the bytes before it.
    Broken,
    /// Every byte is as it was written.
    Whole,
}

/// Compares a line with its seal.
pub(super) fn check(line: &[u8]) -> Seal {
    let Some(sealed) = line.len().checked_sub(SEAL_LENGTH) else {
        return Seal::Missing;
    };
    match sealed_crc(&line[sealed..]) {
        None => Seal::Missing,
        Some(crc) if crc == crc32fast::hash(&line[..sealed]) => Seal::Whole,
        Some(_) => Seal::Broken,
    }
}

/// The checksum in a seal, if these bytes are one.
pub(super) fn sealed_crc(seal: &[u8]) -> Option<u32> {
    let digits = seal.strip_prefix(SEAL)?.strip_suffix(b"\"}")?;
    if digits.len() != 8 {
        return None;
    }
    // Without branches, which the processor cannot predict for random digits.
    let (crc, wrong) = digits.iter().fold((0, 0), |(crc, wrong), digit| {
        let value = HEX[usize::from(*digit)];
        (crc << 4 | u32::from(value & 0xf), wrong | value & 0xf0)
    });
    (wrong == 0).then_some(crc)
}

/// The values of lower-case hexadecimal digits; 255 for any other byte.
const HEX: [u8; 256] = {
    let mut values = [255; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789abcdef"[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// The whole sealed records inside a damaged line, in their order. The search reads as many bytes as the line has, and
/// [`TRIES`] times that at the most.
pub(super) fn salvage(line: &[u8]) -> Vec<Range<usize>> {
    let beginnings: Vec<usize> = memchr::memmem::find_iter(line, BEGINNING).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut left = line.len().saturating_mul(TRIES);
    for seal in memchr::memmem::find_iter(line, SEAL) {
        let end = seal + SEAL_LENGTH;
        let Some(crc) = line.get(seal..end).and_then(sealed_crc) else {
            continue;
        };
        let floor = found.last().map_or(0, |before| before.end);
        let before = beginnings.partition_point(|beginning| *beginning < seal);
        let start = beginnings[..before]
            .iter()
            .rev()
            .take_while(|beginning| **beginning >= floor)
            .take(TRIES)
            .take_while(|beginning| {
                let enough = left.checked_sub(seal - **beginning);
                left = enough.unwrap_or(0);
                enough.is_some()
            })
            .find(|beginning| crc32fast::hash(&line[**beginning..seal]) == crc);
        if let Some(start) = start {
            found.push(*start..end);
        }
    }
    found
}

/// The id of some bytes: of a line that was written by hand, or of damaged bytes. A hash as a UUID of
/// version 8.
///
/// The upper half is the [`stable_hash`] of the bytes, the lower half that of one byte 1 and the
/// bytes; then version and variant are set. Frozen: an undo refers to a line by it, and an
/// acceptance to a damaged one.
pub(super) fn handwritten_id(line: &[u8]) -> RecordId {
    let upper = stable_hash(line.iter().copied());
    let lower = stable_hash(std::iter::once(1).chain(line.iter().copied()));
    RecordId::of_hash(upper, lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::test_support::{day, minutes, record, review};
    use crate::history::{Event, Mode, Review};
    use crate::memory::{Grade, Parameters};

    #[test]
    fn a_review_is_written_as_the_format_says() {
        let mut review = Review::new("runtime/single-threaded", Grade::Good, 4210, Mode::Study);
        review.details.session = Some("s1".into());
        review.details.verdict = Some(0.75);
        review.details.points = Some(Box::new([0, 2]));
        review.details.guessed = true;
        let written = Record {
            id: RecordId::from_bits(0x0193_6b2e_8c5a_7000_8000_0123_4567_89ab),
            ..record("k3f9", 1234, 0, Event::Review(review))
        };
        // Frozen: journals of every version use this.
        assert_eq!(
            seal(&written),
            "{\"v\":1,\"event\":\"review\",\"id\":\"01936b2e-8c5a-7000-8000-0123456789ab\",\
             \"device\":\"k3f9\",\"seq\":1234,\"at\":\"2026-11-20T12:00:00.000+01:00\",\
             \"day\":\"2026-11-20\",\"card\":\"runtime/single-threaded\",\"grade\":\"good\",\
             \"ms\":4210,\"mode\":\"study\",\"session\":\"s1\",\"verdict\":0.75,\"points\":[0,2],\
             \"guessed\":true,\"crc\":\"1e6b2b9c\"}"
        );
    }

    #[test]
    fn other_events_have_their_own_keys_before_the_seal() {
        let events = [
            (
                Event::Undo {
                    of: RecordId::from_bits(5),
                },
                "\"of\":\"00000000-0000-0000-0000-000000000005\"",
            ),
            (Event::Claim { card: "a/b".into() }, "\"card\":\"a/b\""),
            (
                Event::Bury {
                    card: "a/b".into(),
                    until: day("2026-11-22"),
                },
                "\"card\":\"a/b\",\"until\":\"2026-11-22\"",
            ),
            (
                Event::Parameters {
                    parameters: Parameters::default(),
                    answers: 1200,
                },
                "\"parameters\":[0.212,1.2931,2.3065,8.2956,6.4133,0.8334,3.0194,0.001,1.8722,0.1666,\
                 0.796,1.4835,0.0614,0.2629,1.6483,0.6014,1.8729,0.5425,0.0912,0.0658,0.1542],\
                 \"answers\":1200",
            ),
            (
                Event::Pause {
                    until: day("2026-12-24"),
                },
                "\"until\":\"2026-12-24\"",
            ),
        ];
        for (event, own) in events {
            let line = seal(&record("k3f9", 1, 0, event.clone()));
            let head = format!("{{\"v\":1,\"event\":\"{}\",\"id\":\"", event.name());
            assert!(line.starts_with(&head), "{line}");
            let keys = format!("\"day\":\"2026-11-20\",{own},\"crc\":\"");
            assert!(line.contains(&keys), "{line}");
        }
        assert_eq!(
            minutes(0),
            record("k3f9", 1, 0, review("a/b", Grade::Good)).at
        );
    }

    #[test]
    fn only_the_exact_seal_is_a_seal() {
        let line = seal(&record("k3f9", 1, 0, review("a/b", Grade::Good)));
        assert_eq!(check(line.as_bytes()), Seal::Whole);
        let cases = [
            (line.to_uppercase(), Seal::Missing),
            (line.replace(",\"crc\"", ", \"crc\""), Seal::Missing),
            (line.replace(",\"crc\":\"", ",\"crc\": \""), Seal::Missing),
            (line.replace("good", "hard"), Seal::Broken),
            (format!("{line} "), Seal::Missing),
            (format!(" {line}"), Seal::Broken),
            (line[..line.len() - 1].to_owned(), Seal::Missing),
            ("\"}".to_owned(), Seal::Missing),
            (String::new(), Seal::Missing),
        ];
        for (text, seal) in cases {
            assert_eq!(check(text.as_bytes()), seal, "{text}");
        }
    }

    #[test]
    fn whole_records_are_found_between_rubbish() {
        let one = seal(&record("k3f9", 1, 0, review("a/b", Grade::Good)));
        let two = seal(&record("k3f9", 2, 1, review("a/c", Grade::Again)));
        let torn = &one[..40];
        let line = format!("{torn}{one}\0\0{two}{torn}");
        let found: Vec<&str> = salvage(line.as_bytes())
            .into_iter()
            .map(|range| &line[range])
            .collect();
        assert_eq!(found, [&*one, &*two]);
        assert!(salvage(b"{\"v\":1,\"crc\":\"00000000\"}").is_empty());
    }

    #[test]
    fn a_line_by_hand_has_an_id_for_ever() {
        let id = handwritten_id(b"{\"v\":1}");
        assert_eq!(id.to_string(), "52dd96a5-0b42-8650-88b7-142ebbcb6653");
        assert_ne!(id, handwritten_id(b"{\"v\":1} "));
    }
}
