//! How long cards take, and how many days a backlog does.

use crate::deck::Card;
use crate::question::Kind;

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
        self.0[card.kind() as usize]
    }

    /// Seconds for meeting this card for the first time.
    pub fn first_meeting(&self, card: &Card) -> f32 {
        self.review(card) * Self::NEW
    }
}

/// The day (1 is today) at whose end a backlog is gone, when each day has room for `capacity`
/// seconds and `arriving(n)` more seconds come due on the n-th day from today on. `None` when it
/// is not gone within a year.
pub fn days_to_clear(backlog: f32, capacity: f32, arriving: impl Fn(u32) -> f32) -> Option<u32> {
    let mut left = backlog;
    for day in 1..=365 {
        if day > 1 {
            left += arriving(day - 1);
        }
        left -= capacity;
        if left <= 0.0 {
            return Some(day);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backlog_is_cleared_by_what_each_day_has_to_spare() {
        assert_eq!(days_to_clear(1000.0, 1200.0, |_| 0.0), Some(1));
        assert_eq!(days_to_clear(4800.0, 1200.0, |_| 0.0), Some(4));
        assert_eq!(days_to_clear(4800.0, 1200.0, |_| 600.0), Some(7));
        assert_eq!(days_to_clear(4800.0, 1200.0, |_| 1300.0), None);
    }
}
