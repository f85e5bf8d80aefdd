//! What is kept of cards: attempts at code and reports of faults, which the learner reads afterwards; what code of decks
//! the learner has agreed to run; and the cards as they were last seen, by which edited ones are recognised.
//!
//! The last attempt at a code card is `attempts/<deck>/<card>.js`. An empty file `unfinished/<deck>/<card>` in the state
//! folder says that an attempt was left without an answer. An answered one is not shown again: it would give the answer
//! away.
//!
//! The file of cards that were seen holds a CRC-32, the checksum of the decks, the cards. Without the file, or where it
//! is damaged, cards that were edited meanwhile are new.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use super::disk::if_there;
use super::home::Home;
use super::portable_files::FileError;
use super::private;
use crate::deck::{Card, Deck, SeenCard, alone};
use crate::exchange::fence_for;
use crate::question::CodeTask;

/// The path of the last attempt at a card, whether or not there is one.
fn attempt(home: &Home, card: &Card, task: &CodeTask) -> PathBuf {
    let name = format!("{}.{}", card.id.short(), task.starter.language);
    home.attempts().join(card.id.deck()).join(name)
}

/// The last attempt at a card, if there is one.
pub fn last_attempt(home: &Home, card: &Card, task: &CodeTask) -> Option<PathBuf> {
    Some(attempt(home, card, task)).filter(|path| path.is_file())
}

/// The mark of an attempt that was left without an answer.
fn mark(home: &Home, card: &Card) -> PathBuf {
    let folder = home.state().join("unfinished").join(card.id.deck());
    folder.join(card.id.short())
}

/// The attempt at a card that was left without an answer, if there is one that can be read.
pub(super) fn unfinished_attempt(home: &Home, card: &Card, task: &CodeTask) -> Option<String> {
    if !mark(home, card).exists() {
        return None;
    }
    let bytes = fs::read(attempt(home, card, task)).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Notes that the attempt at a card has no answer yet. Returns where it is.
pub(super) fn begin_attempt(
    home: &Home,
    card: &Card,
    task: &CodeTask,
) -> Result<PathBuf, FileError> {
    let path = mark(home, card);
    private::save(&path, b"").map_err(FileError::at(&path))?;
    Ok(attempt(home, card, task))
}

/// Notes that a card was answered.
pub(super) fn finish_attempt(home: &Home, card: &Card) {
    // At worst the next attempt starts from this one.
    let _ = fs::remove_file(mark(home, card));
}

/// Saves an attempt, replacing the one before.
pub(super) fn keep_attempt(
    home: &Home,
    card: &Card,
    task: &CodeTask,
    text: &str,
) -> Result<(), FileError> {
    let path = attempt(home, card, task);
    private::save(&path, text.as_bytes()).map_err(FileError::at(&path))
}

/// The files that may hold a text that the learner has agreed to run, in the order in which they are tried. The text
/// itself is in them, so that it is compared.
///
/// They are in the state folder and never synced: consent on one machine does not count on another.
fn agreed_paths(home: &Home, code: &str) -> impl Iterator<Item = PathBuf> {
    let folder = home.state().join("agreed");
    let sum = crc32fast::hash(code.as_bytes());
    (0..100).map(move |number| folder.join(format!("{sum:08x}-{number}")))
}

/// Whether the learner has agreed to run exactly this code.
pub(super) fn is_agreed(home: &Home, code: &str) -> bool {
    agreed_paths(home, code)
        .map_while(|path| fs::read(path).ok())
        .any(|there| there == code.as_bytes())
}

/// Notes that the learner agrees to run this code.
pub(super) fn agree(home: &Home, code: &str) -> io::Result<()> {
    match agreed_paths(home, code).find(|path| !path.exists()) {
        Some(path) => private::save(&path, code.as_bytes()),
        None => Err(io::ErrorKind::StorageFull.into()),
    }
}

/// A report that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The card's full id.
    pub card: String,
    pub path: PathBuf,
}

/// The start of the line with the card's id.
const CARD: &str = "- card: `";

/// Writes a report; returns its path.
pub(super) fn write_report(
    home: &Home,
    card: &Card,
    deck: &Deck,
    note: &str,
    now: DateTime<FixedOffset>,
) -> io::Result<PathBuf> {
    let folder = home.reports();
    let name = format!(
        "{}-{}-{}",
        now.format("%Y-%m-%d"),
        card.id.deck(),
        card.id.short()
    );
    let path = private::free_path(&folder, &name)?;
    private::save(&path, report(card, deck, note, now).as_bytes())?;
    Ok(path)
}

