//! Points: the answer begins with a bullet list of two to five.
//!
//! A list of another length makes a recall card, unless the heading says `.points`: in that case it
//! is an error.

use std::ops::RangeInclusive;

use super::{Frame, Reading};
use crate::deck::diagnostic::{Code, Report};
use crate::deck::document::{Block, Shape};
use crate::deck::list::{Item, items};
use crate::question::{Point, Points, Question};

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

/// How many points may be essential.
const ESSENTIAL: usize = 3;

/// The points of a list; empty ones, boxes and, where the heading names the kind, more than three
/// essentials are reported.
pub(in crate::deck) fn points(
    frame: &Frame<'_, '_>,
    list: &Block,
    code: Code,
    report: &mut Report<'_>,
) -> Vec<Point> {
    let items = items(frame.document, list);
    let line_of = |item: &Item| frame.document.first_line(&item.bytes);
    for item in &items {
        let (message, help) = if item.text.is_empty() {
            ("this point is empty", "write it or remove it")
        } else if item.ticked.is_some() {
            let help = "remove the box; only the options of a choice have boxes";
            ("a point has no box", help)
        } else {
            continue;
        };
        report.error(code, line_of(item), message, help);
    }
    let essential: Vec<&Item> = items.iter().filter(|item| item.bold.is_some()).collect();
    if let (true, Some(fourth)) = (frame.named, essential.get(ESSENTIAL)) {
        let message = format!("{} points are essential, at most 3 can be", essential.len());
        let help = "leave bold only what an answer fails without";
        report.error(code, line_of(fourth), message, help);
    }
    items
        .into_iter()
        .map(|item| Point {
            essential: item.bold.is_some(),
            text: item.bold.unwrap_or(item.text).into(),
        })
        .collect()
}
