//! The schedule as text, so that a start need not read the whole journal.
//!
//! JSON, one card a line in the order of their names, the same bytes for the same schedule. The first
//! line states the fingerprint, the end a CRC-32 of everything before it. Nothing is lost with it: a
//! text that does not fit in every way is `None`, and the schedule is computed anew.

use std::io::{BufRead, Write as _};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::cursor::Cursor;
use super::declared::Declared;
use super::fingerprint::{FileMark, Fingerprint};
use super::habits::Habits;
use super::schedule::{CardState, DayLog, DeviceState, LastRecord, Pause, Schedule, Ticks};
use super::timestamp::{day_text, parse_day};
use crate::memory::{Grade, Memory, Parameters, StudyDay};

/// Writes a schedule down. `problems` is how many things were wrong with the journal, so that a
/// quick start can say that there is something to look at.
#[must_use]
pub fn write_snapshot(schedule: &Schedule, problems: usize, fingerprint: &Fingerprint) -> String {
    let Schedule {
        cards,
        days,
        pauses,
        habits,
        parameters,
        declared,
        devices,
        last,
        latest_day,
    } = schedule;
    let mut text = Vec::with_capacity(1024 + 250 * cards.len() + 200 * days.len());
    text.extend_from_slice(beginning(fingerprint).as_bytes());
    put(&mut text, "problems", &problems);
    put(&mut text, "latest_day", &latest_day.map(Day));
    put(&mut text, "last", &last.as_ref().map(LastRow::from));
    put(&mut text, "parameters", parameters);
    put(&mut text, "declared", declared);
    put_rows(&mut text, "devices", devices.iter().map(DeviceRow::from));
    put_rows(&mut text, "pauses", pauses.iter().map(PauseRow::from));
    put(&mut text, "habits", habits);
    put_rows(&mut text, "days", days.iter().map(DayRow::from));
    put_rows(&mut text, "cards", cards.iter().map(CardRow::from));
    let crc = crc32fast::hash(&text);
    text.extend_from_slice(seal(crc).as_bytes());
    String::from_utf8(text).unwrap_or_default()
}

/// Reads a schedule that was written with this fingerprint, and how many problems the journal had.
#[must_use]
pub fn read_snapshot(text: &str, fingerprint: &Fingerprint) -> Option<(Schedule, usize)> {
    SnapshotReader::open(text.as_bytes())?.read(fingerprint)
}

/// A snapshot that is read line by line: that of many cards is never in memory as a whole.
pub struct SnapshotReader<R> {
    input: R,
    /// The line that states the fingerprint.
    first: String,
}

impl<R: BufRead> SnapshotReader<R> {
    /// Reads the beginning of a snapshot.
    pub fn open(mut input: R) -> Option<Self> {
        let mut first = String::new();
        input.read_line(&mut first).ok()?;
        Some(Self { input, first })
    }

    /// The files that the snapshot was made of, sorted by path, as far as it can be believed.
    #[must_use]
    pub fn files(&self) -> Option<Vec<FileMark>> {
        let fingerprint = self.first.strip_prefix(BEGINNING)?.strip_suffix(",\n")?;
        Fingerprint::files_of(fingerprint)
    }

    /// The schedule, if it was written with this fingerprint, and how many problems the journal had.
    pub fn read(mut self, fingerprint: &Fingerprint) -> Option<(Schedule, usize)> {
        if self.first != beginning(fingerprint) {
            return None;
        }
        let mut crc = crc32fast::Hasher::new();
        crc.update(self.first.as_bytes());
        // All but the cards is one piece of JSON.
        let mut head = std::mem::take(&mut self.first);
        loop {
            let from = head.len();
            self.input
                .read_line(&mut head)
                .ok()
                .filter(|&read| read > 0)?;
            let line = &head.as_bytes()[from..];
            crc.update(line);
            if line.starts_with(CARDS.as_bytes()) {
                break;
            }
        }
        let none = head.ends_with("],\n");
        head.truncate(head.trim_end_matches("],\n").trim_end().len());
        head.push_str("]}");
        let rows: Rows<'_> = serde_json::from_str(&head).ok()?;
        let (mut schedule, problems) = rows.into_schedule()?;
        let mut line = String::new();
        let mut more = !none;
        while more {
            line.clear();
            self.input
                .read_line(&mut line)
                .ok()
                .filter(|&read| read > 0)?;
            crc.update(line.as_bytes());
            let row = line.strip_suffix('\n')?;
            more = !row.ends_with("],");
            let row = row.trim_end_matches("],").trim_end_matches(',');
            schedule.cards.push(read_card(row)?);
        }
        line.clear();
        self.input.read_line(&mut line).ok()?;
        let sealed = line == seal(crc.finalize()) && self.input.fill_buf().ok()?.is_empty();
        sealed.then_some((schedule, problems))
    }
}

