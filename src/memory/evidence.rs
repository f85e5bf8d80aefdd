//! A learner's answers as evidence about forgetting, and how well weights predict them.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use super::{Grade, Memory, Parameters, Scheduler, Scheduling};

/// Answers as the model takes them: by card since it was new or reset, in the order of time.
///
/// The first answer of a day to a card that was answered on an earlier day can be predicted; the others
/// only change the memory. [`len`](Self::len) is the number that can be predicted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    histories: Vec<Vec<Given>>,
    asked: Vec<Asked>,
}

/// One answer of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) grade: Grade,
    /// Whole study days since the answer before it.
    pub(super) elapsed: u32,
}

/// An answer that can be predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    history: usize,
    /// How many answers came before it in its history.
    place: usize,
}

/// How a group of answers compares with what was expected of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Accuracy {
    /// The mean of −ln of the predicted chance of what happened (natural logarithm); 0 is perfect.
    pub log_loss: f64,
    /// The gap between expected and true recall, 0 to 1, over groups of similar answers: RMSE
    /// (bins) of the FSRS benchmark (open-spaced-repetition/srs-benchmark).
    pub rmse_bins: f64,
    /// The share expected to be recalled, 0 to 1.
    pub expected: f64,
    /// The share that was recalled, 0 to 1.
    pub recalled: f64,
}

/// One answer with the predicted chance of recall.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prediction {
    chance: f64,
    recalled: bool,
    bin: Bin,
}

/// Answers are similar if days elapsed, length of the history and lapses are of the same order.
type Bin = (u32, u32, u32);

impl Evidence {
    /// Begins the history of a card that is new, or new again. Returns its number.
    pub fn begin(&mut self) -> usize {
        self.histories.push(Vec::new());
        self.histories.len() - 1
    }

    /// Adds the next answer of a history, `elapsed` whole study days after the one before it (0 for
    /// a repeat on the same day). Answers come in the order of time, whatever their cards. An
    /// answer for a history that was never begun is ignored.
    pub fn take(&mut self, history: usize, elapsed: u32, grade: Grade) {
        let Some(given) = self.histories.get_mut(history) else {
            return;
        };
        let place = given.len();
        let elapsed = if place == 0 { 0 } else { elapsed };
        given.push(Given { grade, elapsed });
        if elapsed > 0 {
            self.asked.push(Asked { history, place });
        }
    }

    /// How many answers can be predicted.
    pub const fn len(&self) -> usize {
        self.asked.len()
    }

    /// Whether no answer can be predicted.
    pub const fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// How well these weights predict all answers that can be predicted; none if there are none.
    pub fn accuracy(&self, parameters: Parameters) -> Option<Accuracy> {
        Accuracy::of(&self.predicted(parameters, 0..self.len()))
    }

    /// The answers to learn from, with their number by time below `end`: which history, and its
    /// answers up to and including the one to predict.
    pub(super) fn items(&self, end: usize) -> impl Iterator<Item = (usize, &[Given])> {
        self.asked.iter().take(end).map(|asked| {
            (
                asked.history,
                &self.histories[asked.history][..=asked.place],
            )
        })
    }

    /// What these weights predict for the answers with these numbers by time.
    pub(super) fn predicted(&self, parameters: Parameters, range: Range<usize>) -> Vec<Prediction> {
        let scheduler = Scheduler::new(Scheduling {
            parameters,
            ..Scheduling::default()
        });
        let by_history: Vec<Vec<Prediction>> = self
            .histories
            .iter()
            .map(|history| walk(&scheduler, history))
            .collect();
        self.asked
            .get(range)
            .unwrap_or_default()
            .iter()
            .filter_map(|asked| by_history[asked.history].get(asked.place).copied())
            .collect()
    }
}

