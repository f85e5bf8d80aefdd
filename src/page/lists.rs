//! The hardest cards, and wrong options that were picked.

use maud::{Markup, html};

use crate::progress::Overview;
use crate::wording::{count, percent};

use super::html::{Room, inline, section};

/// The hardest cards.
pub(crate) fn hardest(overview: &Overview) -> Markup {
    let leeches = count(
        overview.leeches,
        "card was forgotten three times or more",
        "cards were forgotten three times or more",
    );
    let content = html! {
        @if overview.hardest.is_empty() { p { "No card is hard so far." } } @else {
            ol class="cards" {
                @for card in &overview.hardest {
                    @let lapses = count(card.lapses as usize, "lapse", "lapses");
                    li {
                        (inline(&card.question))
                        @if card.leech { " " span class="badge" { "leech" } }
                        span class="dim line" {
                            (card.id) " · difficulty " (format!("{:.1}", card.difficulty)) " of 10 · " (lapses) " · "
                            (percent(card.recall)) " if asked now"
                        }
                    }
                }
            }
        }
        @if overview.leeches > 0 {
            p class="dim" { (leeches) ": " code { "nodequiz cards --leeches" } }
        }
    };
    section("hardest", "Hardest cards", Room::One, &content)
}

/// Wrong options.
pub(crate) fn confusions(overview: &Overview) -> Markup {
    let days = count(overview.period.days as usize, "day", "days");
    let content = html! {
        p class="dim" { "Wrong options picked most in the last " (days) "." }
        @if overview.confusions.is_empty() { p { "No wrong option was picked." } } @else {
            ol class="cards" {
                @for confusion in &overview.confusions {
                    li {
                        (inline(&confusion.question))
                        span class="wrong line" { span aria-hidden="true" { "✗" } " " (inline(&confusion.text)) }
                        span class="dim line" {
                            (confusion.card) " · picked " (count(confusion.times as usize, "time", "times"))
                        }
                    }
                }
            }
        }
    };
    section("confusions", "Confusions", Room::One, &content)
}
