//! `nodequiz matrix`: on the screen, and as Markdown.

use crate::deck::Level;
use crate::deck::roadmap::Matrix;
use crate::history::Mastery;
use crate::progress::{AreaRow, Confidence, MatrixView, RatingThen};
use crate::terminal::{Line, Tone};
use crate::wording::{bar, day, percent_reached};

use super::drawing::{Lines, bold, heading, padded};

/// Columns of a label.
const LABEL: usize = 12;

/// Columns of an area's title in the table.
const TITLE: usize = 32;

/// Columns of a stage's name.
const NAME: usize = 17;

/// The width from which the table fits, and from which it fits with the stages' names.
const TABLE: usize = 80;
const NAMES: usize = 112;

/// A stage's name as a heading.
pub fn stage_name(stage: Mastery) -> &'static str {
    let stages = &Matrix::builtin().stages;
    &stages[usize::from(stage.number()) - 1].name
}

pub(crate) const fn confidence_word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Fair => "fair",
        Confidence::Good => "good",
    }
}

/// What the cards show: "Competent, 23 of 40 stable".
fn shown(row: &AreaRow) -> String {
    match &row.measured {
        None => "no evidence yet".to_owned(),
        Some(measured) => format!(
            "{}, {} of {} stable",
            stage_name(measured.stage),
            row.stable,
            row.cards
        ),
    }
}

/// The gap between rating and evidence in a few words.
const fn gap_words(gap: i8) -> &'static str {
    match gap {
        0 => "as shown",
        1.. => "you say more",
        _ => "you say less",
    }
}

/// The gap in a sentence: "you say Proficient; the cards show Competent, 23 of 40 stable".
pub fn gap_sentence(row: &AreaRow) -> Option<String> {
    let (rating, measured) = (row.rating.as_ref()?, row.measured.as_ref());
    let mut words = format!("you say {}; ", stage_name(rating.stage));
    let Some(measured) = measured else {
        words.push_str("the cards show nothing yet, none was answered");
        return Some(words);
    };
    words.push_str(&format!("the cards show {}", shown(row)));
    if let Some(next) = measured.next_level {
        let at = row.levels[next as usize];
        words.push_str(&format!(" ({next}: {} of {})", at.stable, at.cards));
    }
    if measured.confidence != Confidence::Good {
        words.push_str(&format!(
            ", {} confidence",
            confidence_word(measured.confidence)
        ));
    }
    Some(words)
}

/// The whole matrix.
pub fn matrix(view: &MatrixView, width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(LABEL, width);
    lines.text(heading("Skills").with(format!(" · {}", day(view.day)), Tone::Dim));
    if width >= TABLE {
        lines.blank();
        lines.extend(table(view, width >= NAMES));
    } else {
        for row in &view.areas {
            lines.blank();
            stacked(&mut lines, row);
        }
    }
    let mut different: Vec<&AreaRow> = view
        .areas
        .iter()
        .filter(|row| row.rating.is_some() && row.gap != Some(0))
        .collect();
    different.sort_by_key(|row| std::cmp::Reverse(row.gap.map_or(0, i8::unsigned_abs)));
    if width >= TABLE && !different.is_empty() {
        lines.blank();
        lines.push(bold("Where claim and evidence differ"));
        for row in different {
            let sentence = gap_sentence(row).unwrap_or_default();
            lines.hanging(Line::from(format!("{}: {sentence}.", row.title)), 2);
        }
    }
    lines.blank();
    foot(&mut lines, view);
    lines.all
}

fn foot(lines: &mut Lines, view: &MatrixView) {
    let stages = Matrix::builtin().stages.iter();
    let stages: Vec<String> = stages
        .map(|stage| format!("{} {}", stage.stage, stage.name))
        .collect();
    lines.dim(format!(
        "Stages: {}. Low, fair, good: how many of the deciding cards you have answered. The cards show one stage more for each level, from the lowest up, of which 60 % \
         are stable. They show what you recall, not how you work.",
        stages.join(" · ")
    ));
    let ids: Vec<&str> = view.areas.iter().map(|row| row.id).collect();
    lines.dim(format!(
        "One area whole: nodequiz matrix AREA ({})",
        ids.join(", ")
    ));
    let unrated = view.areas.iter().filter(|row| row.rating.is_none()).count();
    lines.dim(if unrated > 0 {
        format!(
            "Not rated yet: {unrated} of {}. nodequiz matrix --assess",
            view.areas.len()
        )
    } else {
        "Rate yourself again: nodequiz matrix --assess; how it went: --history".to_owned()
    });
}

/// The stable share of a level in an area: `62`, or `–` where it has no cards.
pub(crate) fn cell(row: &AreaRow, level: Level) -> String {
    let at = row.levels[level as usize];
    if at.cards == 0 {
        return "–".to_owned();
    }
    let share = at.stable as f64 / at.cards as f64;
    percent_reached(share).trim_end_matches(" %").to_owned()
}

/// What the cards show, in the columns of the table: stage, stable cards, confidence.
fn measured_cell(row: &AreaRow, names: bool) -> String {
    let Some(measured) = &row.measured else {
        return "–".to_owned();
    };
    let stage = if names {
        padded(stage_name(measured.stage), NAME)
    } else {
        measured.stage.number().to_string()
    };
    let of = format!("{}/{}", row.stable, row.cards);
    format!("{stage} {of:>7} {}", confidence_word(measured.confidence))
}

