//! What comes due, as a drawing: a column a day.

use std::fmt::Write as _;

use chrono::Datelike as _;

use crate::progress::{ForecastDay, Overview};
use crate::wording::{count, day};

use super::html::{Column, Room, figures, section, svg, table};

const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 130.0;
const LEFT: f64 = 26.0;
const TOP: f64 = 8.0;
const UNDER: f64 = 18.0;

fn total(day: &ForecastDay) -> f64 {
    day.due.cards as f64 + day.new
}

/// The section.
pub(crate) fn part(overview: &Overview) -> String {
    let forecast = &overview.forecast;
    let cards: usize = forecast.days.iter().map(|day| day.due.cards).sum();
    let added: f64 = forecast.days.iter().map(|day| day.new).sum();
    let mut html = drawing(overview);
    let mut words = format!(
        "<p class=\"legend dim\"><span><span class=\"key due\" aria-hidden=\"true\"></span> scheduled: {}</span>",
        count(cards, "card", "cards")
    );
    if added > 0.0 {
        let _ = write!(
            words,
            " <span><span class=\"key new-cards\" aria-hidden=\"true\"></span> estimated: {} new a day add about \
             {added:.0} answers</span>",
            forecast.new_per_day
        );
    }
    words.push_str("</p>\n");
    html.push_str(&words);
    let names: Vec<String> = forecast.days.iter().map(|shown| day(shown.day)).collect();
    let all = || forecast.days.iter();
    let columns = [
        Column::of("due", all().map(|day| day.due.cards.to_string())),
        Column::of("minutes", all().map(|day| day.due.minutes().to_string())),
        Column::of("by new cards", all().map(|day| format!("{:.1}", day.new))),
    ];
    html.push_str(&figures(&table("What comes due", "day", &names, &columns)));
    section("forecast", "The next 30 days", Room::One, &html)
}

fn drawing(overview: &Overview) -> String {
    let forecast = &overview.forecast;
    let top = nice(forecast.days.iter().map(total).fold(4.0, f64::max));
    let scale = HEIGHT / top;
    let step = (WIDTH - LEFT) / forecast.days.len().max(1) as f64;
    let bottom = TOP + HEIGHT;
    let mut content = "<defs><pattern id=\"hatch\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" \
                       patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"4\" height=\"4\"/>\
                       <line class=\"hatch-line\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"4\"/></pattern></defs>\n"
        .to_owned();
    for part in [0.0, 0.5, 1.0] {
        let y = bottom - HEIGHT * part;
        let _ = write!(
            content,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{y}\" y2=\"{y}\"/>\n\
             <text class=\"end\" x=\"{}\" y=\"{}\">{}</text>\n",
            LEFT - 5.0,
            y + 4.0,
            top * part
        );
    }
    for (place, shown) in forecast.days.iter().enumerate() {
        let x = LEFT + step * place as f64 + 1.0;
        let width = step - 2.0;
        let due = shown.due.cards as f64 * scale;
        let new = shown.new * scale;
        let title = format!(
            "{}: {} due, about {:.0} by new cards",
            day(shown.day),
            shown.due.cards,
            shown.new
        );
        let _ = write!(content, "<g><title>{title}</title>");
        let _ = write!(
            content,
            "<rect class=\"due\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{due:.1}\"/>",
            bottom - due
        );
        let _ = writeln!(
            content,
            "<rect class=\"new-cards\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{new:.1}\"/></g>",
            bottom - due - new
        );
        if place.is_multiple_of(7) && place + 4 < forecast.days.len() {
            let date = shown.day.date();
            let _ = writeln!(
                content,
                "<text x=\"{x:.1}\" y=\"{}\">{} {}</text>",
                bottom + 14.0,
                date.day(),
                date.format("%b")
            );
        }
    }
    let due = &overview.due;
    let description = format!(
        "Due now {}, tomorrow {}, in seven days {}.",
        due.today.cards, due.tomorrow.cards, due.next_7_days.cards
    );
    let size = (WIDTH, TOP + HEIGHT + UNDER);
    svg(
        "forecast-chart",
        size,
        "Cards due on each of the next 30 days",
        &description,
        &content,
    )
}

/// The next number up that halves well: 4, 10, 20, 40, 100 and so on.
fn nice(top: f64) -> f64 {
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
