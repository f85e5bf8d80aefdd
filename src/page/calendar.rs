//! The calendar as a drawing: a column per week.

use maud::{Markup, html};

use crate::memory::StudyDay;
use crate::progress::{CalendarDay, Overview};
use crate::wording::{DayShades, count, day, hours, month, month_names};

use super::html::{Column, Room, figures, key, section as html_section, svg, table};

/// The most weeks shown.
const WEEKS: usize = 53;

/// The size of a day with its gap, the gap, and where the days begin.
const CELL: f64 = 14.0;
const GAP: f64 = 2.5;
const LEFT: f64 = 30.0;
const TOP: f64 = 16.0;

pub(crate) fn section(overview: &Overview) -> Markup {
    let period = &overview.period;
    let days = &overview.calendar;
    let content = match days.iter().max_by_key(|day| day.answers) {
        Some(most) if most.answers > 0 => html! {
            p class="dim" {
                "Studied on " (period.studied) " of the last " (count(period.days as usize, "day", "days")) ": "
                (count(period.answers as usize, "answer", "answers")) " in " (hours(period.seconds)) "."
            }
            (drawing(overview, most))
            (legend(DayShades::of(days)))
            (figures(&by_month(days)))
        },
        _ => html! { p { "No answers yet." } },
    };
    html_section("calendar", "Calendar", Room::One, &content)
}

/// The Monday of a day's week.
fn monday(day: StudyDay) -> StudyDay {
    day.minus(day.weekday().num_days_from_monday())
}

/// The days up to the overview's; `most` is the one with the most answers.
fn drawing(overview: &Overview, most: &CalendarDay) -> Markup {
    let days = &overview.calendar;
    let first = days.first().map_or(overview.day, |day| day.day);
    let last = monday(overview.day);
    let all = usize::try_from(last.days_since(monday(first)) / 7).unwrap_or(0) + 1;
    let shown = all.min(WEEKS);
    let start = last.minus(7 * (shown as u32 - 1));
    let weeks: Vec<StudyDay> = (0..shown).map(|week| start.plus(7 * week as u32)).collect();
    let shades = DayShades::of(days);
    let content = html! {
        @for (place, name) in month_names(&weeks) {
            text x=(LEFT + CELL * place as f64) y="11" { (name) }
        }
        @for (row, name) in [(0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun")] {
            text x="0" y=(TOP + CELL * f64::from(row) + 10.0) { (name) }
        }
        @for shown in days.iter().filter(|shown| shown.day >= start) {
            (cell(shown, start, overview.started, shades))
        }
    };
    let answers: u32 = days.iter().map(|day| day.answers).sum();
    let description = format!(
        "{} from {} to {}; most on {}: {}.",
        count(answers as usize, "answer", "answers"),
        day(first),
        day(overview.day),
        day(most.day),
        most.answers
    );
    let size = (LEFT + CELL * shown as f64, TOP + CELL * 7.0);
    svg(
        "calendar-chart",
        size,
        "Answers day by day",
        &description,
        &content,
    )
}

/// A day. A day off, or one before the very first answer, is at most an outline.
fn cell(
    shown: &CalendarDay,
    start: StudyDay,
    started: Option<StudyDay>,
    shades: DayShades,
) -> Markup {
    let since = shown.day.days_since(start);
    let (week, weekday) = (since.div_euclid(7), since.rem_euclid(7));
    let before = started.is_none_or(|started| shown.day < started);
    let class = match shades.shade(shown.answers) {
        0 if before => "none".to_owned(),
        0 if shown.free => "free".to_owned(),
        shade => format!("c{shade}"),
    };
    let words = match shown.answers {
        0 if shown.free => "free".to_owned(),
        answers => count(answers as usize, "answer", "answers"),
    };
    let (x, y) = (LEFT + CELL * week as f64, TOP + CELL * weekday as f64);
    let side = CELL - GAP;
    html! {
        rect class=(class) x=(x) y=(y) width=(side) height=(side) rx="2.5" { title { (day(shown.day)) ": " (words) } }
    }
}

fn legend(shades: DayShades) -> Markup {
    let answered = shades.words().into_iter().zip(1..);
    html! {
        p class="legend dim" {
            "Answers a day"
            @for (words, shade) in std::iter::once(("0".to_owned(), 0)).chain(answered) {
                " " span { (key(&format!("c{shade}"))) " " (words) }
            }
            " " span { (key("free")) " free" }
        }
    }
}

/// The same by month, in words.
fn by_month(days: &[CalendarDay]) -> Markup {
    let months: Vec<&[CalendarDay]> = days.chunk_by(|a, b| month(a.day) == month(b.day)).collect();
    let months = || months.iter();
    let answers = |days: &[CalendarDay]| days.iter().map(|day| day.answers).sum::<u32>();
    let studied = |days: &[CalendarDay]| days.iter().filter(|day| day.answers > 0).count();
    let time = |days: &[CalendarDay]| hours(days.iter().map(|day| day.seconds).sum());
    let columns = [
        Column::new("answers", months().map(|days| answers(days))),
        Column::new("days", months().map(|days| studied(days))),
        Column::new("time", months().map(|days| time(days))),
    ];
    let names = months().map(|days| month(days[0].day));
    table("Answers by month", "month", names, &columns)
}
