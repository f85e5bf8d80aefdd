//! What comes due on which day, how long that takes, and the load of an average day.

use serde::Serialize;

use crate::deck::Card;
use crate::history::{CardState, Schedule};
use crate::memory::StudyDay;
use crate::plan::Pace;

/// Cards that come due, with the time they take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Load {
    pub cards: usize,
    /// Seconds at the learner's usual pace.
    pub seconds: f32,
}

impl Load {
    /// Two loads together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            cards: self.cards + other.cards,
            seconds: self.seconds + other.seconds,
        }
    }

    /// Whole minutes, rounded up.
    pub fn minutes(self) -> u32 {
        (self.seconds / 60.0).ceil() as u32
    }
}

/// The cards that come due today (all that is overdue included) and on each of the days after it,
/// `days` entries in all. A buried card counts on the day on which it is back.
pub fn workload<'a>(
    cards: impl Iterator<Item = &'a Card>,
    schedule: &Schedule,
    pace: &Pace,
    today: StudyDay,
    days: usize,
) -> Vec<Load> {
    let by_name = schedule.by_name();
    let met = cards.filter_map(|card| Some((card, by_name.get(card.id.as_str()).copied()?)));
    loads(met, pace, today, days)
}

/// The same for cards with their states.
pub(super) fn loads<'a>(
    cards: impl Iterator<Item = (&'a Card, &'a CardState)>,
    pace: &Pace,
    today: StudyDay,
    days: usize,
) -> Vec<Load> {
    let mut loads = vec![Load::default(); days];
    for (card, state) in cards.filter(|(_, state)| !state.suspended) {
        let Some(due) = state.due_from() else {
            continue;
        };
        let day = due.max(today);
        let index = usize::try_from(day.days_since(today)).unwrap_or(usize::MAX);
        if let Some(load) = loads.get_mut(index) {
            *load = load.plus(Load {
                cards: 1,
                seconds: pace.review(card),
            });
        }
    }
    loads
}

/// The workload that today's cards cause.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DailyWorkload {
    /// Cards due today, overdue ones included.
    pub due_today: usize,
    /// Reviews on an average day if every interval stayed as it is.
    pub reviews_per_day: f32,
    /// Minutes on an average day at the learner's usual pace.
    pub minutes_per_day: f32,
}

/// The workload of these cards. A card with an interval of 20 days asks for a twentieth of a review a
/// day; new, claimed and suspended ones ask for none.
pub fn daily_workload(
    cards: &[&Card],
    schedule: &Schedule,
    pace: &Pace,
    today: StudyDay,
) -> DailyWorkload {
    let due = workload(cards.iter().copied(), schedule, pace, today, 1);
    let (mut reviews, mut seconds) = (0.0, 0.0);
    for card in cards {
        let known = schedule
            .card(card.id.as_str())
            .filter(|state| state.memory.is_some() && !state.suspended);
        if let Some(state) = known {
            let a_day = 1.0 / state.interval.max(1) as f32;
            reviews += a_day;
            seconds += a_day * pace.review(card);
        }
    }
    DailyWorkload {
        due_today: due.first().map_or(0, |load| load.cards),
        reviews_per_day: reviews,
        minutes_per_day: seconds / 60.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};
    use crate::history::CardState;
    use crate::memory::Memory;

    #[test]
    fn a_card_asks_for_one_review_in_its_interval() {
        let text = "# D {#d}\n\n## A? {#a}\n\nA.\n\n## B? {#b}\n\nB.\n\n## C? {#c}\n\nC.\n\n## E? {#e}\n\nE.\n";
        let deck = parse(&Source::new("d.md", text)).deck.expect("a deck");
        let cards: Vec<&Card> = deck.cards.iter().collect();
        let today: StudyDay = "2026-11-20".parse().expect("a day");
        let state = |id: &str, interval: u32, due: StudyDay| CardState {
            memory: Some(Memory {
                stability: 5.0,
                difficulty: 5.0,
            }),
            interval,
            due: Some(due),
            ..CardState::new(id)
        };
        let mut suspended = state("d/c", 1, today);
        suspended.suspended = true;
        let schedule = Schedule {
            cards: vec![
                state("d/a", 0, today),
                state("d/b", 20, today.plus(3)),
                suspended,
            ],
            ..Schedule::default()
        };
        let workload = daily_workload(&cards, &schedule, &Pace::new(|_| 30.0), today);
        assert_eq!(workload.due_today, 1);
        assert!((workload.reviews_per_day - 1.05).abs() < 1e-6);
        assert!(
            (workload.minutes_per_day - 0.525).abs() < 1e-2,
            "{workload:?}"
        );
    }
}
