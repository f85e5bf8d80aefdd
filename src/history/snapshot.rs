//! The schedule as text, so that a start need not read the whole journal.
//!
//! JSON, one card a line in the order of their names, the same bytes for the same schedule. The first
//! line states the fingerprint, the end a CRC-32 of everything before it. Nothing is lost with it: a
//! text that does not fit in every way is `None`, and the schedule is computed anew.

use std::io::{self, BufRead, BufWriter, Write};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::answer_stats::AnswerStats;
use super::cursor::Cursor;
use super::declared::Declared;
use super::fingerprint::{FileMark, Fingerprint};
use super::schedule::{CardState, DayLog, DeviceState, LastRecord, Pause, Schedule, Ticks};
use super::timestamp::{parse_day, with_day_text};
use crate::memory::{Grade, Memory, Parameters, StudyDay};

/// Writes a schedule down. `problems` is how many things were wrong with the journal, so that a
/// quick start can say that there is something to look at. Fails as the writer does.
pub fn put_snapshot(
    to: impl Write,
    schedule: &Schedule,
    problems: usize,
    fingerprint: &Fingerprint,
) -> io::Result<()> {
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
    let crc = crc32fast::Hasher::new();
    // That of a hundred thousand cards has 20 megabytes, which need not be in memory at once.
    let mut text = BufWriter::with_capacity(64 * 1024, Summed { to, crc });
    text.write_all(beginning(fingerprint).as_bytes())?;
    put(&mut text, "problems", &problems)?;
    put(&mut text, "latest_day", &latest_day.map(Day))?;
    put(&mut text, "last", &last.as_ref().map(LastRow::from))?;
    put(&mut text, "parameters", parameters)?;
    put(&mut text, "declared", declared)?;
    put_rows(&mut text, "devices", devices, |row, device| {
        serde_json::to_writer(row, &DeviceRow::from(device))
    })?;
    put_rows(&mut text, "pauses", pauses, |row, pause| {
        serde_json::to_writer(row, &PauseRow::from(pause))
    })?;
    put(&mut text, "habits", habits)?;
    put_rows(&mut text, "days", days, put_day)?;
    put_rows(&mut text, "cards", cards, put_card)?;
    let Summed { mut to, crc } = text.into_inner()?;
    to.write_all(seal(crc.finalize()).as_bytes())
}

/// What [`put_snapshot`] writes.
#[must_use]
pub fn write_snapshot(schedule: &Schedule, problems: usize, fingerprint: &Fingerprint) -> String {
    let mut text = Vec::with_capacity(1024 + 250 * schedule.cards.len());
    // Writing to memory does not fail, and rows always are JSON; an empty text is no snapshot.
    match put_snapshot(&mut text, schedule, problems, fingerprint) {
        Ok(()) => String::from_utf8(text).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// A writer, and the CRC-32 of what was written to it.
struct Summed<W> {
    to: W,
    crc: crc32fast::Hasher,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.crc.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
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
        // All but days and cards is one piece of JSON.
        let mut head = std::mem::take(&mut self.first);
        let last = loop {
            let from = head.len();
            self.line(&mut head, &mut crc)?;
            if head[from..].starts_with(DAYS) {
                break head.split_off(from);
            }
        };
        head.truncate(head.trim_end().trim_end_matches(',').len());
        head.push('}');
        let rows: Rows<'_> = serde_json::from_str(&head).ok()?;
        let (mut schedule, problems) = rows.into_schedule()?;
        self.rows(&last, DAYS, &mut crc, |row| {
            schedule.days.push(read_day(row)?);
            Some(())
        })?;
        let mut line = String::new();
        self.line(&mut line, &mut crc)?;
        self.rows(&line, CARDS, &mut crc, |row| {
            schedule.cards.push(read_card(row)?);
            Some(())
        })?;
        line.clear();
        self.input.read_line(&mut line).ok()?;
        let sealed = line == seal(crc.finalize()) && self.input.fill_buf().ok()?.is_empty();
        sealed.then_some((schedule, problems))
    }

    /// Reads one more line into the text.
    fn line(&mut self, text: &mut String, crc: &mut crc32fast::Hasher) -> Option<()> {
        let from = text.len();
        self.input.read_line(text).ok().filter(|&read| read > 0)?;
        crc.update(&text.as_bytes()[from..]);
        Some(())
    }

    /// Reads the rest of the list with this key, of which the first line was read.
    fn rows(
        &mut self,
        first: &str,
        key: &str,
        crc: &mut crc32fast::Hasher,
        mut take: impl FnMut(&str) -> Option<()>,
    ) -> Option<()> {
        match first.strip_prefix(key)? {
            "\n" => {}
            NO_MORE => return Some(()),
            _ => return None,
        }
        let mut line = String::new();
        loop {
            line.clear();
            self.line(&mut line, crc)?;
            if line == NO_MORE {
                return Some(());
            }
            let row = line.strip_suffix('\n')?;
            take(row.strip_suffix(',').unwrap_or(row))?;
        }
    }
}

/// How every snapshot begins.
const BEGINNING: &str = "{\"fingerprint\":";

/// How the line before the days begins.
const DAYS: &str = "\"days\":[";

/// How the line before the cards begins.
const CARDS: &str = "\"cards\":[";

/// How a list ends.
const NO_MORE: &str = "],\n";

/// The last line.
fn seal(crc: u32) -> String {
    format!("\"crc\":\"{crc:08x}\"}}\n")
}

/// How a snapshot with this fingerprint begins.
fn beginning(fingerprint: &Fingerprint) -> String {
    format!("{BEGINNING}{},\n", fingerprint.as_str())
}

fn put(to: &mut impl Write, key: &str, value: &impl Serialize) -> io::Result<()> {
    write!(to, "\"{key}\":")?;
    serde_json::to_writer(&mut *to, value)?;
    to.write_all(b",\n")
}

/// Writes a list, each of its rows on a line of its own.
fn put_rows<T>(
    to: &mut impl Write,
    key: &str,
    rows: &[T],
    put: impl Fn(&mut Vec<u8>, &T) -> serde_json::Result<()>,
) -> io::Result<()> {
    write!(to, "\"{key}\":[")?;
    let mut text = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        text.clear();
        text.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
        put(&mut text, row)?;
        to.write_all(&text)?;
    }
    if !rows.is_empty() {
        to.write_all(b"\n")?;
    }
    to.write_all(NO_MORE.as_bytes())
}

