//! FSRS-6: what a grade does to the memory of a card, and when to ask again.
//!
//! The model is that of the `fsrs` crate (open-spaced-repetition/fsrs-rs); this file gives it whole
//! study days, a limit and a reproducible spread.

use fsrs::{FSRS, FSRSItem, FSRSReview, MemoryState, current_retrievability};
use serde::{Deserialize, Serialize};

use super::{
    Formulas, Grade, Memory, Parameters, Retention, RetentionByWeight, Stage, stable_hash,
};

/// Everything that determines intervals: with equal values every device computes equal dates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scheduling {
    /// The weights of the model.
    pub parameters: Parameters,
    /// The share of due cards to be remembered, by weight.
    pub retention: RetentionByWeight,
    /// Whether the stages that the journal names replace it.
    pub by_stage: bool,
    /// The longest interval, in days.
    pub max_interval: u32,
    /// Whether intervals are spread by up to 5 %.
    pub fuzz: bool,
}

impl Scheduling {
    /// The longest interval where nothing is set: a hundred years, in days.
    pub const LONGEST: u32 = 36_500;

    /// The retention that is desired in a stage; `None` before the first one.
    pub fn retention_in(&self, stage: Option<Stage>) -> RetentionByWeight {
        match stage {
            Some(stage) if self.by_stage => stage.retention(),
            _ => self.retention,
        }
    }
}

impl Default for Scheduling {
    fn default() -> Self {
        Self {
            parameters: Parameters::default(),
            retention: RetentionByWeight::default(),
            by_stage: false,
            max_interval: Self::LONGEST,
            fuzz: true,
        }
    }
}

/// Computes memories and intervals.
#[derive(Clone, Debug)]
pub struct Scheduler {
    model: FSRS,
    scheduling: Scheduling,
    formulas: Formulas,
}

impl Scheduler {
    /// The version of the arithmetic: schedules made by another version are computed again.
    pub const VERSION: u32 = 1;

    /// How much an interval may be moved, as a share of itself.
    const SPREAD: f32 = 0.05;

    /// A scheduler with these settings.
    #[expect(
        clippy::missing_panics_doc,
        reason = "Parameters only ever holds what FSRS accepts"
    )]
    pub fn new(scheduling: Scheduling) -> Self {
        let model = FSRS::new(scheduling.parameters.numbers())
            .expect("21 finite numbers are what the model asks for");
        Self {
            model,
            scheduling,
            formulas: Formulas::new(&scheduling.parameters),
        }
    }

    /// The settings it was made with.
    pub const fn scheduling(&self) -> &Scheduling {
        &self.scheduling
    }

    /// The formulas of the model with its weights.
    pub const fn formulas(&self) -> &Formulas {
        &self.formulas
    }

    /// The memory after one more review, `elapsed_days` whole study days after the one before
    /// (0 for a first review and for a repeat on the same day).
    #[expect(
        clippy::missing_panics_doc,
        reason = "clamped weights give finite states"
    )]
    pub fn after(&self, memory: Option<Memory>, elapsed_days: u32, grade: Grade) -> Memory {
        let review = FSRSReview {
            rating: grade.number(),
            delta_t: elapsed_days,
        };
        let before = memory.map(
            |Memory {
                 stability,
                 difficulty,
             }| MemoryState {
                stability,
                difficulty,
            },
        );
        let state = self
            .model
            .memory_state(
                FSRSItem {
                    reviews: vec![review],
                },
                before,
            )
            .expect("weights and states that the model itself clamped are finite");
        Memory {
            stability: state.stability,
            difficulty: state.difficulty,
        }
    }

    /// Whole days until the next review, at least 1, if so much is to be remembered. `card` and `reviews` (how
    /// many the card has had) choose the spread, so that every device finds the same day.
    pub fn interval(&self, memory: Memory, retention: Retention, card: &str, reviews: u32) -> u32 {
        let exact = self.model.next_interval(
            Some(memory.stability),
            retention.share(),
            Grade::Good.number(),
        );
        let days = if self.scheduling.fuzz {
            exact * (1.0 + Self::SPREAD * spread(card, reviews))
        } else {
            exact
        };
        let longest = self.scheduling.max_interval.max(1);
        (days.round().max(1.0) as u32).min(longest)
    }

    /// The chance that a card is remembered `days` whole days after its last review, 0 to 1.
    pub fn retrievability(&self, memory: Memory, days: u32) -> f32 {
        let state = MemoryState {
            stability: memory.stability,
            difficulty: memory.difficulty,
        };
        current_retrievability(state, days as f32, self.scheduling.parameters.decay())
    }
}

/// A number from −1 to 1 that depends on nothing but the card and its count of reviews.
///
/// It is a [`stable_hash`] of the id and the count (little endian): the dates of all devices depend on it.
fn spread(card: &str, reviews: u32) -> f32 {
    let hash = stable_hash(card.bytes().chain(reviews.to_le_bytes()));
    // 24 bits are what an f32 holds exactly.
    (hash >> 40) as f32 / ((1 << 23) as f32) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(stability: f32) -> Memory {
        Memory {
            stability,
            difficulty: 5.0,
        }
    }

    #[test]
    fn intervals_are_whole_days_from_one_to_the_limit() {
        let scheduler = Scheduler::new(Scheduling {
            max_interval: 100,
            fuzz: false,
            ..Scheduling::default()
        });
        assert_eq!(
            scheduler.interval(memory(0.01), Retention::DEFAULT, "a/b", 1),
            1
        );
        assert_eq!(
            scheduler.interval(memory(20.4), Retention::DEFAULT, "a/b", 1),
            20
        );
        assert_eq!(
            scheduler.interval(memory(5000.0), Retention::DEFAULT, "a/b", 1),
            100
        );
    }

    #[test]
    fn the_spread_stays_within_five_percent_and_is_the_same_everywhere() {
        let scheduler = Scheduler::new(Scheduling::default());
        let mut seen = std::collections::BTreeSet::new();
        for reviews in 0..200 {
            let days =
                scheduler.interval(memory(100.0), Retention::DEFAULT, "runtime/phases", reviews);
            assert!((95..=105).contains(&days), "{days}");
            seen.insert(days);
        }
        assert!(seen.len() > 8, "spread over several days: {seen:?}");
        // Recorded here so that no later version moves dates that a device has computed.
        assert_eq!(
            scheduler.interval(memory(1000.0), Retention::DEFAULT, "runtime/phases", 3),
            1033
        );
    }

    #[test]
    fn a_memory_fades_to_ninety_percent_after_its_stability() {
        let scheduler = Scheduler::new(Scheduling::default());
        assert!((scheduler.retrievability(memory(12.0), 12) - 0.9).abs() < 1e-4);
        assert!((scheduler.retrievability(memory(12.0), 0) - 1.0).abs() < 1e-6);
    }
}
