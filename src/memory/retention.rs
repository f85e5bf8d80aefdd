//! The share of due cards that a learner wants to remember: by weight, and by stage of learning.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::scheduler::{Retention, RetentionOutOfRange};

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
