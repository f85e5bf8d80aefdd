//! Cards as an Anki package (`.apkg`): a zip with a collection, which is a `SQLite` database, and pictures.
//!
//! The collection has schema 11, which every Anki of the last ten years reads. What is written depends only on the input.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Cursor, Write as _};

use chrono::{DateTime, FixedOffset, TimeZone as _};
use rusqlite::{Connection, MAIN_DB, params};
use serde_json::{Map, Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::note::{Form, Note, ROOT, deck_name};
use crate::exchange::chosen::ChosenDeck;
use crate::exchange::html::plain;
use crate::history::{CardState, ReplayedAnswer};
use crate::id::CardId;
use crate::memory::{Grade, Memory, Retention, StudyDay, stable_hash};

/// What a package is made of.
pub struct PackageInput<'a> {
    pub decks: &'a [ChosenDeck<'a>],
    /// By the ids of cards; those without history may be missing.
    pub progress: &'a HashMap<CardId, CardProgress>,
    pub now: DateTime<FixedOffset>,
    /// The hour at which a study day begins.
    pub rollover_hour: u8,
    /// The exponent of the forgetting curve.
    pub decay: f32,
}

/// A package that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    #[error("the database cannot be made: {0}")]
    Database(#[from] rusqlite::Error),
    #[error("the package cannot be made: {0}")]
    Zip(#[from] io::Error),
}

/// What went into a package.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    pub answers: usize,
    pub pictures: usize,
}

const SCHEMA: &str = "
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
  ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
  models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL,
  ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL,
  left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
  ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
  type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
";

/// The cards as a package.
pub fn package(input: &PackageInput<'_>) -> Result<(Vec<u8>, Packed), PackageError> {
    let (collection, answers) = collection(input)?;
    let mut pictures: BTreeMap<&str, &[u8]> = BTreeMap::new();
    for picture in input.decks.iter().flat_map(|deck| deck.pictures.values()) {
        pictures.insert(&picture.name, &picture.bytes);
    }
    let names: Map<String, Value> = pictures
        .keys()
        .enumerate()
        .map(|(number, name)| (number.to_string(), (*name).into()))
        .collect();
    let names = Value::Object(names).to_string();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8], method: CompressionMethod| {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default());
        zip.start_file(name, options)?;
        zip.write_all(bytes)
    };
    add("collection.anki2", &collection, CompressionMethod::Deflated)?;
    add("media", names.as_bytes(), CompressionMethod::Stored)?;
    for (number, bytes) in pictures.values().enumerate() {
        add(&number.to_string(), bytes, CompressionMethod::Stored)?;
    }
    let bytes = zip.finish().map_err(io::Error::from)?.into_inner();
    let pictures = pictures.len();
    Ok((bytes, Packed { answers, pictures }))
}

/// The database, and how many answers are in it.
fn collection(input: &PackageInput<'_>) -> Result<(Vec<u8>, usize), rusqlite::Error> {
    let seconds = input.now.timestamp();
    let begin = Beginning::of(input);
    let mut database = Connection::open_in_memory()?;
    let transaction = database.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    let mut ids = StableIds::default();
    let (homes, decks) = decks(input, &mut ids);
    let models: Map<String, Value> = Form::ALL
        .into_iter()
        .map(|form| (form.id().to_string(), form.model(seconds)))
        .collect();
    let conf = json!({
        "schedVer": 2,
        "rollover": input.rollover_hour,
        // Minutes to the west.
        "creationOffset": -input.now.offset().local_minus_utc() / 60,
    });
    transaction.execute(
        "INSERT INTO col VALUES (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, '{}', '{}')",
        params![
            begin.seconds,
            input.now.timestamp_millis(),
            conf.to_string(),
            Value::Object(models).to_string(),
            Value::Object(decks).to_string(),
        ],
    )?;
    let mut rows = write_cards(&transaction, input, &homes, &mut ids)?;
    let answers = rows.iter().filter(|row| row.ease > 0).count();
    give_free_ids(&mut rows, input.now.timestamp_millis());
    write_log(&transaction, &rows)?;
    transaction.commit()?;
    Ok((database.serialize(MAIN_DB)?.to_vec(), answers))
}

/// The ids of the decks of Anki in which the chosen ones are, and all decks as JSON.
fn decks(input: &PackageInput<'_>, ids: &mut StableIds) -> (Vec<i64>, Map<String, Value>) {
    let seconds = input.now.timestamp();
    let mut decks = Map::new();
    let mut known = HashMap::new();
    let mut id_of = |name: String| {
        *known.entry(name).or_insert_with_key(|name| {
            let id = ids.next(&format!("deck {name}"));
            decks.insert(id.to_string(), deck_json(id, name, seconds));
            id
        })
    };
    id_of(ROOT.to_owned());
    let names = input.decks.iter().map(|chosen| deck_name(chosen.deck));
    let homes = names.map(&mut id_of).collect();
    decks.insert("1".to_owned(), deck_json(1, "Default", seconds));
    (homes, decks)
}

