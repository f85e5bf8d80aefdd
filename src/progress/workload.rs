//! What comes due on which day, how long that takes, and the load of an average day; what a fit changes of it.

use serde::Serialize;

use crate::deck::Card;
use crate::history::{CardState, Fitted, Schedule};
use crate::memory::{
    Fit, Parameters, Retention, RetentionByWeight, Scheduler, StudyDay, stable_hash,
};
use crate::plan::{DayAhead, Pace, chance_known};

/// Cards that come due, with the time they take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Load {
    pub cards: usize,
    /// Seconds at the learner's usual pace.
    pub seconds: f32,
}

impl Load {
    /// What a day asks for among the cards already seen.
    pub(super) const fn asked_on(day: &DayAhead) -> Self {
        Self {
            cards: day.cards,
            seconds: day.seconds,
        }
    }

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

/// What keeping the cards met takes, and what it leaves, at one desired retention.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RetentionCost {
    /// The desired retention.
    pub retention: f32,
    /// Minutes on an average day.
    pub minutes_per_day: f64,
    /// Cards known after [`RetentionCost::DAYS`].
    pub known: f64,
}

impl RetentionCost {
    /// Days that are looked ahead over.
    pub const DAYS: u32 = 90;

    const RETENTIONS: [f32; 5] = [0.75, 0.8, 0.85, 0.9, 0.95];

    /// The costs of these cards at each retention. Every card is asked on its day and passed by the chance that
    /// the model gives it, drawn for each card alike at every retention; what is failed is asked once more.
    pub(super) fn all<'a>(
        cards: impl Iterator<Item = (&'a Card, &'a CardState)>,
        scheduler: &Scheduler,
        pace: &Pace,
        today: StudyDay,
    ) -> Vec<Self> {
        let formulas = scheduler.formulas();
        let cards: Vec<_> = cards.filter(|(_, state)| !state.suspended).collect();
        let costs = Self::RETENTIONS.iter().filter_map(|share| {
            let retention = Retention::new(*share).ok()?;
            let (mut seconds, mut known) = (0.0, 0.0);
            for (card, state) in &cards {
                let (Some(mut memory), Some(last)) = (state.memory, state.last) else {
                    continue;
                };
                let id = card.id.as_str();
                // Numbers that fill the range from 0 to 1 evenly, so that few cards say nearly as much as many.
                let mut draw = f64::from(stable_hash(id.bytes()) as u32) / f64::from(u32::MAX);
                let mut last = -today.days_since(last).max(0);
                loop {
                    let interval = scheduler.interval(memory, retention, id, 0);
                    let day = (last + i64::from(interval)).max(0).max(last + 1);
                    if day >= i64::from(Self::DAYS) {
                        break;
                    }
                    let recall = formulas.recall(memory.stability, (day - last) as f32);
                    let after = formulas.after(memory, recall);
                    draw = (draw + 0.618_034).fract();
                    let passed = draw < f64::from(recall);
                    let review = f64::from(pace.review(card));
                    seconds += if passed { review } else { 2.0 * review };
                    memory = if passed { after.good } else { after.again };
                    last = day;
                }
                let days = (i64::from(Self::DAYS) - last) as f32;
                known += f64::from(chance_known(card, formulas.recall(memory.stability, days)));
            }
            Some(Self {
                retention: *share,
                minutes_per_day: seconds / 60.0 / f64::from(Self::DAYS),
                known,
            })
        });
        costs.collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FitOutcome {
    /// They are better, and are in use now.
    Kept,
    /// They are better, but only a preview was requested.
    Better,
    /// Those in use are as good.
    AsGood,
}

/// The same cards at the same retention, with the parameters before and after.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FitChange {
    /// With the parameters that were in use.
    pub before: DailyWorkload,
    /// With the new ones.
    pub after: DailyWorkload,
}