/// How every snapshot begins.
const BEGINNING: &str = "{\"fingerprint\":";

/// How the line before the cards begins.
const CARDS: &str = "\"cards\":[";

/// The last line.
fn seal(crc: u32) -> String {
    format!("\"crc\":\"{crc:08x}\"}}\n")
}

/// How a snapshot with this fingerprint begins.
fn beginning(fingerprint: &Fingerprint) -> String {
    format!("{BEGINNING}{},\n", fingerprint.as_str())
}

// Writing to memory does not fail, and rows always are JSON: what these leave out would make a snapshot
// that reads as none.

fn put(text: &mut Vec<u8>, key: &str, value: &impl Serialize) {
    let _ = write!(text, "\"{key}\":");
    let _ = serde_json::to_writer(&mut *text, value);
    text.extend_from_slice(b",\n");
}

fn put_rows(text: &mut Vec<u8>, key: &str, rows: impl Iterator<Item = impl Serialize>) {
    let _ = write!(text, "\"{key}\":[");
    for (number, row) in rows.enumerate() {
        let between: &[u8] = if number == 0 { b"\n" } else { b",\n" };
        text.extend_from_slice(between);
        let _ = serde_json::to_writer(&mut *text, &row);
    }
    text.extend_from_slice(b"],\n");
}

/// A whole snapshot. What it says of its fingerprint and checksum was compared before.
#[derive(Deserialize)]
struct Rows<'a> {
    problems: usize,
    latest_day: Option<Day>,
    #[serde(borrow)]
    last: Option<LastRow<'a>>,
    parameters: Option<Parameters>,
    declared: Declared,
    #[serde(borrow)]
    devices: Vec<DeviceRow<'a>>,
    pauses: Vec<PauseRow>,
    habits: Habits,
    days: Vec<DayRow>,
    #[serde(borrow)]
    cards: Vec<CardRow<'a>>,
}

impl Rows<'_> {
    fn into_schedule(self) -> Option<(Schedule, usize)> {
        let schedule = Schedule {
            cards: self.cards.into_iter().map(CardState::from).collect(),
            days: self
                .days
                .into_iter()
                .map(DayRow::into_log)
                .collect::<Option<_>>()?,
            pauses: self.pauses.into_iter().map(Pause::from).collect(),
            habits: self.habits,
            parameters: self.parameters,
            declared: self.declared,
            devices: self
                .devices
                .into_iter()
                .map(DeviceRow::into_state)
                .collect::<Option<_>>()?,
            last: match self.last {
                Some(row) => Some(row.into_last()?),
                None => None,
            },
            latest_day: self.latest_day.map(|day| day.0),
        };
        Some((schedule, self.problems))
    }
}

/// A text without escapes, or one that had to be unescaped.
type Text<'a> = std::borrow::Cow<'a, str>;

/// A study day as the journal writes it, read without chrono's format machine.
#[derive(Clone, Copy)]
struct Day(StudyDay);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&day_text(self.0))
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading;
        impl serde::de::Visitor<'_> for Reading {
            type Value = Day;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a day")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Day, E> {
                parse_day(text)
                    .map(Day)
                    .ok_or_else(|| E::custom("not a day"))
            }
        }
        deserializer.deserialize_str(Reading)
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

#[derive(Serialize, Deserialize)]
struct CardRow<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stability: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    difficulty: Option<f32>,
    reviews: u32,
    lapses: u32,
    interval: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passed: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failed: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grade: Option<Grade>,
    #[serde(default, skip_serializing_if = "is_false")]
    suspended: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    buried_until: Option<Day>,
    #[serde(default, skip_serializing_if = "is_false")]
    marked: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claimed: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ticked: Option<Ticks>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ticked_before: Option<Ticks>,
}

impl<'a> From<&'a CardState> for CardRow<'a> {
    fn from(card: &'a CardState) -> Self {
        let CardState {
            id,
            memory,
            due,
            reviews,
            lapses,
            first,
            passed,
            last,
            failed,
            last_grade,
            interval,
            suspended,
            buried_until,
            marked,
            claimed,
            ticked,
            ticked_before,
        } = card;
        Self {
            id: Text::Borrowed(id),
            due: due.map(Day),
            stability: memory.map(|memory| memory.stability),
            difficulty: memory.map(|memory| memory.difficulty),
            reviews: *reviews,
            lapses: *lapses,
            interval: *interval,
            first: first.map(Day),
            passed: passed.map(Day),
            last: last.map(Day),
            failed: failed.map(Day),
            grade: *last_grade,
            suspended: *suspended,
            buried_until: buried_until.map(Day),
            marked: *marked,
            claimed: claimed.map(Day),
            ticked: *ticked,
            ticked_before: *ticked_before,
        }
    }
}

