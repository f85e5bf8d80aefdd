//! Choice: one or several right options among wrong ones that are real mistakes.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Verdict;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceOption {
    /// The option, as Markdown.
    #[serde(borrow)]
    pub text: Cow<'static, str>,
    /// Whether it belongs to the right answer.
    pub right: bool,
}

/// What was wrong with a pick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misses {
    /// Right options that were not picked.
    pub missed: usize,
    /// Wrong options that were.
    pub wrong: usize,
}

/// A question answered by picking options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Choice {
    /// The options in the order of the deck; the screen shuffles them.
    pub options: Vec<ChoiceOption>,
}

impl Choice {
    /// Whether more than one option is right.
    pub fn several(&self) -> bool {
        self.options.iter().filter(|option| option.right).count() > 1
    }

    /// The mistakes in picking these options, given by their index in deck order.
    pub fn misses(&self, picked: &BTreeSet<usize>) -> Misses {
        let count = |right: bool| {
            let options = self.options.iter().enumerate();
            options
                .filter(|(index, option)| option.right == right && picked.contains(index) != right)
                .count()
        };
        Misses {
            missed: count(true),
            wrong: count(false),
        }
    }

    /// Marks the picked options, given by their index in deck order: passed when exactly the right
    /// ones were picked. The share is that of options judged correctly.
    pub fn mark(&self, picked: &BTreeSet<usize>) -> Verdict {
        let Misses { missed, wrong } = self.misses(picked);
        let all = self.options.len();
        let passed = missed + wrong == 0;
        let share = if self.several() {
            (all - missed - wrong) as f32 / all as f32
        } else {
            f32::from(u8::from(passed))
        };
        Verdict::new(share, passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(rights: &[bool]) -> Choice {
        Choice {
            options: rights
                .iter()
                .map(|&right| ChoiceOption {
                    text: "x".into(),
                    right,
                })
                .collect(),
        }
    }

    #[test]
    fn the_one_right_option_passes_and_any_other_fails() {
        let choice = question(&[false, true, false]);
        assert!(choice.mark(&BTreeSet::from([1])).passed);
        assert!(!choice.mark(&BTreeSet::from([0])).passed);
        assert!(!choice.mark(&BTreeSet::from([0, 1])).passed);
        assert!(!choice.mark(&BTreeSet::new()).passed);
    }

    #[test]
    fn several_right_options_must_all_be_picked_and_no_other() {
        let choice = question(&[true, true, false, false]);
        assert!(choice.mark(&BTreeSet::from([0, 1])).passed);
        let half = choice.mark(&BTreeSet::from([0]));
        assert!(!half.passed);
        assert!((half.share - 0.75).abs() < 1e-6);
        assert!(!choice.mark(&BTreeSet::from([0, 1, 2])).passed);
    }
}
