//! The map: what is believed about every topic at every level, and the claims that follow.

use serde::{Deserialize, Serialize};

use crate::deck::{Card, Level};
use crate::history::{CardState, PlacementAnswer, Schedule};

/// One topic.
#[derive(Clone, Debug, PartialEq)]
pub struct MapRow {
    pub topic: String,
    /// Its levels from beginner to expert; none where it has no card.
    pub fields: [Option<MapCell>; 4],
}

/// All topics, in the order of the decks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacementMap {
    /// One row per topic.
    pub rows: Vec<MapRow>,
}

impl PlacementMap {
    /// The field of a topic at a level, if it has cards.
    pub fn field(&self, topic: &str, level: Level) -> Option<&MapCell> {
        let row = self.rows.iter().find(|row| row.topic == topic)?;
        row.fields[level as usize].as_ref()
    }

    /// The fields that have cards.
    pub fn fields(&self) -> impl Iterator<Item = &MapCell> {
        self.rows.iter().flat_map(|row| row.fields.iter().flatten())
    }

    /// How many fields have this sign.
    pub fn count(&self, sign: Knowledge) -> usize {
        self.fields().filter(|field| field.sign == sign).count()
    }

    /// The cards to be claimed: those of known fields that were never answered or claimed, except
    /// those that the placement showed not to be known.
    pub fn claims<'a>(
        &self,
        cards: impl Iterator<Item = &'a Card>,
        schedule: &Schedule,
        answers: &[PlacementAnswer],
    ) -> Vec<&'a Card> {
        let missed = |card: &Card| {
            answers
                .iter()
                .any(|answer| !answer.right && answer.card == card.id.as_str())
        };
        cards
            .filter(|card| {
                let field = self.field(&card.topic, card.level);
                field.is_some_and(|field| field.sign == Knowledge::Known)
            })
            .filter(|card| {
                let state = schedule.card(card.id.as_str());
                CardState::is_unmet(state)
            })
            .filter(|card| !missed(card))
            .collect()
    }
}

/// What is believed about a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Knowledge {
    /// Most of its cards are known: three answers in a row were right.
    Known,
    /// Some are, or it is not clear yet.
    Partly,
    /// Most are not known.
    Unknown,
    /// Nothing was asked in its topic.
    Unasked,
}

impl Knowledge {
    /// The expected share of known cards from which a field counts as known: its cards are then
    /// checked later instead of being taught, so in doubt it does not count as known.
    const KNOWN: f64 = 0.85;

    /// The share up to which it counts as not known.
    const UNKNOWN: f64 = 0.3;

    /// The sign for an expected share of known cards. Without a row of right answers nothing counts as known.
    pub fn of(share: f64, proved: bool) -> Self {
        if proved && share >= Self::KNOWN {
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
pub struct MapCell {
    /// In a word.
    pub sign: Knowledge,
    /// The share of its cards that the learner is expected to know, 0 to 1.
    pub share: f64,
    /// How many questions were asked in it.
    pub asked: usize,
    /// How many cards it has.
    pub cards: usize,
}
