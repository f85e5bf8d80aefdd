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
