//! How much of a card is known, as opposed to guessed.

use crate::deck::Card;
use crate::history::{CardState, Schedule};
use crate::memory::{Curve, Formulas, LASTING, OwnFactor, Scheduler, StudyDay, lasting, shifted};
use crate::question::{Kind, Question};

/// The chance of picking the right answer without knowing anything about it.
///
/// Only a choice of one option can be guessed often enough to matter; several right options, typed
/// answers and orders are hit once in a dozen guesses or less.
pub fn chance_of_guessing(card: &Card) -> f32 {
    // The kind is known without reading the card's text.
    if card.kind() != Kind::Choice {
        return 0.0;
    }
    match card.data() {
        Question::Choice(choice) if !choice.several() => 1.0 / choice.options.len().max(1) as f32,
        _ => 0.0,
    }
}

/// The chance that a card would be answered right if it were asked now, 0 to 1; `None` for one
/// never answered.
///
/// A card that was failed today and waits to be passed counts as 0. The formula would give 1,
/// because no day has passed since its answer; but that answer was wrong.
pub fn recall_now(state: &CardState, scheduler: &Scheduler, today: StudyDay) -> Option<f32> {
    let memory = state.memory?;
    let days = today.days_after(state.last?);
    if days == 0 && state.is_waiting() {
        return Some(0.0);
    }
    Some(scheduler.retrievability(memory, days))
}

/// What is believed of how much a learner remembers: the model's chances, averaged over how much longer or
/// shorter than the model says they may keep a card, and lower where they guess or answer without care. Their own
/// answers narrow that down. A projection starts from the same.
#[derive(Clone, Copy, Debug)]
pub struct Belief {
    /// By curve: how likely it is, and factors on the stability: a low, a middle and a high one.
    curves: [(f32, [f32; 3]); 3],
    formulas: Formulas,
    /// What the log-odds of recall are lowered by, in the order of [`Kind::ALL`].
    shifts: [f32; Kind::ALL.len()],
}

impl Belief {
    /// The evidence from the answers so far.
    pub fn of(schedule: &Schedule, scheduler: &Scheduler) -> Self {
        let forgetting = &schedule.forgetting;
        let weights = forgetting.weights();
        Self {
            curves: Curve::ALL.map(|curve| {
                let (mean, deviation) = forgetting.keeps(curve);
                // The cards differ, and so do the learners of whom the same was seen.
                let far = OwnFactor::FAR.hypot(std::f64::consts::SQRT_2 * deviation);
                let factors = [mean - far, mean, mean + far].map(|log| log.exp() as f32);
                (weights[curve as usize] as f32, factors)
            }),
            formulas: *scheduler.formulas(),
            shifts: Kind::ALL.map(|kind| schedule.habits.odds_shift(kind)),
        }
    }

    /// The chance that a card would be answered right on a day, and the chance that it is known then, which is
    /// less what guessing accounts for; `None` for one never answered, and for one that is suspended.
    pub fn right_and_known(
        &self,
        card: &Card,
        state: &CardState,
        day: StudyDay,
    ) -> Option<(f32, f32)> {
        let memory = state.memory.filter(|_| !state.suspended)?;
        if state.is_waiting() {
            // A failed card is not known until it is passed, on any day.
            return Some((0.0, 0.0));
        }
        let guessed = chance_of_guessing(card);
        let shift = self.shifts[card.kind() as usize];
        let days = day.days_after(state.last?) as f32;
        let mut sum = (0.0, 0.0);
        for (curve, (likely, factors)) in Curve::ALL.into_iter().zip(self.curves) {
            let [_, usual, _] = factors;
            let recall = |stability, days| curve.recall(&self.formulas, stability, days);
            let mut add = |weight: f32, stability: f32| {
                let right = shifted(recall(stability, days), shift);
                sum.0 += likely * weight * right;
                sum.1 += likely * weight * without_guessing(right, guessed);
            };
            let before = known_before(state, &self.formulas, |stability, days| {
                recall(stability * usual, days)
            });
            match before {
                Some(each) => each
                    .iter()
                    .for_each(|(weight, stability)| add(*weight, stability * usual)),
                None => state
                    .own
                    .weights()
                    .iter()
                    .zip(factors)
                    .for_each(|(weight, factor)| add(*weight, memory.stability * factor)),
            }
        }
        Some(sum)
    }
}

/// The stabilities that a card which never failed may have, each with its weight; `None` for others. `recall` is the
/// chance of recall for a stability and days since the last answer.
pub(super) fn known_before(
    state: &CardState,
    formulas: &Formulas,
    recall: impl Fn(f32, f32) -> f32,
) -> Option<[(f32, f32); LASTING]> {
    let memory = state.memory.filter(|_| state.never_failed())?;
    let span = state.last?.days_after(state.first?);
    Some(lasting(formulas, memory, (state.reviews, span), recall))
}

/// The chance that a card is known, 0 to 1, where its answer is right with the chance `recall`: what
/// guessing accounts for is taken off (the correction for guessing, (p − g) / (1 − g)).
pub fn chance_known(card: &Card, recall: f32) -> f32 {
    without_guessing(recall, chance_of_guessing(card))
}

/// The same where the chance of guessing is known already.
pub(super) fn without_guessing(recall: f32, guessed: f32) -> f32 {
    if guessed >= 1.0 {
        return 0.0;
    }
    ((recall - guessed) / (1.0 - guessed)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};

    fn card(body: &str) -> Card {
        let text = format!("# D {{#d}}\n\n## Q? {{#q}}\n\n{body}\n");
        let deck = parse(&Source::new("d.md", text)).deck.expect("a deck");
        deck.cards.into_iter().next().expect("a card")
    }

    #[test]
    fn right_picks_by_chance_are_no_knowledge() {
        let one = card("- [x] a\n- [ ] b\n- [ ] c\n- [ ] d");
        assert!(chance_known(&one, 0.25).abs() < 1e-6);
        assert!(chance_known(&one, 0.1).abs() < 1e-6);
        assert!((chance_known(&one, 1.0) - 1.0).abs() < 1e-6);
        assert!((chance_known(&one, 0.625) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn what_is_hardly_guessed_keeps_its_chance() {
        for body in ["An answer.", "- [x] a\n- [x] b\n- [ ] c"] {
            assert!(
                (chance_known(&card(body), 0.7) - 0.7).abs() < 1e-6,
                "{body}"
            );
        }
    }
}
