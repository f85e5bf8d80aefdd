//! Ids of decks and cards. A card's history belongs to its id, never to its text.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The name of a deck: a slug, such as `streams-io`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DeckId(Arc<str>);

/// The full name of a card: `deck/card`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct CardId(Arc<str>);

/// A text that is not the id of a deck or card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a valid id: use letters, digits, `-`, `_` and `.`, and for a card `deck/card`"
)]
pub struct InvalidId(String);

/// The slug of a text: NFC, lower case, runs of other than letters and digits as one `-`, trimmed.
/// Empty when the text has neither letter nor digit.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A name, then `name-2`, `name-3` and so on.
pub fn numbered(name: impl Into<String>) -> impl Iterator<Item = String> {
    let name = name.into();
    let first = name.clone();
    let others = (2_u32..).map(move |number| format!("{name}-{number}"));
    std::iter::once(first).chain(others)
}

/// Ids that are taken.
#[derive(Clone, Debug, Default)]
pub struct TakenIds {
    taken: HashSet<String>,
    /// The number that the next id of a name gets. Without it, a file with very many of one name would take quadratic time.
    next: HashMap<String, u32>,
}

impl TakenIds {
    pub fn new(taken: HashSet<String>) -> Self {
        Self {
            taken,
            next: HashMap::new(),
        }
    }

    /// This id if it is free, else with the first number after it that makes it so. It is taken from then on.
    pub fn free(&mut self, wanted: String) -> String {
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let number = self.next.entry(wanted.clone()).or_insert(2);
        loop {
            let numbered = format!("{wanted}-{number}");
            *number += 1;
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// Whether a text can be one half of a card's id: letters, digits, `-`, `_` and `.`, but not only
/// dots, so that an id is never a path.
pub fn is_part(text: &str) -> bool {
    let is_mark = |byte: u8| matches!(byte, b'-' | b'_' | b'.');
    if text.is_ascii() {
        return text.bytes().any(|byte| !is_mark(byte))
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || is_mark(byte));
    }
    text.contains(char::is_alphanumeric)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

impl DeckId {
    /// A deck's name, if the text is one.
    pub fn new(text: &str) -> Result<Self, InvalidId> {
        if is_part(text) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidId(text.to_owned()))
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CardId {
    /// The name of a deck's card.
    pub fn new(deck: &DeckId, card: &str) -> Result<Self, InvalidId> {
        if !is_part(card) {
            return Err(InvalidId(card.to_owned()));
        }
        Ok(Self([deck.as_str(), "/", card].concat().into()))
    }

    /// The full name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the slash.
    pub fn deck(&self) -> &str {
        self.0.split_once('/').map_or("", |(deck, _)| deck)
    }

    /// The part after the slash.
    pub fn short(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, card)| card)
    }
}

/// Lets maps by card be queried with a plain text. (Equality, order and hash are those of the
/// text.)
impl Borrow<str> for CardId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl FromStr for CardId {
    type Err = InvalidId;

    /// Reads `deck/card`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((deck, card)) if is_part(deck) && is_part(card) => Ok(Self(text.into())),
            _ => Err(InvalidId(text.to_owned())),
        }
    }
}

/// Data files name cards by their full ids.
impl<'de> Deserialize<'de> for CardId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FullId;
        impl Visitor<'_> for FullId {
            type Value = CardId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the full id of a card")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<CardId, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(FullId)
    }
}

impl fmt::Display for DeckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a Markdown file: `name.md`, but `con-deck.md` for `con`. Windows keeps such names for devices, whatever
/// their ending, and files go from device to device.
pub fn markdown_name(name: &str) -> String {
    let is_port = |port: &str| {
        let number = name.strip_prefix(port).unwrap_or_default();
        number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    if ["con", "prn", "aux", "nul"].contains(&name) || is_port("com") || is_port("lpt") {
        return format!("{name}-deck.md");
    }
    format!("{name}.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_and_digits_of_every_script() {
        let cases = [
            ("Is Node.js single-threaded?", "is-node-js-single-threaded"),
            ("  `fs.readFile` & co.  ", "fs-readfile-co"),
            ("事件循环是什么？", "事件循环是什么"),
            ("E\u{301}tat", "état"),
            ("???", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn a_card_is_named_by_deck_and_card() {
        let id: CardId = "runtime/phases".parse().expect("an id");
        assert_eq!((id.deck(), id.short()), ("runtime", "phases"));
        for bad in [
            "runtime", "/phases", "runtime/", "a/b/c", "a b/c", "a/b c", "", "../a", "a/.",
        ] {
            assert!(bad.parse::<CardId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_may_be_of_any_length_and_script() {
        let deck = DeckId::new("運行").expect("an id");
        for length in [1, 30, 118, 119, 120, 121, 122, 300] {
            let card = "é".repeat(length);
            let id = CardId::new(&deck, &card).expect("an id");
            assert_eq!(id.as_str(), format!("運行/{card}"), "{length}");
            let plain = CardId::new(&deck, &"x".repeat(length)).expect("an id");
            assert_eq!(plain.short().len(), length);
        }
        assert!(CardId::new(&deck, "x/y").is_err());
    }

    #[test]
    fn no_file_has_the_name_of_a_device_of_windows() {
        for (name, file) in [
            ("async", "async.md"),
            ("con", "con-deck.md"),
            ("com1", "com1-deck.md"),
            ("com10", "com10.md"),
            ("contract", "contract.md"),
        ] {
            assert_eq!(markdown_name(name), file);
        }
    }
}
