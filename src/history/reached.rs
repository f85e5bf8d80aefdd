//! That a level of the ladder was reached, and what it consisted of then.
//!
//! Decks grow and parameters are fitted anew, so that a replay over the decks of a later day may find
//! another day, or none. What was reached stays reached, and therefore it is written down.

use serde::{Deserialize, Serialize};

use super::event::{Event, Fields};
use crate::memory::StudyDay;

/// The fields of a `reached` event. Of several for one level the earliest day holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    /// The level's name.
    pub level: String,
    /// The day on which the rule was first met.
    pub on: StudyDay,
    /// The cards that the level had.
    pub cards: u32,
    /// Those of them that were stable.
    pub stable: u32,
}

impl Reached {
    /// What an event says about a level, if it says anything.
    #[must_use]
    pub fn of(event: &Event<'_>) -> Option<Self> {
        match event {
            Event::Reached(fields) => fields.decoded(),
            _ => None,
        }
    }

    /// The event that says this.
    #[must_use]
    pub fn event(&self) -> Event<'static> {
        Event::Reached(Fields::of(self))
    }
}
