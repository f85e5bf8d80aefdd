//! What today asks for, and how far a goal is, in the words that every screen uses.

use super::figures::{count, day, day_and_month, load};
use crate::progress::{DayPlan, ForecastDay, GoalNow, GoalPhase, Outlook, OutlookLine, Overview};

/// What today asks for: "60 of 300 due", "12 due, 8 new", under a goal "18 reviews, 8 new"; until a goal plans the days
/// "12 due, 1 missed, 8 new".
pub fn asked_today(plan: &DayPlan) -> String {
    if plan.by_goal {
        return reviews_and_new(plan.reviews, plan.new);
    }
    let mut parts = Vec::new();
    // Until a goal plans the days, what was missed is asked again before it is due.
    let missed = (plan.reviews + plan.held_back).saturating_sub(plan.due);
    let asked_of_due = plan.reviews.saturating_sub(missed);
    match (plan.due, plan.held_back) {
        (0, _) => {}
        (due, 0) => parts.push(format!("{due} due")),
        (due, _) => parts.push(format!("{asked_of_due} of {due} due")),
    }
    if missed > 0 {
        parts.push(format!("{missed} missed"));
    }
    if plan.new > 0 {
        parts.push(format!("{} new", plan.new));
    }
    parts.join(", ")
}

/// A day that a goal plans: "18 reviews, 8 new".
fn reviews_and_new(reviews: usize, new: usize) -> String {
    let mut parts = Vec::new();
    if reviews > 0 {
        parts.push(count(reviews, "review", "reviews"));
    }
    if new > 0 {
        parts.push(format!("{new} new"));
    }
    parts.join(", ")
}

/// The cards seen before that today asks for, of those that are due: "60 of 300", "12".
fn reviews_today(plan: &DayPlan) -> String {
    match plan.held_back {
        0 => plan.reviews.to_string(),
        _ => format!("{} of {}", plan.reviews, plan.due),
    }
}

/// How many cards today, tomorrow and the seven days from today on ask for: under a goal all cards, otherwise those
/// seen before.
pub fn cards_ahead(overview: &Overview) -> [String; 3] {
    let (plan, due) = (&overview.plan, &overview.due);
    if !plan.by_goal {
        return [
            reviews_today(plan),
            due.tomorrow.cards.to_string(),
            due.next_7_days.cards.to_string(),
        ];
    }
    let days = || overview.forecast.days.iter().map(ForecastDay::total);
    let tomorrow = days().nth(1).unwrap_or_default();
    let week = days().take(7).fold(0.0, |sum, cards| sum + cards);
    [
        plan.queue.cards.to_string(),
        format!("{tomorrow:.0}"),
        format!("{week:.0}"),
    ]
}

/// What tomorrow asks for: "60 due, about 20 min", under a goal "6 reviews, 11 new, about 20 min".
pub fn tomorrow(plan: &DayPlan) -> String {
    let Some(new) = plan.tomorrow_new else {
        return load(plan.tomorrow);
    };
    let asked = reviews_and_new(plan.tomorrow.cards, new.cards);
    if asked.is_empty() {
        return "nothing".to_owned();
    }
    let all = plan.tomorrow.plus(new);
    format!("{asked}, about {} min", all.minutes())
}

/// What today asks for, with its time, for prompts and menus: "60 of 300 due, 20 min"; empty if
/// there is nothing.
pub fn asked_short(plan: &DayPlan) -> String {
    match plan.queue.cards {
        0 => String::new(),
        _ => format!("{}, {} min", asked_today(plan), plan.queue.minutes()),
    }
}

/// A day in a sentence: "60 of 300 due today, 20 min; tomorrow 60 more.", under a goal "18 reviews, 8 new today,
/// 20 min; tomorrow 16 reviews, 9 new."
pub fn day_sentence(plan: &DayPlan) -> String {
    let cards = plan.tomorrow.cards;
    let tomorrow = match plan.tomorrow_new {
        Some(new) => reviews_and_new(cards, new.cards),
        None if cards == 0 => String::new(),
        None if plan.by_goal => format!("{cards} due"),
        None => format!("{cards} more"),
    };
    let tomorrow = match tomorrow.as_str() {
        "" => tomorrow,
        words => format!("; tomorrow {words}"),
    };
    format!(
        "{} today, {} min{tomorrow}.",
        asked_today(plan),
        plan.queue.minutes()
    )
}

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
    if !now.phase.plans() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Load;

    fn plan(reviews: usize, held_back: usize, new: usize, by_goal: bool) -> DayPlan {
        let load = |cards: usize| Load {
            cards,
            seconds: cards as f32 * 20.0,
        };
        DayPlan {
            due: reviews + held_back,
            held_back,
            reviews,
            new,
            unmet: 30,
            queue: load(reviews + new),
            minutes_left: 20,
            clears_in_days: Some(5),
            tomorrow: load(held_back.min(60)),
            tomorrow_new: by_goal.then(|| load(9)),
            paused_until: None,
            day_off: false,
            by_goal,
            days: Vec::new(),
        }
    }

    #[test]
    fn a_day_fits_in_one_sentence() {
        let backlog = plan(60, 240, 0, false);
        assert_eq!(
            day_sentence(&backlog),
            "60 of 300 due today, 20 min; tomorrow 60 more."
        );
        assert_eq!(asked_short(&backlog), "60 of 300 due, 20 min");
        assert_eq!(
            day_sentence(&plan(4, 0, 2, false)),
            "4 due, 2 new today, 2 min."
        );
        assert_eq!(asked_short(&plan(0, 0, 3, false)), "3 new, 1 min");
        assert_eq!(
            day_sentence(&plan(1, 90, 2, true)),
            "1 review, 2 new today, 1 min; tomorrow 60 reviews, 9 new."
        );
        assert_eq!(tomorrow(&backlog), "60 due, about 20 min");
        assert_eq!(
            tomorrow(&plan(1, 90, 2, true)),
            "60 reviews, 9 new, about 23 min"
        );
        assert_eq!(asked_short(&plan(0, 240, 0, false)), "");
    }
}
