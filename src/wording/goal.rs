//! A goal in a line, and what is known.

use chrono::Datelike as _;

use super::figures::{count, day};
use crate::memory::StudyDay;
use crate::progress::{GoalNow, OutlookLine, Overview};

/// "15 December".
#[must_use]
pub fn date_words(day: StudyDay) -> String {
    format!("{} {}", day.date().day(), day.date().format("%B"))
}

/// Where a goal stands, in a line: "15 December: 25 days left, 214 of 520 known".
#[must_use]
pub fn goal_line(now: &GoalNow) -> String {
    let known = format!("{:.0} of {} known", now.known, now.cards);
    let date = date_words(now.date);
    match now.phase {
        "passed" => format!(
            "{date} has passed, and the long-term schedule goes on. Take the goal away: nodequiz goal clear"
        ),
        "today" => format!("{date}, today: {known}. A short warm-up, then stop."),
        "last-day" => format!("{date}: the last day of study, {known}"),
        "far" => format!(
            "{date}: {} left, {known}; the goal plans your days from {} on",
            count(now.days_left as usize, "day", "days"),
            now.plans_from.map_or_else(String::new, day)
        ),
        _ => format!(
            "{date}: {} left, {known}",
            count(now.days_left as usize, "day", "days")
        ),
    }
}

/// The same in fewer words: "25 days · 214/520 known"; empty where the goal does not plan the day.
#[must_use]
pub fn goal_short(now: &GoalNow) -> String {
    if !now.plans() {
        return String::new();
    }
    let days = match now.days_left {
        0 => "today".to_owned(),
        days => count(days as usize, "day", "days"),
    };
    format!("{days} · {:.0}/{} known", now.known, now.cards)
}

/// "311 ± 20 of 520 known (+9 today)".
#[must_use]
pub fn outlook_words(line: &OutlookLine) -> String {
    let mut words = format!(
        "{:.0} ± {:.0} of {} known",
        line.expected, line.give_or_take, line.cards
    );
    let today = line.today.round();
    if today >= 1.0 {
        words.push_str(&format!(" (+{today:.0} today)"));
    }
    words
}

/// What "known" counts and what it does not, in words.
#[must_use]
pub fn what_is_known(overview: &Overview) -> String {
    let mut words = format!(
        "Known if asked now: {:.1} of {}.",
        overview.known, overview.cards.total
    );
    if overview.guessed >= 0.05 {
        let guessed = overview.guessed;
        words.push_str(&format!(
            " Guessing would get {guessed:.1} more right; they are not counted."
        ));
    }
    if overview.claimed > 0 {
        let claimed = count(overview.claimed, "card", "cards");
        words.push_str(&format!(
            " Not counted either, until they are checked: {claimed} that you said you know."
        ));
    }
    words
}
