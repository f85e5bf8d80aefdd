//! Points: the answer begins with a bullet list of two to five.
//!
//! A list of another length makes a recall card, unless the heading says `.points`: then it is an
//! error.

use std::ops::RangeInclusive;

use super::essentials::points;
use super::{Frame, Reading};
use crate::deck::diagnostic::Code;
use crate::deck::document::{Block, Shape};
use crate::deck::report::Report;
use crate::question::{Points, Question};

/// How many points a card may have.
pub(super) const COUNT: RangeInclusive<usize> = 2..=5;

/// Whether a block is a list of bullets.
pub(super) fn is_list(block: Option<&Block>) -> bool {
    block.is_some_and(|block| block.shape == Shape::List { ordered: false })
}

pub(super) fn read(frame: &Frame<'_, '_>, report: &mut Report<'_>) -> Option<Reading> {
    let (index, list) = frame.first()?;
    if !is_list(Some(list)) {
        let message = "the answer of a points card begins with its points";
        let help = "begin the answer with a bullet list of two to five points, or remove `.points`";
        frame.fault(report, Code::Points, Some(list), message, help);
        return None;
    }
    let points = points(frame, list, Code::Points, report);
    if !COUNT.contains(&points.len()) {
        let message = format!(
            "a points card has two to five points, this one has {}",
            points.len()
        );
        let help = "split the card, or make it `.recall`";
        frame.fault(report, Code::Points, Some(list), &message, help);
        return None;
    }
    Some(Reading {
        data: Question::Points(Points { points }),
        blocks: index + 1,
    })
}
