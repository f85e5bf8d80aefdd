//! `nodequiz import FILE`: what was found, and what becomes of it.

use serde::Serialize;

use super::drawing::{dim, row, warning};
use crate::exchange::{CardChange, Outcome, PassedOver};
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;
use crate::wording::count;

/// What one file brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotesReport {
    pub file: String,
    /// The format that it was read in.
    pub format: String,
    /// How it was read, where that is worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    pub decks: Vec<NotesDeckReport>,
    /// Cards that are yours already, in a package that nodequiz made: only their answers count.
    #[serde(skip_serializing_if = "YourCards::is_none")]
    pub yours: YourCards,
    /// How many pictures were or would be written beside the decks.
    #[serde(skip_serializing_if = "is_zero")]
    pub pictures: usize,
    /// Questions without answers, which an outline would have.
    pub unanswered: usize,
    pub passed_over: Vec<PassedOver>,
}

/// Cards that came back from another program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct YourCards {
    pub cards: usize,
    /// Answers that were or would be added to the journal.
    pub reviews: usize,
    /// Whether there are answers that nobody asked to read.
    #[serde(skip)]
    pub unread: bool,
}

impl YourCards {
    const fn is_none(&self) -> bool {
        self.cards == 0
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A deck that is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotesDeckReport {
    /// Its id.
    pub deck: String,
    pub title: String,
    /// What can be done about a deck that is here already.
    #[serde(skip)]
    pub hint: Option<String>,
    /// Its file, as it is shown.
    pub file: String,
    pub cards: Vec<CardChange>,
    /// Answers in the other program that were or would be added to the journal.
    pub reviews: usize,
}

impl NotesDeckReport {
    pub fn count(&self, outcome: Outcome) -> usize {
        self.cards
            .iter()
            .filter(|card| card.outcome == outcome)
            .count()
    }

    /// Whether all of its cards are there as they are in the source.
    fn is_there(&self) -> bool {
        self.reviews == 0 && self.count(Outcome::Same) == self.cards.len()
    }

    /// Whether its file changes.
    pub fn changes(&self) -> bool {
        self.count(Outcome::New) + self.count(Outcome::Updated) > 0
    }
}

/// Columns of the labels.
const LABEL: usize = 10;

/// How many things of one sort are listed.
const LISTED: usize = 200;

/// How many new questions are shown as examples.
const EXAMPLES: usize = 3;

/// What a file brings.
pub fn notes(report: &NotesReport, width: usize) -> Vec<Line> {
    let mut lines = row(
        "Read",
        &format!("{} ({})", report.file, report.format),
        LABEL,
        width,
    );
    lines.extend(
        report
            .remark
            .iter()
            .flat_map(|remark| warning(remark, width)),
    );
    // It may be long: what is written stands below it, next to the question whether to write.
    lines.extend(left_out(&report.passed_over, width));
    let (same, other): (Vec<_>, Vec<_>) = report.decks.iter().partition(|deck| deck.is_there());
    if same.len() > 1 {
        let cards = same.iter().map(|deck| deck.cards.len()).sum();
        let words = format!(
            "{} decks: {} already there",
            same.len(),
            count(cards, "card", "cards")
        );
        lines.extend(row("Decks", &words, LABEL, width));
    } else {
        lines.extend(same.iter().flat_map(|deck| deck_lines(deck, width)));
    }
    lines.extend(other.iter().flat_map(|deck| deck_lines(deck, width)));
    if report.yours.cards > 0 {
        let cards = count(report.yours.cards, "card", "cards");
        let words = if report.yours.unread {
            format!("{cards} of your decks; answers are read with --progress")
        } else {
            let answers = count(report.yours.reviews, "new answer", "new answers");
            format!("{cards} of your decks, with {answers}")
        };
        lines.extend(row("Yours", &words, LABEL, width));
    }
    if report.pictures > 0 {
        let words = count(report.pictures, "picture", "pictures");
        lines.extend(row("Pictures", &words, LABEL, width));
    }
    if report.decks.is_empty() && report.unanswered == 0 && report.yours.is_none() {
        lines.extend(warning(
            "no questions were found in it; nodequiz docs import shows the formats that are read",
            width,
        ));
    }
    lines
}

/// A deck that is written.
fn deck_lines(deck: &NotesDeckReport, width: usize) -> Vec<Line> {
    let mut lines = row(
        "Deck",
        &format!("{}: {}", deck.file, parts(deck)),
        LABEL,
        width,
    );
    if let Some(hint) = &deck.hint {
        lines.extend(row("", hint, LABEL, width));
    }
    let new = deck
        .cards
        .iter()
        .filter(|card| card.outcome == Outcome::New);
    for card in new.clone().take(EXAMPLES) {
        lines.extend(row("", &card.question, LABEL, width));
    }
    let more = new.count().saturating_sub(EXAMPLES);
    if more > 0 {
        lines.extend(row("", &format!("and {more} more"), LABEL, width));
    }
    for card in &deck.cards {
        let said = match card.outcome {
            Outcome::Updated => "changed",
            Outcome::Kept => "kept yours, which differs",
            Outcome::Gone => "is not in the source any more; it stays",
            Outcome::Deleted => "you deleted it; it is not added again",
            Outcome::New | Outcome::Same => continue,
        };
        let line = Line::styled("  ", Tone::Plain)
            .with(&card.question, Tone::Plain)
            .with(format!(" ({}/{}): {said}", deck.deck, card.id), Tone::Dim);
        lines.extend(wrap(&line, width, 4));
    }
    lines
}

/// What makes no cards, line by line.
fn left_out(passed: &[PassedOver], width: usize) -> Vec<Line> {
    if passed.is_empty() {
        return Vec::new();
    }
    let words = match passed.len() {
        1 => "1 place that makes no card:".to_owned(),
        more => format!("{more} places that make no card:"),
    };
    let mut lines = row("Left out", &words, LABEL, width);
    for one in passed.iter().take(LISTED) {
        let place = one
            .line
            .map_or_else(String::new, |line| format!("line {line}: "));
        lines.extend(wrap(
            &Line::from(format!("  {place}{} ({})", one.text, one.why)),
            width,
            4,
        ));
    }
    if passed.len() > LISTED {
        let more = format!("  and {} more; --json lists all", passed.len() - LISTED);
        lines.extend(dim(more, width));
    }
    lines
}

/// How many cards of each sort a deck has.
fn parts(deck: &NotesDeckReport) -> String {
    let sorts = [
        (Outcome::New, "new"),
        (Outcome::Updated, "changed"),
        (Outcome::Same, "already there"),
        (Outcome::Kept, "kept"),
        (Outcome::Gone, "gone from the source"),
        (Outcome::Deleted, "deleted by you"),
    ];
    let mut parts: Vec<String> = sorts
        .into_iter()
        .map(|(outcome, words)| (deck.count(outcome), words))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if deck.reviews > 0 {
        parts.push(count(
            deck.reviews,
            "answer for the journal",
            "answers for the journal",
        ));
    }
    parts.join(", ")
}
