//! How recall may fall with time: the model's curve, and two that fall more steeply.

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
}

/// What the first answers of each day say about the curve by which a learner forgets, as sums of −ln of the
/// chances that the curves gave to what happened, in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurveOdds {
    losses: [i64; 3],
}

impl CurveOdds {
    /// What is believed before the first answer.
    const PRIOR: [f64; 3] = [0.5, 0.25, 0.25];

    /// The likelihood counts to this power: no learner forgets by any of these curves exactly.
    const POWER: f64 = 0.4;

    /// Takes in an answer `elapsed` whole days after the last one of a card with this stability (days).
    pub fn take(&mut self, formulas: &Formulas, stability: f32, elapsed: u32, passed: bool) {
        for (loss, curve) in self.losses.iter_mut().zip(Curve::ALL) {
            let recall = f64::from(curve.recall(formulas, stability, elapsed as f32));
            let chance = if passed { recall } else { 1.0 - recall };
            *loss -= (chance.max(0.01).ln() * 1e6).round() as i64;
        }
    }

    /// How likely each curve is; the three add up to 1.
    #[must_use]
    pub fn weights(&self) -> [f64; 3] {
        let least = self.losses.iter().copied().min().unwrap_or(0);
        let odds: [f64; 3] = std::array::from_fn(|place| {
            let behind = (self.losses[place] - least) as f64 / 1e6;
            Self::PRIOR[place] * (-Self::POWER * behind).exp()
        });
        let sum: f64 = odds.iter().sum();
        odds.map(|odds| odds / sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Parameters;

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
    fn answers_after_long_gaps_tell_the_curves_apart() {
        let formulas = Formulas::new(&Parameters::default());
        for (truth, curve) in Curve::ALL.into_iter().enumerate() {
            let mut odds = CurveOdds::default();
            assert!((odds.weights()[0] - 0.5).abs() < 1e-9);
            for elapsed in [5_u32, 20, 60] {
                let recalled =
                    (100.0 * curve.recall(&formulas, 5.0, elapsed as f32)).round() as u32;
                for answer in 0..100 {
                    odds.take(&formulas, 5.0, elapsed, answer < recalled);
                }
            }
            assert!(
                odds.weights()[truth] > 0.8,
                "{curve:?} {:?}",
                odds.weights()
            );
        }
    }
}
