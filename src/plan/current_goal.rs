//! A choice of cards. A goal, seen from a day: how long there is, which cards count, and how much.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::deck::{Card, Level};
use crate::history::Goal;
use crate::id::DeckId;
use crate::memory::StudyDay;
use crate::question::Kind;

/// A choice of cards: in one of the decks, of one of the topics, with one of the tags, at one of the levels. An empty
/// list takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Decks, by id.
    pub decks: Vec<DeckId>,
    pub topics: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Levels.
    pub levels: Vec<Level>,
    /// Whether only cards that ask for code, or only the others; `None` takes both.
    pub code: Option<bool>,
}

impl Filter {
    /// Whether the card is chosen.
    pub fn takes(&self, card: &Card) -> bool {
        (self.decks.is_empty()
            || self
                .decks
                .iter()
                .any(|deck| deck.as_str() == card.id.deck()))
            && (self.topics.is_empty() || self.topics.iter().any(|topic| *topic == *card.topic))
            && (self.tags.is_empty() || self.tags.iter().any(|tag| card.tags.contains(tag)))
            && (self.levels.is_empty() || self.levels.contains(&card.level))
            && self
                .code
                .is_none_or(|code| code == (card.kind() == Kind::Code))
    }

    /// Whether every card is chosen.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// How near the day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GoalPhase {
    /// Still so far away that the long-term schedule plans the days.
    Far,
    /// The goal plans the days.
    Running,
    /// The last study day before the date.
    LastDay,
    /// The date itself.
    Today,
    /// The date has passed.
    Passed,
}

impl GoalPhase {
    /// Whether today's queue is the goal's.
    pub const fn plans(self) -> bool {
        matches!(self, Self::Running | Self::LastDay | Self::Today)
    }
}

/// A goal as seen on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct CurrentGoal {
    pub date: StudyDay,
    /// Whole days from today to the date; 0 on the day and after it.
    pub days_left: u32,
    /// Minutes for each day.
    pub minutes: u32,
    /// The cards in scope.
    pub scope: Filter,
    /// How much more than others a topic counts.
    pub weights: BTreeMap<String, u32>,
    /// How near the date is.
    pub phase: GoalPhase,
    /// The days off between today and the date.
    pub days_off: BTreeSet<StudyDay>,
}

impl CurrentGoal {
    /// From so many days before the date on the goal plans the days; before, the long-term schedule is no worse, and
    /// better for those who forget faster than the ranking expects.
    pub const PLANS_FROM: u32 = 28;

    /// A card that counts three times as much as another is worth more than three of those.
    const POWER: f32 = 1.5;

    /// The farthest goal, in days: a year.
    pub const FARTHEST: u32 = 366;

    /// The longest gap of days off before the date, in days, with which the day before the gap
    /// still counts as the last one.
    const LAST_GAP: u32 = 4;

    /// A goal as seen on a day. `off` says which days are days off.
    pub fn of(goal: &Goal, today: StudyDay, off: impl Fn(StudyDay) -> bool) -> Self {
        let days_left = goal.date.days_after(today);
        let between = (1..days_left.min(Self::FARTHEST)).map(|days| today.plus(days));
        let days_off: BTreeSet<StudyDay> = between.filter(|day| off(*day)).collect();
        let nothing_between = || days_off.len() + 1 == days_left as usize;
        let phase = if goal.date < today {
            GoalPhase::Passed
        } else if goal.date == today {
            GoalPhase::Today
        } else if days_left > Self::PLANS_FROM {
            GoalPhase::Far
        } else if days_left <= Self::LAST_GAP && nothing_between() {
            GoalPhase::LastDay
        } else {
            GoalPhase::Running
        };
        let levels = goal.levels.iter();
        Self {
            date: goal.date,
            days_left,
            minutes: goal.minutes,
            scope: Filter {
                levels: levels.filter_map(|name| Level::from_name(name)).collect(),
                topics: goal.topics.clone(),
                tags: goal.tags.clone(),
                ..Filter::default()
            },
            weights: goal.weights.clone(),
            phase,
            days_off,
        }
    }

    /// The first day that the goal plans, if it is still to come.
    pub fn plans_from(&self) -> Option<StudyDay> {
        (self.phase == GoalPhase::Far).then(|| self.date.minus(Self::PLANS_FROM))
    }

    /// Whether a card is in scope.
    pub fn takes(&self, card: &Card) -> bool {
        self.scope.takes(card)
    }

    /// How much knowing a card counts in the ranking.
    pub fn weight(&self, card: &Card) -> f32 {
        let of_topic = self.weights.get(&*card.topic).copied().unwrap_or(1);
        (f32::from(card.weight) * of_topic as f32).powf(Self::POWER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> StudyDay {
        text.parse().expect("a day")
    }

    fn goal(today: &str, off: &[&str]) -> CurrentGoal {
        let goal = Goal {
            date: day("2026-12-15"),
            minutes: 20,
            levels: Vec::new(),
            topics: Vec::new(),
            tags: Vec::new(),
            weights: BTreeMap::new(),
        };
        CurrentGoal::of(&goal, day(today), |day| off.contains(&&*day.to_string()))
    }

    fn phase(today: &str, off: &[&str]) -> GoalPhase {
        goal(today, off).phase
    }

    #[test]
    fn the_last_day_is_the_last_one_on_which_anybody_studies() {
        assert_eq!(phase("2026-12-13", &[]), GoalPhase::Running);
        assert_eq!(phase("2026-12-14", &[]), GoalPhase::LastDay);
        let weekend = ["2026-12-13", "2026-12-14"];
        assert_eq!(phase("2026-12-12", &weekend), GoalPhase::LastDay);
        assert_eq!(phase("2026-12-13", &weekend), GoalPhase::LastDay);
        assert_eq!(phase("2026-12-11", &weekend), GoalPhase::Running);
    }

    #[test]
    fn a_date_far_away_waits_and_one_that_has_passed_plans_nothing() {
        let far = goal("2026-11-16", &[]);
        assert_eq!(far.phase, GoalPhase::Far);
        assert_eq!(far.plans_from(), Some(day("2026-11-17")));
        assert_eq!(goal("2026-11-17", &[]).plans_from(), None);
        assert_eq!(phase("2026-11-17", &[]), GoalPhase::Running);
        assert_eq!(phase("2026-12-15", &[]), GoalPhase::Today);
        assert_eq!(phase("2026-12-16", &[]), GoalPhase::Passed);
    }
}