/// Writes notes and cards; `homes` are the ids of their decks. Returns their log.
fn write_cards(
    database: &Connection,
    input: &PackageInput<'_>,
    homes: &[i64],
    ids: &mut StableIds,
) -> Result<Vec<LogRow>, rusqlite::Error> {
    let seconds = input.now.timestamp();
    let begin = Beginning::of(input);
    let mut rows = Vec::new();
    let mut note_row =
        database.prepare("INSERT INTO notes VALUES (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, 0, 0, '')")?;
    let mut card_row = database.prepare(
        "INSERT INTO cards VALUES (?1, ?2, ?3, 0, ?4, -1, ?5, ?6, ?7, ?8, 2500, ?9, ?10, 0, 0, 0, 0, ?11)",
    )?;
    let mut position = 0;
    for (chosen, deck_id) in input.decks.iter().zip(homes) {
        for card in &chosen.cards {
            position += 1;
            let note = Note::of(chosen, card);
            let note_id = ids.next(&format!("note {}", card.id));
            let card_id = ids.next(&format!("card {}", card.id));
            let progress = input.progress.get(&card.id);
            let mut tags = note.tags();
            if progress.is_some_and(|progress| progress.state.marked) {
                // Anki shows a star beside notes with this tag.
                tags.push("marked".to_owned());
            }
            note_row.execute(params![
                note_id,
                note.guid(),
                note.form.id(),
                seconds,
                format!(" {} ", tags.join(" ")),
                note.fields().join("\u{1f}"),
                plain(&card.question),
            ])?;
            let row = CardRow::of(progress, position, input, &begin);
            card_row.execute(params![
                card_id,
                note_id,
                deck_id,
                seconds,
                row.kind,
                row.queue,
                row.due,
                row.interval,
                row.reps,
                row.lapses,
                row.data,
            ])?;
            if let Some(progress) = progress {
                log_of(progress, card_id, &mut rows);
            }
        }
    }
    Ok(rows)
}

fn write_log(database: &Connection, rows: &[LogRow]) -> Result<(), rusqlite::Error> {
    let mut log_row =
        database.prepare("INSERT INTO revlog VALUES (?1, ?2, -1, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for row in rows {
        log_row.execute(params![
            row.id,
            row.card,
            row.ease,
            row.interval,
            row.interval_before,
            row.factor,
            row.took,
            row.kind,
        ])?;
    }
    Ok(())
}

/// The day from which the collection counts days.
struct Beginning {
    day: StudyDay,
    /// When it begins, in seconds since 1970.
    seconds: i64,
}

impl Beginning {
    fn of(input: &PackageInput<'_>) -> Self {
        let today = StudyDay::of(input.now, input.rollover_hour);
        let first = input
            .progress
            .values()
            .filter_map(|progress| progress.state.first);
        let day = first.min().map_or(today, |first| first.min(today));
        let hour = u32::from(input.rollover_hour.min(23));
        let time = day.date().and_hms_opt(hour, 0, 0);
        let time = time.and_then(|time| input.now.offset().from_local_datetime(&time).single());
        let seconds = time.map_or(0, |time| time.timestamp());
        Self { day, seconds }
    }
}

fn deck_json(id: i64, name: &str, seconds: i64) -> Value {
    json!({
        "id": id, "name": name, "mod": seconds, "usn": -1, "collapsed": false, "browserCollapsed": false,
        "desc": "", "dyn": 0, "conf": 1, "extendNew": 0, "extendRev": 0,
        "lrnToday": [0, 0], "revToday": [0, 0], "newToday": [0, 0], "timeToday": [0, 0],
    })
}

/// Ids made of names, so that they are the same in every export.
#[derive(Default)]
struct StableIds {
    taken: HashSet<i64>,
}

impl StableIds {
    /// Anki's ids are milliseconds since 1970; these are some between 2017 and 2020.
    fn next(&mut self, name: &str) -> i64 {
        let hash = stable_hash(name.bytes()) % 100_000_000_000;
        let mut id = 1_500_000_000_000 + i64::try_from(hash).unwrap_or(0);
        while !self.taken.insert(id) {
            id += 1;
        }
        id
    }
}

/// The state of a card as the table `cards` holds it.
#[derive(Default)]
struct CardRow {
    kind: i32,
    queue: i32,
    due: i64,
    interval: u32,
    reps: u32,
    lapses: u32,
    data: String,
}

const NEW: i32 = 0;
const REVIEW: i32 = 2;
const SUSPENDED: i32 = -1;
const BURIED: i32 = -3;

