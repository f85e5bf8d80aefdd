//! What today and the following days ask for: a day has a number of minutes, and what does not fit
//! waits. How long cards take.

use std::collections::VecDeque;
use std::iter;

use crate::deck::Card;
use crate::history::{CardState, Schedule};
use crate::memory::StudyDay;
use crate::question::{Kind, Question};

/// What a day asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DayAhead {
    /// Cards asked among those already seen.
    pub cards: usize,
    /// Seconds that they take.
    pub seconds: f32,
    /// New cards asked, as far as they are planned: on a day of the long-term schedule only today's are.
    pub new: usize,
    /// Seconds that the new cards take.
    pub new_seconds: f32,
    /// Cards that are due at its end and wait for the days after it.
    pub waiting: usize,
    /// Whether it has no minutes left for new cards.
    pub full: bool,
    /// Whether a goal chooses its cards.
    pub by_goal: bool,
}

/// The days from tomorrow on, as the long-term schedule plans them: `room` has the seconds of each, and the card
/// that crosses them is still asked. `tomorrow` holds the seconds of each card that is due tomorrow, in the order in
/// which they are asked; `arriving` those of the cards that come due on each of the days after it.
pub(super) fn days_after(
    tomorrow: Vec<f32>,
    arriving: &[Vec<f32>],
    room: impl Fn(u32) -> f32,
) -> Vec<DayAhead> {
    let (mut long, mut short): (VecDeque<f32>, VecDeque<f32>) =
        tomorrow.into_iter().partition(|card| is_long(*card));
    let mut days = Vec::with_capacity(arriving.len() + 1);
    let arriving = iter::once(&[][..]).chain(arriving.iter().map(Vec::as_slice));
    for (arriving, day) in arriving.zip(1..) {
        for &card in arriving {
            let line = if is_long(card) { &mut long } else { &mut short };
            line.push_back(card);
        }
        let mut ahead = DayAhead::default();
        let seconds = room(day);
        while ahead.seconds < seconds
            && let Some(card) = short.pop_front().or_else(|| long.pop_front())
        {
            ahead.seconds += card;
            ahead.cards += 1;
        }
        ahead.full = ahead.seconds >= seconds;
        ahead.waiting = short.len() + long.len();
        days.push(ahead);
    }
    days
}

/// Days that are looked ahead over, after tomorrow.
const DAYS_AFTER: usize = 364;

/// Seconds that a day to come has room for: none in a pause.
pub(super) fn room_on(day: StudyDay, schedule: &Schedule, minutes: u32) -> f32 {
    match schedule.paused_until(day) {
        Some(_) => 0.0,
        None => minutes as f32 * 60.0,
    }
}

/// The seconds of each card that comes due, for each of the days after tomorrow. A buried card comes
/// due on the day on which it is back.
pub(super) fn arriving(
    scope: &[&Card],
    states: &[Option<&CardState>],
    pace: &Pace,
    today: StudyDay,
) -> Vec<Vec<f32>> {
    let mut days = vec![Vec::new(); DAYS_AFTER];
    for (card, state) in scope.iter().zip(states) {
        let back = state
            .filter(|state| !state.suspended)
            .and_then(CardState::due_from);
        let after = back.and_then(|day| usize::try_from(day.days_since(today) - 2).ok());
        if let Some(of_day) = after.and_then(|after| days.get_mut(after)) {
            of_day.push(pace.review(card));
        }
    }
    days
}

/// Whether a card that takes this many seconds is long. Long cards come after the others of a day: the card that crosses the end
/// of a day is still asked, and a backlog does not overrun its days by long ones.
pub(super) fn is_long(seconds: f32) -> bool {
    seconds > 120.0
}

/// Seconds that this learner needs for a card, by kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace([f32; Kind::ALL.len()]);

impl Pace {
    /// A new card is read, thought about and asked again before the session ends: it takes about twice
    /// as long as a review.
    const NEW: f32 = 2.0;

    /// A pace from the seconds of a usual review of each kind.
    pub fn new(seconds: impl Fn(Kind) -> f32) -> Self {
        Self(Kind::ALL.map(|kind| seconds(kind).max(1.0)))
    }

    /// Seconds for a review of this card.
    pub fn review(&self, card: &Card) -> f32 {
        if card.kind() == Kind::Code
            && let Question::Code(task) = card.data()
        {
            // The time for one task says nothing about another, so each card gives its own.
            return f32::from(task.minutes) * 60.0;
        }
        self.0[card.kind() as usize]
    }

    /// Seconds for seeing this card for the first time.
    pub fn first_meeting(&self, card: &Card) -> f32 {
        match card.kind() {
            Kind::Code => self.review(card),
            _ => self.review(card) * Self::NEW,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cards(days: &[DayAhead]) -> Vec<usize> {
        days.iter().map(|day| day.cards).collect()
    }

    #[test]
    fn what_a_day_has_no_room_for_comes_before_what_comes_due_later() {
        let days = days_after(vec![30.0; 60], &[vec![], vec![20.0; 3]], |_| 900.0);
        assert_eq!(cards(&days), [30, 30, 3]);
        assert_eq!(days[0].waiting, 30);
    }

    #[test]
    fn a_day_of_a_pause_asks_nothing() {
        let room = |day| if day == 1 { 0.0 } else { 600.0 };
        let days = days_after(vec![30.0; 5], &[vec![]], room);
        assert_eq!(cards(&days), [0, 5]);
        assert_eq!(days[0].waiting, 5);
    }

    proptest! {
        #[test]
        fn every_card_is_asked_once_and_no_day_is_over_by_more_than_a_card(
            tomorrow in prop::collection::vec(1.0_f32..60.0, 0..80),
            arriving in prop::collection::vec(prop::collection::vec(1.0_f32..60.0, 0..20), 1..30),
            room in 0.0_f32..1200.0,
        ) {
            let all = tomorrow.len() + arriving.iter().map(Vec::len).sum::<usize>();
            let days = days_after(tomorrow, &arriving, |_| room);
            prop_assert_eq!(days.len(), arriving.len() + 1);
            let asked: usize = cards(&days).into_iter().sum();
            prop_assert_eq!(asked + days.last().map_or(0, |day| day.waiting), all);
            for day in &days {
                prop_assert!(day.seconds < room + 60.0);
                prop_assert!(day.waiting == 0 || day.seconds >= room);
            }
        }
    }
}
