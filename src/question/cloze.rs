//! Cloze: a text with hidden parts to fill in.

use serde::{Deserialize, Serialize};

use super::{Match, Typed, Verdict};

/// A text with blanks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Cloze {
    /// The text around the blanks, as Markdown: one part before each blank and one after the last.
    pub parts: Vec<String>,
    /// The texts for each blank, in order.
    pub blanks: Vec<Typed>,
}

impl Cloze {
    /// Compares what was typed in a blank; the word before or after the blank may be repeated.
    pub fn compare(&self, blank: usize, typed: &str) -> Match {
        let Some(wanted) = self.blanks.get(blank) else {
            return Match::Wrong;
        };
        let part = |at: usize| self.parts.get(at).map_or("", String::as_str);
        let later = without_word_before(typed, part(blank));
        let sooner = without_word_behind(typed, part(blank + 1));
        let all = [Some(typed), later, sooner].into_iter().flatten();
        all.map(|typed| wanted.compare(typed))
            .max()
            .unwrap_or(Match::Wrong)
    }

    /// The text with something in the place of each blank.
    pub fn filled(&self, blank: impl Fn(usize) -> String) -> String {
        let mut text = String::new();
        for (index, part) in self.parts.iter().enumerate() {
            text.push_str(part);
            if index < self.blanks.len() {
                text.push_str(&blank(index));
            }
        }
        text
    }

    /// Marks the typed texts, one a blank: passed when all are right.
    pub fn mark(&self, typed: &[String]) -> Verdict {
        let typed = |blank: usize| typed.get(blank).map_or("", String::as_str);
        let found: Vec<Match> = (0..self.blanks.len())
            .map(|blank| self.compare(blank, typed(blank)))
            .collect();
        Verdict::of(&found)
    }
}

/// A typed text without the last word of the text before its blank: `Promise.all` in `Promise.`==all==.
fn without_word_before<'t>(typed: &'t str, before: &str) -> Option<&'t str> {
    let word = before.split_whitespace().next_back()?.trim_matches(MARKS);
    let typed = typed.trim();
    let (head, rest) = typed.split_at_checked(word.len())?;
    let apart = !word.ends_with(char::is_alphanumeric) || rest.starts_with(char::is_whitespace);
    (!word.is_empty() && apart && head.eq_ignore_ascii_case(word)).then_some(rest)
}

/// A typed text without the first word of the text after its blank, or the beginning of that word:
/// "60 s" in "==60== seconds"; or without the code after it: `Partial<User>` in ==Partial==`<User>`.
fn without_word_behind<'t>(typed: &'t str, behind: &str) -> Option<&'t str> {
    if let Some(code) = behind
        .strip_prefix('`')
        .and_then(|rest| rest.split('`').next())
        && code.starts_with(|c: char| !c.is_alphanumeric())
        && let Some(rest) = typed.trim().strip_suffix(code)
    {
        return Some(rest);
    }
    let next = behind.split_whitespace().next()?.trim_matches(MARKS);
    let rest = typed.trim().trim_end_matches(char::is_alphabetic);
    let repeated = &typed.trim()[rest.len()..];
    let begins = next
        .get(..repeated.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(repeated));
    let apart = rest.ends_with(|c: char| c.is_whitespace() || c.is_ascii_digit());
    (!repeated.is_empty() && begins && apart).then_some(rest)
}

/// Marks of Markdown around words.
const MARKS: [char; 3] = ['`', '*', '_'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Accepted;

    fn question() -> Cloze {
        let blank = |text: &'static str, exact| Typed {
            accepted: vec![Accepted {
                text: text.into(),
                exact,
            }],
            form: None,
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

    #[test]
    fn the_word_beside_a_blank_may_be_repeated() {
        let mark = |before: &str, wanted: &'static str, behind: &str, typed: &str| {
            let accepted = vec![Accepted {
                text: wanted.into(),
                exact: false,
            }];
            let blanks = vec![Typed {
                accepted,
                form: None,
            }];
            let parts = vec![before.to_owned(), behind.to_owned()];
            Cloze { parts, blanks }.mark(&[typed.to_owned()]).passed
        };
        assert!(mark("a `Temporal.`", "Instant", ".", "Temporal.Instant"));
        assert!(mark("in the ", "poll", " phase.", "poll phase"));
        assert!(mark("has ", "60", " seconds", "60 s"));
        assert!(mark("has ", "60", " seconds", "60s"));
        assert!(mark("It begins with a ", "colon", ".", "A colon"));
        assert!(mark("is ", "Omit", "`<User, 'id'>`.", "Omit<User, 'id'>"));
        assert!(mark("has ", "60", "`ms`.", "60 ms"));
        assert!(!mark("is ", "Omit", "`<User>`.", "Pick<User>"));
        assert!(!mark("is ", "Omit", "`<User>`.", "<User>"));
        assert!(!mark("has ", "60", " seconds", "60 m"));
        assert!(!mark("has ", "60", " seconds", "s"));
        assert!(!mark("at ", "tick", " end", "attick"));
        assert!(!mark("the ", "poll", " phase", "pollphase"));
    }
}
