//! The wall clock, random seeds, and the ids of records.

use chrono::{DateTime, FixedOffset, Local};
use rand::RngExt;
use rand::rand_core::UnwrapErr;
use rand::rngs::SysRng;

use crate::history::RecordId;

/// The current time: the system's, or a fixed one for tests and simulations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    frozen: Option<DateTime<FixedOffset>>,
}

/// An environment variable that is not a time or a seed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEnvironment {
    /// `NODEQUIZ_NOW` is not a time.
    #[error(
        "NODEQUIZ_NOW is set to `{0}`, which is not an RFC 3339 time; unset it, or write it like 2026-11-20T09:15:30+01:00"
    )]
    Now(String),
    /// `NODEQUIZ_SEED` is not a number.
    #[error(
        "NODEQUIZ_SEED is set to `{0}`, which is not a whole number from 0 to 18446744073709551615; correct or unset it"
    )]
    Seed(String),
}

impl Clock {
    /// The system's clock, or frozen at `NODEQUIZ_NOW` (RFC 3339).
    pub fn from_environment() -> Result<Self, InvalidEnvironment> {
        match variable("NODEQUIZ_NOW") {
            None => Ok(Self::system()),
            Some(text) => DateTime::parse_from_rfc3339(&text)
                .map(Self::frozen_at)
                .map_err(|_| InvalidEnvironment::Now(text)),
        }
    }

    /// The system's clock.
    pub const fn system() -> Self {
        Self { frozen: None }
    }

    /// A clock that always shows this time.
    pub const fn frozen_at(time: DateTime<FixedOffset>) -> Self {
        Self { frozen: Some(time) }
    }

    /// The local time with its offset.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.frozen.unwrap_or_else(|| Local::now().fixed_offset())
    }
}

/// The seed: `NODEQUIZ_SEED` if it is set, else a random one.
pub fn seed() -> Result<u64, InvalidEnvironment> {
    match variable("NODEQUIZ_SEED") {
        // Every command needs one, and setting up a generator would take longer.
        None => Ok(UnwrapErr(SysRng).random()),
        Some(text) => text.parse().map_err(|_| InvalidEnvironment::Seed(text)),
    }
}

/// A new record's id: UUID version 7 from the system's time and randomness, ignoring the
/// environment, so that no two records have the same id.
pub fn new_record_id() -> RecordId {
    RecordId::from_bits(uuid::Uuid::now_v7().as_u128())
}

/// A short name for a round of questions, by which its answers are found together in the journal.
pub fn session_name() -> String {
    random_letters(6)
}

/// Letters and digits that are hard to confuse.
pub(super) const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A word of this many [`LETTERS`].
pub(super) fn random_letters(count: usize) -> String {
    let mut rng = rand::rng();
    let letter = |_| char::from(LETTERS[rng.random_range(0..LETTERS.len())]);
    (0..count).map(letter).collect()
}

/// A variable that is not empty; invalid Unicode is replaced.
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(|value| value.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_does_not_move_but_ids_stay_unique() {
        let time = DateTime::parse_from_rfc3339("2026-11-20T09:15:30+01:00").expect("a time");
        let clock = Clock::frozen_at(time);
        assert_eq!((clock.now(), clock.now()), (time, time));
        let ids: Vec<RecordId> = (0..100).map(|_| new_record_id()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "ids rise");
        assert!(ids.iter().all(|id| id.bits() >> 76 & 0xf == 7), "version 7");
    }
}
