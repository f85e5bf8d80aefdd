//! `nodequiz due`.

use crate::progress::{DayPlan, DueNow, GoalNow, GoalPhase};
use crate::terminal::wrap::{truncate, wrap};
use crate::terminal::{Line, Tone};
use crate::wording::{
    asked_short, count, day, day_sentence, goal_line, goal_short, percent, tomorrow,
};

use super::decks::FaultyFile;
use super::drawing::{Lines, bold, heading, push_markdown};
use super::goal::advice;

/// One line for prompts and status bars; empty when nothing is to be done.
pub fn due_short(now: &DueNow, faulty: &[FaultyFile]) -> String {
    let asked = asked_short(&now.plan);
    let goal = now.goal.as_ref().map(goal_short).unwrap_or_default();
    let mut parts = Vec::new();
    if !asked.is_empty() {
        parts.extend([asked, goal]);
    }
    parts.extend(faulty.iter().map(|file| file.cost.clone()));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// What there is to do today; a card takes at most `row_width` columns.
pub fn due(now: &DueNow, width: usize, row_width: usize) -> Vec<Line> {
    let plan = &now.plan;
    if let Some(until) = plan.paused_until {
        let waiting = count(plan.due, "card waits", "cards wait");
        let remark = format!("{waiting} then; `nodequiz pause off` ends the pause.");
        return vec![
            bold(format!(
                "Paused until {}: nothing is due before.",
                day(until)
            )),
            Line::styled(remark, Tone::Dim),
        ];
    }
    let headline = if plan.queue.cards > 0 {
        day_sentence(plan)
    } else if plan.day_off {
        format!("Today is a day off. Tomorrow: {}.", tomorrow(plan))
    } else if plan.by_goal {
        enough(now)
    } else if plan.due > 0 {
        used_up(plan)
    } else {
        format!("Nothing is due now; tomorrow: {}.", tomorrow(plan))
    };
    let mut lines = Lines::new(width);
    lines.push(bold(headline));
    lines.extend(backlog(plan).map(Line::from));
    if plan.day_off {
        lines.dim(format!(
            "The setting study_days lacks {}. To study anyway: nodequiz study",
            now.day.date().format("%A")
        ));
    }
    if let Some(goal) = &now.goal {
        goal_lines(&mut lines, goal);
    }
    if !now.next.is_empty() {
        lines.blank();
    }
    for card in &now.next {
        let recall = card
            .recall
            .map_or_else(|| "new".to_owned(), |recall| percent(f64::from(recall)));
        let mut line = Line::styled(format!("{recall:>5}  "), Tone::Dim)
            .with(&card.id, Tone::Accent)
            .with("  ", Tone::Plain);
        push_markdown(&mut line, &card.question);
        lines.push(truncate(&line, row_width));
    }
    let more = plan.queue.cards.saturating_sub(now.next.len());
    if more > 0 {
        lines.push(Line::styled(format!("       and {more} more"), Tone::Dim));
    }
    lines.all
}

/// "Today's minutes are used up; 240 due cards wait. Tomorrow: 60 due, about 20 min."
fn used_up(plan: &DayPlan) -> String {
    let waiting = count(plan.due, "due card waits", "due cards wait");
    format!(
        "Today's minutes are used up; {waiting}. Tomorrow: {}.",
        tomorrow(plan)
    )
}

/// Why a goal has nothing left for today, and what it has for tomorrow.
fn enough(now: &DueNow) -> String {
    let why = match now.goal.as_ref().map(|goal| goal.phase) {
        Some(GoalPhase::LastDay | GoalPhase::Today) => return "Today's cards are done.".to_owned(),
        _ if now.plan.minutes_left == 0 => "Today's minutes are used up.",
        _ => "Nothing more would help noticeably today.",
    };
    format!("{why} Tomorrow: {}.", tomorrow(&now.plan))
}

/// How far away the goal is, and what waits until it has passed.
fn goal_lines(lines: &mut Lines, goal: &GoalNow) {
    lines.text(goal_line(goal));
    if goal.phase.plans() && goal.waiting_outside > 0 {
        let waiting = count(goal.waiting_outside, "card is", "cards are");
        lines.dim(format!(
            "{waiting} due outside the goal's scope, and will wait until it is over."
        ));
    }
}

/// How long it takes until no due card waits any more, if that is later than tomorrow.
pub(super) fn backlog(plan: &DayPlan) -> Option<String> {
    if plan.held_back == 0 || plan.by_goal || plan.tomorrow_new.is_some() {
        return None;
    }
    match plan.clears_in_days {
        Some(..=2) => None,
        Some(days) => Some(format!(
            "More is due than a day holds; at this pace everything is caught up in {days} days."
        )),
        None => Some(
            "More is due than a day holds, and the backlog keeps growing. More minutes a day help: nodequiz config set minutes_per_day 30"
                .to_owned(),
        ),
    }
}

/// The report where not even a card that is not due can be asked. `chosen_by`: as below.
pub fn nothing_ahead(chosen_by: &str, width: usize) -> Vec<Line> {
    let chosen = if chosen_by.is_empty() {
        ""
    } else {
        " among those you chose"
    };
    let words = format!(
        "No card is left to ask{chosen}. Cards that are suspended, buried until tomorrow or asked today already are left out."
    );
    wrap(&Line::from(words), width, 0)
}

/// The report where there is nothing to ask. `chosen_by`: what was typed after `study` to choose the cards, with
/// a space before each word.
pub fn nothing_to_study(now: &DueNow, chosen_by: &str) -> Vec<Line> {
    let all_cards = chosen_by.is_empty();
    let study = format!("nodequiz study{chosen_by}");
    let mut lines = Vec::new();
    let chosen = if all_cards {
        ""
    } else {
        " among the cards you chose"
    };
    if let Some(goal) = now
        .goal
        .as_ref()
        .filter(|goal| goal.phase.plans() && all_cards)
    {
        lines.push(Line::from(enough(now)));
        let advice = advice(goal.phase);
        if advice.is_empty() {
            lines.push(Line::from(goal_line(goal)));
            lines.push(Line::styled(
                format!("More today: {study} --minutes 40"),
                Tone::Dim,
            ));
        }
        lines.extend(advice);
        return lines;
    }
    let plan = &now.plan;
    if plan.minutes_left == 0 {
        lines.push(Line::from(match plan.due {
            0 => "Today's minutes are used up; that is enough for one day.".to_owned(),
            _ => used_up(plan),
        }));
        lines.push(Line::styled(
            format!("More today: {study} --minutes 40"),
            Tone::Dim,
        ));
    } else {
        lines.push(Line::from(format!(
            "Nothing is due{chosen}, and today's new cards have been met."
        )));
        lines.push(Line::from(format!("Tomorrow: {}.", tomorrow(plan))));
        if plan.unmet > 0 {
            lines.push(Line::styled(
                format!("More new cards today: {study} --new 5"),
                Tone::Dim,
            ));
        }
        lines.push(Line::styled(
            format!("Ahead of time: {study} --ahead"),
            Tone::Dim,
        ));
    }
    lines
}

/// Today in two lines, above the menu.
pub fn today_header(now: &DueNow, width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> =
        vec![heading("nodequiz").with(format!("   {}", day(now.day)), Tone::Dim)];
    let all = due(
        &DueNow {
            next: Vec::new(),
            ..now.clone()
        },
        width,
        width,
    );
    lines.extend(
        all.into_iter()
            .filter(|line| !line.plain().starts_with("       and")),
    );
    lines
}