fn report(card: &Card, deck: &Deck, note: &str, now: DateTime<FixedOffset>) -> String {
    let note = match note.trim() {
        "" => "(no note)",
        note => note,
    };
    let copy = alone(card, deck);
    let fence = fence_for(&copy, 4);
    format!(
        "# This card is wrong: {id}

{CARD}{id}`
- place: {file}:{line}
- version: nodequiz {version}
- reported: {at}

## What is wrong

{note}

## The card

{fence}markdown
{copy}{fence}

## Where to send it

{to}
",
        to = recipient(),
        id = card.id,
        file = card.place.file,
        line = card.place.line,
        version = env!("CARGO_PKG_VERSION"),
        at = now.to_rfc3339(),
    )
}

/// Who wants to know: the address of the repository, once `Cargo.toml` names one.
fn recipient() -> String {
    match env!("CARGO_PKG_REPOSITORY") {
        "" => "To whoever maintains the deck: this text as it is, all of it.".to_owned(),
        address => format!("Open an issue at {address} and paste this text as it is."),
    }
}

/// Every report, the oldest first; none if there is no folder.
pub fn reports(home: &Home) -> io::Result<Vec<Report>> {
    let entries = if_there(fs::read_dir(home.reports()))?;
    let mut reports = Vec::new();
    for entry in entries.into_iter().flatten() {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != "md") || !path.is_file() {
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        let card = text
            .lines()
            .find_map(|line| line.strip_prefix(CARD)?.strip_suffix('`'));
        reports.extend(card.map(|card| Report {
            card: card.to_owned(),
            path,
        }));
    }
    reports.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(reports)
}

/// The cards that were seen in decks with another checksum than this; `None` where the decks are those that were
/// seen, `Some` of nothing where nothing is known.
pub fn seen_in_other_decks(home: &Home, decks: u32) -> Option<Vec<SeenCard>> {
    // The checksums first: most often the decks are the same, and the cards need not be read.
    let (mut crc, mut seen_in) = ([0; 4], [0; 4]);
    let Ok(mut file) = File::open(home.seen_cards()) else {
        return Some(Vec::new());
    };
    if file
        .read_exact(&mut crc)
        .and_then(|()| file.read_exact(&mut seen_in))
        .is_err()
    {
        return Some(Vec::new());
    }
    if seen_in == decks.to_le_bytes() {
        return None;
    }
    let mut content = seen_in.to_vec();
    let read = file.read_to_end(&mut content).is_ok();
    let whole = read && u32::from_le_bytes(crc) == crc32fast::hash(&content);
    let cards = postcard::from_bytes(&content[seen_in.len()..]);
    Some(cards.ok().filter(|_| whole).unwrap_or_default())
}

/// Keeps what was seen in decks with this checksum. A failure costs only what the file is for.
pub fn keep_seen(home: &Home, decks: u32, cards: &[SeenCard]) {
    let Ok(content) = postcard::to_io(cards, decks.to_le_bytes().to_vec()) else {
        return;
    };
    let mut bytes = crc32fast::hash(&content).to_le_bytes().to_vec();
    bytes.extend(content);
    let _ = private::replace_derived(&home.seen_cards(), &bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};

    #[test]
    fn only_the_very_code_is_agreed_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let holds = |code: &str| is_agreed(&home, code);
        assert!(!holds("a"));
        agree(&home, "a").expect("added");
        assert!(holds("a") && !holds("a "));
        agree(&home, "b").expect("added");
        assert!(holds("a") && holds("b"));
        // Another text with the same checksum by coincidence.
        let same_sum = agreed_paths(&home, "c").next().expect("a path");
        fs::write(same_sum, "not c").expect("written");
        assert!(!holds("c"));
        agree(&home, "c").expect("added");
        assert!(holds("c"));
    }

    #[test]
    fn a_report_holds_the_card_its_place_and_the_note_and_is_listed() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        assert_eq!(reports(&home).expect("none"), []);
        let source = Source::new(
            "decks/d.md",
            "# D {#d}\n\n## Q? {#q}\n\n````md\n```\n````\n",
        );
        let deck = parse(&source).deck.expect("a deck");
        let now = DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time");
        let card = &deck.cards[0];
        let first = write_report(&home, card, &deck, "It is  so.", now).expect("written");
        let second = write_report(&home, card, &deck, " ", now).expect("written");
        let names = [&first, &second].map(|path| path.file_name().expect("a name").to_owned());
        assert_eq!(names, ["2026-11-20-d-q.md", "2026-11-20-d-q-2.md"]);
        let text = fs::read_to_string(&first).expect("a file");
        for part in [
            "place: decks/d.md:3",
            "It is  so.",
            "`````markdown\n# D {#d}",
            "## Q? {#q}",
            env!("CARGO_PKG_VERSION"),
        ] {
            assert!(text.contains(part), "{part:?} in {text}");
        }
        let listed = reports(&home).expect("two");
        assert!(
            listed.iter().all(|report| report.card == "d/q"),
            "{listed:?}"
        );
        assert_eq!(listed.len(), 2);
    }
}
