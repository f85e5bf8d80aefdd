//! Review lines exactly as this program writes them, read without a JSON parser.
//!
//! Nearly every line of a journal is one, and this takes a third of the time. Whatever differs in a
//! single byte from the expected form is `None`, and read as JSON.

use std::borrow::Cow;

use super::event::{Details, Event, Mode, Record, Review};
use super::timestamp::{parse_day, parse_time};
use crate::memory::Grade;

/// The record of a review line whose seal was checked and is the rest of the text.
pub(super) fn review(text: &str) -> Option<Record<'_>> {
    let mut line = Line(text);
    line.literal("{\"v\":1,\"event\":\"review\",\"id\":\"")?;
    let id = line.text()?.parse().ok()?;
    line.literal(",\"device\":\"")?;
    let device = line.text()?;
    line.literal(",\"seq\":")?;
    let seq = line.number()?;
    line.literal(",\"at\":\"")?;
    let at = parse_time(line.text()?)?;
    line.literal(",\"day\":\"")?;
    let day = parse_day(line.text()?)?;
    line.literal(",\"card\":\"")?;
    let card = line.text()?;
    line.literal(",\"grade\":\"")?;
    let grade = line.text()?;
    let grade = Grade::ALL.into_iter().find(|known| known.name() == grade)?;
    line.literal(",\"ms\":")?;
    let ms = line.number()?;
    line.literal(",\"mode\":\"")?;
    let mode = Mode::from_name(line.text()?)?;
    let details = line.details()?;
    line.literal(",\"crc\":\"")?;
    (line.0.len() == "00000000\"}".len()).then_some(())?;
    Some(Record {
        id,
        device: Cow::Borrowed(device),
        seq,
        at,
        day,
        event: Event::Review(Review {
            card: Cow::Borrowed(card),
            grade,
            ms,
            mode,
            details,
        }),
    })
}

/// The rest of a line.
struct Line<'a>(&'a str);

impl<'a> Line<'a> {
    /// Steps over these bytes, if they are next.
    fn literal(&mut self, expected: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }

    /// A text without escapes, and its closing quotation mark.
    fn text(&mut self) -> Option<&'a str> {
        let end = self
            .0
            .bytes()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))?;
        let (text, rest) = self.0.split_at(end);
        self.0 = rest.strip_prefix('"')?;
        Some(text)
    }

    /// A whole number of up to 15 digits.
    fn number(&mut self) -> Option<u64> {
        let digits = self.digits(15)?;
        let sound = digits == "0" || !digits.starts_with('0');
        sound.then(|| digits.parse().ok()).flatten()
    }

    fn digits(&mut self, most: usize) -> Option<&'a str> {
        let end = self
            .0
            .bytes()
            .position(|byte| !byte.is_ascii_digit())
            .filter(|end| (1..=most).contains(end))?;
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(digits)
    }

    /// A share such as `1`, `0.75` or `0.6666667`: few enough digits to be read exactly.
    fn share(&mut self) -> Option<f32> {
        let start = self.0;
        self.number().filter(|whole| *whole < 10)?;
        if self.literal(".").is_some() {
            self.digits(9)?;
        }
        let length = start.len() - self.0.len();
        // By way of f64, as a JSON parser does.
        start[..length]
            .parse::<f64>()
            .ok()
            .map(|share| share as f32)
    }

    fn details(&mut self) -> Option<Details<'a>> {
        let mut details = Details::default();
        if self.literal(",\"session\":\"").is_some() {
            details.session = Some(Cow::Borrowed(self.text()?));
        }
        if self.literal(",\"verdict\":").is_some() {
            details.verdict = Some(self.share()?);
        }
        if self.literal(",\"points\":[").is_some() {
            details.points = Some(self.points()?);
        }
        details.guessed = self.literal(",\"guessed\":true").is_some();
        if self.literal(",\"confidence\":").is_some() {
            details.confidence = Some(self.share()?);
        }
        Some(details)
    }

    /// The rest of a list of numbers.
    fn points(&mut self) -> Option<Box<[u32]>> {
        let mut points = Vec::new();
        if self.literal("]").is_some() {
            return Some(Box::default());
        }
        loop {
            points.push(u32::try_from(self.number()?).ok()?);
            if self.literal("]").is_some() {
                return Some(points.into());
            }
            self.literal(",")?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::made::{minutes, record};
    use crate::history::seal;

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
            assert_eq!(review(&line), Some(written));
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
            assert_eq!(review(&other), None, "{to}");
        }
    }
}
