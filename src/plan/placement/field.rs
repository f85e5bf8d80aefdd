//! One field of the map: a topic at a level.

use serde::{Deserialize, Serialize};

/// What is believed about a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    /// Most of its cards are known.
    Known,
    /// Some are, or nobody can tell yet.
    Partly,
    /// Most are not known.
    Unknown,
    /// Nothing was asked in its topic.
    Unasked,
}

impl Sign {
    /// From which expected share of known cards on a field counts as known: its cards are checked
    /// later instead of being taught, so the benefit of the doubt goes to teaching.
    const KNOWN: f64 = 0.75;

    /// Up to which share it counts as not known.
    const UNKNOWN: f64 = 0.3;

    /// The sign for an expected share of known cards.
    #[must_use]
    pub fn of_share(share: f64) -> Self {
        if share >= Self::KNOWN {
            Self::Known
        } else if share > Self::UNKNOWN {
            Self::Partly
        } else {
            Self::Unknown
        }
    }
}

/// A topic at a level.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Field {
    /// In a word.
    pub sign: Sign,
    /// The share of its cards that the learner is expected to know, 0 to 1.
    pub share: f64,
    /// How many questions were asked in it.
    pub asked: usize,
    /// How many cards it has.
    pub cards: usize,
}
