//! What the next days ask for, as a drawing: one column per day.

use maud::{Markup, html};

use crate::progress::{ForecastDay, Overview};
use crate::wording::{cards_ahead, count, day, new_a_day, short_day};

use super::html::{
    Column, LEFT, Room, TOP, UNDER, WIDTH, figures, grid, key, px, section as html_section, svg,
    table,
};

const HEIGHT: f64 = 130.0;

pub(crate) fn section(overview: &Overview) -> Markup {
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
        (drawing(overview))
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
    html_section("forecast", "The next 30 days", Room::One, &content)
}

/// What the cards seen before are called: a goal asks what is not due.
fn asked(overview: &Overview) -> &'static str {
    if overview.plan.by_goal {
        "reviews"
    } else {
        "due"
    }
}

fn drawing(overview: &Overview) -> Markup {
    let days = &overview.forecast.days;
    let top = axis_end(days.iter().map(ForecastDay::total).fold(4.0, f64::max));
    let scale = HEIGHT / top;
    let step = (WIDTH - LEFT) / days.len().max(1) as f64;
    let bottom = TOP + HEIGHT;
    let content = html! {
        defs {
            pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                rect class="hatch-ground" width="4" height="4" {}
                line class="hatch-line" x1="0" y1="0" x2="0" y2="4" {}
            }
        }
        (grid(bottom, HEIGHT, top))
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
    let size = (WIDTH, TOP + HEIGHT + UNDER);
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
