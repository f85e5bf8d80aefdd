//! How recall may fall with time: the model's curve, and two that fall more steeply.

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

/// What makes a power of the time with the decay 0.5 fall to 0.9 after the stability: 0.9⁻² − 1.
const STEEPNESS: f32 = 1.0 / 0.81 - 1.0;

/// What makes an exponential do so: −ln 0.9.
const RATE: f32 = 0.105_360_515;

impl Curve {
    pub const ALL: [Self; 3] = [Self::Fsrs, Self::Steep, Self::Exponential];

    /// The chance of recall `days` after the last review of a card with this stability (days).
    pub fn recall(self, formulas: &Formulas, stability: f32, days: f32) -> f32 {
        match self {
            Self::Fsrs => formulas.recall(stability, days),
            Self::Steep => (1.0 + STEEPNESS * days / stability).sqrt().recip(),
            Self::Exponential => (-RATE * days / stability).exp(),
        }
    }

    /// How fast that chance, which is `recall`, grows with the logarithm of the stability.
    pub fn slope(self, formulas: &Formulas, stability: f32, days: f32, recall: f32) -> f32 {
        match self {
            Self::Fsrs => formulas.slope(stability, days, recall),
            Self::Steep => 0.5 * recall.powi(3) * STEEPNESS * days / stability,
            Self::Exponential => recall * RATE * days / stability,
        }
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
