//! The calendar: one column per week, darker with more answers.

use crate::memory::StudyDay;
use crate::progress::{CalendarDay, Overview};
use crate::terminal::wrap::wrap;
use crate::terminal::{Line, Tone};
use crate::wording::{DayShades, count, hours, month_names};

use crate::report::drawing::Lines;

/// Columns of a weekday's name with the space after it.
const LABEL: usize = 5;

/// Columns of a week.
const WEEK: usize = 2;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// From none to many; they can be distinguished without colour.
const GLYPHS: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// The days without title and legend, no wider than `width`: as many of the last weeks as fit.
pub(crate) fn grid(overview: &Overview, width: usize) -> Vec<Line> {
    let days = &overview.calendar;
    let Some(first) = days.first() else {
        return Vec::new();
    };
    let shades = DayShades::of(days);
    let monday = |day: StudyDay| day.minus(day.weekday().num_days_from_monday());
    let start = monday(first.day);
    let all = days_between(start, monday(overview.day)) / 7 + 1;
    let room = (width.saturating_sub(LABEL) / WEEK).max(1);
    let skipped = all.saturating_sub(room);
    let weeks: Vec<StudyDay> = (skipped..all)
        .map(|week| start.plus(7 * week as u32))
        .collect();
    let mut top = Line::new();
    for (place, name) in month_names(&weeks) {
        let at = LABEL + WEEK * place;
        if at + name.len() <= width {
            top.pad(at);
            top.push(name, Tone::Dim);
        }
    }
    let mut lines = vec![top];
    for (weekday, name) in WEEKDAYS.into_iter().enumerate() {
        let mut line = Line::styled(format!("{name:<LABEL$}"), Tone::Dim);
        for (place, week) in weeks.iter().enumerate() {
            let day = week.plus(weekday as u32);
            let found = days.get(days_between(first.day, day));
            let cell = match found.filter(|_| day >= first.day) {
                Some(day) => cell(day, overview.started, shades),
                None => (" ", Tone::Plain),
            };
            line.push(cell.0, cell.1);
            if place + 1 < weeks.len() {
                line.push(" ", Tone::Plain);
            }
        }
        lines.push(line);
    }
    lines
}

fn days_between(from: StudyDay, to: StudyDay) -> usize {
    usize::try_from(to.days_since(from)).unwrap_or(usize::MAX)
}

/// A day. A day off, or one before the very first answer, is left blank: it was not missed.
fn cell(day: &CalendarDay, started: Option<StudyDay>, shades: DayShades) -> (&'static str, Tone) {
    let before = started.is_none_or(|started| day.day < started);
    match shades.shade(day.answers) {
        0 if day.free || before => (" ", Tone::Plain),
        0 => (GLYPHS[0], Tone::Dim),
        shade => (GLYPHS[shade], Tone::Accent),
    }
}

/// The legend.
pub(crate) fn key(overview: &Overview, width: usize) -> Vec<Line> {
    if overview.calendar.iter().all(|day| day.answers == 0) {
        let nothing = Line::styled("No answers yet: nodequiz study", Tone::Dim);
        return wrap(&nothing, width, 0);
    }
    let words = DayShades::of(&overview.calendar).words();
    let mut line = Line::styled("Answers a day  · 0", Tone::Dim);
    for (glyph, words) in GLYPHS.iter().skip(1).zip(words) {
        line.push("  ", Tone::Dim);
        line.push(*glyph, Tone::Accent);
        // A glyph and its figure stay on one line.
        line.push(format!("\u{a0}{words}"), Tone::Dim);
    }
    if overview.calendar.iter().any(|day| day.free) {
        line.push("  blank: free", Tone::Dim);
    }
    wrap(&line, width, 0)
}

/// The section: what was done in the period, and the days.
pub(crate) fn section(overview: &Overview, width: usize) -> Vec<Line> {
    let period = &overview.period;
    let words = format!(
        "  studied on {} of the last {} · {} · {}",
        period.studied,
        count(period.days as usize, "day", "days"),
        count(period.answers as usize, "answer", "answers"),
        hours(period.seconds),
    );
    let mut lines = Lines::titled("Calendar", words, width);
    lines.extend(grid(overview, width));
    lines.extend(key(overview, width));
    lines.all
}
