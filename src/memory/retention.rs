//! The share of due cards that a learner wants to remember: by weight, and by stage of learning.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The share of due cards that the learner wants to remember, 0.70 to 0.99.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f32", into = "f32")]
pub struct Retention(f32);

/// A desired retention at which the model's intervals make no sense.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the desired retention is a number from 0.70 to 0.99, not {0}")]
pub struct RetentionOutOfRange(String);

impl Retention {
    /// The retention asked for where nothing is set.
    pub const DEFAULT: Self = Self(0.9);

    /// Checks that the share lies in 0.70 to 0.99.
    pub fn new(share: f32) -> Result<Self, RetentionOutOfRange> {
        // The bounds forgive what a float loses: 0.70 is not exactly 0.7.
        if (0.699_999..=0.990_001).contains(&share) {
            Ok(Self(share))
        } else {
            Err(RetentionOutOfRange(share.to_string()))
        }
    }

    /// The share, 0.70 to 0.99.
    #[must_use]
    pub const fn share(self) -> f32 {
        self.0
    }
}

impl TryFrom<f32> for Retention {
    type Error = RetentionOutOfRange;

    fn try_from(share: f32) -> Result<Self, Self::Error> {
        Self::new(share)
    }
}

impl From<Retention> for f32 {
    fn from(retention: Retention) -> Self {
        retention.0
    }
}

impl FromStr for Retention {
    type Err = RetentionOutOfRange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<f32>()
            .map_err(|_| RetentionOutOfRange(text.to_owned()))
            .and_then(Self::new)
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

/// The desired retention of cards of weight 1, 2 and 3.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetentionByWeight([Retention; 3]);

impl RetentionByWeight {
    /// The same for cards of every weight.
    pub const fn all(retention: Retention) -> Self {
        Self([retention; 3])
    }

    /// That of cards of this weight.
    pub fn of(self, weight: u8) -> Retention {
        self.0[usize::from(weight.clamp(1, 3) - 1)]
    }

    /// The three numbers, or one where they are equal.
    fn numbers(&self) -> &[Retention] {
        let [light, middle, heavy] = self.0;
        if light == middle && middle == heavy {
            &self.0[..1]
        } else {
            &self.0
        }
    }

    /// In words: "90 %", or "80, 80 and 85 %" for weights 1, 2 and 3.
    pub fn percent(&self) -> String {
        let percent = |retention: &Retention| format!("{:.0}", retention.share() * 100.0);
        match self.numbers() {
            [light, middle, heavy] => format!(
                "{}, {} and {} %",
                percent(light),
                percent(middle),
                percent(heavy)
            ),
            equal => format!("{} %", equal.first().map(percent).unwrap_or_default()),
        }
    }
}

impl Default for RetentionByWeight {
    fn default() -> Self {
        Self::all(Retention::DEFAULT)
    }
}

impl FromStr for RetentionByWeight {
    type Err = RetentionOutOfRange;

    /// Reads `0.9`, or `0.80, 0.80, 0.85` for weights 1, 2 and 3.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers: Vec<Retention> = text
            .split(',')
            .map(|number| number.trim().parse())
            .collect::<Result<_, _>>()?;
        match *numbers {
            [all] => Ok(Self::all(all)),
            [light, middle, heavy] => Ok(Self([light, middle, heavy])),
            _ => Err(RetentionOutOfRange(text.to_owned())),
        }
    }
}

impl fmt::Display for RetentionByWeight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.numbers().iter().map(Retention::to_string).collect();
        f.write_str(&numbers.join(","))
    }
}

/// How far a learner is with meeting the cards: it decides which retention is desired where the settings name
/// none. A later stage is never left for an earlier one.
///
/// What a stage asks for is frozen: the dates of cards depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Some cards of weight 3 were not met yet.
    First,
    /// All of those were met; others were not.
    Second,
    /// Nearly every card was met.
    Third,
}

impl Stage {
    /// Every stage, the first one first.
    pub const ALL: [Self; 3] = [Self::First, Self::Second, Self::Third];

    /// The retention that is desired in it.
    pub const fn retention(self) -> RetentionByWeight {
        let [eighty, heavy, ninety] = [Retention(0.8), Retention(0.85), Retention(0.9)];
        match self {
            Self::First => RetentionByWeight::all(eighty),
            Self::Second => RetentionByWeight([eighty, eighty, heavy]),
            Self::Third => RetentionByWeight::all(ninety),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retention_out_of_range_is_refused() {
        for text in ["0.5", "1", "0.995", "ninety", "NaN", "-1"] {
            assert!(text.parse::<Retention>().is_err(), "{text}");
        }
        for text in ["0.70", "0.9", "0.99"] {
            assert!(text.parse::<Retention>().is_ok(), "{text}");
        }
    }

    #[test]
    fn one_number_holds_for_all_weights_and_three_for_each() {
        let read = |text: &str| text.parse::<RetentionByWeight>();
        let one = read("0.85").expect("a retention");
        assert!((1..=3).all(|weight| one.of(weight) == Retention(0.85)));
        let three = read("0.80, 0.8,0.9").expect("three");
        assert_eq!(three.of(2), Retention(0.8));
        assert_eq!(three.of(3), Retention(0.9));
        for shown in ["0.85", "0.80,0.80,0.90"] {
            assert_eq!(read(shown).expect("a retention").to_string(), shown);
        }
        for wrong in ["", "0.8,0.9", "0.8,0.8,0.8,0.8", "0.8,,0.9", "0.5"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(three.percent(), "80, 80 and 90 %");
        assert_eq!(one.percent(), "85 %");
    }

    #[test]
    fn what_a_stage_asks_for_never_changes() {
        let shown = Stage::ALL.map(|stage| stage.retention().to_string());
        assert_eq!(shown, ["0.80", "0.80,0.80,0.85", "0.90"]);
    }
}
