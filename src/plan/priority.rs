//! What studying a card today is worth on the goal's date, and what it costs.
//!
//! weight × (E[recall on the date | studied today] − recall on the date if not) / E[seconds]. The
//! expectation runs over the four grades: Again has the chance 1 − recall today, the others share
//! the rest in this learner's proportions; a failed card is asked again once on the same day.

use super::recall::without_guessing;
use crate::memory::{Formulas, FourMemories, Memory};

/// The state of a card today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CardStatus {
    /// Never answered.
    Unseen,
    /// The learner said that they know it, and the day to check that has come.
    Claimed,
    /// Answered, last so many whole days ago, at least one.
    Met {
        /// What the model knows.
        memory: Memory,
        /// Days since the last answer.
        elapsed: u32,
        /// Whether no answer failed: it was known before it was met, and may last long.
        unfailed: bool,
    },
}

/// A card, with what its priority depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudyCandidate {
    /// What it is to the learner.
    pub card_status: CardStatus,
    /// The weight of knowing it.
    pub weight: f32,
    /// Seconds of one review.
    pub seconds: f32,
    /// Seconds for seeing it for the first time, including repeats on that day.
    pub first_seconds: f32,
    /// The chance of being right without knowing it.
    pub guessed: f32,
}

/// The gain and the cost of studying a card today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudyValue {
    /// The weight times the gain in the chance of knowing it on the date.
    pub gain: f32,
    /// Seconds expected.
    pub seconds: f32,
}

impl StudyValue {
    /// Gain per second, by which cards are ranked.
    pub fn rank(self) -> f32 {
        self.gain / self.seconds
    }
}

/// The learner's model and answer statistics, on a day with this many days left.
#[derive(Clone, Debug)]
pub struct PriorityModel {
    formulas: Formulas,
    /// How much longer than the formulas say this learner keeps things.
    keeps: f32,
    passes: [f32; 3],
    firsts: [f32; 4],
    days_left: f32,
    /// Recall on the date after each first grade today.
    first_recall: [f32; 4],
    /// Stabilities that a card which never failed may have, if it is not longer by the model.
    known_before: [f32; 3],
}

impl PriorityModel {
    /// The share of claims that turn out right when they are checked. A test requires of placement
    /// that 85 of 100 claimed cards are known.
    pub(super) const CLAIMS_HOLD: f32 = 0.85;

    /// Below this gain in the chance of knowing a card, asking it is not worth the time.
    const LEAST: f32 = 0.002;

    /// The priorities with this many days left. `passes` are the shares of Hard, Good and Easy
    /// among passes, `firsts` those of the four grades among first answers; `keeps` is how much longer than the
    /// model says this learner keeps things.
    pub fn new(
        formulas: Formulas,
        keeps: f32,
        passes: [f32; 3],
        firsts: [f32; 4],
        days_left: u32,
    ) -> Self {
        let days_left = days_left as f32;
        let FourMemories {
            again,
            hard,
            good,
            easy,
        } = formulas.first();
        Self {
            formulas,
            keeps,
            passes,
            firsts,
            days_left,
            known_before: [1.0, 9.0, 81.0].map(|times| times * good.stability),
            first_recall: [again, hard, good, easy]
                .map(|memory| formulas.recall(memory.stability * keeps, days_left)),
        }
    }

    /// The model.
    pub const fn formulas(&self) -> &Formulas {
        &self.formulas
    }

    /// The gain and the cost of studying a card today; `None` if the gain is negligible.
    pub fn of(&self, candidate: &StudyCandidate) -> Option<StudyValue> {
        let known = |right: f32| without_guessing(right, candidate.guessed);
        let (gain, seconds) = match candidate.card_status {
            CardStatus::Unseen => {
                // What passes was known before, and is known on the date whether it is asked or not.
                let [failed, ..] = self.firsts;
                let gain = failed * known(self.first_recall[0]);
                (gain, candidate.first_seconds)
            }
            CardStatus::Claimed => {
                let passed = self.passes.map(|share| share * Self::CLAIMS_HOLD);
                let failed = 1.0 - Self::CLAIMS_HOLD;
                let studied = self.first_study([failed, passed[0], passed[1], passed[2]]);
                (known(studied), candidate.seconds * (1.0 + failed))
            }
            CardStatus::Met {
                memory,
                elapsed,
                unfailed,
            } => {
                let elapsed = elapsed as f32;
                let [studied, otherwise, recall] = if unfailed {
                    self.met_before(memory, elapsed)
                } else {
                    self.met(memory, elapsed)
                };
                let gain = known(studied) - known(otherwise);
                (gain, candidate.seconds * (2.0 - recall))
            }
        };
        (gain >= Self::LEAST).then_some(StudyValue {
            gain: candidate.weight * gain,
            seconds,
        })
    }

