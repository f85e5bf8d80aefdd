//! What comes of reading a card as a kind.

use crate::question::Question;

/// A card's question with its data, and where its answer ends.
pub(in crate::deck) struct Reading {
    /// The kind and its data.
    pub(in crate::deck) data: Question,
    /// How many blocks of [`Frame::answer`] are the answer; the others explain it.
    pub(in crate::deck) blocks: usize,
}
