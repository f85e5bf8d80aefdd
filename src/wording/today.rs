//! What today asks for, in the words that every screen uses.

use super::figures::{count, load};
use crate::progress::{DayPlan, ForecastDay, Overview};

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
