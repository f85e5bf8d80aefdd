//! Order: the answer begins with the steps in their right order.

use super::{Frame, Reading};
use crate::deck::diagnostic::{Code, Report};
use crate::deck::document::Shape;
use crate::deck::list::items;
use crate::question::{Order, Question};

pub(super) fn read(frame: &Frame<'_, '_>, report: &mut Report<'_>) -> Option<Reading> {
    let (index, list) = frame.first()?;
    let steps: Vec<String> = if list.shape == (Shape::List { ordered: true }) {
        let items = items(frame.document, list).into_iter();
        items.map(|item| item.text).collect()
    } else {
        Vec::new()
    };
    let message = match steps.as_slice() {
        [] => "the answer of an order card begins with its steps",
        [_] => "one step has no order",
        all if all.iter().any(String::is_empty) => "a step is empty",
        all if all.len() > 52 => "more than 52 steps cannot be asked",
        _ => {
            return Some(Reading {
                data: Question::Order(Order { steps }),
                blocks: index + 1,
            });
        }
    };
    let help = "begin the answer with a numbered list of two or more steps in their right order";
    frame.fault(report, Code::Order, Some(list), message, help);
    None
}
