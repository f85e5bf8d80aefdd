//! A card's texts, which the index of decks keeps as bytes until somebody asks for them: most commands need few.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use crate::question::{Kind, Question};

/// The texts below a card's heading, and what they mean. Texts that come from the index of decks are
/// borrowed from it; it stays in memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// What is between the heading and `---`, as Markdown; empty if there is nothing. For output,
    /// bug and code questions it includes the code fence.
    #[serde(borrow)]
    pub context: Cow<'static, str>,
    /// The block that is the answer, as Markdown (the list, the fence, the accepted texts, the
    /// prose), as it is written in the deck.
    #[serde(borrow)]
    pub answer: Cow<'static, str>,
    /// What follows the answer block, shown after marking; Markdown, may be empty.
    #[serde(borrow)]
    pub explanation: Cow<'static, str>,
    /// The kind and its data.
    pub data: Question,
}

/// The texts of one card, read when they are asked for.
#[derive(Clone)]
pub struct StoredBody {
    kind: Kind,
    body: OnceLock<Box<Body>>,
    /// The same in the index; empty for a card that was parsed.
    stored: &'static [u8],
}

impl StoredBody {
    /// The kind of the question.
    pub const fn kind(&self) -> Kind {
        self.kind
    }
}

impl From<Body> for StoredBody {
    fn from(body: Body) -> Self {
        Self {
            kind: body.data.kind(),
            body: OnceLock::from(Box::new(body)),
            stored: &[],
        }
    }
}

impl Deref for StoredBody {
    type Target = Body;

    fn deref(&self) -> &Body {
        self.body.get_or_init(|| {
            let body = postcard::from_bytes(self.stored);
            Box::new(body.expect("the index has the checksum that this program gave it"))
        })
    }
}

impl PartialEq for StoredBody {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for StoredBody {}

impl fmt::Debug for StoredBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// Bytes that are written in one piece.
struct Bytes<'b>(&'b [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl Serialize for StoredBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.stored.is_empty() {
            let bytes = Vec::with_capacity(1024);
            let body = postcard::to_io(&**self, bytes).map_err(ser::Error::custom)?;
            (self.kind as u8, Bytes(&body)).serialize(serializer)
        } else {
            (self.kind as u8, Bytes(self.stored)).serialize(serializer)
        }
    }
}

impl<'de: 'static> Deserialize<'de> for StoredBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (kind, stored): (u8, &'static [u8]) = Deserialize::deserialize(deserializer)?;
        let kind = Kind::ALL.get(usize::from(kind)).copied();
        Ok(Self {
            kind: kind.ok_or_else(|| de::Error::custom("no such kind"))?,
            body: OnceLock::new(),
            stored,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, builtin, parse};

    #[test]
    fn a_body_comes_back_from_the_index_and_goes_there_again() {
        for (file, text) in builtin() {
            let deck = parse(&Source::new(file, *text)).deck.expect("a deck");
            for card in deck.cards {
                let written = postcard::to_allocvec(&card.body).expect("written").leak();
                let read: StoredBody = postcard::from_bytes(written).expect("read");
                assert_eq!(read.kind(), card.kind());
                assert_eq!(postcard::to_allocvec(&read).expect("written"), written);
                assert_eq!(read, card.body);
            }
        }
    }
}