/// What a scheduler predicts for each answer of a history, from what came before it.
fn walk(scheduler: &Scheduler, history: &[Given]) -> Vec<Prediction> {
    let mut memory: Option<Memory> = None;
    let (mut asked, mut lapses) = (0, 0);
    history
        .iter()
        .map(|given| {
            let chance = memory.map_or(0.0, |memory| {
                scheduler.retrievability(memory, given.elapsed)
            });
            let recalled = given.grade.passed();
            asked += u32::from(given.elapsed > 0);
            let predicted = Prediction {
                chance: f64::from(chance).clamp(LEAST_CHANCE, 1.0 - LEAST_CHANCE),
                recalled,
                bin: (
                    order(given.elapsed, 3.62),
                    order(asked + 1, 1.89),
                    order(lapses, 1.73),
                ),
            };
            lapses += u32::from(given.elapsed > 0 && !recalled);
            memory = Some(scheduler.after(memory, given.elapsed, given.grade));
            predicted
        })
        .collect()
}

/// No chance counts as closer to 0 or 1 than this: one surprise must not outweigh a year of
/// answers.
const LEAST_CHANCE: f64 = 1e-4;

/// The order of a number to a base, counted from 1; 0 for 0.
fn order(number: u32, base: f64) -> u32 {
    if number == 0 {
        0
    } else {
        1 + f64::from(number).log(base).floor() as u32
    }
}

impl Prediction {
    /// −ln of the predicted chance of what happened.
    pub(super) fn loss(&self) -> f64 {
        let chance = if self.recalled {
            self.chance
        } else {
            1.0 - self.chance
        };
        -chance.ln()
    }
}

impl Accuracy {
    /// How well these answers were predicted; none if there are none.
    pub(super) fn of(predicted: &[Prediction]) -> Option<Self> {
        if predicted.is_empty() {
            return None;
        }
        let count = predicted.len() as f64;
        let mut bins: BTreeMap<Bin, (f64, f64, f64)> = BTreeMap::new();
        let mut log_loss = 0.0;
        for answer in predicted {
            log_loss += answer.loss();
            let (answers, expected, recalled) = bins.entry(answer.bin).or_default();
            *answers += 1.0;
            *expected += answer.chance;
            *recalled += f64::from(u8::from(answer.recalled));
        }
        let squares: f64 = bins
            .values()
            .map(|(answers, expected, recalled)| (expected - recalled).powi(2) / answers)
            .sum();
        Some(Self {
            log_loss: log_loss / count,
            rmse_bins: (squares / count).sqrt(),
            expected: bins.values().map(|(_, expected, _)| expected).sum::<f64>() / count,
            recalled: bins.values().map(|(_, _, recalled)| recalled).sum::<f64>() / count,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_answer_of_a_later_day_is_predicted() {
        let mut evidence = Evidence::default();
        let one = evidence.begin();
        let other = evidence.begin();
        evidence.take(one, 7, Grade::Again);
        evidence.take(one, 0, Grade::Good);
        evidence.take(other, 0, Grade::Good);
        assert!(
            evidence.is_empty(),
            "a first answer says nothing of forgetting"
        );
        evidence.take(other, 2, Grade::Again);
        evidence.take(other, 0, Grade::Good);
        evidence.take(one, 3, Grade::Good);
        evidence.take(99, 3, Grade::Good);
        assert_eq!(evidence.len(), 2);
        let items: Vec<(usize, usize)> = evidence
            .items(9)
            .map(|(history, answers)| (history, answers.len()))
            .collect();
        assert_eq!(items, [(other, 2), (one, 3)], "in the order of time");
    }

    #[test]
    fn the_loss_is_that_of_the_chance_given_to_what_happened() {
        let mut evidence = Evidence::default();
        let card = evidence.begin();
        // The first stability after Easy is 8.2956 days: at 8 days recall is a little above 90 %.
        evidence.take(card, 0, Grade::Easy);
        evidence.take(card, 8, Grade::Again);
        let scheduler = Scheduler::new(Scheduling::default());
        let memory = scheduler.after(None, 0, Grade::Easy);
        let chance = f64::from(scheduler.retrievability(memory, 8));
        let accuracy = evidence.accuracy(Parameters::default()).expect("an answer");
        assert!((accuracy.log_loss - -(1.0 - chance).ln()).abs() < 1e-9);
        assert!((accuracy.rmse_bins - chance).abs() < 1e-9);
        assert!((accuracy.expected - chance).abs() < 1e-9);
        assert!(accuracy.recalled.abs() < 1e-9);
        assert_eq!(Evidence::default().accuracy(Parameters::default()), None);
    }
}
