//! The tables of a collection, in schema 11 and in 18.

use std::collections::HashMap;
use std::fmt::Display;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, MAIN_DB};
use serde::Deserialize;

use super::package::{number, text};
use crate::exchange::notes::{BadSource, FoundReview};
use crate::memory::Grade;

/// A type of notes.
#[derive(Clone, Debug, Default)]
pub(super) struct NoteType {
    pub(super) id: i64,
    pub(super) cloze: bool,
    /// The names of its fields, in their order.
    pub(super) fields: Vec<String>,
    /// Front and back, by the number of the card.
    pub(super) templates: Vec<(String, String)>,
}

/// A note.
pub(super) struct NoteRow {
    pub(super) id: i64,
    pub(super) guid: String,
    pub(super) note_type: i64,
    pub(super) tags: String,
    /// Its fields, HTML.
    pub(super) fields: Vec<String>,
}

/// A card of a note.
pub(super) struct CardRow {
    pub(super) id: i64,
    pub(super) note: i64,
    pub(super) deck: i64,
    /// Its number among the cards of the note, from 0.
    pub(super) number: usize,
}

/// What is read of a collection.
pub(super) struct Collection {
    pub(super) note_types: HashMap<i64, NoteType>,
    /// The names of decks, with `::` between their parts.
    pub(super) decks: HashMap<i64, String>,
    /// In the order of their ids.
    pub(super) notes: Vec<NoteRow>,
    /// In the order of their notes and numbers.
    pub(super) cards: Vec<CardRow>,
    /// By card, oldest first.
    pub(super) reviews: HashMap<i64, Vec<FoundReview>>,
}

/// Bytes of a text or name; longer ones are not read.
const LONGEST: i32 = 32 << 20;

/// The steps of the database between two looks at how many there were.
const STEPS: i32 = 1_000_000;

impl Collection {
    /// Reads a database. One that is damaged, or was made to take long, ends in an error.
    pub(super) fn read(mut bytes: Vec<u8>) -> Result<Self, BadSource> {
        // A database that was written with a log beside it says so in its header; the log is not in the package.
        for at in [18, 19] {
            if let Some(version @ 2) = bytes.get_mut(at) {
                *version = 1;
            }
        }
        let size = bytes.len();
        let database = open(&bytes)?;
        drop(bytes);
        let mut reader = Reader {
            database,
            room: size.saturating_mul(2).saturating_add(1 << 20),
        };
        reader.collection()
    }
}

/// Opens a database that nobody vouches for.
fn open(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut database = Connection::open_in_memory()?;
    database.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), true)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
    // Names are compared without letter case in newer collections.
    database.create_collation("unicase", |a: &str, b: &str| {
        a.to_lowercase().cmp(&b.to_lowercase())
    })?;
    // A sound database needs far fewer steps; a damaged one could lead in circles.
    let mut left = 100 + bytes.len() / 20_000;
    database.progress_handler(
        STEPS,
        Some(move || {
            left = left.saturating_sub(1);
            left == 0
        }),
    )?;
    Ok(database)
}

fn damaged(why: impl Display) -> BadSource {
    BadSource::Damaged(format!("its database is damaged: {why}"))
}

impl From<rusqlite::Error> for BadSource {
    fn from(error: rusqlite::Error) -> Self {
        damaged(error)
    }
}

struct Reader {
    database: Connection,
    /// How many more bytes of text are read: rows of a damaged database can share their pages.
    room: usize,
}

impl Reader {
    fn collection(&mut self) -> Result<Collection, BadSource> {
        for table in ["col", "notes", "cards", "revlog"] {
            if !self.has(table)? {
                return Err(damaged(format!("it has no table `{table}`")));
            }
        }
        let newer = self.has("notetypes")?;
        let note_types = if newer {
            self.note_types()?
        } else {
            self.models()?
        };
        Ok(Collection {
            note_types,
            decks: if newer {
                self.decks()?
            } else {
                self.old_decks()?
            },
            notes: self.notes()?,
            cards: self.cards()?,
            reviews: self.reviews()?,
        })
    }

    /// Whether there is a table of this name, and not something else.
    fn has(&self, table: &str) -> rusqlite::Result<bool> {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE name = ?1 AND type = 'table' AND rootpage > 0";
        let found: i64 = self.database.query_row(sql, [table], |row| row.get(0))?;
        Ok(found == 1)
    }

