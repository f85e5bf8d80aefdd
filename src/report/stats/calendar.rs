//! The calendar: a column a week, darker where more was answered.

use crate::memory::StudyDay;
use crate::progress::{CalendarDay, Overview};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;
use crate::wording::{DayShades, count, hours, months};

/// Columns of a weekday's name with the space behind it.
const LABEL: usize = 5;

/// Columns of a week.
const WEEK: usize = 2;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// From nothing to much. Each can be told from the others without colour.
const GLYPHS: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// The days without title and key, no wider than `width`: the last weeks that there is room for.
pub(crate) fn grid(overview: &Overview, width: usize) -> Vec<Line> {
    let days = &overview.calendar;
    let Some(first) = days.first() else {
        return Vec::new();
    };
    let steps = DayShades::of(days);
    let monday = |day: StudyDay| day.minus(day.weekday().num_days_from_monday());
    let start = monday(first.day);
    let all = days_between(start, monday(overview.day)) / 7 + 1;
    let room = (width.saturating_sub(LABEL) / WEEK).max(1);
    let skipped = all.saturating_sub(room);
    let weeks: Vec<StudyDay> = (skipped..all)
        .map(|week| start.plus(7 * week as u32))
        .collect();
    let mut top = Line::new();
    for (place, name) in months(&weeks) {
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
                Some(day) => cell(day, overview.started, steps),
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

/// A day. One that asked nothing, or lies before the first answer ever, is left blank: it is no
/// day that was missed.
fn cell(day: &CalendarDay, started: Option<StudyDay>, steps: DayShades) -> (&'static str, Tone) {
    let before = started.is_none_or(|started| day.day < started);
    match steps.step(day.answers) {
        0 if day.free || before => (" ", Tone::Plain),
        0 => (GLYPHS[0], Tone::Dim),
        step => (GLYPHS[step], Tone::Accent),
    }
}

/// What the glyphs mean.
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
        // Not to be parted from its glyph.
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
    let mut title = Line::styled("Calendar", Style::of(Tone::Accent).bold());
    title.push(
        format!(
            "  studied on {} of the last {} · {} · {}",
            period.studied,
            count(period.days as usize, "day", "days"),
            count(period.answers as usize, "answer", "answers"),
            hours(period.seconds),
        ),
        Tone::Dim,
    );
    let mut lines = wrap(&title, width, 2);
    lines.extend(grid(overview, width));
    lines.extend(key(overview, width));
    lines
}
