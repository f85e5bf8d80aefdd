//! The sections of the statistics: one list for the screen, the page and the command line.

/// A part of the report that can be requested separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Day after day.
    Calendar,
    /// What comes due.
    Forecast,
    /// What to expect of the goal.
    Goal,
    /// What was remembered, and what the model predicted.
    Retention,
    /// What several retentions would take.
    Workload,
    /// The cards by how far they are.
    Cards,
    Topics,
    /// Where cards have any.
    Tags,
    Levels,
    Decks,
    /// Kind by kind, with the time per answer.
    Time,
    /// The hardest cards.
    Hardest,
    /// Wrong options taken for right ones.
    Confusions,
}

impl Section {
    /// Every section, in the order in which they are shown.
    pub const ALL: [Self; 13] = [
        Self::Calendar,
        Self::Forecast,
        Self::Goal,
        Self::Retention,
        Self::Workload,
        Self::Cards,
        Self::Topics,
        Self::Tags,
        Self::Levels,
        Self::Decks,
        Self::Time,
        Self::Hardest,
        Self::Confusions,
    ];

    /// The word for this section on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Forecast => "forecast",
            Self::Goal => "goal",
            Self::Retention => "retention",
            Self::Workload => "workload",
            Self::Cards => "cards",
            Self::Topics => "topics",
            Self::Tags => "tags",
            Self::Levels => "levels",
            Self::Decks => "decks",
            Self::Time => "time",
            Self::Hardest => "hardest",
            Self::Confusions => "confusions",
        }
    }

    /// The section with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }
}
