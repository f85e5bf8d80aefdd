//! How long a learner keeps things, compared with what the model says: learned from their own answers.

use crate::memory::Formulas;

/// What answers say about a factor on all stabilities of a learner.
///
/// One step of Newton's method for the logarithm of the factor, from the model's own prediction: the score
/// and the information of each answer, a Bernoulli trial whose chance is the predicted recall. Only first
/// answers of a day count, with at least a day since the last.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StabilityBias {
    score: f64,
    information: f64,
}

impl StabilityBias {
    /// Cards differ among each other, so that many answers say less than as many independent trials.
    const WEIGHT: f64 = 0.7;

    /// Takes in an answer `elapsed` whole days after the last one of a card with this stability (days).
    pub fn take(&mut self, formulas: &Formulas, stability: f32, elapsed: u32, passed: bool) {
        if elapsed == 0 {
            return;
        }
        let recall = f64::from(formulas.recall(stability, elapsed as f32)).clamp(0.01, 0.99);
        let slope = f64::from(formulas.slope(stability, elapsed as f32));
        let surprise = if passed { 1.0 - recall } else { -recall };
        let spread = recall * (1.0 - recall);
        self.score += Self::WEIGHT * surprise * slope / spread;
        self.information += Self::WEIGHT * slope * slope / spread;
    }

    /// The logarithm of the factor: its mean and its deviation, when learners differ by `deviation` before
    /// anything is known of them.
    #[must_use]
    pub fn factor(&self, deviation: f64) -> (f64, f64) {
        let precision = self.information + 1.0 / (deviation * deviation);
        let mean = (self.score / precision).clamp(-2.0 * deviation, 2.0 * deviation);
        (mean, precision.recip().sqrt())
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
        assert_eq!(StabilityBias::default().factor(0.4), (0.0, 0.4));
    }

    #[test]
    fn repeats_of_a_day_say_nothing() {
        let formulas = Formulas::new(&Parameters::default());
        let mut stability_bias = StabilityBias::default();
        stability_bias.take(&formulas, 5.0, 0, false);
        assert_eq!(stability_bias, StabilityBias::default());
    }
}
