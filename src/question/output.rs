//! Output: what does this program print?

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::text_match::compare;
use super::{AnswerForm, Code, Match, Verdict};

/// A program and what it prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The program.
    pub code: Code,
    /// What it prints on standard output.
    #[serde(borrow)]
    pub prints: Cow<'static, str>,
}

impl Output {
    /// The lines that are printed, without a trailing empty one.
    pub fn lines(&self) -> Vec<&str> {
        self.prints
            .trim_end_matches(['\n', '\r'])
            .split('\n')
            .map(|line| line.trim_end_matches('\r'))
            .collect()
    }

    /// How each line compares with the one given in its place, up to the longer of the two: extra
    /// and missing lines are wrong. Empty lines at the end of what was given don't count.
    pub fn compare(&self, given: &[String]) -> Vec<Match> {
        let wanted = self.lines();
        let kept = given.len()
            - given
                .iter()
                .rev()
                .take_while(|line| line.trim().is_empty())
                .count();
        (0..wanted.len().max(kept))
            .map(
                |place| match (wanted.get(place), given[..kept].get(place)) {
                    (Some(wanted), Some(given)) => compare(AnswerForm::Value, given, wanted),
                    // A program that prints nothing is answered by nothing.
                    (Some(wanted), None) if wanted.trim().is_empty() => Match::Right,
                    _ => Match::Wrong,
                },
            )
            .collect()
    }

    /// Marks the lines that were given, line by line.
    pub fn mark(&self, given: &[String]) -> Verdict {
        Verdict::of(&self.compare(given))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(prints: &'static str, given: &[&str]) -> Verdict {
        let code = Code {
            language: "js".into(),
            text: "".into(),
        };
        Output {
            code,
            prints: prints.into(),
        }
        .mark(
            &given
                .iter()
                .map(|&line| line.to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn lines_are_marked_one_by_one() {
        assert!(mark("now\nsoon\n", &["now", "soon"]).passed);
        let swapped = mark("now\nsoon\nlater\n", &["now", "later", "soon"]);
        assert!(!swapped.passed);
        assert!((swapped.share - 1.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn a_trailing_newline_or_empty_line_is_accepted() {
        assert!(mark("a\nb\n\n", &["a", "b"]).passed);
        assert!(mark("a\nb", &["a", "b", ""]).passed);
    }

    #[test]
    fn an_empty_line_in_the_middle_counts() {
        assert!(!mark("a\n\nb\n", &["a", "b"]).passed);
        assert!(mark("a\n\nb\n", &["a", "", "b"]).passed);
    }

    #[test]
    fn a_line_too_many_fails() {
        assert!(!mark("a\n", &["a", "b"]).passed);
    }

    #[test]
    fn a_difference_in_case_is_a_near_miss() {
        assert!(mark("True\n", &["true"]).near_miss);
    }
}
