//! `nodequiz habits`.

use crate::deck::roadmap::Rhythm;
use crate::memory::StudyDay;
use crate::progress::{HabitRow, HabitsView};
use crate::terminal::wrap::wrap;
use crate::terminal::{Line, Tone, text};
use crate::wording::{count, day, day_and_month};

use super::drawing::{Lines, bold, heading, padded};

/// Columns before an id: sign and margin.
const SIGN: usize = 4;

/// All habits that are wanted, or all of them.
pub fn habits(view: &HabitsView, everything: bool, width: usize) -> Vec<Line> {
    let shown: Vec<&HabitRow> = view
        .habits
        .iter()
        .filter(|row| everything || row.wanted)
        .collect();
    let mut lines = Lines::new(width);
    lines.text(heading("Habits").with(format!(" · {}", day(view.day)), Tone::Dim));
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
        lines.blank();
        let done = rows.iter().filter(|row| !row.due && row.wanted).count();
        let wanted = rows.iter().filter(|row| row.wanted).count();
        let until = day_and_month(period.last);
        let kept = format!(" · {done} of {wanted} done · until {until}");
        lines.text(bold(title).with(kept, Tone::Dim));
        for row in rows {
            habit(&mut lines, row, view.day, explain);
        }
    }
    let hidden = view.habits.iter().filter(|row| !row.wanted).count();
    lines.blank();
    if hidden > 0 && !everything {
        lines.dim(format!(
            "{} not wanted: nodequiz habits --all",
            count(hidden, "habit is", "habits are")
        ));
    }
    lines.dim("Kept one? nodequiz habits done ID. Not for you? nodequiz habits drop ID");
    lines.all
}

/// A habit: what it is, whether it is due, when it was last done, and how regularly.
fn habit(lines: &mut Lines, row: &HabitRow, today: StudyDay, explain: bool) {
    let (mut line, state) = match (row.wanted, row.due) {
        (false, _) => (Line::styled("  – ", Tone::Dim), "not wanted"),
        (true, true) => (Line::styled("  ○ ", Tone::Accent), "due"),
        (true, false) => (Line::styled("  ✓ ", Tone::Good), "done"),
    };
    line.push(padded(row.id, 20), Tone::Accent);
    line.push(row.title, Tone::Plain);
    lines.hanging(line, SIGN);
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
    lines.indented(below, SIGN);
    let note = row.kept.last().and_then(|kept| kept.note.as_ref());
    if let Some(note) = note {
        let line = Line::styled(format!("“{note}”"), Tone::Dim);
        lines.indented(line, SIGN);
    }
    if explain {
        lines.indented(Line::styled(row.why, Tone::Dim), SIGN);
    }
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
    wrap(&Line::styled(words, Tone::Dim), width, 0)
}
