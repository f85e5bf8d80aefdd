//! Bullets as points: the wholly bold ones are essential.

use super::Frame;
use crate::deck::diagnostic::Code;
use crate::deck::document::Block;
use crate::deck::list::{Item, items};
use crate::deck::report::{Fault, Report};
use crate::question::Point;

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
    for item in &items {
        if item.text.is_empty() {
            at(
                frame,
                report,
                code,
                item,
                "this point is empty",
                "write it or remove it",
            );
        } else if item.ticked.is_some() {
            let help = "remove the box; only the options of a choice have boxes";
            at(frame, report, code, item, "a point has no box", help);
        }
    }
    let essential: Vec<&Item> = items.iter().filter(|item| item.bold.is_some()).collect();
    if let (true, Some(fourth)) = (frame.named, essential.get(ESSENTIAL)) {
        let message = format!("{} points are essential, at most 3 can be", essential.len());
        let help = "leave bold only what an answer fails without";
        at(frame, report, code, fourth, &message, help);
    }
    items
        .into_iter()
        .map(|item| Point {
            essential: item.bold.is_some(),
            text: item.bold.unwrap_or(item.text),
        })
        .collect()
}

fn at(
    frame: &Frame<'_, '_>,
    report: &mut Report<'_>,
    code: Code,
    item: &Item,
    message: &str,
    help: &str,
) {
    report.error(Fault {
        code,
        span: frame.document.first_line(&item.bytes),
        message,
        label: "",
        help,
    });
}
