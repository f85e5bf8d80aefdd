//! How a learner forgets, learned from their own answers: by which curve, and how long they keep things compared
//! with the model.

use serde::{Deserialize, Serialize};

use super::formulas::Formulas;

/// A forgetting curve. All fall to 90 % after the stability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// That of FSRS-6, with the learner's decay.
    Fsrs,
    /// A power of the time with the decay 0.5.
    Steep,
    Exponential,
}

impl Curve {
    pub const ALL: [Self; 3] = [Self::Fsrs, Self::Steep, Self::Exponential];

    /// The chance of recall `days` after the last review of a card with this stability (days).
    pub fn recall(self, formulas: &Formulas, stability: f32, days: f32) -> f32 {
        match self {
            Self::Fsrs => formulas.recall(stability, days),
            Self::Steep => (1.0 + (0.9_f32.powi(-2) - 1.0) * days / stability).powf(-0.5),
            Self::Exponential => 0.9_f32.powf(days / stability),
        }
    }

    /// How fast that chance, which is `recall`, grows with the logarithm of the stability.
    pub fn slope(self, formulas: &Formulas, stability: f32, days: f32, recall: f32) -> f32 {
        match self {
            Self::Fsrs => formulas.slope(stability, days, recall),
            Self::Steep => {
                let faded = (0.9_f32.powi(-2) - 1.0) * days / stability;
                0.5 * (1.0 + faded).powf(-1.5) * faded
            }
            Self::Exponential => {
                let faded = -0.9_f32.ln() * days / stability;
                (-faded).exp() * faded
            }
        }
    }
}

/// What the first answers of each day say about how a learner forgets what they learned here.
///
/// For each curve, an extended Kalman filter follows the logarithm of a factor on all stabilities: each answer is a
/// Bernoulli trial whose chance is the recall predicted at the factor believed so far. How well a curve predicted
/// the answers decides how likely it is. All is kept in millionths, so that reading a text gives exactly what was
/// written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgetting {
    curves: [Seen; 3],
}

/// What the answers say if the learner forgets by one curve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    /// The sum of −ln of the chances given to what happened.
    loss: i64,
    /// The logarithm of the factor.
    mean: i64,
    /// What the answers add to its precision.
    information: i64,
}

const MILLION: f64 = 1e6;

fn millionths(number: f64) -> i64 {
    (number * MILLION).round() as i64
}

impl Forgetting {
    /// How likely each curve is before the first answer.
    const PRIOR: [f64; 3] = [0.4, 0.3, 0.3];

    /// The likelihood counts to this power: no learner forgets by any of these curves exactly.
    const POWER: f64 = 0.4;

    /// Cards differ from each other, so that many answers reveal less than as many independent trials.
    const WEIGHT: f64 = 0.7;

    /// How much learners differ before anything is known of them: the deviation of the factor's logarithm.
    const LEARNERS: f64 = 0.5;

    /// The most that the answers to one card may say, in nats.
    const MOST: f64 = 30.0;

    /// What is expected of an answer `elapsed` whole days after the last one of a card with this stability (days).
    pub fn expect(&self, formulas: &Formulas, stability: f32, elapsed: u32) -> Expected {
        let days = elapsed as f32;
        let weights = self.weights();
        let mut chance = 0.0;
        let curves = Curve::ALL.map(|curve| {
            let kept = stability * self.keeps(curve).0.exp() as f32;
            let recall = curve.recall(formulas, kept, days);
            chance += weights[curve as usize] as f32 * recall;
            (kept, recall)
        });
        Expected {
            chance,
            days,
            curves,
        }
    }

    /// Takes in an answer. One on the same day as the last says nothing.
    pub fn take(&mut self, formulas: &Formulas, expected: &Expected, passed: bool) {
        if expected.days == 0.0 {
            return;
        }
        let curves = Curve::ALL.into_iter().zip(expected.curves);
        for (seen, (curve, (kept, recall))) in self.curves.iter_mut().zip(curves) {
            let (mean, deviation) = seen.keeps();
            let slope = f64::from(curve.slope(formulas, kept, expected.days, recall));
            let recall = f64::from(recall).clamp(0.01, 0.99);
            let chance = if passed { recall } else { 1.0 - recall };
            seen.loss -= millionths(chance.ln());
            let spread = recall * (1.0 - recall);
            let surprise = if passed { 1.0 - recall } else { -recall };
            let information = Self::WEIGHT * slope * slope / spread;
            let precision = deviation.powi(-2) + information;
            let step = Self::WEIGHT * surprise * slope / spread / precision;
            seen.information += millionths(information);
            seen.mean = millionths((mean + step).clamp(-2.0, 2.0));
        }
    }

