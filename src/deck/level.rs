//! The four levels of the roadmaps.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How far along a learner is who should know a card. Levels order, they never lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Builds small programs with help.
    Beginner,
    /// Builds services alone.
    Intermediate,
    /// Designs systems.
    Senior,
    /// Sets standards for others.
    Expert,
}

impl Level {
    /// The four levels, lowest first.
    pub const ALL: [Self; 4] = [
        Self::Beginner,
        Self::Intermediate,
        Self::Senior,
        Self::Expert,
    ];

    /// The level of a deck that names none.
    pub const DEFAULT: Self = Self::Intermediate;

    /// The word for this level in decks, on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Beginner => "beginner",
            Self::Intermediate => "intermediate",
            Self::Senior => "senior",
            Self::Expert => "expert",
        }
    }

    /// The level with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
