//! What the whole history says about how a learner keeps things, and what today's answers added.

use std::collections::BTreeMap;

use crate::deck::Card;
use crate::history::{Journal, ReplayedAnswer, Rules, Schedule};
use crate::memory::{Formulas, Memory, Scheduler, StudyDay};
use crate::plan::{CurrentGoal, StabilityBias, chance_known};

/// Looking back over every answer.
#[derive(Clone, Debug, Default)]
pub struct Hindsight {
    /// How long the learner keeps things, compared with the model.
    pub stability_bias: StabilityBias,
    /// What was known of the cards answered today before that: the memory and the day of the last answer.
    before: BTreeMap<String, Option<(Memory, StudyDay)>>,
    formulas: Option<Formulas>,
}

impl Hindsight {
    /// Looks back.
    #[must_use]
    pub fn of(journal: &Journal, rules: &Rules<'_>, today: StudyDay) -> Self {
        let mut hindsight = Self::default();
        let _ = Schedule::replay_watched(journal, rules, |answered| {
            hindsight.watch(answered, today);
        });
        hindsight
    }

    /// Looks at one more answer, in the order of the history.
    pub fn watch(&mut self, answered: &ReplayedAnswer<'_>, today: StudyDay) {
        if !answered.first_of_day {
            return;
        }
        if let Some(memory) = answered.before {
            let formulas = self
                .formulas
                .get_or_insert_with(|| Formulas::new(&answered.scheduler.scheduling().parameters));
            let passed = answered.grade.passed();
            self.stability_bias
                .take(formulas, memory.stability, answered.elapsed, passed);
        }
        if answered.day == today {
            let before = answered
                .before
                .map(|memory| (memory, today.minus(answered.elapsed)));
            self.before.insert(answered.card.to_owned(), before);
        }
    }

    /// What today's answers added to the cards of a goal that will be known on its date, were nothing
    /// studied after today.
    #[must_use]
    pub fn gained_today<'a>(
        &self,
        cards: impl Iterator<Item = &'a Card>,
        schedule: &Schedule,
        scheduler: &Scheduler,
        aim: &CurrentGoal,
    ) -> f32 {
        let known = |card: &Card, known: Option<(Memory, StudyDay)>| {
            known.map_or(0.0, |(memory, last)| {
                let days = u32::try_from(aim.date.days_since(last)).unwrap_or(0);
                chance_known(card, scheduler.retrievability(memory, days))
            })
        };
        cards
            .filter(|card| aim.takes(card))
            .filter_map(|card| {
                let before = self.before.get(card.id.as_str())?;
                let state = schedule.card(card.id.as_str())?;
                Some(known(card, state.memory.zip(state.last)) - known(card, *before))
            })
            .sum()
    }
}
