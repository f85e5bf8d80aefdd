//! `nodequiz projects`.

use crate::deck::Level;
use crate::deck::roadmap::Ladder;
use crate::history::ProjectState;
use crate::progress::ProjectRow;
use crate::terminal::wrap::truncate;
use crate::terminal::{Line, Tone, text};
use crate::wording::{count, day};

use super::drawing::{Lines, bold, heading, padded, push_markdown};

/// Columns of a label.
const LABEL: usize = 10;

/// Columns of a project's sign and id.
const NAME: usize = 27;

/// The sign of a state.
fn sign(state: Option<ProjectState>) -> Line {
    match state {
        Some(ProjectState::Done) => Line::styled("✓ ", Tone::Good),
        Some(ProjectState::Doing) => Line::styled("● ", Tone::Accent),
        Some(ProjectState::Planned) => Line::styled("○ ", Tone::Plain),
        Some(ProjectState::Dropped) => Line::styled("– ", Tone::Dim),
        None => Line::styled("· ", Tone::Dim),
    }
}

/// "2 of 7 done, 1 being done".
pub(super) fn tally<'p>(projects: impl Iterator<Item = &'p ProjectRow>) -> String {
    let (mut all, mut done, mut doing) = (0, 0, 0);
    for project in projects {
        all += 1;
        done += usize::from(project.state == Some(ProjectState::Done));
        doing += usize::from(project.state == Some(ProjectState::Doing));
    }
    let mut words = format!("{done} of {all} done");
    if doing > 0 {
        words.push_str(&format!(", {doing} being done"));
    }
    words
}

/// A project in one line, or in two on a narrow screen.
pub(super) fn project_line(lines: &mut Lines, project: &ProjectRow, width: usize) {
    let mut line = Line::from("  ");
    line.append(&sign(project.state));
    line.push(padded(project.id, NAME - 4), Tone::Accent);
    let prepared = format!("prepared {} of {}", project.prepared, project.cards.len());
    let stands = match (project.state, project.since) {
        (Some(state), Some(since)) => format!("{state} {since}"),
        _ => prepared,
    };
    let room = width.saturating_sub(NAME + 2 + 18);
    if room < 16 {
        let below = format!("{} · {stands}", project.title);
        lines.push(truncate(&line, width));
        return lines.indented(Line::styled(below, Tone::Dim), 4);
    }
    line.push(padded(project.title, room.min(34)), Tone::Plain);
    lines.push(line.with(format!("  {stands}"), Tone::Dim));
}

/// All projects, level by level.
pub fn projects(rows: &[ProjectRow], width: usize) -> Vec<Line> {
    let mut lines = Lines::new(width);
    lines.text(heading("Projects").with(format!(" · {}", tally(rows.iter())), Tone::Dim));
    for level in Level::ALL {
        let of_level: Vec<&ProjectRow> = rows.iter().filter(|row| row.level == level).collect();
        if of_level.is_empty() {
            continue;
        }
        lines.blank();
        let title = Ladder::builtin().rung(level).title.as_str();
        lines.push(bold(title));
        for row in of_level {
            project_line(&mut lines, row, width);
        }
    }
    lines.blank();
    let legend = "✓ done  ● doing  ○ planned  – dropped  · no state yet. Prepared: cards worth knowing \
                  before, right at the last unaided try.";
    lines.dim(legend);
    lines.dim("One of them whole: nodequiz projects ID; how far it is: --state doing --note TEXT");
    lines.all
}

/// One whole project.
pub fn project(row: &ProjectRow, width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(LABEL, width);
    lines.text(bold(row.title).with(format!(" · {}", row.level), Tone::Dim));
    let mut state = sign(row.state);
    match (row.state, row.since) {
        (Some(now), Some(since)) => state.push(format!("{now} since {}", day(since)), Tone::Plain),
        _ => state.push("no state yet", Tone::Dim),
    }
    lines.labelled("State", state);
    if let Some(note) = &row.note {
        lines.labelled("Note", note.as_str());
    }
    lines.blank();
    lines.text(row.description);
    lines.blank();
    for (number, proof) in row.proves.iter().enumerate() {
        let label = if number == 0 { "It proves" } else { "" };
        lines.labelled(label, Line::from("that it ").with(proof, Tone::Plain));
    }
    lines.labelled("Topics", row.topics.join(", "));
    lines.blank();
    let prepared = format!(
        "Prepared {} of {}",
        row.prepared,
        count(row.cards.len(), "card", "cards")
    );
    lines.push(bold(prepared));
    let widest = row.cards.iter().map(|card| text::width(&card.id)).max();
    for card in &row.cards {
        let (mut line, stands) = match (card.right, card.answered) {
            (true, _) => (Line::styled("  ✓ ", Tone::Good), "right"),
            (false, true) => (Line::styled("  ✗ ", Tone::Bad), "missed"),
            (false, false) => (Line::styled("  · ", Tone::Dim), "new"),
        };
        let stands = if card.stable { "stable" } else { stands };
        line.push(padded(stands, 8), Tone::Dim);
        line.push(
            padded(&card.id, widest.unwrap_or(0).min(36) + 2),
            Tone::Accent,
        );
        push_markdown(&mut line, &card.question);
        lines.push(truncate(&line, width));
    }
    if row.history.len() > 1 {
        lines.blank();
        lines.push(bold("History"));
        for step in &row.history {
            let mut words = step.day.to_string();
            if let Some(state) = step.state {
                words.push_str(&format!("  {state}"));
            }
            if let Some(note) = step.note.as_ref().filter(|note| !note.is_empty()) {
                words.push_str(&format!("  {note}"));
            }
            lines.hanging(words, 12);
        }
    }
    lines.blank();
    let learn = row.topics.iter().map(|topic| format!(" --topic {topic}"));
    let learn: String = learn.collect();
    let hint = format!("Prepare: nodequiz study{learn}");
    lines.hanging(Line::styled(hint, Tone::Dim), 2);
    lines.all
}
