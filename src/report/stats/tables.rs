//! Topic by topic, level by level, deck by deck, kind by kind.

use crate::progress::{Group, Overview};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;
use crate::wording::figures::{percent, share};

use super::retention::period;
use super::table::{Bars, Column, table};

/// A table of groups of cards.
fn groups(
    title: &str,
    head: &str,
    rows: &[(String, &Group)],
    overview: &Overview,
    width: usize,
) -> Vec<Line> {
    let mut first = Line::styled(title, Style::of(Tone::Accent).bold());
    let words = format!("  answers: {}", period(overview));
    first.push(words, Tone::Dim);
    let mut lines = wrap(&first, width, 2);
    let names: Vec<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    let shares: Vec<f64> = rows.iter().map(|(_, group)| known(group)).collect();
    let all = || rows.iter().map(|(_, group)| *group);
    let columns = vec![
        Column::new("known", shares.iter().map(|share| percent(*share))),
        Column::new("due", all().map(|group| group.due.to_string())),
        Column::new("new", all().map(|group| group.cards.new.to_string())),
        Column::new("lapses", all().map(|group| group.lapses.to_string())),
        Column::new("cards", all().map(|group| group.cards.total.to_string())),
        Column::new(
            "right",
            all().map(|group| share(group.remembered.right, group.remembered.asked)),
        ),
        Column::new("seconds", all().map(seconds)),
        Column::new("young", all().map(|group| group.cards.young.to_string())),
        Column::new("mature", all().map(|group| group.cards.mature.to_string())),
        Column::new("claimed", all().map(|group| group.claimed.to_string())),
        Column::new("answers", all().map(|group| group.answers.to_string())),
    ];
    lines.extend(table(
        head,
        &names,
        Some(&Bars {
            shares: &shares,
            after: 5,
        }),
        columns,
        width,
    ));
    lines
}

/// The share of a group's cards that is known.
pub(crate) fn known(group: &Group) -> f64 {
    group.known / group.cards.total.max(1) as f64
}

fn seconds(group: &Group) -> String {
    group
        .median_seconds
        .map_or_else(|| "–".to_owned(), |seconds| format!("{seconds:.0}"))
}

/// The section on topics.
pub(crate) fn topics(overview: &Overview, width: usize) -> Vec<Line> {
    let rows: Vec<(String, &Group)> = overview
        .topics
        .iter()
        .map(|row| (row.topic.clone(), &row.group))
        .collect();
    groups("Topics", "Topic", &rows, overview, width)
}

/// The section on levels.
pub(crate) fn levels(overview: &Overview, width: usize) -> Vec<Line> {
    let rows: Vec<(String, &Group)> = overview
        .levels
        .iter()
        .map(|row| (row.level.name().to_owned(), &row.group))
        .collect();
    groups("Levels", "Level", &rows, overview, width)
}

/// The section on decks.
pub(crate) fn decks(overview: &Overview, width: usize) -> Vec<Line> {
    let rows: Vec<(String, &Group)> = overview
        .decks
        .iter()
        .map(|row| (row.deck.clone(), &row.group))
        .collect();
    groups("Decks", "Deck", &rows, overview, width)
}

/// The section on time: what each kind of question takes.
pub(crate) fn time(overview: &Overview, width: usize) -> Vec<Line> {
    let mut first = Line::styled("Time", Style::of(Tone::Accent).bold());
    let words = format!("  median seconds per answer, {}", period(overview));
    first.push(words, Tone::Dim);
    let mut lines = wrap(&first, width, 2);
    let kinds = &overview.kinds;
    let names: Vec<String> = kinds.iter().map(|row| row.kind.to_owned()).collect();
    let longest = kinds
        .iter()
        .filter_map(|row| row.group.median_seconds)
        .fold(1.0, f64::max);
    let shares: Vec<f64> = kinds
        .iter()
        .map(|row| row.group.median_seconds.unwrap_or(0.0) / longest)
        .collect();
    let columns = vec![
        Column::new("seconds", kinds.iter().map(|row| seconds(&row.group))),
        Column::new(
            "answers",
            kinds.iter().map(|row| row.group.answers.to_string()),
        ),
        Column::new(
            "cards",
            kinds.iter().map(|row| row.group.cards.total.to_string()),
        ),
    ];
    lines.extend(table(
        "Kind",
        &names,
        Some(&Bars {
            shares: &shares,
            after: 2,
        }),
        columns,
        width,
    ));
    lines
}

/// The topics begun that are known least, for beside the calendar: at most `rows` of them.
pub(crate) fn weakest(overview: &Overview, rows: usize, width: usize) -> Vec<Line> {
    let mut begun: Vec<(&str, &Group)> = overview
        .topics
        .iter()
        .filter(|row| row.group.cards.new < row.group.cards.total)
        .map(|row| (row.topic.as_str(), &row.group))
        .collect();
    if begun.is_empty() {
        return Vec::new();
    }
    begun.sort_by(|a, b| known(a.1).total_cmp(&known(b.1)));
    begun.truncate(rows);
    let names: Vec<String> = begun.iter().map(|(name, _)| (*name).to_owned()).collect();
    let shares: Vec<f64> = begun.iter().map(|(_, group)| known(group)).collect();
    let all = || begun.iter().map(|(_, group)| *group);
    let mut columns = vec![Column::new(
        "known",
        shares.iter().map(|share| percent(*share)),
    )];
    if width >= 44 {
        columns.extend([
            Column::new("due", all().map(|group| group.due.to_string())),
            Column::new("new", all().map(|group| group.cards.new.to_string())),
            Column::new("lapses", all().map(|group| group.lapses.to_string())),
            Column::new("seconds", all().map(seconds)),
        ]);
    }
    table(
        "Weakest topic",
        &names,
        Some(&Bars {
            shares: &shares,
            after: 1,
        }),
        columns,
        width,
    )
}
