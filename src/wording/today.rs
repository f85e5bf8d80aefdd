//! What today asks for, in the words that every screen uses.

use super::figures::count;
use crate::progress::DayPlan;

/// What today asks for: "60 of 300 due", "12 due, 8 new", under a goal "18 reviews, 8 new".
pub fn asked_today(plan: &DayPlan) -> String {
    let mut parts = Vec::new();
    if plan.by_goal {
        if plan.reviews > 0 {
            parts.push(count(plan.reviews, "review", "reviews"));
        }
    } else if plan.due > 0 {
        parts.push(format!("{} due", reviews_today(plan)));
    }
    if plan.new > 0 {
        parts.push(format!("{} new", plan.new));
    }
    parts.join(", ")
}

/// The cards seen before that today asks for, of those that are due: "60 of 300", "12".
pub fn reviews_today(plan: &DayPlan) -> String {
    match plan.held_back {
        0 => plan.reviews.to_string(),
        _ if plan.by_goal => plan.reviews.to_string(),
        _ => format!("{} of {}", plan.reviews, plan.due),
    }
}

/// What today asks for, with its time, for prompts and menus: "60 of 300 due, 20 min"; empty if
/// there is nothing.
pub fn asked_short(plan: &DayPlan) -> String {
    match plan.queue.cards {
        0 => String::new(),
        _ => format!("{}, {} min", asked_today(plan), plan.queue.minutes()),
    }
}

/// A day in a sentence: "60 of 300 due today, 20 min; tomorrow 60 more."
pub fn day_sentence(plan: &DayPlan) -> String {
    let tomorrow = match plan.tomorrow.cards {
        _ if plan.by_goal => String::new(),
        0 => String::new(),
        cards => format!("; tomorrow {cards} more"),
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
            paused_until: None,
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
            "1 review, 2 new today, 1 min."
        );
        assert_eq!(asked_short(&plan(0, 240, 0, false)), "");
    }
}
