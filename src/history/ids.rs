//! The ids that a journal uses: of records, devices, cards and sessions.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The id of one record, the same on every device: a UUID.
///
/// Version 7 for what the program writes; for a line written by hand a hash of its bytes (version 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordId(uuid::Uuid);

/// A text that is not a record id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a record's id: that is a UUID, such as 01936b2e-8c5a-7000-8000-0123456789ab")]
pub struct InvalidRecordId(String);

impl RecordId {
    /// The id with these 128 bits.
    pub const fn from_bits(bits: u128) -> Self {
        Self(uuid::Uuid::from_u128(bits))
    }

    /// An id that is a hash: a UUID of version 8. Whoever makes the halves must never change how.
    pub const fn of_hash(upper: u64, lower: u64) -> Self {
        let bits = (upper as u128) << 64 | lower as u128;
        Self(uuid::Builder::from_custom_bytes(bits.to_be_bytes()).into_uuid())
    }

    /// The id's 128 bits.
    pub const fn bits(self) -> u128 {
        self.0.as_u128()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for RecordId {
    type Err = InvalidRecordId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        uuid::Uuid::try_parse(text)
            .map(Self)
            .map_err(|_| InvalidRecordId(text.to_owned()))
    }
}

/// Declares an id that is a text, borrowed from the line it was read from or owned.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name<'a>(#[serde(borrow)] Cow<'a, str>);

        impl $name<'_> {
            /// The same id, owning its text.
            pub fn into_owned(self) -> $name<'static> {
                $name(Cow::Owned(self.0.into_owned()))
            }
        }

        impl Deref for $name<'_> {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'a> From<&'a str> for $name<'a> {
            fn from(text: &'a str) -> Self {
                Self(Cow::Borrowed(text))
            }
        }

        impl<'a> From<&'a String> for $name<'a> {
            fn from(text: &'a String) -> Self {
                Self(Cow::Borrowed(text))
            }
        }

        impl From<String> for $name<'_> {
            fn from(text: String) -> Self {
                Self(Cow::Owned(text))
            }
        }

        impl PartialEq<str> for $name<'_> {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name<'_> {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }
    };
}

text_id! {
    /// A device: the name of its folder in the journal.
    DeviceId
}

text_id! {
    /// A card as an event names it: any text, since a journal outlives the decks it was written with.
    /// A card that a deck holds has a [`CardId`](crate::id::CardId).
    CardName
}

text_id! {
    /// A round of questions.
    SessionId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_id_is_the_same_as_text_and_as_json() {
        let id = RecordId::from_bits(7);
        assert_eq!(id.to_string().parse(), Ok(id));
        let json = serde_json::to_string(&id).expect("JSON");
        assert_eq!(json, format!("\"{id}\""));
        assert_eq!(serde_json::from_str::<RecordId>(&json).expect("an id"), id);
    }

    #[test]
    fn a_text_id_is_borrowed_unless_it_has_escapes() {
        let plain: CardName<'_> = serde_json::from_str("\"a/b\"").expect("a name");
        assert!(matches!(plain.0, Cow::Borrowed("a/b")));
        let escaped: CardName<'_> = serde_json::from_str("\"a\\/b\"").expect("a name");
        assert_eq!(escaped, plain);
    }
}
