//! Comparing typed text with what is accepted.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::key_words::is_without_spaces;

/// A text that is accepted as an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The text itself, without the marks of a code span.
    #[serde(borrow)]
    pub text: Cow<'static, str>,
    /// Whether it was in a code span: then case and spacing matter. In prose they don't.
    pub exact: bool,
}

/// How close a typed text came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It is accepted.
    Right,
    /// It differs by letter case only, or by one edit.
    Near,
    /// It is something else.
    Wrong,
}

impl Accepted {
    /// Compares a typed text with this one.
    pub fn compare(&self, typed: &str) -> Match {
        let (given, wanted) = if self.exact {
            (exact_form(typed), exact_form(&self.text))
        } else {
            (loose_form(typed), loose_form(&self.text))
        };
        if given == wanted {
            return Match::Right;
        }
        if given.is_empty() {
            return Match::Wrong;
        }
        let (given, wanted) = (loose_form(&given), loose_form(&wanted));
        // One edit in a text of two letters makes another word, not a typo; and so does another
        // number.
        let slip = wanted.chars().count() > 3
            && digits(&given) == digits(&wanted)
            && strsim::osa_distance(&given, &wanted) <= 1;
        let (said, meant) = (letters(&given), letters(&wanted));
        let stops_only = !self.exact && !meant.is_empty() && said == meant;
        if given == wanted || slip || stops_only {
            Match::Near
        } else {
            Match::Wrong
        }
    }
}

/// The best match of a typed text among the accepted ones.
pub(super) fn best_match(accepted: &[Accepted], typed: &str) -> Match {
    let found: Vec<Match> = accepted.iter().map(|one| one.compare(typed)).collect();
    if found.contains(&Match::Right) {
        Match::Right
    } else if found.contains(&Match::Near) {
        Match::Near
    } else {
        Match::Wrong
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(|c| c.is_numeric()).collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// NFC, trimmed.
fn exact_form(text: &str) -> String {
    text.trim().nfc().collect()
}

/// NFKC (so that full-width forms are the plain ones), lower case, runs of white space as one space;
/// none beside a character whose script has no spaces.
fn loose_form(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut loose = String::new();
    for word in folded.split_whitespace() {
        let beside = |c: Option<char>| c.is_none_or(is_without_spaces);
        if !beside(loose.chars().next_back()) && !beside(word.chars().next()) {
            loose.push(' ');
        }
        loose.push_str(word);
    }
    loose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_is_compared_as_the_deck_asks() {
        use Match::{Near, Right, Wrong};
        let cases = [
            (true, "EMFILE", "EMFILE", Right),
            (true, "EMFILE", "  EMFILE ", Right),
            (true, "EMFILE", "emfile", Near),
            (true, "EMFILE", "EMFIL", Near),
            (true, "EMFILE", "ENFILE", Near),
            (true, "EMFILE", "ENOENT", Wrong),
            (true, "Map", "map", Near),
            (true, "Map", "Set", Wrong),
            (true, "a  b", "a b", Near),
            (true, "é", "e\u{301}", Right),
            (true, "npm ci", "npm  ci", Near),
            (true, "npm ci", "", Wrong),
            (false, "event loop", "Event  Loop", Right),
            (false, "event loop", "event lop", Near),
            (false, "event loop", "thread pool", Wrong),
            (false, "是，否", "是,否", Right),
            (false, "timers", "timer", Near),
            (false, "on", "in", Wrong),
            (false, "线程池", "线程池。", Near),
            (false, "事件循环", "事件 循环", Right),
            (true, "node:24", "node:22", Wrong),
            (true, "===", "==", Wrong),
        ];
        for (exact, text, typed, expected) in cases {
            let accepted = Accepted {
                text: text.into(),
                exact,
            };
            assert_eq!(
                accepted.compare(typed),
                expected,
                "{text:?} against {typed:?}"
            );
        }
    }
}
