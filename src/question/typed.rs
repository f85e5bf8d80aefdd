//! Typed: the answer is typed and compared with the accepted texts.

use serde::{Deserialize, Serialize};

use super::{Accepted, AnswerForm, Match, Verdict};

/// A question answered by typing one line, or one blank of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Typed {
    /// What is accepted; the first is the one shown.
    pub accepted: Vec<Accepted>,
    /// What the answer is, if the deck says it.
    pub form: Option<AnswerForm>,
}

impl Typed {
    /// What is shown as the answer.
    pub fn shown(&self) -> &str {
        self.accepted.first().map_or("", |first| &first.text)
    }

    /// Compares a typed line with what is accepted.
    pub fn compare(&self, typed: &str) -> Match {
        let found = self
            .accepted
            .iter()
            .map(|one| one.compare(typed, self.form));
        found.max().unwrap_or(Match::Wrong)
    }

    /// Marks a typed line.
    pub fn mark(&self, typed: &str) -> Verdict {
        match self.compare(typed) {
            Match::Right => Verdict::RIGHT,
            Match::Near => Verdict {
                near_miss: true,
                ..Verdict::WRONG
            },
            Match::Wrong => Verdict::WRONG,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_accepted_text_is_right() {
        let question = Typed {
            form: None,
            accepted: ["node --watch app.js", "node --run watch"]
                .map(|text| Accepted {
                    text: text.into(),
                    exact: true,
                })
                .to_vec(),
        };
        assert!(question.mark("node --run watch").passed);
        assert!(question.mark("node --watch app.js").passed);
        let typo = question.mark("node --wach app.js");
        assert!(!typo.passed && typo.near_miss);
    }
}
