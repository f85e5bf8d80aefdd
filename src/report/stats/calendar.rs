//! The calendar: a column a week, darker where more was answered.

use chrono::Datelike as _;

use crate::memory::StudyDay;
use crate::progress::{CalendarDay, Overview};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;
use crate::wording::figures::{count, hours};

/// Columns of a weekday's name with the space behind it.
const LABEL: usize = 5;

/// Columns of a week.
const WEEK: usize = 2;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// From nothing to much. Each can be told from the others without colour.
const GLYPHS: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// How many answers make a day darker: four steps of this many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps(u32);

impl Steps {
    /// Steps that fit these days: what nine of ten days with answers don't exceed fills four of them.
    #[must_use]
    pub fn of(days: &[CalendarDay]) -> Self {
        let mut answers: Vec<u32> = days
            .iter()
            .map(|day| day.answers)
            .filter(|answers| *answers > 0)
            .collect();
        answers.sort_unstable();
        let usual = answers.get(answers.len().saturating_sub(1) * 9 / 10);
        Self(usual.map_or(1, |usual| usual.div_ceil(4)).max(1))
    }

    /// The step of a day, 0 without an answer to 4.
    #[must_use]
    pub fn step(self, answers: u32) -> usize {
        answers.div_ceil(self.0).min(4) as usize
    }

    /// The answers of each step from 1 on, in words: "1–9".
    #[must_use]
    pub fn words(self) -> [String; 4] {
        let range = |step: u32| {
            let (from, to) = ((step - 1) * self.0 + 1, step * self.0);
            match step {
                4 => format!("{from}+"),
                _ if from == to => from.to_string(),
                _ => format!("{from}–{to}"),
            }
        };
        [range(1), range(2), range(3), range(4)]
    }
}

/// The places of month names over weeks that begin on these days: the week's place and the name. A
/// name that has no room before the next is left out.
#[must_use]
pub fn months(weeks: &[StudyDay]) -> Vec<(usize, String)> {
    let mut names: Vec<(usize, String)> = Vec::new();
    for (place, monday) in weeks.iter().enumerate() {
        let sunday = monday.plus(6).date();
        if place > 0 && sunday.day() > 7 {
            continue;
        }
        if let Some((before, _)) = names.last()
            && place - before < 3
        {
            names.pop();
        }
        names.push((place, sunday.format("%b").to_string()));
    }
    names
}

/// The days without title and key, no wider than `width`: the last weeks that there is room for.
pub(crate) fn grid(overview: &Overview, width: usize) -> Vec<Line> {
    let days = &overview.calendar;
    let Some(first) = days.first() else {
        return Vec::new();
    };
    let steps = Steps::of(days);
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
fn cell(day: &CalendarDay, started: Option<StudyDay>, steps: Steps) -> (&'static str, Tone) {
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
    let words = Steps::of(&overview.calendar).words();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn days(answers: &[u32]) -> Vec<CalendarDay> {
        answers
            .iter()
            .zip(0..)
            .map(|(answers, place)| CalendarDay {
                day: "2026-11-16".parse::<StudyDay>().expect("a day").plus(place),
                answers: *answers,
                seconds: 0.0,
                free: false,
            })
            .collect()
    }

    #[test]
    fn one_day_of_a_thousand_answers_does_not_pale_the_others() {
        let mut answers = vec![20; 30];
        answers.push(1000);
        let steps = Steps::of(&days(&answers));
        assert_eq!(steps, Steps(5));
        assert_eq!(
            [0, 1, 5, 6, 20, 1000].map(|n| steps.step(n)),
            [0, 1, 1, 2, 4, 4]
        );
        assert_eq!(steps.words(), ["1–5", "6–10", "11–15", "16+"]);
    }

    #[test]
    fn few_answers_are_steps_of_one() {
        let steps = Steps::of(&days(&[0, 1, 2]));
        assert_eq!(steps.words(), ["1", "2", "3", "4+"]);
        assert_eq!(Steps::of(&[]), Steps(1));
    }

    #[test]
    fn a_month_stands_over_the_week_with_its_first_day() {
        let monday: StudyDay = "2026-09-28".parse().expect("a Monday");
        let weeks: Vec<StudyDay> = (0..10).map(|week| monday.plus(7 * week)).collect();
        let names = months(&weeks);
        let expected = [(0, "Oct"), (4, "Nov"), (9, "Dec")];
        let expected: Vec<(usize, String)> = expected
            .into_iter()
            .map(|(place, name)| (place, name.to_owned()))
            .collect();
        assert_eq!(names, expected);
    }
}
