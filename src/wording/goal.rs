//! A goal in one line, and how many cards are known.

use crate::progress::{GoalNow, GoalPhase, Outlook, OutlookLine, Overview};

use super::figures::{count, day, day_and_month};

/// "214 of 520", with the day as of which that is stated, if it is not today: "214 of 520 on 21
/// November".
pub fn known_of(now: &GoalNow) -> String {
    format!("{:.0} of {}{}", now.known, now.cards, known_day(now))
}

/// How many more cards are probably known, although they were never asked: the curve begins with both numbers.
/// `None` where they round to none.
pub fn known_unmet(now: &GoalNow, outlook: &Outlook) -> Option<String> {
    let unmet = outlook.unmet_now.round();
    let guess = if now.unmet == now.cards {
        ", a guess until you have answered some of them"
    } else {
        ""
    };
    (unmet >= 1.0).then(|| format!("perhaps {unmet:.0} that you have not met{guess}"))
}

/// How many of the cards expected on the date will not have been asked: "about 38 that you knew before and won't be
/// asked"; `None` where it is hardly one.
pub fn known_before(outlook: &Outlook) -> Option<String> {
    (outlook.unmet >= 1.0).then(|| {
        format!(
            "about {:.0} that you knew before and won't be asked",
            outlook.unmet
        )
    })
}

/// The day as of which what is known is stated: " on 21 November"; empty if it is today.
fn known_day(now: &GoalNow) -> String {
    let is_today = now.known_on.plus(now.days_left) == now.date;
    if is_today {
        String::new()
    } else {
        format!(" on {}", day_and_month(now.known_on))
    }
}

/// A goal in one line: "15 December: 25 days left, 214 of 520 known".
pub fn goal_line(now: &GoalNow) -> String {
    let known = format!("{:.0} of {} known{}", now.known, now.cards, known_day(now));
    let date = day_and_month(now.date);
    match now.phase {
        GoalPhase::Passed => format!(
            "{date} has passed, and the long-term schedule goes on. Take the goal away: nodequiz goal clear"
        ),
        GoalPhase::Today => format!("{date}, today: {known}. A short warm-up, then stop."),
        GoalPhase::LastDay => format!("{date}: the last day of study, {known}"),
        GoalPhase::Far => format!(
            "{date}: {} left, {known}; the goal plans your days from {} on",
            count(now.days_left as usize, "day", "days"),
            now.plans_from.map_or_else(String::new, day)
        ),
        GoalPhase::Running => format!(
            "{date}: {} left, {known}",
            count(now.days_left as usize, "day", "days")
        ),
    }
}

/// The same in fewer words: "25 days · 214/520 known"; empty if the goal does not plan the day.
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

/// The day for which the number of known cards is right: "now", "on 21 November".
pub fn known_when(overview: &Overview) -> String {
    if overview.known_on == overview.day {
        "now".to_owned()
    } else {
        format!("on {}", day_and_month(overview.known_on))
    }
}

/// What "known" includes and what it does not, in words.
pub fn what_is_known(overview: &Overview) -> String {
    let when = known_when(overview);
    let mut words = format!(
        "Known if asked {when}: {:.1} of {}.",
        overview.known,
        overview.cards.active()
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