impl From<CardRow<'_>> for CardState {
    fn from(row: CardRow<'_>) -> Self {
        let day = |day: Option<Day>| day.map(|day| day.0);
        Self {
            id: row.id.into(),
            memory: memory(row.stability, row.difficulty),
            due: day(row.due),
            reviews: row.reviews,
            lapses: row.lapses,
            first: day(row.first),
            passed: day(row.passed),
            last: day(row.last),
            failed: day(row.failed),
            last_grade: row.grade,
            interval: row.interval,
            suspended: row.suspended,
            buried_until: day(row.buried_until),
            marked: row.marked,
            claimed: day(row.claimed),
            ticked: row.ticked,
            ticked_before: row.ticked_before,
        }
    }
}

/// Reads the row of a card.
fn read_card(row: &str) -> Option<CardState> {
    own_form(row).or_else(|| {
        let row: CardRow<'_> = serde_json::from_str(row).ok()?;
        Some(row.into())
    })
}

/// Reads the row of a card as it is written, unless its name has escapes: without a parser, a hundred
/// thousand rows take a third of the time.
fn own_form(row: &str) -> Option<CardState> {
    fn day<const N: usize>(row: &mut Cursor<'_>, key: &[u8; N]) -> Option<Option<StudyDay>> {
        match row.literal(key) {
            Some(()) => parse_day(row.quoted(10)?).map(Some),
            None => Some(None),
        }
    }
    fn real<const N: usize>(row: &mut Cursor<'_>, key: &[u8; N]) -> Option<Option<f32>> {
        match row.literal(key) {
            Some(()) => row.real().map(Some),
            None => Some(None),
        }
    }
    fn count<const N: usize>(row: &mut Cursor<'_>, key: &[u8; N]) -> Option<u32> {
        row.literal(key)?;
        u32::try_from(row.number()?).ok()
    }
    fn ticks<const N: usize>(row: &mut Cursor<'_>, key: &[u8; N]) -> Option<Option<Ticks>> {
        match row.literal(key) {
            Some(()) => u8::try_from(row.number()?)
                .ok()
                .map(Ticks::from_bits)
                .map(Some),
            None => Some(None),
        }
    }
    let row = &mut Cursor::new(row);
    row.literal(b"{\"id\":\"")?;
    let mut card = CardState::new(row.text()?);
    card.due = day(row, b",\"due\":\"")?;
    let stability = real(row, b",\"stability\":")?;
    let difficulty = real(row, b",\"difficulty\":")?;
    card.memory = memory(stability, difficulty);
    card.reviews = count(row, b",\"reviews\":")?;
    card.lapses = count(row, b",\"lapses\":")?;
    card.interval = count(row, b",\"interval\":")?;
    card.first = day(row, b",\"first\":\"")?;
    card.passed = day(row, b",\"passed\":\"")?;
    card.last = day(row, b",\"last\":\"")?;
    card.failed = day(row, b",\"failed\":\"")?;
    card.last_grade = match row.literal(b",\"grade\":\"") {
        Some(()) => Some(Grade::from_name(row.text()?)?),
        None => None,
    };
    card.suspended = row.literal(b",\"suspended\":true").is_some();
    card.buried_until = day(row, b",\"buried_until\":\"")?;
    card.marked = row.literal(b",\"marked\":true").is_some();
    card.claimed = day(row, b",\"claimed\":\"")?;
    card.ticked = ticks(row, b",\"ticked\":")?;
    card.ticked_before = ticks(row, b",\"ticked_before\":")?;
    row.literal(b"}")?;
    (row.left() == 0).then_some(card)
}

fn memory(stability: Option<f32>, difficulty: Option<f32>) -> Option<Memory> {
    let (stability, difficulty) = stability.zip(difficulty)?;
    Some(Memory {
        stability,
        difficulty,
    })
}

/// A day: its counts in the order of [`DayLog`], its times in milliseconds since 1970. Years have
/// hundreds of these, so they are lists without names.
#[derive(Serialize, Deserialize)]
struct DayRow(Day, [u32; 7], u64, [i64; 2]);

impl From<&DayLog> for DayRow {
    fn from(log: &DayLog) -> Self {
        let DayLog {
            day,
            answers,
            first_tries,
            passed,
            new,
            reviews,
            recalled,
            repeats,
            ms,
            first_at,
            last_at,
        } = *log;
        let counts = [
            answers,
            first_tries,
            passed,
            new,
            reviews,
            recalled,
            repeats,
        ];
        let times = [first_at, last_at].map(|at| at.timestamp_millis());
        Self(Day(day), counts, ms, times)
    }
}

