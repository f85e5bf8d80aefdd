//! `nodequiz habits`.

use super::drawing::{bold, dim, heading, indented, padded};
use crate::deck::roadmap::Rhythm;
use crate::memory::StudyDay;
use crate::progress::{HabitRow, HabitsView};
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::text;
use crate::terminal::wrap::wrap;
use crate::wording::{count, day, day_and_month};

/// Columns before an id: sign and margin.
const SIGN: usize = 4;

/// All habits that are wanted, or all of them.
pub fn habits(view: &HabitsView, everything: bool, width: usize) -> Vec<Line> {
    let shown: Vec<&HabitRow> = view
        .habits
        .iter()
        .filter(|row| everything || row.wanted)
        .collect();
    let mut head = heading("Habits");
    head.push(format!(" · {}", day(view.day)), Tone::Dim);
    let mut lines = wrap(&head, width, 0);
    // Someone who keeps habits knows what they are for.
    let explain = everything || view.habits.iter().all(|row| row.last.is_none());
    let parts = [
        (Rhythm::Week, "This week", view.week),
        (Rhythm::Quarter, "This quarter", view.quarter),
    ];
    for (every, title, period) in parts {
        let rows: Vec<&HabitRow> = shown
            .iter()
            .filter(|row| row.every == every)
            .copied()
            .collect();
        if rows.is_empty() {
            continue;
        }
        lines.push(Line::new());
        let done = rows.iter().filter(|row| !row.due && row.wanted).count();
        let wanted = rows.iter().filter(|row| row.wanted).count();
        let mut line = bold(title);
        let until = day_and_month(period.last);
        line.push(
            format!(" · {done} of {wanted} done · until {until}"),
            Tone::Dim,
        );
        lines.extend(wrap(&line, width, 0));
        for row in rows {
            lines.extend(habit(row, view.day, explain, width));
        }
    }
    let hidden = view.habits.iter().filter(|row| !row.wanted).count();
    lines.push(Line::new());
    if hidden > 0 && !everything {
        let line = format!(
            "{} not wanted: nodequiz habits --all",
            count(hidden, "habit is", "habits are")
        );
        lines.extend(dim(line, width));
    }
    let hint = "Kept one? nodequiz habits done ID. Not for you? nodequiz habits drop ID";
    lines.extend(dim(hint, width));
    lines
}

/// A habit: what it is, whether it is due, when it was last done, and how regularly.
fn habit(row: &HabitRow, today: StudyDay, explain: bool, width: usize) -> Vec<Line> {
    let mut line = match (row.wanted, row.due) {
        (false, _) => Line::styled("  – ", Tone::Dim),
        (true, true) => Line::styled("  ○ ", Tone::Accent),
        (true, false) => Line::styled("  ✓ ", Tone::Good),
    };
    let state = match (row.wanted, row.due) {
        (false, _) => "not wanted",
        (true, true) => "due",
        (true, false) => "done",
    };
    line.push(padded(row.id, 20), Tone::Accent);
    line.push(row.title, Tone::Plain);
    let mut lines = wrap(&line, width, SIGN);
    let mut below = Line::from(state);
    if let Some(last) = row.last {
        let ago = match today.days_since(last) {
            days if days <= 0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        below.push(format!(" · last {last}, {ago}"), Tone::Dim);
        let signs: String = row
            .periods
            .iter()
            .map(|kept| if *kept { '✓' } else { '·' })
            .collect();
        let every = match row.every {
            Rhythm::Week => "weeks",
            Rhythm::Quarter => "quarters",
        };
        below.push(format!(" · {every} {signs}"), Tone::Dim);
    } else {
        below.push(" · never kept", Tone::Dim);
    }
    lines.extend(indented(&below, SIGN, width));
    let note = row.kept.last().and_then(|kept| kept.note.as_ref());
    if let Some(note) = note {
        let line = Line::styled(format!("“{note}”"), Tone::Dim);
        lines.extend(indented(&line, SIGN, width));
    }
    if explain {
        lines.extend(indented(&Line::styled(row.why, Tone::Dim), SIGN, width));
    }
    lines
}

/// What is due this week, in one line for the start; none if nothing is.
pub fn habits_line(due: &[&str], width: usize) -> Vec<Line> {
    if due.is_empty() {
        return Vec::new();
    }
    let names = due.join(", ");
    let whole = format!("Habits due: {names}.");
    let words = if text::width(&whole) <= width {
        whole
    } else {
        let due = count(due.len(), "habit is due", "habits are due");
        format!("{due}: nodequiz habits")
    };
    dim(words, width)
}
