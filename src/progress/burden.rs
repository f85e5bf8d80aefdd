//! What it costs to keep what is known: cards due today, and reviews on an average day.

use serde::Serialize;

use crate::deck::Card;
use crate::history::Schedule;
use crate::memory::StudyDay;
use crate::plan::Pace;

use super::workload::workload;

/// What the cards known now ask of a learner.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Burden {
    /// Cards due today, overdue ones included.
    pub due_today: usize,
    /// Reviews on an average day, were every interval to stay as it is.
    pub reviews_per_day: f32,
    /// Minutes on an average day at the learner's usual pace.
    pub minutes_per_day: f32,
}

/// The burden of these cards. A card with an interval of 20 days asks for a twentieth of a review a
/// day; new, claimed and suspended ones ask for none.
#[must_use]
pub fn burden(cards: &[&Card], schedule: &Schedule, pace: &Pace, today: StudyDay) -> Burden {
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
    Burden {
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
        let burden = burden(&cards, &schedule, &Pace::new(|_| 30.0), today);
        assert_eq!(burden.due_today, 1);
        assert!((burden.reviews_per_day - 1.05).abs() < 1e-6);
        assert!((burden.minutes_per_day - 0.525).abs() < 1e-2, "{burden:?}");
    }
}
