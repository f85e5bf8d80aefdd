//! A count out of a small number, and the range in which the underlying share probably lies.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

/// The 90 % quantile of the normal distribution: four times in five the share lies in the range.
const Z: f64 = 1.281_551_565_544_600_4;

/// A number out of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proportion {
    /// How many did.
    pub hits: u32,
    /// Of how many.
    pub of: u32,
}

impl Proportion {
    /// Counts the values that are true.
    pub fn of(each: impl IntoIterator<Item = bool>) -> Self {
        let mut tally = Self::default();
        for hit in each {
            tally.hits += u32::from(hit);
            tally.of += 1;
        }
        tally
    }

    /// Both counts together.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            hits: self.hits.saturating_add(other.hits),
            of: self.of.saturating_add(other.of),
        }
    }

    /// The share, 0 to 1; `None` of nothing.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.hits) / f64::from(self.of))
    }

    /// The range in which the share lies four times in five, 0 to 1; `None` of nothing.
    ///
    /// The score interval of E. B. Wilson (1927) at 80 %: unlike the textbook one it is right for few
    /// answers and never leaves 0 to 1.
    pub fn range(self) -> Option<(f64, f64)> {
        let share = self.share()?;
        let count = f64::from(self.of);
        let square = Z * Z;
        let scale = 1.0 + square / count;
        let middle = (share + square / (2.0 * count)) / scale;
        let spread = (share * (1.0 - share) / count + square / (4.0 * count * count)).sqrt();
        let half = Z * spread / scale;
        Some(((middle - half).max(0.0), (middle + half).min(1.0)))
    }
}

impl Serialize for Proportion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let range = self.range();
        let mut object = serializer.serialize_struct("Proportion", 4)?;
        object.serialize_field("hits", &self.hits)?;
        object.serialize_field("of", &self.of)?;
        object.serialize_field("low", &range.map(|range| range.0))?;
        object.serialize_field("high", &range.map(|range| range.1))?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_share_lies_in_its_range_and_more_answers_narrow_it(hits in 0u32..50, more in 1u32..50) {
            let tally = Proportion { hits, of: hits + more };
            let (low, high) = tally.range().expect("some");
            let share = tally.share().expect("some");
            prop_assert!(0.0 <= low && low <= share + 1e-9 && share <= high + 1e-9 && high <= 1.0);
            let (wider_low, wider_high) = Proportion { hits: hits * 4, of: (hits + more) * 4 }
                .range()
                .expect("some");
            prop_assert!(wider_high - wider_low < high - low);
        }
    }
}
