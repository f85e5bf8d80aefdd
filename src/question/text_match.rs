//! Comparing typed text with what is accepted.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::AnswerForm;
use super::answer_form::loose;

/// A text that is accepted as an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The text itself, without the marks of a code span.
    #[serde(borrow)]
    pub text: Cow<'static, str>,
    /// Whether it was in a code span: then it is code, unless the deck says what it is.
    pub exact: bool,
}

/// How close a typed text came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// It is something else.
    Wrong,
    /// It differs by letter case only, or by one edit.
    Near,
    /// It is accepted.
    Right,
}

impl Accepted {
    /// Compares a typed text with this one, in the form that the deck names or that the text has.
    pub(super) fn compare(&self, typed: &str, form: Option<AnswerForm>) -> Match {
        let form = form.unwrap_or_else(|| {
            if self.exact {
                AnswerForm::of_code(&self.text)
            } else {
                AnswerForm::Word
            }
        });
        compare(form, typed, &self.text)
    }
}

/// Compares a given text with the wanted one.
pub(super) fn compare(form: AnswerForm, given: &str, wanted: &str) -> Match {
    if given.trim().is_empty() && !wanted.trim().is_empty() {
        return Match::Wrong;
    }
    let (given, wanted) = form.normal(given, wanted);
    if given == wanted {
        return Match::Right;
    }
    let (given, wanted) = (loose(&given), loose(&wanted));
    // One edit in a text of two letters makes another word, not a typo; and so does another
    // number.
    let typo = wanted.chars().count() > 3
        && digits(&given) == digits(&wanted)
        && strsim::osa_distance(&given, &wanted) <= 1;
    let (said, meant) = (letters(&given), letters(&wanted));
    let stops_only = form == AnswerForm::Word && !meant.is_empty() && said == meant;
    if given == wanted || typo || stops_only {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_is_right_against_itself_and_nothing_against_a_text(
            text in "([ -~]|[\"'`\\\\=@./;()-]|npm i |node -|docker run |the |\u{a0}|é|事){1,20}",
            other in "[ -~é事]{0,12}",
        ) {
            for form in AnswerForm::ALL {
                prop_assert_eq!(compare(form, &text, &text), Match::Right);
                if !text.trim().is_empty() {
                    prop_assert_eq!(compare(form, " ", &text), Match::Wrong);
                }
                // Whatever is typed, it is compared.
                let _ = compare(form, &other, &text);
            }
        }
    }

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
            (true, "a  b", "a b", Right),
            (true, "é", "e\u{301}", Right),
            (true, "npm ci", "npm  ci", Right),
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
                accepted.compare(typed, None),
                expected,
                "{text:?} against {typed:?}"
            );
        }
    }
}
