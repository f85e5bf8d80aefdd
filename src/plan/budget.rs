//! How long cards take.

use crate::deck::Card;
use crate::question::{Kind, Question};

/// Whether a card that takes this many seconds is long. Long cards come after the others of a day: the card that crosses the end
/// of a day is still asked, and a backlog does not overrun its days by long ones.
pub(super) fn is_long(seconds: f32) -> bool {
    seconds > 120.0
}

/// Seconds that this learner needs for a card, by kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace([f32; Kind::ALL.len()]);

impl Pace {
    /// A new card is read, thought about and asked again before the session ends: it takes about twice
    /// as long as a review.
    const NEW: f32 = 2.0;

    /// A pace from the seconds of a usual review of each kind.
    pub fn new(seconds: impl Fn(Kind) -> f32) -> Self {
        Self(Kind::ALL.map(|kind| seconds(kind).max(1.0)))
    }

    /// Seconds for a review of this card.
    pub fn review(&self, card: &Card) -> f32 {
        if card.kind() == Kind::Code
            && let Question::Code(task) = card.data()
        {
            // The time for one task says nothing about another, so each card gives its own.
            return f32::from(task.minutes) * 60.0;
        }
        self.0[card.kind() as usize]
    }

    /// Seconds for seeing this card for the first time.
    pub fn first_meeting(&self, card: &Card) -> f32 {
        match card.kind() {
            Kind::Code => self.review(card),
            _ => self.review(card) * Self::NEW,
        }
    }
}
