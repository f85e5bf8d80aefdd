//! The goal, and what is to be expected of its date: a curve day by day, other minutes, the weakest topics.

use std::fmt::Write as _;

use crate::progress::{GoalNow, Outlook, Overview};
use crate::wording::{count, day, percent};
use crate::wording::{date_words, goal_line};

use super::html::{Column, Room, bar, figures, section, svg, table, text};

const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 30.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 8.0;
const UNDER: f64 = 18.0;

/// Topics that are named.
const WEAKEST: usize = 5;

/// The section; nothing without a goal, and once it has passed.
pub(crate) fn part(overview: &Overview) -> String {
    let Some(ahead) = overview.goal.as_ref() else {
        return String::new();
    };
    let now = &ahead.now;
    if now.phase == "passed" {
        return String::new();
    }
    let mut html = String::new();
    if let Some(outlook) = &ahead.outlook {
        let _ = write!(
            html,
            "<p><strong>{:.0} ± {:.0} of {}</strong> known on the day: {:.0} to {:.0} in eight of ten such \
             learners, at {} a day. {} left; {:.0} known now.</p>\n<div class=\"panels\">\n<div>\n{}{}</div>\n\
             <div>\n{}{}</div>\n</div>\n",
            outlook.expected,
            (outlook.high - outlook.low) / 2.0,
            count(now.cards, "card", "cards"),
            outlook.low,
            outlook.high,
            count(now.minutes as usize, "minute", "minutes"),
            count(now.days_left as usize, "day", "days"),
            now.known,
            drawing(overview, now, outlook),
            by_day(outlook),
            by_minutes(now, outlook),
            weakest(outlook),
        );
    } else {
        let _ = writeln!(html, "<p>{}</p>", text(&goal_line(now)));
    }
    html.push_str(
        "<p class=\"dim\">Known means recalling the answer to this wording, no more than that.</p>\n",
    );
    let title = format!("Goal: {}", day(now.date));
    section("goal", &title, Room::Wide, &html)
}

/// The curve from now to the date, with the range of its end.
fn drawing(overview: &Overview, now: &GoalNow, outlook: &Outlook) -> String {
    let top = now.cards.max(1) as f64;
    let bottom = TOP + HEIGHT;
    let y = |known: f64| bottom - HEIGHT * (known / top).clamp(0.0, 1.0);
    let mut content = String::new();
    for share in [0.0, 0.5, 1.0] {
        let at = y(top * share);
        let _ = write!(
            content,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{at}\" y2=\"{at}\"/>\n\
             <text class=\"end\" x=\"{}\" y=\"{}\">{:.0}</text>\n",
            LEFT - 5.0,
            at + 4.0,
            top * share
        );
    }
    let values = || {
        let later = outlook.curve.iter().map(|point| point.known);
        std::iter::once(now.known).chain(later).map(f64::from)
    };
    let step = (WIDTH - LEFT - RIGHT) / outlook.curve.len().max(1) as f64;
    let points: Vec<String> = values()
        .enumerate()
        .map(|(place, known)| format!("{:.1},{:.1}", LEFT + step * place as f64, y(known)))
        .collect();
    let end = WIDTH - RIGHT;
    let _ = write!(
        content,
        "<polyline class=\"course\" points=\"{}\"/>\n\
         <line class=\"range\" x1=\"{end}\" x2=\"{end}\" y1=\"{:.1}\" y2=\"{:.1}\"/>\n\
         <text x=\"{LEFT}\" y=\"{under}\">{}</text>\n<text class=\"end\" x=\"{WIDTH}\" y=\"{under}\">{}</text>\n",
        points.join(" "),
        y(f64::from(outlook.low)),
        y(f64::from(outlook.high)),
        date_words(overview.day),
        date_words(now.date),
        under = bottom + 14.0,
    );
    let description = format!(
        "From {:.0} now to {:.0} of {} on {}; the stroke at its end is the range from {:.0} to {:.0}.",
        now.known,
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

fn by_day(outlook: &Outlook) -> String {
    let names: Vec<String> = outlook.curve.iter().map(|point| day(point.day)).collect();
    let known = outlook.curve.iter();
    let known = known.map(|point| format!("{:.0}", point.known));
    figures(&table(
        "Known at the end of each day",
        "day",
        &names,
        &[Column::of("known", known)],
    ))
}

fn by_minutes(now: &GoalNow, outlook: &Outlook) -> String {
    let row = |name: String, expected: f32| {
        let share = f64::from(expected) / now.cards.max(1) as f64;
        (name, bar(share, &format!("{expected:.0}")))
    };
    let mut rows: Vec<(String, String)> = outlook
        .by_minutes
        .iter()
        .map(|other| row(other.minutes.to_string(), other.expected))
        .collect();
    rows.push(row(
        "two days off each week".to_owned(),
        outlook.missing_two_days_a_week,
    ));
    let (names, cells) = rows.into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
    let known = Column {
        head: "known",
        cells,
        secondary: false,
    };
    table(
        "On the day, at other minutes",
        "minutes a day",
        &names,
        &[known],
    )
}

fn weakest(outlook: &Outlook) -> String {
    let shown = &outlook.topics[..WEAKEST.min(outlook.topics.len())];
    let names: Vec<String> = shown.iter().map(|topic| text(&topic.topic)).collect();
    let share = |expected: f32, cards: usize| f64::from(expected) / cards.max(1) as f64;
    let known = Column {
        head: "known",
        cells: shown
            .iter()
            .map(|topic| share(topic.expected, topic.cards))
            .map(|share| bar(share, &percent(share)))
            .collect(),
        secondary: false,
    };
    let cards = Column::of("cards", shown.iter().map(|topic| topic.cards.to_string()));
    table("Weakest on the day", "topic", &names, &[known, cards])
}
