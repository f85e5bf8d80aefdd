//! The keys that a comment under a heading may have.

/// A key of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    From,
    After,
    Weight,
    Topic,
    Tags,
    See,
    Probe,
    Was,
    Zh,
    Minutes,
}

impl Key {
    pub(super) const ALL: [Self; 10] = [
        Self::From,
        Self::After,
        Self::Weight,
        Self::Topic,
        Self::Tags,
        Self::See,
        Self::Probe,
        Self::Was,
        Self::Zh,
        Self::Minutes,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::After => "after",
            Self::Weight => "weight",
            Self::Topic => "topic",
            Self::Tags => "tags",
            Self::See => "see",
            Self::Probe => "probe",
            Self::Was => "was",
            Self::Zh => "zh",
            Self::Minutes => "minutes",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }
}
