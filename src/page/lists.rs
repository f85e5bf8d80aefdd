//! The hardest cards, and wrong options taken for right ones.

use std::fmt::Write as _;

use crate::progress::Overview;
use crate::wording::{count, percent};

use super::html::{Room, inline, section, text};

/// The hardest cards.
pub(crate) fn hardest(overview: &Overview) -> String {
    let mut html = String::new();
    if overview.hardest.is_empty() {
        html.push_str("<p>No card is hard so far.</p>\n");
    } else {
        html.push_str("<ol class=\"cards\">\n");
        for card in &overview.hardest {
            let leech = if card.leech {
                " <span class=\"badge\">leech</span>"
            } else {
                ""
            };
            let _ = writeln!(
                html,
                "<li>{}{leech}<span class=\"dim line\">{} · difficulty {:.1} of 10 · {} · {} if asked now</span></li>",
                inline(&card.question),
                text(&card.id),
                card.difficulty,
                count(card.lapses as usize, "lapse", "lapses"),
                percent(card.recall)
            );
        }
        html.push_str("</ol>\n");
    }
    if overview.leeches > 0 {
        let leeches = count(
            overview.leeches,
            "card was forgotten three times or more",
            "cards were forgotten three times or more",
        );
        let _ = writeln!(
            html,
            "<p class=\"dim\">{leeches}: <code>nodequiz cards --leeches</code></p>"
        );
    }
    section("hardest", "Hardest cards", Room::One, &html)
}

/// Wrong options.
pub(crate) fn confusions(overview: &Overview) -> String {
    let mut html = format!(
        "<p class=\"dim\">Wrong options picked most in the last {}.</p>\n",
        count(overview.period.days as usize, "day", "days")
    );
    if overview.confusions.is_empty() {
        html.push_str("<p>No wrong option was picked.</p>\n");
    } else {
        html.push_str("<ol class=\"cards\">\n");
        for confusion in &overview.confusions {
            let _ = writeln!(
                html,
                "<li>{}<span class=\"wrong line\"><span aria-hidden=\"true\">✗</span> {}</span>\
                 <span class=\"dim line\">{} · picked {}</span></li>",
                inline(&confusion.question),
                inline(&confusion.text),
                text(&confusion.card),
                count(confusion.times as usize, "time", "times")
            );
        }
        html.push_str("</ol>\n");
    }
    section("confusions", "Confusions", Room::One, &html)
}
