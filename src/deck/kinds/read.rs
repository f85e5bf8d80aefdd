//! Which kind a card is, and reading it as that kind.

use super::{Frame, Reading, bug, choice, cloze, code, order, output, points, typed};
use crate::deck::diagnostic::Report;
use crate::deck::document::{Block, Document};
use crate::deck::list::items;
use crate::question::{Kind, Question};

/// The kind of an answer whose heading names none: a task list, hidden text, two to five bullets,
/// else prose.
pub(in crate::deck) fn derive(document: &Document<'_>, answer: &[Block]) -> Kind {
    let first = answer.iter().find(|block| !block.is_comment());
    let list = first
        .filter(|block| block.is_list())
        .map(|block| items(document, block))
        .unwrap_or_default();
    if list.iter().any(|item| item.ticked.is_some()) {
        Kind::Choice
    } else if cloze::hides(document, answer) {
        Kind::Cloze
    } else if points::is_list(first) && points::COUNT.contains(&list.len()) {
        Kind::Points
    } else {
        Kind::Recall
    }
}

/// Reads a card as a kind. `None` if a fault, which is reported, prevents that.
pub(in crate::deck) fn read(
    kind: Kind,
    frame: &Frame<'_, '_>,
    report: &mut Report<'_>,
) -> Option<Reading> {
    match kind {
        Kind::Recall => Some(Reading {
            data: Question::Recall,
            blocks: frame.answer.len(),
        }),
        Kind::Points => points::read(frame, report),
        Kind::Choice => choice::read(frame, report),
        Kind::Cloze => cloze::read(frame, report),
        Kind::Typed => typed::read(frame, report),
        Kind::Order => order::read(frame, report),
        Kind::Output => output::read(frame, report),
        Kind::Bug => bug::read(frame, report),
        Kind::Code => code::read(frame, report),
    }
}