    /// The same for a card that never failed, at the mean over how long it may last.
    fn met_before(&self, memory: Memory, elapsed: f32) -> [f32; 3] {
        let each = self.known_before.map(|stability| {
            let stability = memory.stability.max(stability);
            self.met(
                Memory {
                    stability,
                    ..memory
                },
                elapsed,
            )
        });
        let mean =
            |place: usize| each.iter().map(|values| values[place]).sum::<f32>() / each.len() as f32;
        [mean(0), mean(1), mean(2)]
    }

    fn recall(&self, memory: Memory, days: f32) -> f32 {
        self.formulas.recall(memory.stability * self.keeps, days)
    }

    /// Recall on the date after a review today, the same without one, and recall today.
    fn met(&self, memory: Memory, elapsed: f32) -> [f32; 3] {
        let recall = self.recall(memory, elapsed);
        let otherwise = self.recall(memory, elapsed + self.days_left);
        [self.study(memory, recall), otherwise, recall]
    }

    /// Recall on the date after a first answer today with these chances of grades.
    fn first_study(&self, grades: [f32; 4]) -> f32 {
        let each = grades.iter().zip(self.first_recall);
        each.map(|(share, recall)| share * recall).sum()
    }

    /// Recall on the date after a review today.
    fn study(&self, memory: Memory, recall: f32) -> f32 {
        let after = self.formulas.after(memory, recall);
        let [hard, good, easy] = self.passes;
        let then = |memory: Memory| self.recall(memory, self.days_left);
        (1.0 - recall) * then(after.again)
            + recall * (hard * then(after.hard) + good * then(after.good) + easy * then(after.easy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Parameters;

    fn priority(days_left: u32) -> PriorityModel {
        PriorityModel::new(
            Formulas::new(&Parameters::default()),
            1.0,
            [0.1, 0.8, 0.1],
            [0.8, 0.02, 0.13, 0.05],
            days_left,
        )
    }

    fn candidate(card_status: CardStatus) -> StudyCandidate {
        StudyCandidate {
            card_status,
            weight: 1.0,
            seconds: 30.0,
            first_seconds: 60.0,
            guessed: 0.0,
        }
    }

    fn met(stability: f32, elapsed: u32) -> StudyCandidate {
        candidate(CardStatus::Met {
            memory: Memory {
                stability,
                difficulty: 5.0,
            },
            elapsed,
            unfailed: false,
        })
    }

    #[test]
    fn what_is_nearly_forgotten_is_worth_more_than_what_sits() {
        let priority = priority(20);
        let gain =
            |candidate: &StudyCandidate| priority.of(candidate).map_or(0.0, |value| value.gain);
        assert!(gain(&met(2.0, 10)) > gain(&met(30.0, 10)));
        assert!(gain(&met(30.0, 10)) > gain(&met(30.0, 1)));
        assert!(gain(&candidate(CardStatus::Unseen)) > gain(&met(2.0, 10)));
    }

    #[test]
    fn weight_counts_and_time_costs() {
        let priority = priority(20);
        let plain = priority.of(&met(3.0, 5)).expect("priority something");
        let heavy = StudyCandidate {
            weight: 3.0,
            ..met(3.0, 5)
        };
        let slow = StudyCandidate {
            seconds: 60.0,
            ..met(3.0, 5)
        };
        let rank =
            |candidate: &StudyCandidate| priority.of(candidate).expect("priority something").rank();
        assert!((rank(&heavy) / plain.rank() - 3.0).abs() < 1e-3);
        assert!((rank(&slow) / plain.rank() - 0.5).abs() < 1e-3);
    }

    #[test]
    fn what_guessing_gets_right_anyway_is_not_gained() {
        let priority = priority(20);
        let guessed = StudyCandidate {
            guessed: 0.5,
            ..candidate(CardStatus::Unseen)
        };
        let (all, half) = (
            priority.of(&candidate(CardStatus::Unseen)),
            priority.of(&guessed),
        );
        assert!(half.expect("something").gain < all.expect("something").gain);
    }

    #[test]
    fn what_was_known_before_is_left_to_what_was_not() {
        let StudyCandidate { card_status, .. } = met(3.0, 10);
        let CardStatus::Met {
            memory, elapsed, ..
        } = card_status
        else {
            panic!("a card that was met");
        };
        let unfailed = candidate(CardStatus::Met {
            memory,
            elapsed,
            unfailed: true,
        });
        let rank = |candidate: &StudyCandidate| {
            let value = priority(20).of(candidate);
            value.map_or(0.0, StudyValue::rank)
        };
        assert!(rank(&unfailed) < rank(&met(3.0, 10)));
    }

    #[test]
    fn what_is_known_by_heart_is_left_alone() {
        assert_eq!(priority(20).of(&met(4000.0, 3)), None);
    }
}
