//! The parsed decks in one file, so that the program can start without parsing unchanged decks.
//!
//! The file is derived: it may be deleted, outdated or damaged at any time. A deck whose file
//! differs from the indexed one is parsed again. A file with errors is never in it, so its errors
//! are reported at every start.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::file_stamp::{FileStamp, system_seconds};
use super::home::Home;
use super::own_decks::{UnreadableDeck, find_decks, read_deck};
use super::private;
use crate::deck::{Deck, Diagnostic, LeftOut, Source, parse};

/// All decks, parsed now or before.
#[derive(Debug, Default)]
pub struct IndexedDecks {
    /// The built-in ones.
    pub builtin: Vec<Deck>,
    /// The learner's own, in the order of their files' names. The sources of those that come from the
    /// index have no text.
    pub own: Vec<Deck>,
    /// What is wrong with the learner's own.
    pub diagnostics: Vec<Diagnostic>,
    /// The cards that have errors.
    pub left_out: Vec<LeftOut>,
    /// Whether every deck of the learner was read from its file, and none from the index.
    pub all_read: bool,
    /// The name and the CRC-32 of each own file.
    pub checksums: Vec<(String, u32)>,
}

/// The content of the file, after the CRC-32 of its bytes.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Index {
    builtin: Vec<Deck>,
    own: Vec<Entry>,
}

/// An own deck and the file that it was parsed from.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Entry {
    /// `None` if the file was too recent to be trusted.
    stamp: Option<FileStamp>,
    crc: u32,
    deck: Deck,
}

/// Reads the decks that have changed, and the others from the index, which is brought up to date.
pub fn indexed_decks(home: &Home, builtin: &[Arc<Source>]) -> IndexedDecks {
    let path = home.deck_index();
    let known = read_index(&path);
    let mut changed = known.is_none();
    let known = known.unwrap_or_else(|| Index {
        builtin: builtin.iter().filter_map(|one| parse(one).deck).collect(),
        own: Vec::new(),
    });
    let mut known_own: HashMap<Arc<str>, Entry> = known
        .own
        .into_iter()
        .map(|entry| (Arc::clone(&entry.deck.source.file), entry))
        .collect();
    let found = find_decks(home);
    let mut indexed = IndexedDecks {
        diagnostics: found
            .unreadable
            .iter()
            .map(UnreadableDeck::diagnostic)
            .collect(),
        all_read: true,
        ..IndexedDecks::default()
    };
    // What has errors is not in the index, and is read at every start.
    let mut faulty = Vec::new();
    let mut own = Vec::new();
    for file in found.files.into_iter().filter(|file| !file.prompts) {
        let known = known_own.remove(file.shown.as_str());
        let current = known.filter(|entry| entry.stamp == Some(file.stamp));
        if let Some(entry) = current {
            indexed.checksums.push((file.shown, entry.crc));
            indexed.all_read = false;
            own.push(entry);
            continue;
        }
        changed = true;
        let text = match read_deck(&file.path, &file.shown) {
            Ok(read) => read.text,
            Err(error) => {
                indexed.diagnostics.push(error.diagnostic());
                continue;
            }
        };
        let crc = crc32fast::hash(text.as_bytes());
        let trusted =
            file.stamp.length == text.len() as u64 && file.stamp.settled(system_seconds());
        let parsed = parse(&Source::new(&file.shown, text));
        let errors = parsed.diagnostics.iter().any(Diagnostic::is_error);
        indexed.diagnostics.extend(parsed.diagnostics);
        indexed.left_out.extend(parsed.left_out);
        indexed.checksums.push((file.shown, crc));
        match parsed.deck {
            Some(deck) if errors => faulty.push(deck),
            Some(deck) => own.push(Entry {
                stamp: trusted.then_some(file.stamp),
                crc,
                deck,
            }),
            None => {}
        }
    }
    let index = Index {
        builtin: known.builtin,
        own,
    };
    if changed || !known_own.is_empty() {
        write_index(&path, &index);
    }
    indexed.builtin = index.builtin;
    indexed.own = index.own.into_iter().map(|entry| entry.deck).collect();
    for (deck, source) in indexed.builtin.iter_mut().zip(builtin) {
        deck.source = Arc::clone(source);
    }
    for deck in indexed.builtin.iter_mut().chain(&mut indexed.own) {
        deck.restore_shared();
    }
    if !faulty.is_empty() {
        indexed.own.extend(faulty);
        indexed.own.sort_by(|a, b| a.file.cmp(&b.file));
    }
    indexed
}

/// The program that wrote an index: another version may parse decks differently.
fn this_program() -> (String, Option<FileStamp>) {
    let metadata = super::program().and_then(fs::metadata).ok();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    (version, metadata.map(|metadata| FileStamp::of(&metadata)))
}

/// The index, if it is intact and this program wrote it. Its bytes stay in memory, because cards
/// borrow their texts from them.
fn read_index(path: &Path) -> Option<Index> {
    let bytes: &'static [u8] = fs::read(path).ok()?.leak();
    let (crc, content) = bytes.split_first_chunk()?;
    if u32::from_le_bytes(*crc) != crc32fast::hash(content) {
        return None;
    }
    let (program, rest): ((String, Option<FileStamp>), _) =
        postcard::take_from_bytes(content).ok()?;
    if program != this_program() {
        return None;
    }
    postcard::from_bytes(rest).ok()
}

/// A failure is not reported: it costs only time.
fn write_index(path: &Path, index: &Index) {
    let decks = index.own.iter().map(|entry| &entry.deck);
    let cards = decks.chain(&index.builtin).map(|deck| deck.cards.len());
    let mut bytes = Vec::with_capacity(1024 + 300 * cards.sum::<usize>());
    bytes.extend([0; 4]);
    let Ok(mut bytes) = postcard::to_io(&(this_program(), index), bytes) else {
        return;
    };
    let crc = crc32fast::hash(&bytes[4..]).to_le_bytes();
    bytes[..4].copy_from_slice(&crc);
    let _ = private::replace_derived(path, &bytes);
}
