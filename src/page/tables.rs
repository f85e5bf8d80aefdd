//! Topic by topic, level by level, deck by deck, kind by kind.

use crate::progress::{Group, Overview};
use crate::wording::{percent, share};

use super::html::{Column, Room, bar, section, table, text};

fn seconds(group: &Group) -> String {
    group
        .median_seconds
        .map_or_else(|| "–".to_owned(), |seconds| format!("{seconds:.0}"))
}

/// A table of groups of cards.
fn groups(caption: &str, head: &str, rows: &[(&str, &Group)]) -> String {
    let names: Vec<String> = rows.iter().map(|(name, _)| text(name)).collect();
    let all = || rows.iter().map(|(_, group)| *group);
    let known = |group: &Group| {
        let share = group.known / group.cards.total.max(1) as f64;
        bar(share, &percent(share))
    };
    let right = |group: &Group| share(group.remembered.right, group.remembered.asked);
    let cards = |of: fn(&Group) -> usize| all().map(move |group| of(group).to_string());
    let columns = [
        Column {
            head: "known",
            cells: all().map(known).collect(),
            secondary: false,
        },
        Column::of("due", cards(|group| group.due)),
        Column::of("new", cards(|group| group.cards.new)),
        Column::of("lapses", all().map(|group| group.lapses.to_string())),
        Column::of("cards", cards(|group| group.cards.total)).secondary(),
        Column::of("young", cards(|group| group.cards.young)).secondary(),
        Column::of("mature", cards(|group| group.cards.mature)).secondary(),
        Column::of("claimed", cards(|group| group.claimed)).secondary(),
        Column::of("answers", all().map(|group| group.answers.to_string())).secondary(),
        Column::of("right", all().map(right)).secondary(),
        Column::of("seconds", all().map(seconds)).secondary(),
    ];
    table(caption, head, &names, &columns)
}

fn caption(overview: &Overview, what: &str) -> String {
    format!("{what}; answers of the last {} days", overview.period.days)
}

/// The topics.
pub(crate) fn topics(overview: &Overview) -> String {
    let rows: Vec<(&str, &Group)> = overview
        .topics
        .iter()
        .map(|row| (row.topic.as_str(), &row.group))
        .collect();
    let caption = caption(overview, "Topic by topic");
    section(
        "topics",
        "Topics",
        Room::Wide,
        &groups(&caption, "topic", &rows),
    )
}

/// The levels.
pub(crate) fn levels(overview: &Overview) -> String {
    let rows: Vec<(&str, &Group)> = overview
        .levels
        .iter()
        .map(|row| (row.level.name(), &row.group))
        .collect();
    let caption = caption(overview, "Level by level");
    section(
        "levels",
        "Levels",
        Room::Wide,
        &groups(&caption, "level", &rows),
    )
}

/// The decks.
pub(crate) fn decks(overview: &Overview) -> String {
    let rows: Vec<(&str, &Group)> = overview
        .decks
        .iter()
        .map(|row| (row.deck.as_str(), &row.group))
        .collect();
    let caption = caption(overview, "Deck by deck");
    let table = groups(&caption, "deck", &rows);
    let content = format!("<details>\n<summary>Deck by deck</summary>\n{table}</details>\n");
    section("decks", "Decks", Room::Wide, &content)
}

/// Seconds per answer.
pub(crate) fn time(overview: &Overview) -> String {
    let kinds = &overview.kinds;
    let longest = kinds
        .iter()
        .filter_map(|row| row.group.median_seconds)
        .fold(1.0, f64::max);
    let names: Vec<String> = kinds.iter().map(|row| text(row.kind)).collect();
    let columns = [
        Column {
            head: "median seconds",
            cells: kinds
                .iter()
                .map(|row| {
                    bar(
                        row.group.median_seconds.unwrap_or(0.0) / longest,
                        &seconds(&row.group),
                    )
                })
                .collect(),
            secondary: false,
        },
        Column::of(
            "answers",
            kinds.iter().map(|row| row.group.answers.to_string()),
        ),
        Column::of(
            "cards",
            kinds.iter().map(|row| row.group.cards.total.to_string()),
        )
        .secondary(),
    ];
    let caption = caption(overview, "Kind by kind");
    section(
        "time",
        "Time per answer",
        Room::One,
        &table(&caption, "kind", &names, &columns),
    )
}