impl CardRow {
    fn of(
        progress: Option<&CardProgress>,
        position: i64,
        input: &PackageInput<'_>,
        begin: &Beginning,
    ) -> Self {
        let mut row = Self {
            kind: NEW,
            queue: NEW,
            due: position,
            data: "{}".to_owned(),
            ..Self::default()
        };
        let Some(CardProgress {
            state,
            retention,
            answers,
        }) = progress
        else {
            return row;
        };
        if let Some(due) = state.due {
            row.kind = REVIEW;
            row.queue = REVIEW;
            row.due = due.days_since(begin.day);
            row.interval = state.interval.max(1);
            row.reps = state.reviews;
            row.lapses = state.lapses;
        }
        if let Some(memory) = state.memory {
            let rounded = |number: f32, digits: i32| {
                let unit = 10_f64.powi(digits);
                (f64::from(number) * unit).round() / unit
            };
            let last = answers.last().map(|answer| answer.at.div_euclid(1000));
            row.data = json!({
                "s": rounded(memory.stability, 4),
                "d": rounded(memory.difficulty, 3),
                "dr": rounded(retention.share(), 2),
                "decay": rounded(input.decay, 3),
                "lrt": last,
            })
            .to_string();
        }
        let today = StudyDay::of(input.now, input.rollover_hour);
        if state.suspended {
            row.queue = SUSPENDED;
        } else if !state.may_be_asked(today) {
            row.queue = BURIED;
        }
        row
    }
}

/// A row of the table `revlog`.
#[derive(Default)]
struct LogRow {
    id: i64,
    card: i64,
    ease: u32,
    /// Days.
    interval: i64,
    interval_before: i64,
    factor: i64,
    /// Milliseconds.
    took: u32,
    kind: i32,
}

const LEARNED: i32 = 0;
const REVIEWED: i32 = 1;
const RELEARNED: i32 = 2;
const MANUAL: i32 = 4;

/// Adds the rows of a card. A card is learned until it is passed; what is asked again on a later day is a review.
fn log_of(progress: &CardProgress, card: i64, rows: &mut Vec<LogRow>) {
    let mut passed = false;
    let mut before = 0;
    // With no rating and no factor it tells Anki that the card was reset.
    let reset = |at: i64| LogRow {
        id: at,
        card,
        kind: MANUAL,
        ..LogRow::default()
    };
    for (index, answer) in progress.answers.iter().enumerate() {
        if answer.first && index > 0 {
            rows.push(reset(answer.at - 1));
            passed = false;
            before = 0;
        }
        let PastAnswer { memory, grade, .. } = *answer;
        let interval = i64::from(memory.stability.round().max(1.0) as u32);
        rows.push(LogRow {
            id: answer.at,
            card,
            ease: grade.number(),
            interval,
            interval_before: before,
            // What Anki keeps of the difficulty: 100 to 1100 for 1 to 10.
            factor: (f64::from(memory.difficulty - 1.0) / 9.0 * 1000.0 + 100.0).round() as i64,
            took: u32::try_from(answer.took).unwrap_or(u32::MAX),
            kind: match (passed, answer.repeated) {
                (false, _) => LEARNED,
                (true, false) => REVIEWED,
                (true, true) => RELEARNED,
            },
        });
        passed |= grade.passed();
        before = interval;
    }
    if let (None, Some(last)) = (progress.state.memory, progress.answers.last()) {
        rows.push(reset(last.at + 1));
    }
}

/// Sorts rows by their times, which are their keys, and moves those that are taken to the next free one. None lies in the future.
fn give_free_ids(rows: &mut [LogRow], now: i64) {
    rows.sort_by_key(|row| (row.id, row.card));
    let mut free = i64::MIN;
    for row in rows.iter_mut() {
        row.id = row.id.max(free);
        free = row.id + 1;
    }
    let mut latest = now;
    for row in rows.iter_mut().rev() {
        row.id = row.id.min(latest);
        latest = row.id - 1;
    }
}

/// The history of a card.
#[derive(Clone, Debug)]
pub struct CardProgress {
    pub state: CardState,
    /// What the scheduler wants of it.
    pub retention: Retention,
    /// Oldest first.
    pub answers: Vec<PastAnswer>,
}

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastAnswer {
    /// When, in milliseconds since 1970.
    pub at: i64,
    pub grade: Grade,
    /// How long it took, in milliseconds.
    pub took: u64,
    /// The memory after it.
    pub memory: Memory,
    /// Whether the card was new, or new again after it was reset.
    pub first: bool,
    /// Whether it was answered before on the same day.
    pub repeated: bool,
}

impl PastAnswer {
    pub fn of(answered: &ReplayedAnswer<'_>) -> Self {
        Self {
            at: answered.at.timestamp_millis(),
            grade: answered.grade,
            took: answered.written_ms,
            memory: answered.after,
            first: answered.before.is_none(),
            repeated: !answered.first_of_day,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_moment_get_keys_of_their_own_and_none_lies_in_the_future() {
        let row = |id| LogRow {
            id,
            card: 1,
            ease: 3,
            interval: 1,
            interval_before: 0,
            factor: 0,
            took: 0,
            kind: LEARNED,
        };
        let mut rows = vec![row(9), row(5), row(5), row(5), row(8), row(12)];
        give_free_ids(&mut rows, 10);
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids, [5, 6, 7, 8, 9, 10]);
    }
}
