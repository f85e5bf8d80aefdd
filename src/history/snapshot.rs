//! The schedule as text, so that the program can start without reading the whole journal.
//!
//! JSON, one card per line in the order of their names, the same bytes for the same schedule; its
//! last key is a checksum of everything before. It can be lost without harm: a changed text is not
//! read, and the schedule is computed again.

use std::borrow::Cow;
use std::io;

use serde::{Deserialize, Serialize};
use serde_json::ser::Formatter;

use super::fingerprint::Fingerprint;
use super::line::{has_checksum, with_checksum};
use super::schedule::Schedule;

/// A schedule, and what it was computed from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot<'a> {
    /// The journal and the rules.
    pub fingerprint: Cow<'a, Fingerprint>,
    /// How many problems the journal had, so that a quick start can say that there is something to
    /// look at.
    pub problems: usize,
    pub schedule: Cow<'a, Schedule>,
}

impl Snapshot<'_> {
    /// The snapshot as text.
    pub fn to_text(&self) -> String {
        let mut text = Vec::with_capacity(1024 + 250 * self.schedule.cards.len());
        let mut writer = serde_json::Serializer::with_formatter(&mut text, RowByRow::default());
        self.serialize(&mut writer)
            .expect("numbers and texts are always JSON");
        with_checksum(String::from_utf8(text).expect("JSON is UTF-8")) + "\n"
    }

    /// Reads a snapshot; `None` if the text was changed, or another version wrote it.
    pub fn from_text(text: &str) -> Option<Self> {
        let object = text.strip_suffix('\n')?;
        if !has_checksum(object.as_bytes()) {
            return None;
        }
        serde_json::from_str(object).ok()
    }
}

/// The text of a schedule's snapshot.
pub fn write_snapshot(schedule: &Schedule, problems: usize, fingerprint: &Fingerprint) -> String {
    let snapshot = Snapshot {
        fingerprint: Cow::Borrowed(fingerprint),
        problems,
        schedule: Cow::Borrowed(schedule),
    };
    snapshot.to_text()
}

/// The schedule of a snapshot with this fingerprint, and how many problems the journal had.
pub fn read_snapshot(text: &str, fingerprint: &Fingerprint) -> Option<(Schedule, usize)> {
    let snapshot = Snapshot::from_text(text)?;
    (*snapshot.fingerprint == *fingerprint)
        .then(|| (snapshot.schedule.into_owned(), snapshot.problems))
}

/// Begins a line with every key of the snapshot and of the schedule, and with every row of their lists.
#[derive(Default)]
struct RowByRow {
    depth: usize,
}

impl RowByRow {
    fn separate<W: ?Sized + io::Write>(
        &self,
        to: &mut W,
        first: bool,
        deepest: usize,
    ) -> io::Result<()> {
        let comma: &[u8] = if first { b"" } else { b"," };
        to.write_all(comma)?;
        if self.depth <= deepest {
            to.write_all(b"\n")?;
        }
        Ok(())
    }
}

impl Formatter for RowByRow {
    fn begin_array<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth += 1;
        to.write_all(b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth -= 1;
        to.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.separate(to, first, 3)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth += 1;
        to.write_all(b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth -= 1;
        to.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.separate(to, first, 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::schedule::{CardState, DayLog, Ticks};
    use crate::history::test_support::day;
    use crate::history::{Basis, FileMark};
    use crate::memory::{
        Forgetting, Formulas, Grade, Memory, OwnFactor, Parameters, Scheduling, Stage,
    };

    fn fingerprint() -> Fingerprint {
        let renames = std::collections::BTreeMap::new();
        let basis = Basis {
            scheduling: &Scheduling::default(),
            rollover_hour: 4,
            renames: &renames,
            kinds: 0,
        };
        Fingerprint::new(&[FileMark::of("a/1", b"x")], &basis)
    }

    fn written(schedule: &Schedule) -> String {
        write_snapshot(schedule, 0, &fingerprint())
    }

    fn read(text: &str) -> Option<Schedule> {
        read_snapshot(text, &fingerprint()).map(|(schedule, _)| schedule)
    }

    /// A card with every field.
    fn full(id: &str) -> CardState {
        let on = |text| Some(day(text));
        let formulas = Formulas::new(&Parameters::default());
        let mut own = OwnFactor::default();
        let expected = Forgetting::default().expect(&formulas, 3.0, 6);
        own.take(&formulas, &expected, false);
        CardState {
            id: id.into(),
            memory: Some(Memory {
                stability: 21.518_087,
                difficulty: 1.0e-7,
            }),
            due: on("2026-12-10"),
            reviews: 12,
            lapses: 2,
            interval: 21,
            first: on("2026-04-26"),
            passed: on("2026-04-27"),
            last: on("2026-11-19"),
            failed: on("2026-09-07"),
            last_grade: Some(Grade::Hard),
            stage: Some(Stage::Second),
            own,
            suspended: true,
            buried_until: on("2026-11-21"),
            marked: true,
            claimed: on("2026-04-25"),
            ticked: Some(Ticks::of(&[0, 7])),
            ticked_before: Some(Ticks::of(&[])),
        }
    }

    #[test]
    fn a_card_is_read_as_it_was_written_and_is_one_line_of_json() {
        for id in [
            "sprüche/漢字",
            "a/\"b\"",
            "a/\\",
            "a/line\nor \u{1} two",
            "a/}],\",\"due\":\"",
        ] {
            let schedule = Schedule {
                cards: vec![full(id), CardState::new(id)],
                ..Schedule::default()
            };
            let text = written(&schedule);
            let rows = text.lines().filter(|line| line.starts_with("{\"id\":"));
            assert_eq!(rows.count(), 2, "{text}");
            let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(json["schedule"]["cards"][0]["id"], id);
            assert_eq!(read(&text), Some(schedule));
        }
    }

    #[test]
    fn a_day_is_read_as_it_was_written() {
        let at = |ms| chrono::DateTime::from_timestamp_millis(ms).expect("a time");
        // A clock without a battery shows a time before 1970.
        for first_at in [1_795_162_530_123, 0, -1] {
            let log = DayLog {
                day: day("2026-11-20"),
                answers: 7,
                first_tries: 6,
                passed: 5,
                new: 4,
                reviews: 2,
                recalled: 1,
                repeats: 0,
                ms: 123_456,
                first_at: at(first_at),
                last_at: at(1_795_162_530_124),
            };
            let schedule = Schedule {
                days: vec![log],
                ..Schedule::default()
            };
            assert_eq!(read(&written(&schedule)), Some(schedule));
        }
    }

    #[test]
    fn a_snapshot_of_another_form_is_not_read() {
        let whole = written(&Schedule {
            cards: vec![full("a/b")],
            ..Schedule::default()
        });
        for (from, to) in [
            ("\"lapses\":2", "\"lapses\":-2"),
            ("\"lapses\":2", "\"lapses\":4294967296"),
            ("\"ticked\":129", "\"ticked\":256"),
            ("2026-12-10", "2026-12-32"),
            ("hard", "harder"),
        ] {
            let other = whole.replacen(from, to, 1);
            assert_ne!(other, whole, "{from}");
            assert_eq!(read(&other), None, "{to}: the checksum");
            let body = other.rsplit_once(",\"crc\"").expect("a checksum").0;
            let sealed = with_checksum(format!("{body}}}")) + "\n";
            assert_eq!(read(&sealed), None, "{to}");
        }
    }
}