    /// Takes every row of a query.
    fn rows(
        &mut self,
        sql: &str,
        mut take: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<usize>,
    ) -> Result<(), BadSource> {
        let mut statement = self.database.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let size = take(row)?;
            let Some(room) = self.room.checked_sub(size) else {
                return Err(damaged("it says more than it holds"));
            };
            self.room = room;
        }
        Ok(())
    }

    /// The note types of schema 11.
    fn models(&mut self) -> Result<HashMap<i64, NoteType>, BadSource> {
        #[derive(Deserialize)]
        struct Model {
            #[serde(rename = "type", default)]
            kind: i64,
            #[serde(default)]
            flds: Vec<ModelField>,
            #[serde(default)]
            tmpls: Vec<ModelTemplate>,
        }
        #[derive(Deserialize)]
        struct ModelField {
            name: String,
        }
        #[derive(Deserialize)]
        struct ModelTemplate {
            #[serde(default)]
            qfmt: String,
            #[serde(default)]
            afmt: String,
        }
        let models: HashMap<String, Model> = self.json("models")?;
        let types = models.into_iter().filter_map(|(id, model)| {
            let id = id.parse().ok()?;
            let templates = model.tmpls.into_iter();
            let note_type = NoteType {
                id,
                cloze: model.kind == 1,
                fields: model.flds.into_iter().map(|field| field.name).collect(),
                templates: templates
                    .map(|template| (template.qfmt, template.afmt))
                    .collect(),
            };
            Some((id, note_type))
        });
        Ok(types.collect())
    }

    /// The decks of schema 11.
    fn old_decks(&mut self) -> Result<HashMap<i64, String>, BadSource> {
        #[derive(Deserialize)]
        struct OldDeck {
            name: String,
        }
        let decks: HashMap<String, OldDeck> = self.json("decks")?;
        let decks = decks.into_iter();
        Ok(decks
            .filter_map(|(id, deck)| Some((id.parse().ok()?, deck.name)))
            .collect())
    }

    /// A column of the table `col`.
    fn json<T: for<'de> Deserialize<'de>>(&mut self, column: &str) -> Result<T, BadSource> {
        let sql = format!("SELECT {column} FROM col LIMIT 1");
        let json: String = self.database.query_row(&sql, [], |row| row.get(0))?;
        serde_json::from_str(&json).map_err(|error| damaged(format!("{column}: {error}")))
    }

    /// The note types of schema 18. Their settings are messages.
    fn note_types(&mut self) -> Result<HashMap<i64, NoteType>, BadSource> {
        let mut types: HashMap<i64, NoteType> = HashMap::new();
        self.rows("SELECT id, config FROM notetypes", |row| {
            let (id, config): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let note_type = NoteType {
                id,
                cloze: number(&config, 1) == 1,
                ..NoteType::default()
            };
            types.insert(id, note_type);
            Ok(config.len())
        })?;
        self.rows("SELECT ntid, name FROM fields ORDER BY ntid, ord", |row| {
            let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
            let size = name.len();
            if let Some(note_type) = types.get_mut(&id) {
                note_type.fields.push(name);
            }
            Ok(size)
        })?;
        self.rows(
            "SELECT ntid, config FROM templates ORDER BY ntid, ord",
            |row| {
                let (id, config): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
                let side = |field| text(&config, field).unwrap_or_default();
                if let Some(note_type) = types.get_mut(&id) {
                    note_type.templates.push((side(1), side(2)));
                }
                Ok(config.len())
            },
        )?;
        Ok(types)
    }

    /// The decks of schema 18.
    fn decks(&mut self) -> Result<HashMap<i64, String>, BadSource> {
        let mut decks = HashMap::new();
        self.rows("SELECT id, name FROM decks", |row| {
            let name: String = row.get(1)?;
            decks.insert(row.get(0)?, name.replace('\u{1f}', "::"));
            Ok(name.len())
        })?;
        Ok(decks)
    }

    fn notes(&mut self) -> Result<Vec<NoteRow>, BadSource> {
        let mut notes = Vec::new();
        self.rows(
            "SELECT id, guid, mid, tags, flds FROM notes ORDER BY id",
            |row| {
                let fields: String = row.get(4)?;
                let note = NoteRow {
                    id: row.get(0)?,
                    guid: row.get(1)?,
                    note_type: row.get(2)?,
                    tags: row.get(3)?,
                    fields: fields.split('\u{1f}').map(str::to_owned).collect(),
                };
                let size = fields.len() + note.guid.len() + note.tags.len() + 100;
                notes.push(note);
                Ok(size)
            },
        )?;
        Ok(notes)
    }

    fn cards(&mut self) -> Result<Vec<CardRow>, BadSource> {
        let mut cards = Vec::new();
        self.rows(
            "SELECT id, nid, did, ord, odid FROM cards ORDER BY nid, ord",
            |row| {
                // A card in a filtered deck belongs to another one, its home.
                let (deck, home): (i64, i64) = (row.get(2)?, row.get(4)?);
                cards.push(CardRow {
                    id: row.get(0)?,
                    note: row.get(1)?,
                    deck: if home == 0 { deck } else { home },
                    number: usize::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
                });
                Ok(40)
            },
        )?;
        Ok(cards)
    }

    /// The answers that count for what is remembered, as Anki chooses them: neither those of a filtered deck that
    /// changes no date, nor those before the card was reset or learned again.
    fn reviews(&mut self) -> Result<HashMap<i64, Vec<FoundReview>>, BadSource> {
        const LEARNED: i64 = 0;
        const FILTERED: i64 = 3;
        const MANUAL: i64 = 4;
        let mut reviews: HashMap<i64, (Vec<FoundReview>, bool)> = HashMap::new();
        let sql = "SELECT id, cid, ease, time, type, factor FROM revlog ORDER BY id";
        self.rows(sql, |row| {
            let (at, card): (i64, i64) = (row.get(0)?, row.get(1)?);
            let (ease, kind, factor): (i64, i64, i64) = (row.get(2)?, row.get(4)?, row.get(5)?);
            let (of_card, learning) = reviews.entry(card).or_default();
            if kind == MANUAL && factor == 0 {
                of_card.clear();
            }
            let grade = u32::try_from(ease).ok().and_then(Grade::from_number);
            let Some(grade) = grade.filter(|_| kind != FILTERED || factor != 0) else {
                return Ok(40);
            };
            if kind == LEARNED && !*learning {
                of_card.clear();
            }
            *learning = kind == LEARNED;
            of_card.push(FoundReview {
                at,
                grade,
                took: u32::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
            });
            Ok(40)
        })?;
        let reviews = reviews.into_iter();
        Ok(reviews
            .map(|(card, (reviews, _))| (card, reviews))
            .collect())
    }
}
