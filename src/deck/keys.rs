//! Whose heading or comment is being read, which decides what it may contain.

/// What a heading, with the comment below it, belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// A file of cards.
    Deck,
    /// A card of a deck.
    Card,
    /// A file of interview prompts.
    PromptFile,
    /// An interview prompt.
    Prompt,
}

impl Owner {
    /// Whether its heading may name a kind: only cards have one.
    pub(super) const fn has_kind(self) -> bool {
        matches!(self, Self::Card)
    }

    /// Whether its comment may have a key.
    pub(super) const fn has_key(self, key: Key) -> bool {
        match self {
            // A deck cannot say what is true of one card only.
            Self::Deck => !matches!(key, Key::Probe | Key::Was) && !key.is_of_code(),
            Self::Card => true,
            Self::PromptFile | Self::Prompt => {
                matches!(key, Key::Topic | Key::Minutes | Key::Weight | Key::Tags)
            }
        }
    }

    /// The plural.
    pub(super) const fn plural(self) -> &'static str {
        match self {
            Self::Deck => "decks",
            Self::Card => "cards",
            Self::PromptFile => "files of prompts",
            Self::Prompt => "prompts",
        }
    }
}

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
    Needs,
    Node,
    Without,
}

impl Key {
    pub(super) const ALL: [Self; 13] = [
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
        Self::Needs,
        Self::Node,
        Self::Without,
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
            Self::Needs => "needs",
            Self::Node => "node",
            Self::Without => "without",
        }
    }

    /// Whether only cards that ask for code have it.
    pub(super) const fn is_of_code(self) -> bool {
        matches!(
            self,
            Self::Minutes | Self::Needs | Self::Node | Self::Without
        )
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }
}
