//! How long a learner remembers, compared with the model's prediction: learned from their own
//! answers.

use serde::{Deserialize, Serialize};

use super::formulas::Formulas;

/// What answers reveal about a factor on all stabilities of a learner.
///
/// One step of Newton's method for the logarithm of the factor, from the model's own prediction: the score
/// and the information of each answer, a Bernoulli trial whose chance is the predicted recall. Only first
/// answers of a day count, with at least a day since the last.
///
/// Sums are stored in millionths, so that reading a text gives exactly what was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StabilityBias {
    score: i64,
    information: i64,
}

impl StabilityBias {
    /// Cards differ from each other, so that many answers reveal less than as many independent
    /// trials.
    const WEIGHT: f64 = 0.7;

    const MILLION: f64 = 1e6;

    /// How much learners differ before anything is known of them: the deviation of the factor's logarithm.
    pub const LEARNERS: f64 = 0.42;

    /// How much the cards of one learner differ: the deviation of the logarithm of each card's factor.
    pub const CARDS: f64 = 0.5;

    /// Adds an answer `elapsed` whole days after the last one, of a card with this stability
    /// (days).
    pub fn take(&mut self, formulas: &Formulas, stability: f32, elapsed: u32, passed: bool) {
        if elapsed == 0 {
            return;
        }
        let (recall, slope) = formulas.recall_and_slope(stability, elapsed as f32);
        let (recall, slope) = (f64::from(recall).clamp(0.01, 0.99), f64::from(slope));
        let surprise = if passed { 1.0 - recall } else { -recall };
        let spread = recall * (1.0 - recall);
        self.score += (Self::WEIGHT * surprise * slope / spread * Self::MILLION).round() as i64;
        self.information += (Self::WEIGHT * slope * slope / spread * Self::MILLION).round() as i64;
    }

    /// The logarithm of the factor: its mean and its deviation, when learners differ by `deviation` before
    /// anything is known of them.
    #[must_use]
    pub fn factor(&self, deviation: f64) -> (f64, f64) {
        let precision = self.information as f64 / Self::MILLION + 1.0 / (deviation * deviation);
        let mean = (self.score as f64 / Self::MILLION / precision)
            .clamp(-2.0 * deviation, 2.0 * deviation);
        (mean, precision.recip().sqrt())
    }

    /// Factors for how long this learner may remember a card, each with its weight: the three-point
    /// Gauss–Hermite rule for a normal logarithm.
    #[must_use]
    pub fn factors(&self) -> [(f32, f32); 3] {
        let (mean, deviation) = self.factor(Self::LEARNERS);
        let far = (3.0 * (deviation * deviation + Self::CARDS * Self::CARDS)).sqrt();
        [
            (1.0 / 6.0, (mean - far).exp() as f32),
            (2.0 / 3.0, mean.exp() as f32),
            (1.0 / 6.0, (mean + far).exp() as f32),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Parameters;

    #[test]
    fn who_remembers_more_than_the_model_says_is_believed_to_keep_things_longer() {
        let formulas = Formulas::new(&Parameters::default());
        let told = |passed: usize| {
            let mut stability_bias = StabilityBias::default();
            for answer in 0..100 {
                stability_bias.take(&formulas, 5.0, 10, answer < passed);
            }
            stability_bias.factor(0.4)
        };
        let expected = (100.0 * formulas.recall(5.0, 10.0)).round() as usize;
        let ((less, _), (same, _), (more, sure)) =
            (told(expected - 15), told(expected), told(expected + 10));
        assert!(less < -0.1 && more > 0.1, "{less} {more}");
        assert!(same.abs() < 0.05, "{same}");
        assert!(sure < 0.4, "answers narrow it down: {sure}");
        let (mean, deviation) = StabilityBias::default().factor(0.4);
        assert!(mean.abs() < 1e-9 && (deviation - 0.4).abs() < 1e-9);
    }

    #[test]
    fn repeats_of_a_day_say_nothing() {
        let formulas = Formulas::new(&Parameters::default());
        let mut stability_bias = StabilityBias::default();
        stability_bias.take(&formulas, 5.0, 0, false);
        assert_eq!(stability_bias, StabilityBias::default());
    }
}
