//! The sections of the statistics on the screen; those that are tables are drawn here: topics, tags, levels,
//! decks, time, and what was remembered.

use super::{calendar, forecast, hard_cards, top};
use crate::progress::{Group, Overview, Remembered, RetentionCost};
use crate::report::drawing::{Column, Lines, table};
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::wording::{GroupTable, Section, remembered_by_time};
use crate::wording::{last_days, percent, percent_or_dash, seconds_or_dash, share};

/// A section as lines, its title first.
pub(crate) fn lines(section: Section, overview: &Overview, width: usize) -> Vec<Line> {
    match section {
        Section::Calendar => calendar::section(overview, width),
        Section::Forecast => forecast::section(overview, width),
        Section::Goal => top::goal_section(overview, width),
        Section::Retention => retention(overview, width),
        Section::Workload => workload(overview, width),
        Section::Cards => top::cards(overview, width),
        Section::Tags if overview.tags.is_empty() => no_tags(width),
        Section::Topics | Section::Tags | Section::Levels | Section::Decks => {
            let table = section.groups(overview);
            table.map_or_else(Vec::new, |table| groups(&table, overview, width))
        }
        Section::Time => time(overview, width),
        Section::Hardest => hard_cards::hardest(overview, width),
        Section::Confusions => hard_cards::confusions(overview, width),
    }
}

/// What the cards met would take at several retentions: a curve of bars.
fn workload(overview: &Overview, width: usize) -> Vec<Line> {
    let columns = width.saturating_sub(12).clamp(4, 30);
    let mut lines = Lines::titled("Workload", "  what remembering more would take", width);
    lines.label = 6;
    let most = overview
        .workload
        .last()
        .map_or(0.0, |cost| cost.minutes_per_day);
    for cost in &overview.workload {
        let words = format!(
            "{:.1} min a day, {:.0} known",
            cost.minutes_per_day, cost.known
        );
        let share = cost.minutes_per_day / most.max(0.01);
        lines.barred(&percent(f64::from(cost.retention)), share, columns, &words);
    }
    lines.blank();
    lines.dim(format!(
        "The cards that you have met, for {} days, if they came back when the chance that you remember them \
         has fallen to this: minutes on an average day, and cards known at the end. New cards are left out. \
         See the setting `retention`.",
        RetentionCost::DAYS
    ));
    lines.all
}

fn no_tags(width: usize) -> Vec<Line> {
    let mut lines = Lines::titled("Tags", "", width);
    lines.dim("No card has a tag. The key `tags` of a card or a deck gives it some.");
    lines.all
}

/// A table of groups of cards.
fn groups(of: &GroupTable<'_>, overview: &Overview, width: usize) -> Vec<Line> {
    let words = format!("  answers: {}", last_days(overview.period.days));
    let mut lines = Lines::titled(of.title, words, width);
    let rows = of
        .rows
        .iter()
        .map(|(name, group)| (*name, group.known_share()));
    let rows: Vec<(&str, f64)> = rows.collect();
    let known = Column::new("known", rows.iter().map(|(_, share)| percent(*share)));
    let others = of.columns().into_iter();
    let others = others.map(|(head, cells)| Column::new(head, cells.into_iter()));
    let columns = std::iter::once(known).chain(others).collect();
    lines.extend(table(of.head, &rows, Some(5), columns, width));
    if let Some(words) = &of.left_out {
        lines.dim(words);
    }
    lines.all
}

/// The section on time: what each kind of question takes.
fn time(overview: &Overview, width: usize) -> Vec<Line> {
    let words = format!(
        "  median seconds per answer, {}",
        last_days(overview.period.days)
    );
    let mut lines = Lines::titled("Time", words, width);
    let kinds = &overview.kinds;
    let longest = overview.longest_median();
    let share = |group: &Group| group.median_seconds.unwrap_or(0.0) / longest;
    let rows = kinds.iter().map(|row| (row.kind, share(&row.group)));
    let rows: Vec<(&str, f64)> = rows.collect();
    let columns = vec![
        Column::new(
            "seconds",
            kinds
                .iter()
                .map(|row| seconds_or_dash(row.group.median_seconds)),
        ),
        Column::new(
            "answers",
            kinds.iter().map(|row| row.group.answers.to_string()),
        ),
        Column::new(
            "cards",
            kinds.iter().map(|row| row.group.cards.active().to_string()),
        ),
    ];
    lines.extend(table("Kind", &rows, Some(2), columns, width));
    lines.all
}

/// The topics begun that are known least, shown beside the calendar: at most `rows` of them.
pub(crate) fn weakest(overview: &Overview, rows: usize, width: usize) -> Vec<Line> {
    let mut begun: Vec<(&str, &Group)> = overview
        .topics
        .iter()
        .filter(|row| row.group.cards.new < row.group.cards.active())
        .map(|row| (row.topic.as_str(), &row.group))
        .collect();
    if begun.is_empty() {
        return Vec::new();
    }
    begun.sort_by(|a, b| a.1.known_share().total_cmp(&b.1.known_share()));
    begun.truncate(rows);
    let shares = begun
        .iter()
        .map(|(name, group)| (*name, group.known_share()));
    let shares: Vec<(&str, f64)> = shares.collect();
    let known = shares.iter().map(|(_, share)| percent(*share));
    let mut columns = vec![Column::new("known", known)];
    if width >= 44 {
        let all = || begun.iter().map(|(_, group)| *group);
        columns.extend([
            Column::new("due", all().map(|group| group.due.to_string())),
            Column::new("new", all().map(|group| group.cards.new.to_string())),
            Column::new("lapses", all().map(|group| group.lapses.to_string())),
            Column::new(
                "seconds",
                all().map(|group| seconds_or_dash(group.median_seconds)),
            ),
        ]);
    }
    table("Weakest topic", &shares, Some(1), columns, width)
}

/// Rows of periods on the summary screen.
const TIMES: usize = 3;

fn rows(head: &str, rows: &[(String, Remembered)], width: usize) -> Vec<Line> {
    let names: Vec<(&str, f64)> = rows.iter().map(|(name, _)| (name.as_str(), 0.0)).collect();
    let all = || rows.iter().map(|(_, remembered)| remembered);
    let columns = vec![
        Column::new("asked", all().map(|of| of.asked.to_string())),
        Column::new("right", all().map(|of| share(of.right, of.asked))),
        Column::new("expected", all().map(|of| percent_or_dash(of.expected))),
    ];
    table(head, &names, None, columns, width)
}

/// The table for the summary screen: six lines.
pub(crate) fn remembered(overview: &Overview, width: usize) -> Vec<Line> {
    let rows_of = remembered_by_time(overview, TIMES);
    if rows_of.iter().all(|(_, remembered)| remembered.asked == 0) {
        let mut lines = Lines::new(width);
        lines.push(Line::styled("Remembered", Tone::Dim));
        lines.dim("No card has come back yet.");
        return lines.all;
    }
    rows("Remembered", &rows_of, width)
}

/// The section: by period, by how well a card was known, by kind of question.
fn retention(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = Lines::titled("Retention", "", width);
    lines.extend(rows(
        "Cards asked again",
        &remembered_by_time(overview, usize::MAX),
        width,
    ));
    lines.blank();
    let kinds = overview.remembered_by_kind();
    if !kinds.is_empty() {
        lines.extend(rows("Kind", &kinds, width));
        lines.blank();
    }
    lines.dim(
        "Counted are first answers of a day to cards met on an earlier day. Expected is what the \
                 model thought of just these. Under 21 days: cards that the model thought would be \
                 remembered for less long.",
    );
    lines.all
}