/// A whole snapshot but for its days and cards. What it says of its fingerprint was compared before.
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
    habits: AnswerStats,
}

impl Rows<'_> {
    fn into_schedule(self) -> Option<(Schedule, usize)> {
        let schedule = Schedule {
            cards: Vec::new(),
            days: Vec::new(),
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
        with_day_text(self.0, |text| serializer.serialize_str(text))
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

// There are many cards, and years of days: their rows are written and read by hand, in a fraction of
// the time. What differs from the form by a byte makes the whole snapshot none.

/// Writes the row of a card. What it has not is left out.
fn put_card(row: &mut Vec<u8>, card: &CardState) -> serde_json::Result<()> {
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
    row.extend_from_slice(b"{\"id\":");
    serde_json::to_writer(&mut *row, id)?;
    put_if(row, b",\"due\":", due.map(Day))?;
    put_if(
        row,
        b",\"stability\":",
        memory.map(|memory| memory.stability),
    )?;
    put_if(
        row,
        b",\"difficulty\":",
        memory.map(|memory| memory.difficulty),
    )?;
    put_if(row, b",\"reviews\":", Some(reviews))?;
    put_if(row, b",\"lapses\":", Some(lapses))?;
    put_if(row, b",\"interval\":", Some(interval))?;
    put_if(row, b",\"first\":", first.map(Day))?;
    put_if(row, b",\"passed\":", passed.map(Day))?;
    put_if(row, b",\"last\":", last.map(Day))?;
    put_if(row, b",\"failed\":", failed.map(Day))?;
    put_if(row, b",\"grade\":", last_grade.map(Grade::name))?;
    put_if(row, b",\"suspended\":", suspended.then_some(true))?;
    put_if(row, b",\"buried_until\":", buried_until.map(Day))?;
    put_if(row, b",\"marked\":", marked.then_some(true))?;
    put_if(row, b",\"claimed\":", claimed.map(Day))?;
    put_if(row, b",\"ticked\":", *ticked)?;
    put_if(row, b",\"ticked_before\":", *ticked_before)?;
    row.push(b'}');
    Ok(())
}

/// Writes a key and its value, if there is one.
fn put_if(row: &mut Vec<u8>, key: &[u8], value: Option<impl Serialize>) -> serde_json::Result<()> {
    if let Some(value) = value {
        row.extend_from_slice(key);
        serde_json::to_writer(row, &value)?;
    }
    Ok(())
}

/// Reads the row of a card.
fn read_card(row: &str) -> Option<CardState> {
    let row = &mut Cursor::new(row);
    row.literal(b"{\"id\":\"")?;
    let mut card = CardState::new(&row.escaped()?);
    let (mut stability, mut difficulty) = (None, None);
    row.optional(b",\"due\":\"", &mut card.due, quoted_day)?;
    row.optional(b",\"stability\":", &mut stability, Cursor::real)?;
    row.optional(b",\"difficulty\":", &mut difficulty, Cursor::real)?;
    card.memory = memory(stability, difficulty);
    row.literal(b",\"reviews\":")?;
    card.reviews = row.count()?;
    row.literal(b",\"lapses\":")?;
    card.lapses = row.count()?;
    row.literal(b",\"interval\":")?;
    card.interval = row.count()?;
    row.optional(b",\"first\":\"", &mut card.first, quoted_day)?;
    row.optional(b",\"passed\":\"", &mut card.passed, quoted_day)?;
    row.optional(b",\"last\":\"", &mut card.last, quoted_day)?;
    row.optional(b",\"failed\":\"", &mut card.failed, quoted_day)?;
    row.optional(b",\"grade\":\"", &mut card.last_grade, |row| {
        Grade::from_name(row.text()?)
    })?;
    card.suspended = row.literal(b",\"suspended\":true").is_some();
    row.optional(b",\"buried_until\":\"", &mut card.buried_until, quoted_day)?;
    card.marked = row.literal(b",\"marked\":true").is_some();
    row.optional(b",\"claimed\":\"", &mut card.claimed, quoted_day)?;
    row.optional(b",\"ticked\":", &mut card.ticked, ticks)?;
    row.optional(b",\"ticked_before\":", &mut card.ticked_before, ticks)?;
    row.literal(b"}")?;
    (row.left() == 0).then_some(card)
}

fn quoted_day(row: &mut Cursor<'_>) -> Option<StudyDay> {
    parse_day(row.quoted("2026-11-20".len())?)
}

fn ticks(row: &mut Cursor<'_>) -> Option<Ticks> {
    u8::try_from(row.number()?).ok().map(Ticks::from_bits)
}

fn memory(stability: Option<f32>, difficulty: Option<f32>) -> Option<Memory> {
    let (stability, difficulty) = stability.zip(difficulty)?;
    Some(Memory {
        stability,
        difficulty,
    })
}

/// Writes the row of a day: its counts in the order of [`DayLog`], its times in milliseconds since
/// 1970. Years have hundreds of these, so they are lists without names.
fn put_day(row: &mut Vec<u8>, log: &DayLog) -> serde_json::Result<()> {
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
    serde_json::to_writer(row, &(Day(day), counts, ms, times))
}

/// Reads the row of a day.
fn read_day(row: &str) -> Option<DayLog> {
    let time = |row: &mut Cursor<'_>| chrono::DateTime::from_timestamp_millis(row.integer()?);
    let row = &mut Cursor::new(row);
    row.literal(b"[\"")?;
    let day = quoted_day(row)?;
    row.literal(b",[")?;
    let mut counts = [0; 7];
    for (place, count) in counts.iter_mut().enumerate() {
        if place > 0 {
            row.literal(b",")?;
        }
        *count = row.count()?;
    }
    let [
        answers,
        first_tries,
        passed,
        new,
        reviews,
        recalled,
        repeats,
    ] = counts;
    row.literal(b"],")?;
    let ms = row.number()?;
    row.literal(b",[")?;
    let first_at = time(row)?;
    row.literal(b",")?;
    let last_at = time(row)?;
    row.literal(b"]]")?;
    (row.left() == 0).then_some(DayLog {
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
    })
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
    use crate::history::test_support::day;

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
        let mut row = Vec::new();
        put_card(&mut row, card).expect("a row");
        String::from_utf8(row).expect("a text")
    }

    #[test]
    fn a_row_is_json_and_is_read_as_it_was_written() {
        for id in [
            "sprüche/漢字",
            "a/\"b\"",
            "a/\\",
            "a/line\nor \u{1} two",
            "a/}],\",\"due\":\"",
        ] {
            for card in [
                CardState {
                    id: id.into(),
                    ..full()
                },
                CardState::new(id),
            ] {
                let json: serde_json::Value = serde_json::from_str(&row(&card)).expect("JSON");
                assert_eq!(json["id"], id);
                assert_eq!(json["reviews"], card.reviews);
                assert_eq!(read_card(&row(&card)), Some(card));
            }
        }
    }

    #[test]
    fn a_day_is_read_as_it_was_written() {
        let at = |ms| chrono::DateTime::from_timestamp_millis(ms).expect("a time");
        // A time before 1970 is what a clock without a battery says.
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
            let mut row = Vec::new();
            put_day(&mut row, &log).expect("a row");
            let row = String::from_utf8(row).expect("a text");
            assert_eq!(read_day(&row), Some(log), "{row}");
        }
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
            ("漢字", "漢\\q字"),
            ("}", "} "),
        ] {
            let other = whole.replacen(from, to, 1);
            assert_ne!(other, whole, "{from}");
            assert_eq!(read_card(&other), None, "{to}");
        }
    }
}
