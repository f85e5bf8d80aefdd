//! One answer of a placement, and what it is worth.

use crate::deck::{Card, Level};

/// An answer to a placement's question. It records what it was about, so that it stays useful when
/// the decks change.
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
    pub fn new(card: &Card, right: bool, ms: u64) -> Self {
        Self {
            card: card.id.to_string(),
            topic: card.topic.to_string(),
            level: card.level,
            right,
            guess: card.data().chance_of_guessing(),
            ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::question::{Choice, ChoiceOption, Question};

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
        let one = choice(&[true, false, false, false]).chance_of_guessing();
        let several = choice(&[true, true, false, false]).chance_of_guessing();
        assert!((one - 0.25).abs() < 1e-9, "{one}");
        assert!((several - 1.0 / 15.0).abs() < 1e-9, "{several}");
    }
}
