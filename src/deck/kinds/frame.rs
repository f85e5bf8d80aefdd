//! The blocks of a card, divided into question and answer.

use std::ops::Range;

use crate::deck::diagnostic::{Code, Report};
use crate::deck::document::{Block, Document};
use crate::deck::metadata::Metadata;
use crate::question::{AnswerForm, Question};

/// A card's blocks below its heading and its comment.
#[derive(Clone)]
pub(in crate::deck) struct Frame<'d, 't> {
    /// The file that the blocks are of.
    pub(in crate::deck) document: &'d Document<'t>,
    /// The blocks of the question.
    pub(in crate::deck) context: &'d [Block],
    /// The blocks of the answer and the explanation.
    pub(in crate::deck) answer: &'d [Block],
    /// The heading's line: the place of faults that have no other place.
    pub(in crate::deck) heading: Range<usize>,
    /// What the comment below the heading says, if the kind needs it.
    pub(in crate::deck) metadata: Option<&'d Metadata>,
    /// Whether the heading names the kind.
    pub(in crate::deck) named: bool,
}

impl<'d> Frame<'d, '_> {
    /// The visible blocks of the answer, with their positions.
    pub(super) fn seen(&self) -> impl Iterator<Item = (usize, &'d Block)> {
        self.answer
            .iter()
            .enumerate()
            .filter(|(_, block)| !block.is_comment())
    }

    /// What the answer is, if the comment says it.
    pub(super) fn answer_form(&self) -> Option<AnswerForm> {
        self.metadata.and_then(|metadata| metadata.answer)
    }

    /// The first block of the answer, with its position.
    pub(super) fn first(&self) -> Option<(usize, &'d Block)> {
        self.seen().next()
    }

    /// Reports a fault at a block, or at the heading if there is none.
    pub(in crate::deck) fn fault(
        &self,
        report: &mut Report<'_>,
        code: Code,
        block: Option<&Block>,
        message: &str,
        help: &str,
    ) {
        let span = block.map_or_else(
            || self.heading.clone(),
            |block| self.document.first_line(&block.bytes),
        );
        report.error(code, span, message, help);
    }
}

/// A card's question with its data, and where its answer ends.
pub(in crate::deck) struct Reading {
    /// The kind and its data.
    pub(in crate::deck) data: Question,
    /// How many blocks of [`Frame::answer`] are the answer; the rest is the explanation.
    pub(in crate::deck) blocks: usize,
}
