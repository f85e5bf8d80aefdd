//! `nodequiz import FILE`: what was found, and what becomes of it.

use serde::Serialize;

use crate::exchange::{CardChange, Outcome, PassedOver};
use crate::terminal::{Line, Tone};
use crate::wording::count;

use super::drawing::Lines;

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
    let mut lines = Lines::labelled_by(LABEL, width);
    lines.row("Read", format!("{} ({})", report.file, report.format));
    if let Some(remark) = &report.remark {
        lines.warning(remark);
    }
    // It may be long: what is written stands below it, next to the question whether to write.
    left_out(&mut lines, &report.passed_over);
    let (same, other): (Vec<_>, Vec<_>) = report.decks.iter().partition(|deck| deck.is_there());
    if same.len() > 1 {
        let cards = same.iter().map(|deck| deck.cards.len()).sum();
        lines.row(
            "Decks",
            format!(
                "{} decks: {} already there",
                same.len(),
                count(cards, "card", "cards")
            ),
        );
    } else {
        for deck in same {
            deck_lines(&mut lines, deck);
        }
    }
    for deck in other {
        deck_lines(&mut lines, deck);
    }
    if report.yours.cards > 0 {
        let cards = count(report.yours.cards, "card", "cards");
        let words = if report.yours.unread {
            format!("{cards} of your decks; answers are read with --progress")
        } else {
            let answers = count(report.yours.reviews, "new answer", "new answers");
            format!("{cards} of your decks, with {answers}")
        };
        lines.row("Yours", &words);
    }
    if report.pictures > 0 {
        lines.row("Pictures", count(report.pictures, "picture", "pictures"));
    }
    if report.decks.is_empty() && report.unanswered == 0 && report.yours.is_none() {
        lines.warning(
            "no questions were found in it; nodequiz docs import shows the formats that are read",
        );
    }
    lines.all
}

/// A deck that is written.
fn deck_lines(lines: &mut Lines, deck: &NotesDeckReport) {
    lines.row("Deck", format!("{}: {}", deck.file, parts(deck)));
    if let Some(hint) = &deck.hint {
        lines.row("", hint);
    }
    let new = deck
        .cards
        .iter()
        .filter(|card| card.outcome == Outcome::New);
    for card in new.clone().take(EXAMPLES) {
        lines.row("", &card.question);
    }
    let more = new.count().saturating_sub(EXAMPLES);
    if more > 0 {
        lines.row("", format!("and {more} more"));
    }
    for card in &deck.cards {
        let outcome = match card.outcome {
            Outcome::Updated => "changed",
            Outcome::Kept => "kept yours, which differs",
            Outcome::Gone => "is not in the source any more; it stays",
            Outcome::Deleted => "you deleted it; it is not added again",
            Outcome::New | Outcome::Same => continue,
        };
        lines.hanging(
            Line::styled("  ", Tone::Plain)
                .with(&card.question, Tone::Plain)
                .with(
                    format!(" ({}/{}): {outcome}", deck.deck, card.id),
                    Tone::Dim,
                ),
            4,
        );
    }
}

/// What makes no cards, line by line.
fn left_out(lines: &mut Lines, passed: &[PassedOver]) {
    if passed.is_empty() {
        return;
    }
    let words = match passed.len() {
        1 => "1 place that makes no card:".to_owned(),
        more => format!("{more} places that make no card:"),
    };
    lines.row("Left out", &words);
    for one in passed.iter().take(LISTED) {
        let place = one
            .line
            .map_or_else(String::new, |line| format!("line {line}: "));
        lines.hanging(format!("  {place}{} ({})", one.text, one.why), 4);
    }
    if passed.len() > LISTED {
        lines.dim(format!(
            "  and {} more; --json lists all",
            passed.len() - LISTED
        ));
    }
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
