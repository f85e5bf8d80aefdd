//! `nodequiz export --format`.

use serde::Serialize;

use super::drawing::row;
use crate::terminal::line::Line;
use crate::terminal::wrap::wrap;
use crate::wording::count;

/// What an export of cards wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardsExportReport {
    pub format: String,
    /// The file, or the folder.
    pub file: String,
    pub bytes: usize,
    pub decks: usize,
    pub cards: usize,
    pub pictures: usize,
    /// Answers that went along; `None` where the format has no room for them.
    pub answers: Option<usize>,
}

/// Columns of the labels.
const LABEL: usize = 10;

pub fn cards_exported(report: &CardsExportReport, width: usize) -> Vec<Line> {
    let mut parts = vec![
        count(report.cards, "card", "cards"),
        count(report.decks, "deck", "decks"),
    ];
    if report.pictures > 0 {
        parts.push(count(report.pictures, "picture", "pictures"));
    }
    if let Some(answers) = report.answers {
        parts.push(count(answers, "answer", "answers"));
    }
    let mut lines = row("Written", &report.file, LABEL, width);
    lines.extend(row("Holds", &parts.join(", "), LABEL, width));
    if report.answers.is_some_and(|answers| answers > 0) {
        let words = "In Anki, tick \"Import any learning progress\" when you import it.";
        lines.extend(wrap(&Line::from(words), width, 0));
    }
    lines
}
