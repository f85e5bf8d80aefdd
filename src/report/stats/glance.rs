//! What stands above everything else: streak, today, what is known.

use crate::progress::Overview;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;
use crate::wording::{bar, count, day, minutes, share, what_is_known};

use super::goal;
use super::table::{Bars, Column, table};

/// Columns of a label.
const LABEL: usize = 11;

/// The longest bar of what is known.
const BAR: usize = 24;

fn row(label: &str, value: &str, width: usize) -> Vec<Line> {
    let line = Line::styled(format!("{label:<LABEL$}"), Tone::Dim).with(value, Tone::Plain);
    wrap(&line, width, LABEL)
}

/// The row of days on the left, the date on the right.
pub(crate) fn head(overview: &Overview, width: usize, show_streak: bool) -> Vec<Line> {
    let streak = &overview.streak;
    let mut head = Line::new();
    if show_streak && streak.current > 0 {
        let days = count(streak.current as usize, "day in a row", "days in a row");
        head.push(days, Style::of(Tone::Accent).bold());
        head.push(format!(", best {}", streak.best), Tone::Dim);
    } else {
        head.push("Where you stand", Style::of(Tone::Accent).bold());
        if show_streak && streak.best > 1 {
            head.push(format!(", best row {} days", streak.best), Tone::Dim);
        }
    }
    let date = day(overview.day);
    let room = width.min(80).saturating_sub(date.chars().count());
    if head.width() < room {
        head.pad(room);
    } else {
        head.push(" · ", Tone::Dim);
    }
    head.push(date, Tone::Dim);
    wrap(&head, width, 0)
}

/// Today, and what is known.
pub(crate) fn rows(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = row("Today", &today(overview), width);
    lines.extend(known(overview, width));
    if let Some(words) = goal::words(overview) {
        lines.extend(row("Goal", &words, width));
    }
    lines.extend(row("Cards", &stages(overview), width));
    lines
}

fn today(overview: &Overview) -> String {
    let today = &overview.today;
    if today.answers == 0 {
        return "nothing answered yet".to_owned();
    }
    let mut words = format!("{} answered", today.cards);
    if today.seconds > 0.0 {
        words.push_str(&format!(" · {}", minutes(today.seconds)));
    }
    let right = share(today.right_at_first, today.cards);
    words.push_str(&format!(" · {right} right at first · {} new", today.new));
    words
}

fn known(overview: &Overview, width: usize) -> Vec<Line> {
    let total = overview.cards.total;
    let part = overview.known / total.max(1) as f64;
    let claimed = match overview.claimed {
        0 => String::new(),
        claimed => format!(" · {claimed} claimed"),
    };
    let words = format!("{:.0} of {total} if asked now{claimed}", overview.known);
    let room = width.saturating_sub(LABEL + 2 + words.chars().count());
    let mut line = Line::styled(format!("{:<LABEL$}", "You know"), Tone::Dim);
    if room >= BAR / 4 {
        line.push(bar(part, room.min(BAR)), Tone::Accent);
        line.push("  ", Tone::Plain);
    }
    line.push(words, Tone::Plain);
    wrap(&line, width, LABEL)
}

fn stages(overview: &Overview) -> String {
    let cards = &overview.cards;
    let mut stages = format!(
        "{} new · {} learning · {} young · {} mature",
        cards.new, cards.learning, cards.young, cards.mature
    );
    if cards.suspended > 0 {
        stages.push_str(&format!(" · {} suspended", cards.suspended));
    }
    stages
}

/// The section on cards: by how far they are, and what "known" counts.
pub(crate) fn cards(overview: &Overview, width: usize) -> Vec<Line> {
    let cards = &overview.cards;
    let mut lines = vec![Line::styled("Cards", Style::of(Tone::Accent).bold())];
    let stages = [
        ("new", cards.new, "never answered"),
        ("learning", cards.learning, "to be passed, or claimed"),
        ("young", cards.young, "asked again in under 21 days"),
        ("mature", cards.mature, "in 21 days or more"),
        ("suspended", cards.suspended, "not asked"),
    ];
    let names: Vec<String> = stages.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let shares: Vec<f64> = stages
        .iter()
        .map(|(_, number, _)| *number as f64 / cards.total.max(1) as f64)
        .collect();
    let columns = vec![
        Column::new(
            "cards",
            stages.iter().map(|(_, number, _)| number.to_string()),
        ),
        Column::new("", stages.iter().map(|(.., words)| format!("{words:<28}"))),
    ];
    lines.extend(table(
        "State",
        &names,
        Some(&Bars {
            shares: &shares,
            after: 2,
        }),
        columns,
        width,
    ));
    lines.push(Line::new());
    let words = what_is_known(overview);
    lines.extend(wrap(&Line::styled(words, Tone::Dim), width, 0));
    lines
}
