//! The 21 weights of FSRS-6.

use fsrs::DEFAULT_PARAMETERS;
use serde::{Deserialize, Serialize};

/// Weights of the memory model: its defaults, or fitted to one learner.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<f32>", into = "Vec<f32>")]
pub struct Parameters([f32; 21]);

/// A list of numbers that is not a set of FSRS-6 weights.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("FSRS-6 takes 21 finite numbers as parameters, not {0}")]
pub struct InvalidParameters(String);

impl Parameters {
    /// The range in which the forgetting curve's exponent (the last weight) is meaningful.
    const DECAY: std::ops::RangeInclusive<f32> = 0.1..=0.8;

    /// Weights from numbers; the decay is clamped to 0.1–0.8.
    pub fn new(numbers: &[f32]) -> Result<Self, InvalidParameters> {
        let mut weights: [f32; 21] = numbers
            .try_into()
            .map_err(|_| InvalidParameters(format!("{} of them", numbers.len())))?;
        if let Some(bad) = weights.iter().find(|weight| !weight.is_finite()) {
            return Err(InvalidParameters(format!("{bad}")));
        }
        weights[20] = weights[20].clamp(*Self::DECAY.start(), *Self::DECAY.end());
        Ok(Self(weights))
    }

    /// The weights as numbers.
    pub const fn numbers(&self) -> &[f32; 21] {
        &self.0
    }

    /// The exponent of the forgetting curve.
    pub const fn decay(&self) -> f32 {
        self.0[20]
    }
}

impl Default for Parameters {
    /// The weights that fit the average learner, from the `fsrs` crate.
    fn default() -> Self {
        Self(DEFAULT_PARAMETERS)
    }
}

impl TryFrom<Vec<f32>> for Parameters {
    type Error = InvalidParameters;

    fn try_from(numbers: Vec<f32>) -> Result<Self, Self::Error> {
        Self::new(&numbers)
    }
}

impl From<Parameters> for Vec<f32> {
    fn from(parameters: Parameters) -> Self {
        parameters.0.to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_21_finite_numbers_are_parameters() {
        assert!(Parameters::new(&[0.5; 20]).is_err());
        assert!(Parameters::new(&[f32::NAN; 21]).is_err());
        assert!(Parameters::new(Parameters::default().numbers()).is_ok());
    }

    #[test]
    fn a_decay_out_of_range_is_clamped() {
        let mut numbers = *Parameters::default().numbers();
        numbers[20] = 3.0;
        let parameters = Parameters::new(&numbers).expect("21 numbers");
        assert!((parameters.decay() - 0.8).abs() < 1e-6);
    }
}
