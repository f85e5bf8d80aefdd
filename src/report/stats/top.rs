//! The top rows: streak, today, what is known, the goal; and the sections on cards and goal.

use crate::progress::{GoalPhase, Overview};
use crate::report::drawing::{Column, Lines, heading, table};
use crate::report::goal::{goal, no_goal};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::{truncate, wrap};
use crate::wording::{
    bar, count, day, day_and_month, doubts, goal_line, known_when, minutes, share, what_is_known,
};

/// Columns of a label.
const LABEL: usize = 11;

/// The longest bar for known cards.
const BAR: usize = 24;

/// The row of days on the left, the date on the right.
pub(crate) fn head(overview: &Overview, width: usize, show_streak: bool) -> Line {
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
    head.with(date, Tone::Dim)
}

/// Today, and what is known.
pub(crate) fn rows(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(LABEL, width);
    lines.row("Today", today(overview));
    if let Some(doubts) = doubts(&overview.doubts) {
        lines.row("Noticed", &doubts);
    }
    known(&mut lines, overview, width);
    if let Some(words) = goal_words(overview) {
        lines.row("Goal", &words);
    }
    lines.row("Cards", stages(overview));
    lines.all
}

fn today(overview: &Overview) -> String {
    let today = &overview.today;
    if today.answers == 0 {
        return "nothing answered yet".to_owned();
    }
    let cards = count(today.cards as usize, "card", "cards");
    let mut words = format!("{cards} answered");
    if today.seconds > 0.0 {
        words.push_str(&format!(" · {}", minutes(today.seconds)));
    }
    let right = share(today.right_at_first, today.cards);
    words.push_str(&format!(" · {right} right at first · {} new", today.new));
    words
}

fn known(lines: &mut Lines, overview: &Overview, width: usize) {
    let total = overview.cards.active();
    let part = overview.known / total.max(1) as f64;
    let claimed = match overview.claimed {
        0 => String::new(),
        claimed => format!(" · {claimed} claimed"),
    };
    let when = known_when(overview);
    let words = format!("{:.0} of {total} if asked {when}{claimed}", overview.known);
    let room = width.saturating_sub(LABEL + 2 + words.chars().count());
    let mut line = Line::styled(format!("{:<LABEL$}", "You know"), Tone::Dim);
    if room >= BAR / 4 {
        line.push(bar(part, room.min(BAR)), Tone::Accent);
        line.push("  ", Tone::Plain);
    }
    line.push(words, Tone::Plain);
    lines.hanging(line, LABEL);
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

/// "311 ± 20 of 520 known on 15 December · 25 days left"; empty without a goal, and once it has
/// passed.
fn goal_words(overview: &Overview) -> Option<String> {
    let ahead = overview.goal.as_ref()?;
    let now = &ahead.now;
    let of_outlook = |(expected, give_or_take): (f32, f32)| {
        format!(
            "{expected:.0} ± {give_or_take:.0} of {} known on {} · {} left",
            now.cards,
            day_and_month(now.date),
            count(now.days_left as usize, "day", "days")
        )
    };
    let in_full = ahead.outlook.as_ref();
    let in_full = in_full.map(|outlook| (outlook.expected, outlook.give_or_take()));
    let in_a_line = ahead.line.map(|line| (line.expected, line.give_or_take));
    match now.phase {
        GoalPhase::Passed => None,
        _ => Some(
            in_full
                .or(in_a_line)
                .map_or_else(|| goal_line(now), of_outlook),
        ),
    }
}

/// The section on the goal.
pub(crate) fn goal_section(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = vec![heading("Goal")];
    match &overview.goal {
        Some(ahead) => lines.extend(goal(&ahead.now, ahead.outlook.as_ref(), width)),
        None => lines.extend(no_goal().iter().flat_map(|line| wrap(line, width, 0))),
    }
    // On a very narrow screen there is no room for curve and bars.
    lines.iter().map(|line| truncate(line, width)).collect()
}
