//! Bug: a program, the faulty line, why it is faulty, the program fixed.

use super::points::points;
use super::{Frame, Reading};
use crate::deck::diagnostic::{Code, Report};
use crate::deck::document::{Block, Shape};
use crate::question::{Bug, Question};

/// The most reasons a fault may have.
const REASONS: usize = 5;

pub(super) fn read(frame: &Frame<'_, '_>, report: &mut Report<'_>) -> Option<Reading> {
    let document = frame.document;
    let code = frame.context.iter().find(|block| block.is_fence());
    let code = code.map(|block| document.code(block));
    if code.is_none() {
        let message = "this bug card has no code";
        let help = "put the faulty program into a fence below the heading";
        frame.fault(report, Code::Bug, None, message, help);
    }
    let mut blocks = frame.seen();
    let place = blocks.next();
    let reasons = blocks.next();
    let fixed = blocks.next();

    let length = code.as_ref().map(|code| code.text.lines().count());
    let lines = lines(frame, place.map(|(_, block)| block), length, report);
    let points = reasons
        .map(|(_, block)| block)
        .filter(|block| block.shape == Shape::List { ordered: false })
        .map(|block| points(frame, block, Code::Bug, report));
    let points = points.filter(|points| (1..=REASONS).contains(&points.len()));
    if points.is_none() {
        let message = "one to five reasons of the fault are missing";
        let help = "write one to five bullets below the line that names the faulty line";
        let block = reasons.or(place).map(|(_, block)| block);
        frame.fault(report, Code::Bug, block, message, help);
    }
    let fence = fixed.filter(|(_, block)| block.is_fence());
    if fence.is_none() && points.is_some() {
        let message = "the fixed code is missing";
        let help = "put it into a fence below the reasons";
        let block = fixed.or(reasons).map(|(_, block)| block);
        frame.fault(report, Code::Bug, block, message, help);
    }
    let (index, fence) = fence?;
    Some(Reading {
        data: Question::Bug(Box::new(Bug {
            code: code?,
            lines: lines?,
            points: points?,
            fixed: document.code(fence),
        })),
        blocks: index + 1,
    })
}

/// The faulty lines that a paragraph names, if they exist in the program.
fn lines(
    frame: &Frame<'_, '_>,
    place: Option<&Block>,
    length: Option<usize>,
    report: &mut Report<'_>,
) -> Option<Vec<usize>> {
    let named = place
        .filter(|block| block.shape == Shape::Paragraph)
        .and_then(|block| line_numbers(&frame.document.plain(block)));
    let Some(lines) = named else {
        let message = "the answer of a bug card begins with its faulty line";
        let help = "write `Line 3` or `Lines 3, 5`, counted from 1, in its own paragraph";
        frame.fault(report, Code::Bug, place, message, help);
        return None;
    };
    let last = length?;
    if let Some(outside) = lines.iter().find(|line| !(1..=last).contains(line)) {
        let message = format!("the code has no line {outside}");
        let help = format!("its lines are 1 to {last}; the first line in the fence is 1");
        frame.fault(report, Code::Bug, place, &message, &help);
        return None;
    }
    Some(lines)
}

/// The numbers of `Line 3` and `Lines 3, 5`.
fn line_numbers(text: &str) -> Option<Vec<usize>> {
    let text = text.trim().trim_end_matches(['.', ':']);
    let numbers = text
        .strip_prefix("Lines ")
        .or_else(|| text.strip_prefix("Line "))?;
    let mut lines = Vec::new();
    for number in numbers.split(',') {
        let line = number.trim().parse().ok()?;
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faulty_lines_are_numbers() {
        let cases = [
            ("Line 3", Some(vec![3])),
            ("Lines 3, 5", Some(vec![3, 5])),
            ("Lines 3,3", Some(vec![3])),
            ("Line 3.", Some(vec![3])),
            ("Line three", None),
            ("Line -1", None),
            ("Line 3 and 4", None),
            ("The line 3", None),
            ("Line 99999999999999999999999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(line_numbers(text), expected, "{text}");
        }
    }
}
