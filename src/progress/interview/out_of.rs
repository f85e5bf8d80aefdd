//! A count out of a few, and the range in which the share behind it probably lies.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

/// The 90 % quantile of the normal distribution: four times in five the share lies in the range.
const Z: f64 = 1.281_551_565_544_600_4;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutOf {
    /// How many did.
    pub hits: u32,
    /// Of how many.
    pub of: u32,
}

impl OutOf {
    /// Counts those for which something holds.
    pub fn of(each: impl IntoIterator<Item = bool>) -> Self {
        let mut tally = Self::default();
        for hit in each {
            tally.hits += u32::from(hit);
            tally.of += 1;
        }
        tally
    }

    /// Both counts together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            hits: self.hits + other.hits,
            of: self.of + other.of,
        }
    }

    /// The share, 0 to 1; `None` of nothing.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.hits) / f64::from(self.of))
    }

    /// The range in which the share lies four times in five, 0 to 1; `None` of nothing.
    ///
    /// The score interval of E. B. Wilson (1927) at 80 %: unlike the textbook one it is sound for few
    /// answers and never leaves 0 to 1.
    #[must_use]
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

impl fmt::Display for OutOf {
    /// `5 of 8 → 40–80 %`; of nothing a dash.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.range() {
            None => f.write_str("–"),
            Some((low, high)) => {
                let percent = |share: f64| (share * 100.0).round();
                let Self { hits, of } = self;
                write!(f, "{hits} of {of} → {}–{} %", percent(low), percent(high))
            }
        }
    }
}

impl Serialize for OutOf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let range = self.range();
        let mut object = serializer.serialize_struct("OutOf", 4)?;
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

    #[test]
    fn a_few_answers_leave_a_wide_range() {
        let words = |hits, of| OutOf { hits, of }.to_string();
        assert_eq!(words(5, 8), "5 of 8 → 40–80 %");
        assert_eq!(words(0, 3), "0 of 3 → 0–35 %");
        assert_eq!(words(3, 3), "3 of 3 → 65–100 %");
        assert_eq!(words(50, 80), "50 of 80 → 55–69 %");
        assert_eq!(words(0, 0), "–");
    }

    proptest! {
        #[test]
        fn the_share_lies_in_its_range_and_more_answers_narrow_it(hits in 0u32..50, more in 1u32..50) {
            let tally = OutOf { hits, of: hits + more };
            let (low, high) = tally.range().expect("some");
            let share = tally.share().expect("some");
            prop_assert!(0.0 <= low && low <= share + 1e-9 && share <= high + 1e-9 && high <= 1.0);
            let (wider_low, wider_high) = OutOf { hits: hits * 4, of: (hits + more) * 4 }
                .range()
                .expect("some");
            prop_assert!(wider_high - wider_low < high - low);
        }
    }
}
