//! Reports of faulty cards, one file each, ready to be sent.

use std::fs;
use std::io;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use super::disk::if_there;
use super::home::Home;
use super::private;
use crate::deck::{Card, Deck, alone};
use crate::exchange::fence_for;

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
pub(super) fn write(
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
    private::save(&path, text(card, deck, note, now).as_bytes())?;
    Ok(path)
}

fn text(card: &Card, deck: &Deck, note: &str, now: DateTime<FixedOffset>) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};

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
        let first = write(&home, card, &deck, "It is  so.", now).expect("written");
        let second = write(&home, card, &deck, " ", now).expect("written");
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