/// A fit with its outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitReport<'a> {
    /// Today.
    pub day: StudyDay,
    /// The result.
    pub fit: &'a Fit,
    pub outcome: FitOutcome,
    /// How many of the tested answers the parameters in use had been fitted to.
    pub seen: usize,
    /// The desired retention.
    pub retention: RetentionByWeight,
    /// What it changes; none where nothing does.
    pub change: Option<FitChange>,
}

/// The parameters in use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InUse {
    /// Since when, and from how many answers; none for the default parameters.
    pub fitted: Option<Fitted>,
    /// Their numbers.
    pub parameters: Parameters,
    /// How many answers there are to learn from now.
    pub answers: usize,
}

impl InUse {
    /// How many answers there should be before another fit.
    pub fn again_at(&self) -> usize {
        let fitted_to = self.fitted.map_or(0, |fitted| fitted.answers);
        usize::try_from(fitted_to.saturating_mul(2))
            .unwrap_or(usize::MAX)
            .max(Fit::LEAST)
    }

    /// Of the latest `tested` answers, how many these parameters were fitted to.
    pub fn seen(&self, tested: usize) -> usize {
        let fitted_to = self.fitted.map_or(0, |fitted| fitted.answers);
        usize::try_from(fitted_to)
            .unwrap_or(usize::MAX)
            .saturating_sub(self.answers.saturating_sub(tested))
            .min(tested)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};
    use crate::history::{CardState, RecordId};
    use crate::memory::Memory;

    #[test]
    fn more_remembered_takes_more_minutes_and_leaves_more() {
        let mut text = "# D {#d}\n".to_owned();
        for card in 0..200 {
            text.push_str(&format!("\n## Question {card}? {{#c{card:03}}}\n\nA.\n"));
        }
        let deck = parse(&Source::new("d.md", text)).deck.expect("a deck");
        let today: StudyDay = "2026-11-20".parse().expect("a day");
        let state = |card: &Card| CardState {
            memory: Some(Memory {
                stability: 8.0,
                difficulty: 5.0,
            }),
            last: Some(today.minus(4)),
            ..CardState::new(card.id.as_str())
        };
        let states: Vec<CardState> = deck.cards.iter().map(state).collect();
        let scheduler = Scheduler::new(crate::memory::Scheduling::default());
        let cards = deck.cards.iter().zip(&states);
        let costs = RetentionCost::all(cards, &scheduler, &Pace::new(|_| 30.0), today);
        assert_eq!(costs.len(), 5);
        assert!(
            costs[0].minutes_per_day < costs[2].minutes_per_day,
            "{costs:?}"
        );
        assert!(
            costs[2].minutes_per_day < costs[4].minutes_per_day,
            "{costs:?}"
        );
        assert!(costs[0].known < costs[4].known, "{costs:?}");
        assert!((130.0..200.0).contains(&costs[3].known), "{costs:?}");
        let none = RetentionCost::all(std::iter::empty(), &scheduler, &Pace::new(|_| 30.0), today);
        assert!(none[0].known.abs() < 1e-9);
    }

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

    fn in_use(fitted_to: Option<u64>, answers: usize) -> InUse {
        let fitted = fitted_to.map(|answers| Fitted {
            record: RecordId::from_bits(1),
            day: "2026-11-20".parse().expect("a day"),
            parameters: Parameters::default(),
            answers,
        });
        InUse {
            fitted,
            parameters: Parameters::default(),
            answers,
        }
    }

    #[test]
    fn parameters_have_seen_what_they_were_fitted_to() {
        assert_eq!(in_use(None, 2000).seen(1000), 0);
        assert_eq!(in_use(Some(1000), 2000).seen(1000), 0);
        assert_eq!(in_use(Some(1500), 2000).seen(1000), 500);
        assert_eq!(in_use(Some(u64::MAX), 2000).seen(1000), 1000);
    }

    #[test]
    fn another_fit_is_worth_it_after_twice_as_many_answers() {
        assert_eq!(in_use(None, 200).again_at(), 1000);
        assert_eq!(in_use(Some(0), 200).again_at(), 1000);
        assert_eq!(in_use(Some(1500), 1600).again_at(), 3000);
    }
}
