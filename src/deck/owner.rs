//! Whose heading or comment is being read: what may stand in it depends on that.

use super::metadata_key::Key;

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
    /// Whether its heading may name a kind: only a card has one.
    pub(super) const fn has_kind(self) -> bool {
        matches!(self, Self::Card)
    }

    /// Whether its comment may have a key.
    pub(super) const fn has_key(self, key: Key) -> bool {
        match self {
            // What one card leads to, or was called, no deck can say.
            Self::Deck => !matches!(key, Key::Probe | Key::Was | Key::Minutes),
            Self::Card => !matches!(key, Key::Minutes),
            Self::PromptFile | Self::Prompt => {
                matches!(key, Key::Topic | Key::Minutes | Key::Weight | Key::Tags)
            }
        }
    }

    /// What several of them are called.
    pub(super) const fn plural(self) -> &'static str {
        match self {
            Self::Deck => "decks",
            Self::Card => "cards",
            Self::PromptFile => "files of prompts",
            Self::Prompt => "prompts",
        }
    }
}
