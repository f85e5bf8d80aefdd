//! The figures on top, and the cards by how far they are.

use crate::progress::Overview;
use crate::wording::what_is_known;
use crate::wording::{count, minutes, percent, share};

use super::html::{Column, Room, bar, section, svg, table, text};

/// One figure with what it is and what belongs to it. The label is read first.
fn tile(label: &str, figure: &str, more: &str) -> String {
    format!(
        "<div class=\"tile\"><dt>{}</dt><dd><strong>{}</strong> <span class=\"dim\">{}</span></dd></div>\n",
        text(label),
        text(figure),
        text(more)
    )
}

/// The figures on top.
pub(crate) fn tiles(overview: &Overview, show_streak: bool) -> String {
    let mut html = "<dl class=\"tiles\">\n".to_owned();
    let total = overview.cards.total;
    let known_share = overview.known / total.max(1) as f64;
    let claimed = match overview.claimed {
        0 => String::new(),
        claimed => format!(", and {claimed} claimed"),
    };
    html.push_str(&tile(
        "You know",
        &format!("{:.0}", overview.known),
        &format!(
            "of {total} cards if asked now, {}{claimed}",
            percent(known_share)
        ),
    ));
    if show_streak {
        let streak = &overview.streak;
        html.push_str(&tile(
            "In a row",
            &count(streak.current as usize, "day", "days"),
            &format!("best {}", streak.best),
        ));
    }
    let today = &overview.today;
    let done = if today.answers == 0 {
        "nothing answered yet".to_owned()
    } else {
        let right = share(today.right_at_first, today.cards);
        format!(
            "answered in {}, {right} right at first, {} new",
            minutes(today.seconds),
            today.new
        )
    };
    html.push_str(&tile(
        "Today",
        &count(today.cards as usize, "card", "cards"),
        &done,
    ));
    let due = &overview.due;
    html.push_str(&tile(
        "Due",
        &format!("{} now", due.today.cards),
        &format!(
            "{} tomorrow, {} in seven days",
            due.tomorrow.cards, due.next_7_days.cards
        ),
    ));
    html.push_str("</dl>\n");
    html
}

/// The cards by how far they are: a bar in five parts, and the figures.
pub(crate) fn cards(overview: &Overview) -> String {
    let cards = &overview.cards;
    let stages = [
        ("mature", cards.mature, "asked again after 21 days"),
        ("young", cards.young, "asked again sooner"),
        ("learning", cards.learning, "to be passed, claimed"),
        ("new", cards.new, "never answered"),
        ("suspended", cards.suspended, "not asked"),
    ];
    let total = cards.total.max(1) as f64;
    let mut at = 0.0;
    let mut parts = String::new();
    for (name, number, _) in stages {
        let width = number as f64 / total * 400.0;
        if number > 0 {
            parts.push_str(&format!(
                "<rect class=\"stage {name}\" x=\"{at:.1}\" y=\"0\" width=\"{width:.1}\" height=\"18\"><title>{number} {name}</title></rect>\n"
            ));
        }
        at += width;
    }
    let words: Vec<String> = stages
        .iter()
        .map(|(name, number, _)| format!("{number} {name}"))
        .collect();
    let mut html = svg(
        "cards-chart",
        (400.0, 18.0),
        "Cards by how far they are",
        &words.join(", "),
        &parts,
    );
    let names: Vec<String> = stages
        .iter()
        .map(|(name, _, words)| {
            format!(
                "<span class=\"key {name}\" aria-hidden=\"true\"></span> {name} <span class=\"dim secondary\">{words}</span>"
            )
        })
        .collect();
    let columns = [
        Column::of(
            "cards",
            stages.iter().map(|(_, number, _)| number.to_string()),
        ),
        Column {
            head: "share",
            cells: stages
                .iter()
                .map(|(_, number, _)| {
                    let share = *number as f64 / total;
                    bar(share, &percent(share))
                })
                .collect(),
            secondary: false,
        },
    ];
    html.push_str(&table(
        "Cards by how far they are",
        "state",
        &names,
        &columns,
    ));
    html.push_str(&format!(
        "<p class=\"dim\">{}</p>\n",
        text(&what_is_known(overview))
    ));
    section("cards", "Cards", Room::One, &html)
}