    /// How likely each curve is; the three add up to 1.
    #[must_use]
    pub fn weights(&self) -> [f64; 3] {
        let losses = self.curves.map(|seen| seen.loss);
        let least = losses.iter().copied().min().unwrap_or(0);
        let odds: [f64; 3] = std::array::from_fn(|place| {
            let behind = (losses[place] - least) as f64 / MILLION;
            Self::PRIOR[place] * (-Self::POWER * behind).exp()
        });
        let sum: f64 = odds.iter().sum();
        odds.map(|odds| odds / sum)
    }

    /// The logarithm of how much longer than the model says this learner keeps things, if they forget by a curve: its
    /// mean and its deviation.
    #[must_use]
    pub fn keeps(&self, curve: Curve) -> (f64, f64) {
        self.curves[curve as usize].keeps()
    }

    /// How much longer than the model says this learner keeps things, by the model's own curve: what plans rank by. The
    /// steeper ones would find nothing worth learning weeks before a date.
    #[must_use]
    pub fn usual_keeps(&self) -> f32 {
        self.keeps(Curve::Fsrs).0.exp() as f32
    }
}

/// What is expected of one answer.
#[derive(Clone, Copy, Debug)]
pub struct Expected {
    /// The chance that the card is recalled, over all that is believed of curves.
    pub chance: f32,
    /// Days since the card's last answer.
    days: f32,
    /// By curve: the stability as this learner keeps things, and the chance of recall.
    curves: [(f32, f32); 3],
}

/// How much longer or shorter than the learner's other cards one card is kept, by its own answers: a third of the
/// cards differ by more than this logarithm.
///
/// Kept are the logarithms of how much likelier its answers are if it is kept shorter or longer, in hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnFactor {
    shorter: i16,
    longer: i16,
}

impl OwnFactor {
    /// Whether its answers say nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The logarithms of the factors, shorter and longer ones as far from 0.
    pub const FAR: f64 = 0.6;

    /// How likely each of −0.6, 0 and 0.6 is; before the first answer ¼, ½ and ¼.
    #[must_use]
    pub fn weights(self) -> [f32; 3] {
        let odds = |hundredths: i16| 0.25 * (f32::from(hundredths) / 100.0).exp();
        let each = [odds(self.shorter), 0.5, odds(self.longer)];
        let sum: f32 = each.iter().sum();
        each.map(|odds| odds / sum)
    }

    /// Takes in an answer. One on the same day as the last says nothing.
    pub fn take(&mut self, formulas: &Formulas, expected: &Expected, passed: bool) {
        if expected.days == 0.0 {
            return;
        }
        let (kept, recall) = expected.curves[Curve::Fsrs as usize];
        let loss = |recall: f32| {
            let recall = f64::from(recall).clamp(0.01, 0.99);
            -(if passed { recall } else { 1.0 - recall }).ln()
        };
        let middle = loss(recall);
        let add = |sum: &mut i16, log: f64| {
            let recall = formulas.recall(kept * log.exp() as f32, expected.days);
            let sum_now = f64::from(*sum) / 100.0 + middle - loss(recall);
            *sum = (100.0 * sum_now.clamp(-Forgetting::MOST, Forgetting::MOST)).round() as i16;
        };
        add(&mut self.shorter, -Self::FAR);
        add(&mut self.longer, Self::FAR);
    }
}

