//! FSRS-6: what a grade does to the memory of a card, and when to ask again.
//!
//! The model is that of the `fsrs` crate (open-spaced-repetition/fsrs-rs); this file gives it whole
//! study days, a limit and a reproducible spread.

use std::fmt;
use std::str::FromStr;

use fsrs::{FSRS, FSRSItem, FSRSReview, MemoryState, current_retrievability};
use serde::{Deserialize, Serialize};

use super::{Grade, Parameters, stable_hash};

/// The share of due cards that the learner wants to remember, 0.70 to 0.99.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f32", into = "f32")]
pub struct Retention(f32);

/// A desired retention at which the model's intervals make no sense.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the desired retention is a number from 0.70 to 0.99, not {0}")]
pub struct RetentionOutOfRange(String);

impl Retention {
    /// The retention asked for where nothing is set.
    pub const DEFAULT: Self = Self(0.9);

    /// Checks that the share lies in 0.70 to 0.99.
    pub fn new(share: f32) -> Result<Self, RetentionOutOfRange> {
        // The bounds allow for rounding: an f32 0.70 is not exactly 0.7.
        if (0.699_999..=0.990_001).contains(&share) {
            Ok(Self(share))
        } else {
            Err(RetentionOutOfRange(share.to_string()))
        }
    }

    /// The share, 0.70 to 0.99.
    #[must_use]
    pub const fn share(self) -> f32 {
        self.0
    }
}

impl TryFrom<f32> for Retention {
    type Error = RetentionOutOfRange;

    fn try_from(share: f32) -> Result<Self, Self::Error> {
        Self::new(share)
    }
}

impl From<Retention> for f32 {
    fn from(retention: Retention) -> Self {
        retention.0
    }
}

impl FromStr for Retention {
    type Err = RetentionOutOfRange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<f32>()
            .map_err(|_| RetentionOutOfRange(text.to_owned()))
            .and_then(Self::new)
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

/// Everything that determines intervals: with equal values every device computes equal dates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scheduling {
    /// The weights of the model.
    pub parameters: Parameters,
    /// The share of due cards to be remembered.
    pub retention: Retention,
    /// The longest interval, in days.
    pub max_interval: u32,
    /// Whether intervals are spread by up to 5 %.
    pub fuzz: bool,
}

impl Scheduling {
    /// The longest interval where nothing is set: a hundred years, in days.
    pub const LONGEST: u32 = 36_500;
}

impl Default for Scheduling {
    fn default() -> Self {
        Self {
            parameters: Parameters::default(),
            retention: Retention::DEFAULT,
            max_interval: Self::LONGEST,
            fuzz: true,
        }
    }
}

/// The memory of one card after its reviews.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Days until the chance of recall has fallen to 90 %.
    pub stability: f32,
    /// How hard the card is, 1 to 10.
    pub difficulty: f32,
}

/// Computes memories and intervals.
#[derive(Clone, Debug)]
pub struct Scheduler {
    model: FSRS,
    scheduling: Scheduling,
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
        Self { model, scheduling }
    }

    /// The settings it was made with.
    pub const fn scheduling(&self) -> &Scheduling {
        &self.scheduling
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

    /// Whole days until the next review, at least 1. `card` and `reviews` (how many the card has
    /// had) choose the spread, so that every device finds the same day.
    pub fn interval(&self, memory: Memory, card: &str, reviews: u32) -> u32 {
        let exact = self.model.next_interval(
            Some(memory.stability),
            self.scheduling.retention.share(),
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
        assert_eq!(scheduler.interval(memory(0.01), "a/b", 1), 1);
        assert_eq!(scheduler.interval(memory(20.4), "a/b", 1), 20);
        assert_eq!(scheduler.interval(memory(5000.0), "a/b", 1), 100);
    }

    #[test]
    fn the_spread_stays_within_five_percent_and_is_the_same_everywhere() {
        let scheduler = Scheduler::new(Scheduling::default());
        let mut seen = std::collections::BTreeSet::new();
        for reviews in 0..200 {
            let days = scheduler.interval(memory(100.0), "runtime/phases", reviews);
            assert!((95..=105).contains(&days), "{days}");
            seen.insert(days);
        }
        assert!(seen.len() > 8, "spread over several days: {seen:?}");
        // Recorded here so that no later version moves dates that a device has computed.
        assert_eq!(
            scheduler.interval(memory(1000.0), "runtime/phases", 3),
            1033
        );
    }

    #[test]
    fn a_memory_fades_to_ninety_percent_after_its_stability() {
        let scheduler = Scheduler::new(Scheduling::default());
        assert!((scheduler.retrievability(memory(12.0), 12) - 0.9).abs() < 1e-4);
        assert!((scheduler.retrievability(memory(12.0), 0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_retention_out_of_range_is_refused() {
        for text in ["0.5", "1", "0.995", "ninety", "NaN", "-1"] {
            assert!(text.parse::<Retention>().is_err(), "{text}");
        }
        for text in ["0.70", "0.9", "0.99"] {
            assert!(text.parse::<Retention>().is_ok(), "{text}");
        }
    }
}
