//! `nodequiz matrix --markdown`: the matrix for people who do not sit in front of a terminal.

use crate::deck::Level;
use crate::progress::MatrixView;

use super::matrix::{cell, confidence_word, gap_sentence, stage_name};
use crate::wording::figures::day;

/// The matrix as a table in Markdown, for a review talk.
#[must_use]
pub fn matrix_markdown(view: &MatrixView) -> String {
    let mut text = format!(
        "# Skills, {}\n\n\
         | Area | Beginner | Intermediate | Senior | Expert | Cards show | Stable | I say | Note |\n\
         |---|--:|--:|--:|--:|---|--:|---|---|\n",
        day(view.day)
    );
    for row in &view.areas {
        let cells = Level::ALL.map(|level| match cell(row, level).as_str() {
            "–" => "–".to_owned(),
            share => format!("{share} %"),
        });
        let measured = row.measured.as_ref().map_or_else(
            || "no evidence".to_owned(),
            |measured| {
                let confidence = confidence_word(measured.confidence);
                format!("{} ({confidence} confidence)", stage_name(measured.stage))
            },
        );
        let (stage, note) = row.rating.as_ref().map_or(("–", ""), |rating| {
            (
                stage_name(rating.stage),
                rating.note.as_deref().unwrap_or(""),
            )
        });
        text.push_str(&format!(
            "| {} | {} | {measured} | {} of {} | {stage} | {} |\n",
            row.title,
            cells.join(" | "),
            row.stable,
            row.cards,
            in_cell(note)
        ));
    }
    let different = view
        .areas
        .iter()
        .filter(|row| row.gap.is_some_and(|gap| gap != 0));
    let mut sentences = different
        .filter_map(|row| Some((row.title, gap_sentence(row)?)))
        .peekable();
    if sentences.peek().is_some() {
        text.push_str("\nWhere claim and evidence differ:\n\n");
    }
    for (title, sentence) in sentences {
        let sentence = sentence.replacen("you say", "I say", 1);
        text.push_str(&format!("- {title}: {sentence}.\n"));
    }
    text.push_str(
        "\nStable: a stability of 21 days or more (FSRS), and the last unaided answer was right. The cards show one \
         stage more for each level, from the lowest up, of which 60 % are stable: what is recalled, not how somebody \
         works. Stages after Dreyfus.\n",
    );
    text
}

/// A text as a cell of a Markdown table.
fn in_cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('\\', "\\\\").replace('|', "\\|")
}
