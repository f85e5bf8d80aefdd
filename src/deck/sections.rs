//! The blocks of a file, divided at its headings, and what each part gets from the file.

use hashbrown::HashSet;

use super::Deck;
use super::diagnostic::Report;
use super::document::{Block, Document, Shape};
use super::heading::Heading;
use super::keys::Owner;
use super::metadata::{Metadata, Reader, has_keys, is_empty_comment};

/// A heading and what follows it, up to the next card.
pub(super) struct Section<'d> {
    pub(super) heading: Option<&'d Block>,
    /// The blocks below the heading.
    pub(super) body: &'d [Block],
    /// Where the first byte below the heading is.
    pub(super) start: usize,
    /// Where the next card begins, or the file ends.
    pub(super) end: usize,
}

impl Section<'_> {
    /// Where its heading begins.
    pub(super) fn from(&self) -> usize {
        self.heading.map_or(self.start, |block| block.bytes.start)
    }
}

/// What a card or prompt gets from the file that it is in.
pub(super) struct Around<'f> {
    pub(super) deck: &'f Deck,
    pub(super) heading: &'f Heading,
    /// The line of the heading, from 1.
    pub(super) line: usize,
    /// The ids of all cards of the file.
    pub(super) names: &'f HashSet<&'f str>,
    /// How many minutes a prompt of the file takes if it does not say so.
    pub(super) minutes: Option<u8>,
}

/// The deck's part of a file, and its cards.
pub(super) fn sections<'d>(document: &'d Document<'_>) -> (Section<'d>, Vec<Section<'d>>) {
    let blocks = document.blocks.as_slice();
    let is_card = |block: &Block| block.shape == Shape::CardHeading;
    let heads: Vec<usize> = (0..blocks.len())
        .filter(|&at| is_card(&blocks[at]))
        .collect();
    // A second title is an error; what follows it belongs to none of the cards.
    let is_heading = |block: &Block| matches!(block.shape, Shape::CardHeading | Shape::Title);
    let end_of = |head: usize| {
        let below = (head + 1..blocks.len()).find(|&at| is_heading(&blocks[at]));
        below.unwrap_or(blocks.len())
    };
    let start_of = |index: usize| {
        let block = blocks.get(index);
        block.map_or(document.text.len(), |block| block.bytes.start)
    };
    let cards = heads.iter().map(|&at| Section {
        heading: Some(&blocks[at]),
        body: &blocks[at + 1..end_of(at)],
        start: blocks[at].bytes.end,
        end: start_of(end_of(at)),
    });
    let first_card = heads.first().copied().unwrap_or(blocks.len());
    let title = blocks.iter().position(|block| block.shape == Shape::Title);
    // A title below the first card is an error, but it names the deck all the same.
    let below = title.map_or(0, |at| at + 1).min(first_card);
    let top = Section {
        heading: title.map(|at| &blocks[at]),
        body: &blocks[below..first_card],
        start: match title {
            Some(at) if at < first_card => blocks[at].bytes.end,
            _ => document.start,
        },
        end: start_of(first_card),
    };
    (top, cards.collect())
}

/// What is below a heading.
pub(super) struct Below<'d> {
    /// What the comment says; nothing where there is none.
    pub(super) metadata: Metadata,
    /// The blocks without the comment.
    pub(super) body: &'d [Block],
    /// Where the body begins, in bytes of the file.
    pub(super) start: usize,
}

/// Reads the comment of a section: the first with keys of those directly below its heading. An empty comment
/// says that there is none.
pub(super) fn read_below<'d>(
    document: &Document<'_>,
    section: &Section<'d>,
    owner: Owner,
    report: &mut Report<'_>,
) -> Below<'d> {
    let mut from = section.start;
    let leading = section.body.iter().take_while(|block| {
        let between =
            document.raw(std::mem::replace(&mut from, block.bytes.end)..block.bytes.start);
        block.is_comment() && between.trim().is_empty()
    });
    let mut read = leading.map(|comment| document.raw(comment.bytes.clone()));
    let found = read.position(|raw| has_keys(raw) || is_empty_comment(raw));
    let Some(at) = found else {
        return Below {
            metadata: Metadata::default(),
            body: section.body,
            start: section.start,
        };
    };
    let comment = &section.body[at];
    let mut reader = Reader::new(owner, report);
    if comment.shape == (Shape::Comment { closed: true }) {
        reader.comment(document.raw(comment.bytes.clone()), comment.bytes.start);
    }
    Below {
        metadata: reader.finish(),
        body: &section.body[at + 1..],
        start: comment.bytes.end,
    }
}
