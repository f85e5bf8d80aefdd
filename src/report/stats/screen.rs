//! `nodequiz stats` on one screen, and section by section.

use crate::progress::{GoalPhase, Overview};
use crate::terminal::{Line, Style, Tone};
use crate::wording::{
    Section, bar, count, day, day_and_month, doubts, goal_line, known_when, minutes, share,
};

use super::charts::{calendar_grid, calendar_key, forecast_block};
use super::sections;
use crate::report::drawing::{Lines, side_by_side};

/// The width from which blocks are drawn side by side.
const WIDE: usize = 76;

/// Where the right one of two blocks begins.
const RIGHT: usize = 42;

/// Columns of the calendar's half year, with the gap after it.
const CALENDAR: usize = 59;

/// The greatest width used: longer lines are hard to read.
const WIDEST: usize = 120;

/// The statistics on one screen.
pub fn stats(overview: &Overview, width: usize, show_streak: bool) -> Vec<Line> {
    let mut lines = Lines::new(width);
    lines.text(head(overview, width, show_streak));
    lines.blank();
    lines.extend(rows(overview, width));
    lines.blank();
    let wide = width >= WIDE;
    let full = width.min(WIDEST);
    let grid = calendar_grid(overview, if wide { CALENDAR - 2 } else { width });
    if wide {
        let weakest = sections::weakest(overview, 7, full - CALENDAR);
        lines.extend(side_by_side(&grid, CALENDAR, &weakest));
    } else {
        lines.extend(grid);
    }
    lines.extend(calendar_key(overview, width));
    lines.blank();
    if wide {
        let due = forecast_block(overview, RIGHT - 2);
        let remembered = sections::remembered(overview, full.min(80) - RIGHT);
        lines.extend(side_by_side(&due, RIGHT, &remembered));
    } else {
        lines.extend(forecast_block(overview, width));
        lines.blank();
        lines.extend(sections::remembered(overview, width));
        lines.blank();
        lines.extend(sections::weakest(overview, 5, width));
    }
    lines.dim("More: nodequiz stats --all, or --section topics");
    lines.all
}

/// The header and these sections; all of them if none is given.
pub fn stats_in_full(
    overview: &Overview,
    sections: &[Section],
    width: usize,
    show_streak: bool,
) -> Vec<Line> {
    let mut lines = Lines::new(width);
    lines.text(head(overview, width, show_streak));
    if sections.is_empty() {
        lines.blank();
        lines.extend(rows(overview, width));
    }
    let all: Vec<Section> = Section::ALL
        .into_iter()
        .filter(|section| *section != Section::Tags || !overview.tags.is_empty())
        .collect();
    let shown = if sections.is_empty() { &all } else { sections };
    for shown in shown {
        lines.blank();
        lines.extend(sections::lines(*shown, overview, width));
    }
    lines.all
}

/// Columns of a label.
const LABEL: usize = 11;

/// The longest bar for known cards.
const BAR: usize = 24;

/// The row of days on the left, the date on the right.
fn head(overview: &Overview, width: usize, show_streak: bool) -> Line {
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
fn rows(overview: &Overview, width: usize) -> Vec<Line> {
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
