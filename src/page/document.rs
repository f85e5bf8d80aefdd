//! The page as a whole: its head, the main figures, the sections in their order, its foot. Sections that are tables or
//! lists are built here.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::progress::{Group, Overview, Remembered, RetentionCost};
use crate::terminal::text::clean;
use crate::wording::{
    GroupTable, Section, cards_ahead, count, day, known_when, last_days, minutes, percent,
    percent_or_dash, remembered_by_time, seconds_or_dash, share, what_is_known,
};

use super::charts::{calendar, forecast, goal};
use super::html::{Column, Room, bar, folded, inline, key, px, section, svg, table};

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
                    div class="panels" { @for one in Section::ALL { (section_of(one, overview)) } }
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

/// A section with its heading.
fn section_of(of: Section, overview: &Overview) -> Markup {
    match of {
        Section::Calendar => calendar(overview),
        Section::Forecast => forecast(overview),
        Section::Goal => goal(overview),
        Section::Retention => retention(overview),
        Section::Workload => workload(overview),
        Section::Cards => cards(overview),
        Section::Topics | Section::Tags | Section::Levels | Section::Decks => {
            let table = of.groups(overview);
            table.map_or_else(Markup::default, |table| groups(of, &table, overview))
        }
        Section::Time => time(overview),
        Section::Hardest => hardest(overview),
        Section::Confusions => confusions(overview),
    }
}

/// The cards by how far they are: a bar in five parts, and the figures.
fn cards(overview: &Overview) -> Markup {
    const WIDTH: f64 = 400.0;
    let cards = &overview.cards;
    let stages = [
        ("mature", cards.mature, "asked again after 21 days"),
        ("young", cards.young, "asked again sooner"),
        ("learning", cards.learning, "to be passed, claimed"),
        ("new", cards.new, "never answered"),
        ("suspended", cards.suspended, "not asked"),
    ];
    let total = cards.total.max(1) as f64;
    let share = |number: usize| number as f64 / total;
    let mut end = 0.0;
    let parts = stages.map(|(name, number, _)| {
        let width = share(number) * WIDTH;
        end += width;
        (name, number, end - width, width)
    });
    let drawing = html! {
        @for (name, number, x, width) in parts.into_iter().filter(|part| part.1 > 0) {
            rect class={ "stage " (name) } x=(px(x)) y="0" width=(px(width)) height="18" {
                title { (number) " " (name) }
            }
        }
    };
    let title = "Cards by how far they are";
    let words = stages.map(|(name, number, _)| format!("{number} {name}"));
    let names = stages.map(|(name, _, words)| {
        html! { (key(name)) " " (name) " " span class="dim secondary" { (words) } }
    });
    let columns = [
        Column::new("cards", stages.map(|(_, number, _)| number)),
        Column::new(
            "share",
            stages.map(|(_, number, _)| bar(share(number), None, &percent(share(number)))),
        ),
    ];
    let content = html! {
        (svg("cards-chart", (WIDTH, 18.0), title, &words.join(", "), &drawing))
        (table(title, "state", names, &columns))
        p class="dim" { (what_is_known(overview)) }
    };
    section("cards", "Cards", Room::One, &content)
}

/// A table of groups of cards; empty where there are none. The one of decks is long, so it is folded.
fn groups(of: Section, groups: &GroupTable<'_>, overview: &Overview) -> Markup {
    if groups.rows.is_empty() {
        return Markup::default();
    }
    let known = groups.rows.iter().map(|(_, group)| {
        let share = group.known_share();
        bar(share, None, &percent(share))
    });
    let mut columns = vec![Column::new("known", known)];
    for (place, (head, cells)) in groups.columns().into_iter().enumerate() {
        let column = Column::new(head, cells);
        // There is room for the share and three more on a narrow screen.
        columns.push(if place < 3 {
            column
        } else {
            column.secondary()
        });
    }
    let head = groups.head.to_lowercase();
    let one_by_one = format!("{} by {head}", groups.head);
    let names = groups.rows.iter().map(|(name, _)| clean(name));
    let table = table(&caption(overview, &one_by_one), &head, names, &columns);
    let mut content = html! {
        (table)
        @if let Some(words) = &groups.left_out { p class="dim" { (words) } }
    };
    if of == Section::Decks {
        content = folded(&one_by_one, &content);
    }
    section(of.name(), groups.title, Room::Wide, &content)
}

