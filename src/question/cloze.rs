//! Cloze: a text with hidden parts to fill in.

use serde::{Deserialize, Serialize};

use super::{Accepted, Match, Verdict};

/// A text with blanks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Cloze {
    /// The text around the blanks, as Markdown: one part before each blank and one after the last.
    pub parts: Vec<String>,
    /// The text for each blank, in order.
    pub blanks: Vec<Accepted>,
}

impl Cloze {
    /// Marks the typed texts, one a blank: passed when all are right.
    pub fn mark(&self, typed: &[String]) -> Verdict {
        let found: Vec<Match> = self
            .blanks
            .iter()
            .enumerate()
            .map(|(index, blank)| blank.compare(typed.get(index).map_or("", String::as_str)))
            .collect();
        let right = found.iter().filter(|&&m| m == Match::Right).count();
        Verdict {
            share: right as f32 / found.len().max(1) as f32,
            passed: right == found.len(),
            near_miss: right < found.len() && !found.contains(&Match::Wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Cloze {
        let blank = |text: &'static str, exact| Accepted {
            text: text.into(),
            exact,
        };
        Cloze {
            parts: vec![
                "Timers run in ".into(),
                ", immediates in ".into(),
                ".".into(),
            ],
            blanks: vec![blank("timers", false), blank("check", true)],
        }
    }

    fn mark(typed: &[&str]) -> Verdict {
        question().mark(
            &typed
                .iter()
                .map(|&text| text.to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn every_blank_must_be_right() {
        assert!(mark(&["Timers", "check"]).passed);
        let half = mark(&["timers", "poll"]);
        assert!(!half.passed && !half.near_miss);
        assert!((half.share - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_blank_left_empty_or_not_given_is_wrong() {
        assert!(!mark(&["timers", ""]).passed);
        assert!(!mark(&["timers"]).passed);
    }

    #[test]
    fn a_near_miss_may_be_a_typo() {
        assert!(mark(&["timers", "Check"]).near_miss);
    }
}
