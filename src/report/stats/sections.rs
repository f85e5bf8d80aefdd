//! The sections of the statistics on the screen; all but calendar and forecast are drawn here.

use crate::progress::{Group, HardCard, Overview, Remembered, RetentionCost};
use crate::terminal::wrap::{truncate, wrap};
use crate::terminal::{Line, Tone};
use crate::wording::{
    GroupTable, Section, count, last_days, percent, percent_or_dash, remembered_by_time,
    seconds_or_dash, share, what_is_known,
};

use super::charts::{calendar, forecast};
use crate::report::drawing::{Column, Lines, heading, push_markdown, table};
use crate::report::goal::{goal, no_goal};

/// A section as lines, its title first.
pub(crate) fn lines(section: Section, overview: &Overview, width: usize) -> Vec<Line> {
    match section {
        Section::Calendar => calendar(overview, width),
        Section::Forecast => forecast(overview, width),
        Section::Goal => goal_lines(overview, width),
        Section::Retention => retention(overview, width),
        Section::Workload => workload(overview, width),
        Section::Cards => cards(overview, width),
        Section::Tags if overview.tags.is_empty() => no_tags(width),
        Section::Topics | Section::Tags | Section::Levels | Section::Decks => {
            let table = section.groups(overview);
            table.map_or_else(Vec::new, |table| groups(&table, overview, width))
        }
        Section::Time => time(overview, width),
        Section::Hardest => hardest(overview, width),
        Section::Confusions => confusions(overview, width),
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

/// The width from which a card takes one line.
const WIDE: usize = 70;

/// The section on hard cards.
fn hardest(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = Lines::titled("Hardest", "  difficulty is 1 to 10", width);
    if overview.hardest.is_empty() {
        lines.text("No card is hard so far.");
    } else {
        if width >= WIDE {
            let head = "difficulty  lapses  recall  card";
            lines.push(Line::styled(head, Tone::Dim));
        }
        for card in &overview.hardest {
            lines.extend(if width >= WIDE {
                vec![row(card, width)]
            } else {
                stacked(card, width)
            });
        }
    }
    if overview.leeches > 0 {
        let leeches = count(
            overview.leeches,
            "leech, a card forgotten three times or more",
            "leeches, cards forgotten three times or more",
        );
        lines.dim(format!("{leeches}: nodequiz cards --leeches"));
    }
    lines.all
}

/// A card on two lines: its question, and how hard it is.
fn stacked(card: &HardCard, width: usize) -> Vec<Line> {
    let mut figures = format!(
        "  difficulty {:.1} · {} · {}",
        card.difficulty,
        count(card.lapses as usize, "lapse", "lapses"),
        percent(card.recall)
    );
    if card.leech {
        figures.push_str(" · leech");
    }
    let figures = Line::styled(figures, Tone::Dim);
    vec![
        truncate(&named(card, Line::new()), width),
        truncate(&figures, width),
    ]
}

/// A line with the card's id and question at its end.
fn named(card: &HardCard, mut line: Line) -> Line {
    line.push(&card.id, Tone::Accent);
    line.push("  ", Tone::Plain);
    push_markdown(&mut line, &card.question);
    line
}

fn row(card: &HardCard, width: usize) -> Line {
    let figures = format!(
        "{:>10.1}  {:>6}  {:>6}  ",
        card.difficulty,
        card.lapses,
        percent(card.recall)
    );
    let mut line = Line::from(figures);
    if card.leech {
        line.push("leech ", Tone::Warn);
    }
    truncate(&named(card, line), width)
}

/// The section on confusions.
fn confusions(overview: &Overview, width: usize) -> Vec<Line> {
    let words = format!(
        "  wrong options picked most, {}",
        last_days(overview.period.days)
    );
    let mut lines = Lines::titled("Confusions", words, width);
    if overview.confusions.is_empty() {
        lines.text(Line::from("No wrong option was picked."));
    }
    for confusion in &overview.confusions {
        let mut card = Line::styled(&confusion.card, Tone::Accent).with("  ", Tone::Plain);
        push_markdown(&mut card, &confusion.question);
        lines.push(truncate(&card, width));
        let times = count(confusion.times as usize, "time", "times");
        let mut option = Line::styled(format!("  {times} ✗ "), Tone::Bad);
        push_markdown(&mut option, &confusion.text);
        lines.push(truncate(&option, width));
    }
    lines.all
}

/// The section on cards: by how far they are, and what "known" counts.
fn cards(overview: &Overview, width: usize) -> Vec<Line> {
    let cards = &overview.cards;
    let mut lines = Lines::titled("Cards", "", width);
    let stages = [
        ("new", cards.new, "never answered"),
        ("learning", cards.learning, "to be passed, or claimed"),
        ("young", cards.young, "asked again in under 21 days"),
        ("mature", cards.mature, "in 21 days or more"),
        ("suspended", cards.suspended, "not asked"),
    ];
    let share = |number: usize| number as f64 / cards.total.max(1) as f64;
    let rows = stages.map(|(name, number, _)| (name, share(number)));
    let columns = vec![
        Column::new(
            "cards",
            stages.iter().map(|(_, number, _)| number.to_string()),
        ),
        Column::new("", stages.iter().map(|(.., words)| format!("{words:<28}"))),
    ];
    lines.extend(table("State", &rows, Some(2), columns, width));
    lines.blank();
    lines.dim(what_is_known(overview));
    lines.all
}

/// The section on the goal.
pub(crate) fn goal_lines(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = vec![heading("Goal")];
    match &overview.goal {
        Some(ahead) => lines.extend(goal(&ahead.now, ahead.outlook.as_ref(), width)),
        None => lines.extend(no_goal().iter().flat_map(|line| wrap(line, width, 0))),
    }
    // On a very narrow screen there is no room for curve and bars.
    lines.iter().map(|line| truncate(line, width)).collect()
}