impl DayRow {
    fn into_log(self) -> Option<DayLog> {
        let Self(day, counts, ms, [first_at, last_at]) = self;
        let [
            answers,
            first_tries,
            passed,
            new,
            reviews,
            recalled,
            repeats,
        ] = counts;
        Some(DayLog {
            day: day.0,
            answers,
            first_tries,
            passed,
            new,
            reviews,
            recalled,
            repeats,
            ms,
            first_at: chrono::DateTime::from_timestamp_millis(first_at)?,
            last_at: chrono::DateTime::from_timestamp_millis(last_at)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct PauseRow {
    from: Day,
    until: Day,
}

impl From<&Pause> for PauseRow {
    fn from(pause: &Pause) -> Self {
        Self {
            from: Day(pause.from),
            until: Day(pause.until),
        }
    }
}

impl From<PauseRow> for Pause {
    fn from(row: PauseRow) -> Self {
        Self {
            from: row.from.0,
            until: row.until.0,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct DeviceRow<'a> {
    #[serde(borrow)]
    device: Text<'a>,
    seq: u64,
    undoable: Option<String>,
}

impl<'a> From<&'a DeviceState> for DeviceRow<'a> {
    fn from(state: &'a DeviceState) -> Self {
        Self {
            device: Text::Borrowed(&state.device),
            seq: state.seq,
            undoable: state.undoable.map(|id| id.to_string()),
        }
    }
}

impl DeviceRow<'_> {
    fn into_state(self) -> Option<DeviceState> {
        Some(DeviceState {
            device: self.device.into(),
            seq: self.seq,
            undoable: match self.undoable {
                Some(id) => Some(id.parse().ok()?),
                None => None,
            },
        })
    }
}

/// The end of the history; its time in nanoseconds, for it decides about order.
#[derive(Serialize, Deserialize)]
struct LastRow<'a> {
    seconds: i64,
    nanoseconds: u32,
    #[serde(borrow)]
    device: Text<'a>,
    seq: u64,
}

impl<'a> From<&'a LastRecord> for LastRow<'a> {
    fn from(last: &'a LastRecord) -> Self {
        Self {
            seconds: last.at.timestamp(),
            nanoseconds: last.at.timestamp_subsec_nanos(),
            device: Text::Borrowed(&last.device),
            seq: last.seq,
        }
    }
}

impl LastRow<'_> {
    fn into_last(self) -> Option<LastRecord> {
        Some(LastRecord {
            at: chrono::DateTime::from_timestamp(self.seconds, self.nanoseconds)?,
            device: self.device.into(),
            seq: self.seq,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::made::day;

    /// A card that has everything.
    fn full() -> CardState {
        let on = |text| Some(day(text));
        CardState {
            memory: memory(Some(21.518_087), Some(1.0e-7)),
            due: on("2026-12-10"),
            reviews: 12,
            lapses: 2,
            first: on("2026-04-26"),
            passed: on("2026-04-27"),
            last: on("2026-11-19"),
            failed: on("2026-09-07"),
            last_grade: Some(Grade::Hard),
            interval: 21,
            suspended: true,
            buried_until: on("2026-11-21"),
            marked: true,
            claimed: on("2026-04-25"),
            ticked: Some(Ticks::of(&[0, 7])),
            ticked_before: Some(Ticks::of(&[])),
            ..CardState::new("sprüche/漢字")
        }
    }

    fn row(card: &CardState) -> String {
        serde_json::to_string(&CardRow::from(card)).expect("a row")
    }

    #[test]
    fn a_row_as_it_is_written_needs_no_parser() {
        for card in [full(), CardState::new("a/b")] {
            assert_eq!(own_form(&row(&card)), Some(card));
        }
    }

    #[test]
    fn a_name_with_escapes_is_read_by_the_parser() {
        let card = CardState {
            id: "a/\"b\"\n".into(),
            ..full()
        };
        assert_eq!(own_form(&row(&card)), None);
        assert_eq!(read_card(&row(&card)), Some(card));
    }

    #[test]
    fn a_row_of_another_form_is_none_of_ours() {
        let whole = row(&full());
        for (from, to) in [
            ("\"lapses\":2", "\"lapses\":-2"),
            ("\"lapses\":2", "\"lapses\":4294967296"),
            ("\"ticked\":129", "\"ticked\":256"),
            ("\"suspended\":true", "\"suspended\":false"),
            ("2026-12-10", "2026-12-32"),
            ("hard", "harder"),
            ("}", "} "),
        ] {
            let other = whole.replacen(from, to, 1);
            assert_ne!(other, whole, "{from}");
            assert_eq!(own_form(&other), None, "{to}");
        }
    }
}
