//! `nodequiz due`.

use crate::progress::{DueNow, GoalNow};
use crate::terminal::line::Line;
use crate::terminal::markdown;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::{truncate, wrap};

use super::goal::last_words;
use crate::wording::figures::{count, day, load, percent};
use crate::wording::{goal_line, goal_short};

/// One line for prompts and status bars; empty when nothing is to be done.
#[must_use]
pub fn due_short(now: &DueNow) -> String {
    let mut words = due_counts(now);
    let goal = now.goal.as_ref().map(goal_short).unwrap_or_default();
    if !words.is_empty() && !goal.is_empty() {
        words.push_str(&format!(" · {goal}"));
    }
    words
}

/// What `study` would ask now; empty when nothing is to be done.
#[must_use]
pub fn due_counts(now: &DueNow) -> String {
    if now.queue.cards == 0 || now.paused_until.is_some() {
        return String::new();
    }
    let mut parts = Vec::new();
    if now.due > 0 {
        parts.push(format!("{} due", now.due));
    }
    if now.new > 0 {
        parts.push(format!("{} new", now.new));
    }
    parts.push(format!("{} min", now.queue.minutes()));
    parts.join(", ")
}

/// What today still holds, for people.
#[must_use]
pub fn due(now: &DueNow, width: usize) -> Vec<Line> {
    if let Some(until) = now.paused_until {
        let waiting = count(now.due, "card waits", "cards wait");
        let remark = format!("{waiting} then; `nodequiz pause off` ends the pause.");
        return vec![
            Line::styled(
                format!("Paused until {}: nothing is due before.", day(until)),
                Style::PLAIN.bold(),
            ),
            Line::styled(remark, Tone::Dim),
        ];
    }
    let mut lines = Vec::new();
    let under_goal = now.goal.as_ref().filter(|goal| goal.plans());
    let headline = if now.queue.cards == 0 {
        if under_goal.is_some() {
            enough(now).to_owned()
        } else if now.due > 0 {
            format!(
                "Today's minutes are used up; {} wait.",
                count(now.due, "card", "cards")
            )
        } else {
            "Nothing is due now.".to_owned()
        }
    } else {
        format!(
            "Today: {} due, {} new, about {} min.",
            now.due,
            now.new,
            now.queue.minutes()
        )
    };
    lines.push(Line::styled(headline, Style::PLAIN.bold()));
    if let Some(remark) = backlog(now) {
        lines.push(Line::from(remark));
    }
    if under_goal.is_none() {
        lines.push(Line::styled(
            format!("Tomorrow: {}.", load(now.tomorrow)),
            Tone::Dim,
        ));
    }
    if let Some(goal) = &now.goal {
        lines.extend(goal_lines(goal, width));
    }
    if !now.next.is_empty() {
        lines.push(Line::new());
    }
    for card in &now.next {
        let recall = card
            .recall
            .map_or_else(|| "new".to_owned(), |recall| percent(f64::from(recall)));
        let mut line = Line::styled(format!("{recall:>5}  "), Tone::Dim)
            .with(&card.id, Tone::Accent)
            .with("  ", Tone::Plain);
        for span in markdown::inline(&card.question) {
            line.push_span(span);
        }
        lines.push(truncate(&line, width));
    }
    let more = now.queue.cards.saturating_sub(now.next.len());
    if more > 0 {
        lines.push(Line::styled(format!("       and {more} more"), Tone::Dim));
    }
    lines
}

/// What is said where a goal has nothing more for today.
fn enough(now: &DueNow) -> &'static str {
    match now.goal.as_ref().map(|goal| goal.phase) {
        Some("last-day" | "today") => "Today's cards are done.",
        _ if now.minutes_left == 0 => "Today's minutes are used up.",
        _ => "Nothing more would help noticeably today.",
    }
}

/// How far the goal is, and what waits for its end.
fn goal_lines(goal: &GoalNow, width: usize) -> Vec<Line> {
    let mut lines = wrap(&Line::from(goal_line(goal)), width, 0);
    if goal.plans() && goal.waiting_outside > 0 {
        let waiting = count(goal.waiting_outside, "card is", "cards are");
        let words = format!("{waiting} due out of the goal's scope, and wait until it is over.");
        lines.extend(wrap(&Line::styled(words, Tone::Dim), width, 0));
    }
    lines
}

/// What is said when more is due than a day can hold.
#[must_use]
pub fn backlog(now: &DueNow) -> Option<String> {
    if now.held_back == 0 {
        return None;
    }
    let held = count(now.held_back, "card waits", "cards wait");
    Some(match now.clears_in_days {
        Some(1) => format!("{held} for tomorrow."),
        Some(days) => format!(
            "More is due than a day holds: {held}. At this pace everything is caught up in {days} days."
        ),
        None => format!(
            "More is due than a day holds: {held}, and more comes than goes. More minutes a day help: nodequiz config set minutes_per_day 30"
        ),
    })
}

/// What is said where there is nothing to ask.
#[must_use]
pub fn nothing_to_study(now: &DueNow, all_cards: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let chosen = if all_cards {
        ""
    } else {
        " among the cards you chose"
    };
    if let Some(until) = now.paused_until {
        lines.push(Line::from(format!("Paused until {}.", day(until))));
    }
    if let Some(goal) = now.goal.as_ref().filter(|goal| goal.plans() && all_cards) {
        lines.push(Line::from(enough(now)));
        match goal.phase {
            "last-day" => lines.extend(last_words()),
            "today" => lines.push(Line::styled("Stop now. Good luck!", Style::PLAIN.bold())),
            _ => {
                lines.push(Line::from(goal_line(goal)));
                lines.push(Line::styled(
                    "More today: nodequiz study --minutes 40",
                    Tone::Dim,
                ));
            }
        }
        return lines;
    }
    if now.minutes_left == 0 {
        lines.push(Line::from(
            "Today's minutes are used up; that is enough for one day.",
        ));
        if now.due > 0 {
            lines.push(Line::from(format!(
                "{} for tomorrow.",
                count(now.due, "card waits", "cards wait")
            )));
        }
        lines.push(Line::styled(
            "More today: nodequiz study --minutes 40",
            Tone::Dim,
        ));
    } else {
        lines.push(Line::from(format!(
            "Nothing is due{chosen}, and today's new cards have been met."
        )));
        lines.push(Line::from(format!("Tomorrow: {}.", load(now.tomorrow))));
        if now.unmet > 0 {
            lines.push(Line::styled(
                "More new cards today: nodequiz study --new 5",
                Tone::Dim,
            ));
        }
        lines.push(Line::styled(
            "Ahead of time: nodequiz study --ahead",
            Tone::Dim,
        ));
    }
    lines
}

/// Today in two lines, above the menu.
#[must_use]
pub fn glance(now: &DueNow, width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![
        Line::styled("nodequiz", Style::of(Tone::Accent).bold())
            .with(format!("   {}", day(now.day)), Tone::Dim),
    ];
    let all = due(
        &DueNow {
            next: Vec::new(),
            ..now.clone()
        },
        width,
    );
    lines.extend(
        all.into_iter()
            .filter(|line| !line.plain().starts_with("       and")),
    );
    lines
}
