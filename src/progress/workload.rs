//! What comes due on which day, and how long it takes.

use serde::Serialize;

use crate::deck::Card;
use crate::history::{CardState, Schedule};
use crate::memory::StudyDay;
use crate::plan::Pace;

/// Cards that come due, with the time they take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Load {
    /// Cards.
    pub cards: usize,
    /// Seconds at the learner's usual pace.
    pub seconds: f32,
}

impl Load {
    /// Two loads together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            cards: self.cards + other.cards,
            seconds: self.seconds + other.seconds,
        }
    }

    /// Whole minutes, rounded up.
    #[must_use]
    pub fn minutes(self) -> u32 {
        (self.seconds / 60.0).ceil() as u32
    }
}

/// The cards that come due today (all that is overdue included) and on each of the days after it,
/// `days` entries in all. A buried card counts on the day on which it is back.
#[must_use]
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
        let Some(due) = state.due else { continue };
        let day = state
            .buried_until
            .map_or(due, |until| until.max(due))
            .max(today);
        let place = usize::try_from(day.days_since(today)).unwrap_or(usize::MAX);
        if let Some(load) = loads.get_mut(place) {
            *load = load.plus(Load {
                cards: 1,
                seconds: pace.review(card),
            });
        }
    }
    loads
}
