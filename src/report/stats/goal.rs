//! The goal: a line of the one screen, and a section with what is to be expected of it.

use crate::progress::Overview;
use crate::report::goal::{goal, no_goal};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::{truncate, wrap};
use crate::wording::figures::count;
use crate::wording::{date_words, goal_line};

/// "311 ± 20 of 520 known on 15 December · 25 days left"; nothing without a goal, and once it has passed.
pub(crate) fn words(overview: &Overview) -> Option<String> {
    let ahead = overview.goal.as_ref()?;
    let now = &ahead.now;
    let of_outlook = |(expected, give_or_take): (f32, f32)| {
        format!(
            "{expected:.0} ± {give_or_take:.0} of {} known on {} · {} left",
            now.cards,
            date_words(now.date),
            count(now.days_left as usize, "day", "days")
        )
    };
    let in_full = ahead.outlook.as_ref();
    let in_full = in_full.map(|outlook| (outlook.expected, (outlook.high - outlook.low) / 2.0));
    let in_a_line = ahead.line.map(|line| (line.expected, line.give_or_take));
    match now.phase {
        "passed" => None,
        _ => Some(
            in_full
                .or(in_a_line)
                .map_or_else(|| goal_line(now), of_outlook),
        ),
    }
}

/// The section on the goal.
pub(crate) fn section(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = vec![Line::styled("Goal", Style::of(Tone::Accent).bold())];
    match &overview.goal {
        Some(ahead) => lines.extend(goal(&ahead.now, ahead.outlook.as_ref(), width)),
        None => lines.extend(no_goal().iter().flat_map(|line| wrap(line, width, 0))),
    }
    // On a very narrow screen curve and bars have no room.
    lines.iter().map(|line| truncate(line, width)).collect()
}
