//! Whose heading or comment is being read, which decides what it may contain.

use crate::question::Kind;

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
            Self::Deck => !matches!(key, Key::Probe) && key.kinds().is_none(),
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
    Answer,
    Minutes,
    Needs,
    Node,
    Without,
}

impl Key {
    pub(super) const ALL: [Self; 14] = [
        Self::From,
        Self::After,
        Self::Weight,
        Self::Topic,
        Self::Tags,
        Self::See,
        Self::Probe,
        Self::Was,
        Self::Zh,
        Self::Answer,
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
            Self::Answer => "answer",
            Self::Minutes => "minutes",
            Self::Needs => "needs",
            Self::Node => "node",
            Self::Without => "without",
        }
    }

    /// The kinds of card that have it, if not all have.
    pub(super) const fn kinds(self) -> Option<&'static [Kind]> {
        match self {
            Self::Minutes | Self::Needs | Self::Node | Self::Without => Some(&[Kind::Code]),
            Self::Answer => Some(&[Kind::Typed, Kind::Cloze]),
            _ => None,
        }
    }

    /// What the cards are called that have it.
    pub(super) fn cards(self) -> String {
        self.kinds().map_or_else(
            || Owner::Card.plural().to_owned(),
            |kinds| {
                let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
                format!("{} cards", names.join(" and "))
            },
        )
    }

    /// Whether its value is a number.
    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::Weight | Self::Minutes | Self::Node)
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }
}
