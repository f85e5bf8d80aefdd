//! The goal and its forecast: a curve day by day, other minutes, the weakest topics.

use maud::{Markup, html};

use crate::progress::{GoalNow, GoalPhase, Outlook, Overview};
use crate::terminal::text::clean;
use crate::wording::{
    count, day, day_and_month, goal_line, known_before, known_of, known_unmet, percent,
};

use super::html::{
    Column, LEFT, Room, TOP, UNDER, WIDTH, bar, figures, grid, px, section as html_section, svg,
    table,
};

const HEIGHT: f64 = 150.0;
const RIGHT: f64 = 8.0;

/// How many topics are named.
const WEAKEST: usize = 5;

/// The section; empty without a goal, and once it has passed.
pub(crate) fn section(overview: &Overview) -> Markup {
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
                div { (drawing(overview, now, outlook)) (by_day(outlook)) }
                div { (by_minutes(now, outlook)) (weakest(outlook)) }
            }
        } @else {
            p { (goal_line(now)) }
        }
        p class="dim" { "Known means recalling the answer to this wording, no more than that." }
    };
    let title = format!("Goal: {}", day(now.date));
    html_section("goal", &title, Room::Wide, &content)
}

/// The curve from now to the date, with the range of its end.
fn drawing(overview: &Overview, now: &GoalNow, outlook: &Outlook) -> Markup {
    let top = now.cards.max(1) as f64;
    let bottom = TOP + HEIGHT;
    let y = |known: f32| px(bottom - HEIGHT * (f64::from(known) / top).clamp(0.0, 1.0));
    let step = (WIDTH - LEFT - RIGHT) / (outlook.curve.len().max(2) - 1) as f64;
    let known = outlook.curve.iter().map(|point| point.known);
    let points: Vec<String> = known
        .enumerate()
        .map(|(place, known)| format!("{:.1},{}", LEFT + step * place as f64, y(known)))
        .collect();
    let (end, under) = (WIDTH - RIGHT, bottom + 14.0);
    let content = html! {
        (grid(bottom, HEIGHT, top))
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
    let size = (WIDTH, TOP + HEIGHT + UNDER);
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
