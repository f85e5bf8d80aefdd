//! Review lines exactly as this program writes them, read without a JSON parser.
//!
//! Nearly every line of a journal is one, and this takes a fraction of the time. Whatever differs in a
//! single byte from the expected form is `None`, and read as JSON.

use chrono::{DateTime, FixedOffset};

use super::cursor::Cursor;
use super::event::{Mode, RecordId};
use super::parse::is_number;
use super::timestamp::{parse_day, parse_time};
use crate::memory::{Grade, StudyDay};

/// A review as its line says it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OwnReview<'a> {
    pub(super) id: RecordId,
    pub(super) device: &'a str,
    pub(super) seq: u64,
    pub(super) at: DateTime<FixedOffset>,
    pub(super) day: StudyDay,
    pub(super) card: &'a str,
    pub(super) grade: Grade,
    pub(super) ms: u64,
    pub(super) mode: Mode,
    pub(super) session: Option<&'a str>,
    pub(super) verdict: Option<f32>,
    /// How many points there are at the end of those that were read.
    pub(super) points: Option<u32>,
    pub(super) guessed: bool,
    pub(super) confidence: Option<f32>,
}

/// The review of a line whose seal was checked and is the rest of the text. Its points are put behind
/// those that were read before; where it is no review, there may be some that nobody is to use.
pub(super) fn review<'a>(text: &'a str, points: &mut Vec<u32>) -> Option<OwnReview<'a>> {
    let mut line = Cursor::new(text);
    line.literal(b"{\"v\":1,\"event\":\"review\",\"id\":\"")?;
    let id = line.quoted(36)?.parse().ok()?;
    line.literal(b",\"device\":\"")?;
    let device = line.text()?;
    line.literal(b",\"seq\":")?;
    let seq = line.number().filter(|seq| is_number(*seq))?;
    line.literal(b",\"at\":\"")?;
    let at = parse_time(line.quoted(29)?)?;
    line.literal(b",\"day\":\"")?;
    let day = parse_day(line.quoted(10)?)?;
    line.literal(b",\"card\":\"")?;
    let card = line.text()?;
    line.literal(b",\"grade\":\"")?;
    let grade = Grade::from_name(line.text()?)?;
    line.literal(b",\"ms\":")?;
    let ms = line.number()?;
    line.literal(b",\"mode\":\"")?;
    let mode = Mode::from_name(line.text()?)?;
    let (mut session, mut verdict, mut ticked, mut confidence) = (None, None, None, None);
    line.optional(b",\"session\":\"", &mut session, Cursor::text)?;
    line.optional(b",\"verdict\":", &mut verdict, Cursor::share)?;
    line.optional(b",\"points\":[", &mut ticked, |line| line.numbers(points))?;
    let guessed = line.literal(b",\"guessed\":true").is_some();
    line.optional(b",\"confidence\":", &mut confidence, Cursor::share)?;
    line.literal(b",\"crc\":\"")?;
    (line.left() == "00000000\"}".len()).then_some(())?;
    Some(OwnReview {
        id,
        device,
        seq,
        at,
        day,
        card,
        grade,
        ms,
        mode,
        session,
        verdict,
        points: ticked,
        guessed,
        confidence,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::test_support::{minutes, record};
    use crate::history::{Details, Event, Record, Review, seal};

    /// The record of a line in our own form.
    fn read(line: &str) -> Option<Record<'_>> {
        let mut points = vec![7];
        let own = review(line, &mut points)?;
        let mut review = Review::new(own.card, own.grade, own.ms, own.mode);
        review.details = Details {
            session: own.session.map(Into::into),
            verdict: own.verdict,
            points: own.points.map(|count| {
                assert_eq!(points.len(), 1 + count as usize);
                points[1..].into()
            }),
            guessed: own.guessed,
            confidence: own.confidence,
        };
        Some(Record {
            id: own.id,
            device: own.device.into(),
            seq: own.seq,
            at: own.at,
            day: own.day,
            event: Event::Review(review),
        })
    }

    fn full() -> Record<'static> {
        let mut told = Review::new("runtime/phases", Grade::Hard, 4210, Mode::Quiz);
        told.details = Details {
            session: Some("s1".into()),
            verdict: Some(2.0 / 3.0),
            points: Some(Box::new([0, 12])),
            guessed: true,
            confidence: Some(0.25),
        };
        record("k3f9", 1234, 7, Event::Review(told))
    }

    #[test]
    fn a_line_that_this_program_wrote_needs_no_parser() {
        let plain = record(
            "k3f9",
            1,
            0,
            Event::Review(Review::new("a/b", Grade::Good, 0, Mode::Study)),
        );
        assert_eq!(plain.at, minutes(0));
        for written in [plain, full()] {
            let line = seal(&written);
            assert_eq!(read(&line), Some(written));
        }
    }

    #[test]
    fn whatever_differs_is_left_to_the_parser() {
        let line = seal(&full());
        let differing = [
            ("\"v\":1", "\"v\":2"),
            (",\"seq\":1234", ",\"seq\":01234"),
            ("\"seq\":1234", "\"seq\":1234.0"),
            ("k3f9", "k\\u0033f9"),
            ("phases", "pha\u{1}ses"),
            ("hard", "harder"),
            ("0.25", "2.5e-1"),
            ("[0,12]", "[0,12,]"),
            ("[0,12]", "[-1]"),
            ("\"guessed\":true", "\"guessed\":false"),
            ("\"mode\"", "\"mood\":1,\"mode\""),
            ("\"}", "\"} "),
        ];
        for (from, to) in differing {
            let other = line.replacen(from, to, 1);
            assert_ne!(other, line, "{from}");
            assert_eq!(read(&other), None, "{to}");
        }
    }
}
