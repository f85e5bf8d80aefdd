//! The sections of the page that are drawings: a column per week, a column per day, the curve to the goal.

use maud::{Markup, html};

use crate::memory::StudyDay;
use crate::progress::{CalendarDay, ForecastDay, GoalNow, GoalPhase, Outlook, Overview};
use crate::terminal::text::clean;
use crate::wording::{
    DayShades, cards_ahead, count, day, day_and_month, goal_line, hours, known_before, known_of,
    known_unmet, month, month_names, new_a_day, percent, short_day,
};

use super::html::{
    Column, LEFT, Room, TOP, UNDER, WIDTH, bar, figures, grid, key, px, section, svg, table,
};

/// The most weeks shown.
const WEEKS: usize = 53;

/// The size of a day with its gap, the gap, and where the days begin below the names of months.
const CELL: f64 = 14.0;
const GAP: f64 = 2.5;
const MONTHS: f64 = 16.0;

pub(crate) fn calendar(overview: &Overview) -> Markup {
    let period = &overview.period;
    let days = &overview.calendar;
    let content = match days.iter().max_by_key(|day| day.answers) {
        Some(most) if most.answers > 0 => html! {
            p class="dim" {
                "Studied on " (period.studied) " of the last " (count(period.days as usize, "day", "days")) ": "
                (count(period.answers as usize, "answer", "answers")) " in " (hours(period.seconds)) "."
            }
            (calendar_drawing(overview, most))
            (legend(DayShades::of(days)))
            (figures(&by_month(days)))
        },
        _ => html! { p { "No answers yet." } },
    };
    section("calendar", "Calendar", Room::One, &content)
}

/// The Monday of a day's week.
fn monday(day: StudyDay) -> StudyDay {
    day.minus(day.weekday().num_days_from_monday())
}

/// The days up to the overview's; `most` is the one with the most answers.
fn calendar_drawing(overview: &Overview, most: &CalendarDay) -> Markup {
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
            text x="0" y=(MONTHS + CELL * f64::from(row) + 10.0) { (name) }
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
    let size = (LEFT + CELL * shown as f64, MONTHS + CELL * 7.0);
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
    let (x, y) = (LEFT + CELL * week as f64, MONTHS + CELL * weekday as f64);
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

const DAYS_HEIGHT: f64 = 130.0;

pub(crate) fn forecast(overview: &Overview) -> Markup {
    let forecast = &overview.forecast;
    let days = || forecast.days.iter();
    let cards: usize = days().map(|day| day.asked.cards).sum();
    let added: f64 = days().map(|day| day.new).sum();
    let columns = [
        Column::new(asked(overview), days().map(|day| day.asked.cards)),
        Column::new("their minutes", days().map(|day| day.asked.minutes())),
        Column::new("by new cards", days().map(|day| format!("{:.1}", day.new))),
    ];
    let names = days().map(|shown| day(shown.day));
    let content = html! {
        (forecast_drawing(overview))
        p class="legend dim" {
            span { (key("due")) " scheduled: " (count(cards, "card", "cards")) }
            @if added > 0.0 {
                " "
                span {
                    (key("new-cards")) " estimated: " (new_a_day(forecast)) " add about "
                    (format!("{added:.0}")) " answers"
                }
            }
        }
        (figures(&table("What the days ask", "day", names, &columns)))
    };
    section("forecast", "The next 30 days", Room::One, &content)
}

/// What the cards seen before are called: a goal asks what is not due.
fn asked(overview: &Overview) -> &'static str {
    if overview.plan.by_goal {
        "reviews"
    } else {
        "due"
    }
}

fn forecast_drawing(overview: &Overview) -> Markup {
    let days = &overview.forecast.days;
    let top = axis_end(days.iter().map(ForecastDay::total).fold(4.0, f64::max));
    let scale = DAYS_HEIGHT / top;
    let step = (WIDTH - LEFT) / days.len().max(1) as f64;
    let bottom = TOP + DAYS_HEIGHT;
    let content = html! {
        defs {
            pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                rect class="hatch-ground" width="4" height="4" {}
                line class="hatch-line" x1="0" y1="0" x2="0" y2="4" {}
            }
        }
        (grid(bottom, DAYS_HEIGHT, top))
        @for (place, shown) in days.iter().enumerate() {
            @let (x, width) = (px(LEFT + step * place as f64 + 1.0), px(step - 2.0));
            @let (due, new) = (shown.asked.cards as f64 * scale, shown.new * scale);
            g {
                title {
                    (day(shown.day)) ": " (shown.asked.cards) " " (asked(overview)) ", about " (format!("{:.0}", shown.new))
                    " by new cards"
                }
                rect class="due" x=(x) y=(px(bottom - due)) width=(width) height=(px(due)) {}
                rect class="new-cards" x=(x) y=(px(bottom - due - new)) width=(width) height=(px(new)) {}
            }
            @if place.is_multiple_of(7) && place + 4 < days.len() {
                text x=(x) y=(bottom + 14.0) { (short_day(shown.day)) }
            }
        }
    };
    let [today, tomorrow, week] = cards_ahead(overview);
    let description = format!("Today {today}, tomorrow {tomorrow}, in seven days {week}.");
    let size = (WIDTH, TOP + DAYS_HEIGHT + UNDER);
    let title = "What each of the next 30 days asks";
    svg("forecast-chart", size, title, &description, &content)
}

