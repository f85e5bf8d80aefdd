//! What stands below a card's heading, read when somebody wants to see it.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::Source;
use crate::question::{Kind, Question};

/// The texts of a card, and what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// What stands between the heading and `---`, as Markdown; empty when there is none. For output
    /// and bug questions it holds the code fence, too.
    pub context: String,
    /// The block that is the answer, as Markdown (the list, the fence, the accepted texts, the
    /// prose), as it is written in the deck.
    pub answer: String,
    /// What follows the answer block, shown after marking; Markdown, may be empty.
    pub explanation: String,
    /// The kind and its data.
    pub data: Question,
}

/// A body that may not have been read yet. Of which kind it is is known in any case.
#[derive(Clone)]
pub(super) struct LazyBody {
    kind: Kind,
    read: OnceLock<Body>,
    /// Where it stands, and how it is read from there.
    source: Arc<Source>,
    bytes: Range<usize>,
    reader: Reader,
}

/// Reads the body of a card from all of the card's bytes.
pub(super) type Reader = fn(&Arc<Source>, Range<usize>) -> Body;

impl LazyBody {
    /// A body that stands in the bytes of its card and is of this kind.
    pub(super) const fn new(
        kind: Kind,
        source: Arc<Source>,
        bytes: Range<usize>,
        reader: Reader,
    ) -> Self {
        Self {
            kind,
            read: OnceLock::new(),
            source,
            bytes,
            reader,
        }
    }

    /// The same place with this body, already read.
    pub(super) fn with(self, body: Body) -> Self {
        Self {
            kind: body.data.kind(),
            read: OnceLock::from(body),
            ..self
        }
    }

    pub(super) const fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) fn get(&self) -> &Body {
        self.read
            .get_or_init(|| (self.reader)(&self.source, self.bytes.clone()))
    }
}

impl fmt::Debug for LazyBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl PartialEq for LazyBody {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for LazyBody {}
