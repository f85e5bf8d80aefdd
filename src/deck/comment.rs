//! The comment directly below the heading of a card or prompt, and where the body begins.

use super::document::{Block, Document, Shape};
use super::metadata::{Metadata, Reader};
use super::owner::Owner;
use super::report::Report;
use super::section::Section;

/// What stands below a heading.
pub(super) struct Below<'d> {
    /// What the comment says; nothing where there is none.
    pub(super) metadata: Metadata,
    /// The blocks without the comment.
    pub(super) body: &'d [Block],
    /// Where the body begins, in bytes of the file.
    pub(super) start: usize,
}

/// Reads the comment of a section, which is the first thing below its heading or is missing.
pub(super) fn read<'d>(
    document: &Document<'_>,
    section: &Section<'d>,
    owner: Owner,
    report: &mut Report<'_>,
) -> Below<'d> {
    let first = section.body.split_first().filter(|(first, _)| {
        let between = document.raw(section.start..first.bytes.start);
        first.is_comment() && between.trim().is_empty()
    });
    let Some((comment, body)) = first else {
        return Below {
            metadata: Metadata::default(),
            body: section.body,
            start: section.start,
        };
    };
    let mut reader = Reader::new(owner, report);
    if comment.shape == (Shape::Comment { closed: true }) {
        reader.comment(document.raw(comment.bytes.clone()), comment.bytes.start);
    }
    Below {
        metadata: reader.finish(),
        body,
        start: comment.bytes.end,
    }
}
