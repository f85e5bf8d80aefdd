//! The calendar as a drawing: a column a week.

use std::fmt::Write as _;

use crate::memory::StudyDay;
use crate::progress::{CalendarDay, Overview};
use crate::wording::{DayShades, months};
use crate::wording::{count, day, hours};

use super::html::{Column, Room, figures, section, svg, table, text};

/// Weeks at the most.
const WEEKS: usize = 53;

/// The size of a day with its gap, the gap, and where the days begin.
const CELL: f64 = 14.0;
const GAP: f64 = 2.5;
const LEFT: f64 = 30.0;
const TOP: f64 = 16.0;

/// The section.
pub(crate) fn part(overview: &Overview) -> String {
    let period = &overview.period;
    if overview.calendar.iter().all(|day| day.answers == 0) {
        let nothing = "<p>No answers yet.</p>\n";
        return section("calendar", "Calendar", Room::One, nothing);
    }
    let mut html = format!(
        "<p class=\"dim\">Studied on {} of the last {}: {} in {}.</p>\n",
        period.studied,
        count(period.days as usize, "day", "days"),
        count(period.answers as usize, "answer", "answers"),
        hours(period.seconds)
    );
    html.push_str(&drawing(overview));
    html.push_str(&figures(&by_month(&overview.calendar)));
    section("calendar", "Calendar", Room::One, &html)
}

/// The Monday of a day's week.
fn monday(day: StudyDay) -> StudyDay {
    day.minus(day.weekday().num_days_from_monday())
}

fn drawing(overview: &Overview) -> String {
    let days = &overview.calendar;
    let Some(first) = days.first() else {
        return String::new();
    };
    let steps = DayShades::of(days);
    let last = monday(overview.day);
    let all = usize::try_from(last.days_since(monday(first.day)) / 7).unwrap_or(0) + 1;
    let shown = all.min(WEEKS);
    let start = last.minus(7 * (shown as u32 - 1));
    let weeks: Vec<StudyDay> = (0..shown).map(|week| start.plus(7 * week as u32)).collect();
    let mut content = String::new();
    for (place, name) in months(&weeks) {
        let x = LEFT + CELL * place as f64;
        let _ = writeln!(content, "<text x=\"{x}\" y=\"11\">{name}</text>");
    }
    for (row, name) in [(0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun")] {
        let y = TOP + CELL * f64::from(row) + 10.0;
        let _ = writeln!(content, "<text x=\"0\" y=\"{y}\">{name}</text>");
    }
    for shown in days.iter().filter(|shown| shown.day >= start) {
        content.push_str(&cell(shown, start, overview.started, steps));
    }
    let answers: u32 = days.iter().map(|day| day.answers).sum();
    let most = days.iter().max_by_key(|day| day.answers);
    let description = match most.filter(|most| most.answers > 0) {
        None => "No answers yet.".to_owned(),
        Some(most) => format!(
            "{} from {} to {}; most on {}: {}.",
            count(answers as usize, "answer", "answers"),
            day(first.day),
            day(overview.day),
            day(most.day),
            most.answers
        ),
    };
    let size = (LEFT + CELL * shown as f64, TOP + CELL * 7.0);
    let mut html = svg(
        "calendar-chart",
        size,
        "Answers day by day",
        &description,
        &content,
    );
    html.push_str(&key(steps));
    html
}

/// A day. One that asked nothing, or lies before the first answer ever, is an outline at most.
fn cell(
    shown: &CalendarDay,
    start: StudyDay,
    started: Option<StudyDay>,
    steps: DayShades,
) -> String {
    let since = shown.day.days_since(start);
    let (week, weekday) = (since.div_euclid(7), since.rem_euclid(7));
    let step = steps.step(shown.answers);
    let before = started.is_none_or(|started| shown.day < started);
    let class = match step {
        0 if before => "none".to_owned(),
        0 if shown.free => "free".to_owned(),
        step => format!("c{step}"),
    };
    let (x, y) = (LEFT + CELL * week as f64, TOP + CELL * weekday as f64);
    let side = CELL - GAP;
    let said = match shown.answers {
        0 if shown.free => "free".to_owned(),
        answers => count(answers as usize, "answer", "answers"),
    };
    format!(
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\" rx=\"2.5\"><title>{}: {said}</title></rect>\n",
        text(&day(shown.day))
    )
}

fn key(steps: DayShades) -> String {
    let mut html = "<p class=\"legend dim\">Answers a day".to_owned();
    let first = ("0".to_owned(), 0);
    let others = steps.words().into_iter().zip(1..);
    for (words, step) in std::iter::once(first).chain(others) {
        let _ = write!(
            html,
            " <span><span class=\"key c{step}\" aria-hidden=\"true\"></span> {}</span>",
            text(&words)
        );
    }
    html.push_str(" <span><span class=\"key free\" aria-hidden=\"true\"></span> free</span></p>\n");
    html
}

/// The same by month, in words.
fn by_month(days: &[CalendarDay]) -> String {
    let months: Vec<&[CalendarDay]> = days
        .chunk_by(|a, b| {
            a.day.date().format("%Y%m").to_string() == b.day.date().format("%Y%m").to_string()
        })
        .collect();
    let names: Vec<String> = months
        .iter()
        .map(|month| month[0].day.date().format("%B %Y").to_string())
        .collect();
    let all = || months.iter();
    let columns = [
        Column::of(
            "answers",
            all().map(|month| month.iter().map(|day| day.answers).sum::<u32>().to_string()),
        ),
        Column::of(
            "days",
            all().map(|month| {
                month
                    .iter()
                    .filter(|day| day.answers > 0)
                    .count()
                    .to_string()
            }),
        ),
        Column::of(
            "time",
            all().map(|month| hours(month.iter().map(|day| day.seconds).sum())),
        ),
    ];
    table("Answers by month", "month", &names, &columns)
}
