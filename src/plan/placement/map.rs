//! The map: what is believed about every topic at every level, and the claims that follow.

use crate::deck::{Card, Level};
use crate::history::{CardState, Schedule};

use super::answer::PlacedAnswer;
use super::field::{Field, Sign};

/// One topic.
#[derive(Clone, Debug, PartialEq)]
pub struct MapRow {
    /// The topic.
    pub topic: String,
    /// Its levels from beginner to expert; none where it has no card.
    pub fields: [Option<Field>; 4],
}

/// All topics, in the order of the decks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacementMap {
    /// A row a topic.
    pub rows: Vec<MapRow>,
}

impl PlacementMap {
    /// The field of a topic at a level, if it has cards.
    #[must_use]
    pub fn field(&self, topic: &str, level: Level) -> Option<&Field> {
        let row = self.rows.iter().find(|row| row.topic == topic)?;
        row.fields[level as usize].as_ref()
    }

    /// How many fields have this sign.
    #[must_use]
    pub fn count(&self, sign: Sign) -> usize {
        let fields = self.rows.iter().flat_map(|row| row.fields.iter().flatten());
        fields.filter(|field| field.sign == sign).count()
    }

    /// How many fields have cards.
    #[must_use]
    pub fn len(&self) -> usize {
        let fields = self.rows.iter().flat_map(|row| row.fields.iter().flatten());
        fields.count()
    }

    /// Whether there is no field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cards to be claimed: those of known fields that were never answered or claimed, but for
    /// what the placement itself showed not to be known.
    #[must_use]
    pub fn claims<'a>(
        &self,
        cards: impl Iterator<Item = &'a Card>,
        schedule: &Schedule,
        answers: &[PlacedAnswer],
    ) -> Vec<&'a Card> {
        let missed = |card: &Card| {
            answers
                .iter()
                .any(|answer| !answer.right && answer.card == card.id.as_str())
        };
        cards
            .filter(|card| {
                let field = self.field(&card.topic, card.level);
                field.is_some_and(|field| field.sign == Sign::Known)
            })
            .filter(|card| {
                let state = schedule.card(card.id.as_str());
                state.is_none_or(|state| CardState::is_new(state) && !state.suspended)
            })
            .filter(|card| !missed(card))
            .collect()
    }
}
