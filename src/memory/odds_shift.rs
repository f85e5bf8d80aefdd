//! How much less a learner remembers of one kind of question than the model says: learned from their own answers.

use serde::{Deserialize, Serialize};

/// What answers say about a shift on the log-odds of recall.
///
/// One step of Newton's method from the predicted chances, with a normal prior. Who guesses or answers without
/// care is right less often than predicted long before weights can be fitted to their answers. Only a shift
/// downwards counts: being right more often is what [`Forgetting`](super::Forgetting) learns.
///
/// Sums are kept in millionths, so that a text brings back just what was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OddsShift {
    answers: u32,
    score: i64,
    information: i64,
}

impl OddsShift {
    /// With fewer answers than this nothing is shifted.
    const LEAST: u32 = 50;

    /// How much learners differ before anything is known of them: the deviation of the shift.
    const DEVIATION: f64 = 0.5;

    const MILLION: f64 = 1e6;

    /// Takes in an answer that was expected to pass with this chance.
    pub fn take(&mut self, chance: f32, passed: bool) {
        let chance = f64::from(chance).clamp(0.01, 0.99);
        let surprise = f64::from(u8::from(passed)) - chance;
        self.answers += 1;
        self.score += (surprise * Self::MILLION).round() as i64;
        self.information += (chance * (1.0 - chance) * Self::MILLION).round() as i64;
    }

    /// The shift, zero or less.
    pub fn shift(&self) -> f32 {
        if self.answers < Self::LEAST {
            return 0.0;
        }
        let prior = 1.0 / (Self::DEVIATION * Self::DEVIATION);
        let precision = self.information as f64 / Self::MILLION + prior;
        (self.score as f64 / Self::MILLION / precision).min(0.0) as f32
    }
}

/// A chance with its log-odds shifted.
pub fn shifted(chance: f32, shift: f32) -> f32 {
    let factor = shift.exp();
    chance * factor / (chance * factor + (1.0 - chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(answers: u32, passed: u32) -> f32 {
        let mut odds = OddsShift::default();
        for answer in 0..answers {
            odds.take(0.85, answer < passed);
        }
        odds.shift()
    }

    #[test]
    fn who_passes_far_less_than_expected_is_believed_to_know_less_and_nobody_more() {
        assert!(after(49, 10).abs() < 1e-9, "too few answers");
        let guesser = after(100, 30);
        assert!(shifted(0.85, guesser) < 0.35, "{guesser}");
        assert!(after(200, 170).abs() < 1e-6, "as expected");
        assert!(after(200, 200).abs() < 1e-9, "more than expected");
    }

    #[test]
    fn a_shift_keeps_chances_between_nothing_and_certainty() {
        for chance in [0.0, 0.3, 1.0] {
            assert!((shifted(chance, 0.0) - chance).abs() < 1e-6);
            assert!((0.0..=chance).contains(&shifted(chance, -3.0)));
        }
    }
}
