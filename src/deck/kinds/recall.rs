//! Recall: all of the answer is prose.

use super::{Frame, Reading};
use crate::question::{Question, Recall};

pub(super) fn read(frame: &Frame<'_, '_>) -> Reading {
    Reading {
        data: Question::Recall(Recall),
        blocks: frame.answer.len(),
    }
}