fn caption(overview: &Overview, what: &str) -> String {
    format!("{what}; answers: {}", last_days(overview.period.days))
}

/// Seconds per answer.
fn time(overview: &Overview) -> Markup {
    let kinds = || overview.kinds.iter();
    let longest = overview.longest_median();
    let median = |group: &Group| {
        let share = group.median_seconds.unwrap_or(0.0) / longest;
        bar(share, None, &seconds_or_dash(group.median_seconds))
    };
    let columns = [
        Column::new("median seconds", kinds().map(|row| median(&row.group))),
        Column::new("answers", kinds().map(|row| row.group.answers)),
        Column::new("cards", kinds().map(|row| row.group.cards.active())).secondary(),
    ];
    let names = kinds().map(|row| row.kind);
    let table = table(&caption(overview, "Kind by kind"), "kind", names, &columns);
    section("time", "Time per answer", Room::One, &table)
}

/// What the cards met would take at several retentions: a curve of bars.
fn workload(overview: &Overview) -> Markup {
    let costs = &overview.workload;
    let most = costs
        .last()
        .map_or(0.0, |cost| cost.minutes_per_day)
        .max(0.01);
    let minutes = |cost: &RetentionCost| {
        let words = format!("{:.1}", cost.minutes_per_day);
        bar(cost.minutes_per_day / most, None, &words)
    };
    let columns = [
        Column::new("minutes a day", costs.iter().map(minutes)),
        Column::new(
            "known",
            costs.iter().map(|cost| format!("{:.0}", cost.known)),
        ),
    ];
    let names = costs.iter().map(|cost| percent(f64::from(cost.retention)));
    let caption = format!(
        "The cards that you have met, for {} days",
        RetentionCost::DAYS
    );
    let content = html! {
        (table(&caption, "remembered when due", names, &columns))
        p class="dim" { "What remembering more would take; known at the end; new cards are left out." }
    };
    section("workload", "Workload", Room::One, &content)
}

/// What was remembered, beside what the model expected.
fn retention(overview: &Overview) -> Markup {
    let rows = remembered_by_time(overview, usize::MAX);
    let kinds = overview.remembered_by_kind();
    let content = html! {
        @if rows.iter().all(|(_, remembered)| remembered.asked == 0) {
            p { "No card has come back yet." }
        } @else {
            (remembered(&rows, "Cards asked again", "answers"))
            @if !kinds.is_empty() {
                (remembered(&kinds, &format!("By kind, {}", last_days(overview.period.days)), "kind"))
            }
            p class="dim" {
                "First answers of a day to cards met on an earlier day. The line marks what the model expected of \
                 just these. Under 21 days are cards that it thought would be remembered for less long."
            }
        }
    };
    section("retention", "Remembered", Room::Tall, &content)
}

fn remembered(rows: &[(String, Remembered)], caption: &str, head: &str) -> Markup {
    let all = || rows.iter().map(|(_, remembered)| remembered);
    let right = |row: &Remembered| {
        if let (Some(right), Some(_)) = (row.share, row.expected) {
            bar(right, row.expected, &share(row.right, row.asked))
        } else {
            html! { "–" }
        }
    };
    let columns = [
        Column::new("asked", all().map(|row| row.asked)),
        Column::new("right", all().map(right)),
        Column::new("expected", all().map(|row| percent_or_dash(row.expected))),
    ];
    table(caption, head, rows.iter().map(|(name, _)| name), &columns)
}

/// The hardest cards.
fn hardest(overview: &Overview) -> Markup {
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
fn confusions(overview: &Overview) -> Markup {
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
