//! `nodequiz decks add` and `update`: what decks of others bring.

use serde::Serialize;

use crate::deck::DeckChanges;
use crate::store::LeftOut;
use crate::terminal::{Line, Tone};
use crate::wording::count;

use super::archive::files_left_out;
use super::drawing::Lines;

/// What one repository brings.
#[derive(Serialize)]
pub struct SharedReport {
    /// The name of its folder below `decks/shared`.
    pub name: String,
    /// Its address.
    pub from: String,
    pub commit: String,
    /// The commit that was here before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Whether anything was written.
    pub written: bool,
    /// The decks that change.
    pub decks: Vec<DeckChanges>,
    /// The ids of those of which the learner has a deck, too.
    pub your_decks: Vec<String>,
    /// Cards among these that the learner's own deck replaces.
    pub yours: Vec<String>,
    /// Files that stay as they are here.
    pub kept: Vec<LeftOut>,
    /// What looks like a deck and is not taken over.
    pub left_out: Vec<LeftOut>,
}

/// Columns of the labels.
const LABEL: usize = 10;

/// How many cards of one deck are listed.
const LISTED: usize = 100;

/// A commit as people write it.
fn short(commit: &str) -> String {
    commit.chars().take(7).collect()
}

/// What a repository brings.
pub fn shared(report: &SharedReport, width: usize) -> Vec<Line> {
    let commit = match &report.before {
        Some(before) if *before != report.commit => {
            format!("{} to {}", short(before), short(&report.commit))
        }
        _ => short(&report.commit),
    };
    let from = format!("{} ({}), {commit}", report.from, report.name);
    let mut lines = Lines::labelled_by(LABEL, width);
    lines.row("From", &from);
    for deck in &report.decks {
        deck_lines(&mut lines, deck, report);
    }
    for LeftOut { file, why } in &report.kept {
        lines.row("Kept", format!("{file}: {why}"));
    }
    lines.extend(files_left_out(&report.left_out, width));
    lines.all
}

fn deck_lines(lines: &mut Lines, deck: &DeckChanges, report: &SharedReport) {
    let sorts = [
        ("new", &deck.new),
        ("changed", &deck.changed),
        ("removed", &deck.removed),
    ];
    let parts = sorts.iter().filter(|(_, cards)| !cards.is_empty());
    let parts: Vec<String> = parts
        .map(|(what, cards)| format!("{} {what}", cards.len()))
        .collect();
    let is_new = deck.new.len() == deck.cards && deck.removed.is_empty();
    let words = if is_new {
        count(deck.cards, "card", "cards")
    } else {
        parts.join(", ")
    };
    let title = format!("{}: {}: {words}", deck.deck, deck.title);
    lines.row("Deck", &title);
    if report.your_decks.contains(&deck.deck) {
        lines.row(
            "",
            format!(
                "you have a deck `{}`, too: your cards are on top",
                deck.deck
            ),
        );
    }
    let all = sorts
        .iter()
        .flat_map(|(what, cards)| cards.iter().map(move |card| (*what, card)));
    let shown = all.filter(|(what, card)| {
        // A deck that is new as a whole needs no list.
        !(is_new && *what == "new") || report.yours.contains(card)
    });
    let shown: Vec<(&str, &String)> = shown.collect();
    for (what, card) in shown.iter().take(LISTED) {
        let mut line = Line::styled(format!("{:LABEL$}{what:<9}", ""), Tone::Dim);
        line.push(card.as_str(), Tone::Plain);
        if report.yours.contains(card) {
            line.push("; yours stays on top", Tone::Dim);
        }
        lines.hanging(line, LABEL + 9);
    }
    if shown.len() > LISTED {
        lines.dim(format!(
            "{:LABEL$}and {} more; --json lists all",
            "",
            shown.len() - LISTED
        ));
    }
}
