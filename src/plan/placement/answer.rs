//! One answer of a placement, and what it is worth.

use crate::deck::{Card, Level};
use crate::question::Question;

/// An answer to a placement's question. It says itself what it was about, so that it keeps its worth
/// when the decks change.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedAnswer {
    /// The card's full id.
    pub card: String,
    /// The card's topic then.
    pub topic: String,
    /// The card's level then.
    pub level: Level,
    /// Whether it was right.
    pub right: bool,
    /// The chance of being right without knowing, 0 to 1.
    pub guess: f64,
    /// Milliseconds it took, uncapped.
    pub ms: u64,
}

impl PlacedAnswer {
    /// An answer to this card.
    #[must_use]
    pub fn new(card: &Card, right: bool, ms: u64) -> Self {
        Self {
            card: card.id.to_string(),
            topic: card.topic.to_string(),
            level: card.level,
            right,
            guess: chance_of_guessing(card.data()),
            ms,
        }
    }
}

/// The chance that someone who does not know answers this rightly, 0 to 1.
#[must_use]
pub(super) fn chance_of_guessing(question: &Question) -> f64 {
    match question {
        Question::Choice(choice) if choice.several() => {
            // Any set of options but the empty one may be picked.
            1.0 / ((choice.options.len() as f64).exp2() - 1.0).max(1.0)
        }
        Question::Choice(choice) => 1.0 / choice.options.len().max(1) as f64,
        Question::Order(order) => {
            // What comes first and last is often plain; the rest is a matter of luck.
            1.0 / (2..order.steps.len().max(2)).product::<usize>().max(2) as f64
        }
        // Some programs print little else than they say.
        Question::Output(_) => 0.1,
        Question::Cloze(_) | Question::Typed(_) => 0.02,
        Question::Recall(_) | Question::Points(_) | Question::Bug(_) => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Choice, ChoiceOption};

    fn choice(rights: &[bool]) -> Question {
        let option = |right: &bool| ChoiceOption {
            text: "x".into(),
            right: *right,
        };
        Question::Choice(Choice {
            options: rights.iter().map(option).collect(),
        })
    }

    #[test]
    fn one_of_four_is_guessed_in_a_quarter_of_cases_and_a_set_seldom() {
        let one = chance_of_guessing(&choice(&[true, false, false, false]));
        let several = chance_of_guessing(&choice(&[true, true, false, false]));
        assert!((one - 0.25).abs() < 1e-9, "{one}");
        assert!((several - 1.0 / 15.0).abs() < 1e-9, "{several}");
    }
}
