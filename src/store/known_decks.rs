//! The learner's own decks, remembered: of a file that has not changed since it was read and found sound,
//! nothing is read but what the cache folder keeps of it.
//!
//! The cache may be deleted, outdated or damaged at any time: what does not fit in every way is read
//! from the deck's file. A file with errors is never remembered, so that they are told at every start.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::file_stamp::{FileStamp, system_seconds};
use super::home::Home;
use super::own_decks::{FoundDeck, UnreadableDeck, find_decks, read_deck};
use super::private;
use crate::deck::{Deck, Diagnostic, KnownDeck, Source, parse};

/// The learner's decks, for plans. What their cards show is read from the files when it is looked at.
#[derive(Debug, Default)]
pub struct KnownDecks {
    /// The sound ones, in the order of their files' names.
    pub decks: Vec<Deck>,
    /// What is wrong with the others.
    pub diagnostics: Vec<Diagnostic>,
    /// The name and the CRC-32 of each file.
    pub checksums: Vec<(String, u32)>,
}

/// The form of the cache.
const FORMAT: u32 = 1;

/// One file, as the cache keeps it: a line of JSON.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    file: String,
    facts: FileStamp,
    crc: u32,
    #[serde(borrow)]
    deck: KnownDeck<'a>,
}

impl KnownDecks {
    /// Reads what has changed, and the rest from the cache, which is renewed.
    pub fn open(home: &Home) -> Result<Self, UnreadableDeck> {
        let found = find_decks(home)?;
        let path = home.known_decks();
        let mut known = Self::default();
        if found.is_empty() {
            return Ok(known);
        }
        let kept = read_cache(&path).unwrap_or_default();
        // Both are in the order of the names.
        let mut kept = kept
            .lines()
            .skip(1)
            .map(|line| (line, name_of(line)))
            .peekable();
        let mut cache = first_line();
        let mut changed = false;
        for file in &found {
            while kept
                .next_if(|(_, name)| *name < Some(&file.shown))
                .is_some()
            {
                changed = true;
            }
            let line = kept.next_if(|(_, name)| *name == Some(&file.shown));
            if let Some((text, _)) = line
                && known.remember(text, file)
            {
                cache.push_str(text);
                cache.push('\n');
                continue;
            }
            changed |= line.is_some();
            if let Some(line) = known.read(file)? {
                cache.push_str(&line);
                cache.push('\n');
                changed = true;
            }
        }
        if changed || kept.next().is_some() {
            write_cache(&path, &mut cache);
        }
        Ok(known)
    }

    /// Takes over a file from the cache, if it is the file that was read then.
    fn remember(&mut self, line: &str, file: &FoundDeck) -> bool {
        let Ok(line) = serde_json::from_str::<Line<'_>>(line) else {
            return false;
        };
        if line.facts != file.facts {
            return false;
        }
        let Some(deck) = line.deck.into_deck(&source(file, line.crc)) else {
            return false;
        };
        self.decks.push(deck);
        self.checksums.push((file.shown.clone(), line.crc));
        true
    }

    /// Reads a file; its line for the cache, if it can be trusted next time.
    fn read(&mut self, file: &FoundDeck) -> Result<Option<String>, UnreadableDeck> {
        let text = read_deck(&file.path, &file.shown)?.text;
        let crc = crc32fast::hash(text.as_bytes());
        let trusted =
            file.facts.length == text.len() as u64 && file.facts.settled(system_seconds());
        self.checksums.push((file.shown.clone(), crc));
        let parsed = parse(&Source::new(&file.shown, text));
        self.diagnostics.extend(parsed.diagnostics);
        let Some(deck) = parsed.deck else {
            return Ok(None);
        };
        let line = Line {
            file: file.shown.clone(),
            facts: file.facts,
            crc,
            deck: KnownDeck::of(&deck),
        };
        let text = trusted.then(|| serde_json::to_string(&line).ok()).flatten();
        // What was read is let go: a thousand files need not be in memory for twenty cards.
        match line.deck.into_deck(&source(file, crc)) {
            Some(light) => self.decks.push(light),
            None => self.decks.push(deck),
        }
        Ok(text)
    }
}

/// A file that is read again when it is looked at, if it is still the same.
fn source(file: &FoundDeck, crc: u32) -> Arc<Source> {
    let path = file.path.clone();
    let read_again = move || {
        let text = fs::read_to_string(&path).ok()?;
        (crc32fast::hash(text.as_bytes()) == crc).then_some(text)
    };
    Source::known(&file.shown, Box::new(read_again))
}

/// The name of the file that a line is about, which stands first and has no escapes in any sane folder.
fn name_of(line: &str) -> Option<&str> {
    line.strip_prefix("{\"file\":\"")?.split('"').next()
}

/// What the cache was written by: another program may read decks otherwise.
fn first_line() -> String {
    let program = super::program().and_then(fs::metadata);
    let facts = program.ok().map(|metadata| FileStamp::of(&metadata));
    let facts = serde_json::to_string(&facts).unwrap_or_default();
    format!("nodequiz {} {FORMAT} {facts}\n", env!("CARGO_PKG_VERSION"))
}

/// The cache without its seal, if it is whole and of this program.
fn read_cache(path: &Path) -> Option<String> {
    let mut text = fs::read_to_string(path).ok()?;
    let end = text.strip_suffix('\n')?.rfind('\n')? + 1;
    let whole = text[end..] == seal(&text[..end]) && text.starts_with(&first_line());
    text.truncate(end);
    whole.then_some(text)
}

/// Its failure costs only time, so nobody hears of it.
fn write_cache(path: &Path, text: &mut String) {
    let seal = seal(text);
    text.push_str(&seal);
    if let Some(folder) = path.parent()
        && private::create_folder(folder).is_ok()
    {
        let _ = private::replace_derived(path, |file| file.write_all(text.as_bytes()));
    }
}

fn seal(text: &str) -> String {
    format!("{:08x}\n", crc32fast::hash(text.as_bytes()))
}