/// The next higher round number that can be halved: 4, 10, 20, 40, 100 and so on.
fn axis_end(top: f64) -> f64 {
    let mut unit = 1.0;
    loop {
        for step in [4.0, 6.0, 8.0, 10.0, 16.0, 20.0, 30.0] {
            if top <= unit * step {
                return unit * step;
            }
        }
        unit *= 10.0;
    }
}

const COURSE_HEIGHT: f64 = 150.0;
const RIGHT: f64 = 8.0;

/// How many topics are named.
const WEAKEST: usize = 5;

/// The section; empty without a goal, and once it has passed.
pub(crate) fn goal(overview: &Overview) -> Markup {
    let goal = overview.goal.as_ref();
    let Some(goal) = goal.filter(|goal| goal.now.phase != GoalPhase::Passed) else {
        return Markup::default();
    };
    let now = &goal.now;
    let content = html! {
        @if let Some(outlook) = &goal.outlook {
            p {
                strong {
                    (format!("{:.0} ± {:.0}", outlook.expected, outlook.give_or_take())) " of "
                    (count(now.cards, "card", "cards"))
                }
                (format!(
                    " known on the day: {:.0} to {:.0} in eight of ten such learners, at {} a day. {} left; now known: {}",
                    outlook.low,
                    outlook.high,
                    count(now.minutes as usize, "minute", "minutes"),
                    count(now.days_left as usize, "day", "days"),
                    known_of(now)
                ))
                @if let Some(words) = known_unmet(now, outlook) { " and " (words) }
                "."
                @if let Some(words) = known_before(outlook) { " Of these, " (words) "." }
            }
            div class="panels" {
                div { (goal_drawing(overview, now, outlook)) (by_day(outlook)) }
                div { (by_minutes(now, outlook)) (weakest(outlook)) }
            }
        } @else {
            p { (goal_line(now)) }
        }
        p class="dim" { "Known means recalling the answer to this wording, no more than that." }
    };
    let title = format!("Goal: {}", day(now.date));
    section("goal", &title, Room::Wide, &content)
}

/// The curve from now to the date, with the range of its end.
fn goal_drawing(overview: &Overview, now: &GoalNow, outlook: &Outlook) -> Markup {
    let top = now.cards.max(1) as f64;
    let bottom = TOP + COURSE_HEIGHT;
    let y = |known: f32| px(bottom - COURSE_HEIGHT * (f64::from(known) / top).clamp(0.0, 1.0));
    let step = (WIDTH - LEFT - RIGHT) / (outlook.curve.len().max(2) - 1) as f64;
    let known = outlook.curve.iter().map(|point| point.known);
    let points: Vec<String> = known
        .enumerate()
        .map(|(place, known)| format!("{:.1},{}", LEFT + step * place as f64, y(known)))
        .collect();
    let (end, under) = (WIDTH - RIGHT, bottom + 14.0);
    let content = html! {
        (grid(bottom, COURSE_HEIGHT, top))
        polyline class="course" points=(points.join(" ")) {}
        line class="range" x1=(end) x2=(end) y1=(y(outlook.low)) y2=(y(outlook.high)) {}
        text x=(LEFT) y=(under) { (day_and_month(overview.day)) }
        text class="end" x=(WIDTH) y=(under) { (day_and_month(now.date)) }
    };
    let description = format!(
        "From {:.0} tomorrow to {:.0} of {} on {}; the stroke at its end is the range from {:.0} to {:.0}.",
        outlook.curve.first().map_or(0.0, |point| point.known),
        outlook.expected,
        count(now.cards, "card", "cards"),
        day(now.date),
        outlook.low,
        outlook.high
    );
    let size = (WIDTH, TOP + COURSE_HEIGHT + UNDER);
    let title = "Cards known, day by day until the goal";
    svg("goal-chart", size, title, &description, &content)
}

fn by_day(outlook: &Outlook) -> Markup {
    let curve = || outlook.curve.iter();
    let known = Column::new("known", curve().map(|point| format!("{:.0}", point.known)));
    let names = curve().map(|point| day(point.day));
    figures(&table(
        "Known at the end of each day",
        "day",
        names,
        &[known],
    ))
}

fn by_minutes(now: &GoalNow, outlook: &Outlook) -> Markup {
    let known = |expected: f32| {
        let share = f64::from(expected) / now.cards.max(1) as f64;
        bar(share, None, &format!("{expected:.0}"))
    };
    let mut names: Vec<String> = Vec::new();
    let mut cells = Vec::new();
    for other in &outlook.by_minutes {
        names.push(other.minutes.to_string());
        cells.push(known(other.expected));
    }
    names.push("two days off each week".to_owned());
    cells.push(known(outlook.missing_two_days_a_week));
    table(
        "On the day, at other minutes",
        "minutes a day",
        names,
        &[Column::new("known", cells)],
    )
}

fn weakest(outlook: &Outlook) -> Markup {
    let shown = || outlook.topics.iter().take(WEAKEST);
    let known = shown().map(|topic| {
        let share = f64::from(topic.expected) / topic.cards.max(1) as f64;
        bar(share, None, &percent(share))
    });
    let columns = [
        Column::new("known", known),
        Column::new("cards", shown().map(|topic| topic.cards)),
    ];
    let names = shown().map(|topic| clean(&topic.topic));
    table("Weakest on the day", "topic", names, &columns)
}
