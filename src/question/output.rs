//! Output: what does this program print?

use super::text_match::exact_form;
use super::{Code, Verdict};

/// A program and what it prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The program.
    pub code: Code,
    /// What it prints on standard output.
    pub prints: String,
}

impl Output {
    /// The lines that are printed, without a trailing empty one.
    #[must_use]
    pub fn lines(&self) -> Vec<&str> {
        self.prints
            .trim_end_matches(['\n', '\r'])
            .split('\n')
            .map(|line| line.trim_end_matches('\r'))
            .collect()
    }

    /// Marks the lines that were given, line by line.
    #[must_use]
    pub fn mark(&self, given: &[String]) -> Verdict {
        let wanted = self.lines();
        let kept = given.len()
            - given
                .iter()
                .rev()
                .take_while(|line| line.trim().is_empty())
                .count();
        let given = &given[..kept];
        let right = wanted
            .iter()
            .zip(given)
            .filter(|(wanted, given)| exact_form(wanted) == exact_form(given))
            .count();
        let all = wanted.len().max(given.len());
        let case_only = wanted.len() == given.len()
            && wanted
                .iter()
                .zip(given)
                .all(|(wanted, given)| wanted.trim().to_lowercase() == given.trim().to_lowercase());
        Verdict {
            share: right as f32 / all.max(1) as f32,
            passed: right == all,
            near_miss: right < all && case_only,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(prints: &str, given: &[&str]) -> Verdict {
        let code = Code {
            language: "js".into(),
            text: String::new(),
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
    fn a_trailing_newline_or_empty_line_is_no_fault() {
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
