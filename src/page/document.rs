//! The page as a whole: its head, the main figures, the sections in their order, its foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::progress::Overview;
use crate::terminal::text::clean;
use crate::wording::{Section, cards_ahead, count, day, known_when, minutes, percent, share};

use super::sections;

const STYLE: &str = include_str!("page.css");

/// The element by which a page is known as one of ours; every page begins with it.
pub const GENERATOR: &str = "<meta name=\"generator\" content=\"nodequiz stats\">";

/// The statistics as a page. `about` says which cards it covers; empty for all.
pub fn stats_page(overview: &Overview, about: &str, show_streak: bool) -> String {
    const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
    let date = day(overview.day);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                (PreEscaped(GENERATOR))
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                link rel="icon" href="data:,";
                title { "nodequiz · " (date) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Where you stand" }
                    p class="dim" { (date) @if !about.is_empty() { " · " (clean(about)) } }
                }
                main {
                    (tiles(overview, show_streak))
                    div class="panels" { @for one in Section::ALL { (sections::markup(one, overview)) } }
                }
                footer {
                    p class="dim" { "Made by nodequiz out of your own journal. The page loads nothing and sends nothing." }
                }
            }
        }
    };
    page.into_string()
}

/// The figures at the top.
fn tiles(overview: &Overview, show_streak: bool) -> Markup {
    let total = overview.cards.active();
    let known = percent(overview.known / total.max(1) as f64);
    let claimed = match overview.claimed {
        0 => String::new(),
        claimed => format!(", and {claimed} claimed"),
    };
    let today = &overview.today;
    let done = if today.answers == 0 {
        "nothing answered yet".to_owned()
    } else {
        format!(
            "answered in {}, {} right at first, {} new",
            minutes(today.seconds),
            share(today.right_at_first, today.cards),
            today.new
        )
    };
    let [now, tomorrow, week] = cards_ahead(overview);
    html! {
        dl class="tiles" {
            (tile(
                "You know",
                &format!("{:.0}", overview.known),
                &format!(
                    "of {total} cards if asked {}, {known}{claimed}",
                    known_when(overview)
                ),
            ))
            @if show_streak {
                (tile(
                    "In a row",
                    &count(overview.streak.current as usize, "day", "days"),
                    &format!("best {}", overview.streak.best),
                ))
            }
            (tile("Today", &count(today.cards as usize, "card", "cards"), &done))
            (tile(
                if overview.plan.by_goal { "For the goal" } else { "Due" },
                &format!("{now} today"),
                &format!("{tomorrow} tomorrow, {week} in seven days"),
            ))
        }
    }
}

/// One figure with its label and a remark. The label is read first.
fn tile(label: &str, figure: &str, remark: &str) -> Markup {
    html! {
        div class="tile" {
            dt { (label) }
            dd { strong { (figure) } " " span class="dim" { (remark) } }
        }
    }
}
