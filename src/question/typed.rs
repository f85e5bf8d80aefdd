//! Typed: the answer is typed and compared with the accepted texts.

use serde::{Deserialize, Serialize};

use super::text_match::best_match;
use super::{Accepted, Match, Verdict};

/// A question answered by typing one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Typed {
    /// What is accepted; the first is the one shown.
    pub accepted: Vec<Accepted>,
}

impl Typed {
    /// Marks a typed line.
    pub fn mark(&self, typed: &str) -> Verdict {
        match best_match(&self.accepted, typed) {
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
            accepted: ["node --watch app.js", "node --watch ./app.js"]
                .map(|text| Accepted {
                    text: text.into(),
                    exact: true,
                })
                .to_vec(),
        };
        assert!(question.mark("node --watch ./app.js").passed);
        assert!(question.mark("node --watch app.js").passed);
        let typo = question.mark("node --wach app.js");
        assert!(!typo.passed && typo.near_miss);
    }
}