fn table(view: &MatrixView, names: bool) -> Vec<Line> {
    let name = if names { NAME } else { 1 };
    let (cards, you) = (name + 13, name.max(3));
    let mut lines = vec![Line::styled(
        format!(
            "{} Beg Int Sen Exp  {} {} Gap",
            padded("Area, stable cards in %", TITLE),
            padded("Cards show", cards),
            padded("You", you)
        ),
        Tone::Dim,
    )];
    for row in &view.areas {
        let mut line = Line::from(padded(row.title, TITLE));
        for level in Level::ALL {
            line.push(format!("{:>4}", cell(row, level)), Tone::Plain);
        }
        line.push("  ", Tone::Plain);
        line.push(padded(&measured_cell(row, names), cards), Tone::Plain);
        line.push(" ", Tone::Plain);
        let rating = row.rating.as_ref().map_or_else(
            || "–".to_owned(),
            |rating| {
                if names {
                    stage_name(rating.stage).to_owned()
                } else {
                    rating.stage.number().to_string()
                }
            },
        );
        line.push(padded(&rating, you), Tone::Plain);
        let gap = match row.gap {
            Some(gap) if gap != 0 => (format!("claim {gap:+}"), Tone::Warn),
            Some(_) => ("as shown".to_owned(), Tone::Plain),
            None if row.measured.is_some() => ("not rated".to_owned(), Tone::Dim),
            None => ("no evidence".to_owned(), Tone::Dim),
        };
        line.push(format!(" {}", gap.0.replace('-', "−")), gap.1);
        lines.push(line);
    }
    lines
}

/// An area in a few lines, for narrow screens.
fn stacked(lines: &mut Lines, row: &AreaRow) {
    lines.text(bold(row.title));
    let mut cards = Line::from(shown(row));
    if let Some(measured) = &row.measured {
        cards.push(
            format!(", {} confidence", confidence_word(measured.confidence)),
            Tone::Dim,
        );
    }
    lines.labelled("cards show", cards);
    let you = row.rating.as_ref().map_or_else(
        || Line::styled("not rated", Tone::Dim),
        |rating| Line::from(stage_name(rating.stage)),
    );
    lines.labelled("you say", you);
    if let Some(gap) = row.gap {
        lines.labelled("gap", gap_words(gap));
    }
}

/// One whole area: what is expected, what the cards show, and the learner's ratings over time.
pub fn area(row: &AreaRow, width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(LABEL, width);
    lines.text(bold(row.title));
    let mut cards = Line::from(shown(row));
    if let Some(measured) = &row.measured {
        cards.push(
            format!(
                ", {} confidence ({} of {} answered)",
                confidence_word(measured.confidence),
                row.answered,
                row.cards
            ),
            Tone::Dim,
        );
    }
    lines.labelled("Cards show", cards);
    match &row.rating {
        None => lines.labelled("You say", Line::styled("not rated yet", Tone::Dim)),
        Some(rating) => {
            let mut you = Line::from(stage_name(rating.stage));
            you.push(format!(", {}", day(rating.day)), Tone::Dim);
            lines.labelled("You say", you);
            if let Some(note) = &rating.note {
                lines.labelled("Note", note.as_str());
            }
        }
    }
    lines.labelled("Topics", row.topics.join(", "));
    let expected = Matrix::builtin()
        .areas
        .iter()
        .find(|area| area.id == row.id);
    for level in Level::ALL {
        lines.blank();
        let at = row.levels[level as usize];
        let mut line = bold(padded(level.name(), LABEL + 2));
        if at.cards == 0 {
            line.push("no cards", Tone::Dim);
        } else {
            let share = at.stable as f64 / at.cards as f64;
            let sign = if at.shown {
                Line::styled("✓ ", Tone::Good)
            } else {
                Line::styled("○ ", Tone::Dim)
            };
            line.append(&sign);
            line.push(bar(share, 8), Tone::Accent);
            line.push(format!(" stable {} of {}", at.stable, at.cards), Tone::Dim);
        }
        lines.hanging(line, 2);
        let expects = expected.map_or("", |area| area.levels.of(level));
        lines.indented(expects, 2);
    }
    if row.history.len() > 1 {
        lines.blank();
        lines.push(bold("History"));
        for then in &row.history {
            lines.hanging(rated(then, None), LABEL);
        }
    }
    lines.all
}

/// A rating, and what the cards showed at the time.
fn rated(then: &RatingThen, title: Option<&str>) -> Line {
    let mut line = Line::styled(format!("{:<18}", day(then.day)), Tone::Dim);
    if let Some(title) = title {
        line.push(format!("{title}: "), Tone::Plain);
    }
    line.push(stage_name(then.stage), Tone::Plain);
    let showed = then.measured.map_or_else(
        || "no evidence then".to_owned(),
        |measured| format!("the cards showed {}", stage_name(measured)),
    );
    line.push(format!(" ({showed})"), Tone::Dim);
    if let Some(note) = &then.note {
        line.push(format!(" {note}"), Tone::Plain);
    }
    line
}

/// Every rating of these areas, the newest first.
pub fn ratings(view: &MatrixView, width: usize) -> Vec<Line> {
    let mut all: Vec<(&AreaRow, &RatingThen)> = view
        .areas
        .iter()
        .flat_map(|row| row.history.iter().map(move |then| (row, then)))
        .collect();
    // Stable: ratings of one day stay in the order of the areas.
    all.sort_by_key(|(_, then)| std::cmp::Reverse(then.day));
    let mut lines = Lines::new(width);
    if all.is_empty() {
        lines.dim("Nothing was rated yet: nodequiz matrix --assess");
    }
    for (row, then) in all {
        lines.hanging(rated(then, Some(row.title)), LABEL);
    }
    lines.all
}

/// The matrix as a table in Markdown, for a review talk.
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
         stage more for each level, from the lowest up, of which 60 % are stable: what is recalled, not how someone \
         works. Stages after Dreyfus.\n",
    );
    text
}

/// A text as a cell of a Markdown table.
fn in_cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('\\', "\\\\").replace('|', "\\|")
}