impl Seen {
    fn keeps(&self) -> (f64, f64) {
        let precision = self.information as f64 / MILLION + Forgetting::LEARNERS.powi(-2);
        (self.mean as f64 / MILLION, precision.recip().sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Parameters;

    #[test]
    fn answers_after_long_gaps_tell_the_curves_apart() {
        let formulas = Formulas::new(&Parameters::default());
        for (truth, curve) in Curve::ALL.into_iter().enumerate() {
            let mut forgetting = Forgetting::default();
            assert!((forgetting.weights()[0] - 0.4).abs() < 1e-9);
            for answer in 0..600 {
                let elapsed = [2_u32, 10, 60][answer % 3];
                let recalled = curve.recall(&formulas, 5.0, elapsed as f32);
                let passed = (answer * 37 % 100) < (100.0 * recalled).round() as usize;
                let expected = forgetting.expect(&formulas, 5.0, elapsed);
                forgetting.take(&formulas, &expected, passed);
            }
            let weights = forgetting.weights();
            assert!(weights[truth] > 0.8, "{curve:?} {weights:?}");
            let (mean, deviation) = forgetting.keeps(curve);
            assert!(mean.abs() < 0.2 && deviation < 0.25, "{mean} {deviation}");
        }
    }

    #[test]
    fn who_remembers_more_than_the_model_says_is_believed_to_keep_things_longer() {
        let formulas = Formulas::new(&Parameters::default());
        let keeps = |passed: usize| {
            let mut forgetting = Forgetting::default();
            for answer in 0..100 {
                let expected = forgetting.expect(&formulas, 5.0, 10);
                forgetting.take(&formulas, &expected, answer * 37 % 100 < passed);
            }
            forgetting.keeps(Curve::Fsrs)
        };
        let expected = (100.0 * formulas.recall(5.0, 10.0)).round() as usize;
        let ((less, _), (same, _), (more, sure)) =
            (keeps(expected - 15), keeps(expected), keeps(expected + 10));
        assert!(less < -0.1 && more > 0.1, "{less} {more}");
        assert!(same.abs() < 0.1, "{same}");
        assert!(sure < 0.5, "answers narrow it down: {sure}");
    }

    #[test]
    fn a_card_that_is_failed_again_and_again_is_kept_shorter_than_others() {
        let formulas = Formulas::new(&Parameters::default());
        let after = |passed: bool| {
            let mut own = OwnFactor::default();
            let expected = Forgetting::default().expect(&formulas, 3.0, 6);
            for _ in 0..4 {
                own.take(&formulas, &expected, passed);
            }
            own.weights()
        };
        assert!(OwnFactor::default().is_empty());
        let before = OwnFactor::default().weights();
        assert!((before[0] - 0.25).abs() < 1e-6 && (before[2] - 0.25).abs() < 1e-6);
        assert!(after(false)[0] > 0.4 && after(false)[2] < 0.15);
        assert!(after(true)[2] > after(true)[0]);
    }

    #[test]
    fn repeats_of_a_day_say_nothing() {
        let formulas = Formulas::new(&Parameters::default());
        let mut forgetting = Forgetting::default();
        let expected = forgetting.expect(&formulas, 5.0, 0);
        forgetting.take(&formulas, &expected, false);
        assert_eq!(forgetting, Forgetting::default());
    }

    #[test]
    fn every_curve_falls_to_ninety_percent_after_the_stability() {
        let formulas = Formulas::new(&Parameters::default());
        for curve in Curve::ALL {
            assert!(
                (curve.recall(&formulas, 7.0, 7.0) - 0.9).abs() < 1e-4,
                "{curve:?}"
            );
            assert!(curve.recall(&formulas, 7.0, 70.0) < curve.recall(&formulas, 7.0, 14.0));
        }
    }

    #[test]
    fn the_slope_is_how_recall_changes_with_the_logarithm_of_the_stability() {
        let formulas = Formulas::new(&Parameters::default());
        for curve in Curve::ALL {
            let recall = |stability| curve.recall(&formulas, stability, 20.0);
            let step = 0.01_f32;
            let by_hand = (recall(9.0 * step.exp()) - recall(9.0 * (-step).exp())) / (2.0 * step);
            let slope = curve.slope(&formulas, 9.0, 20.0, recall(9.0));
            assert!(
                (slope - by_hand).abs() < 1e-3,
                "{curve:?} {slope} {by_hand}"
            );
        }
    }
}
