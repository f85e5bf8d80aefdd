//! Output: a program, then a `text` fence with what it prints.

use super::{Frame, Reading};
use crate::deck::diagnostic::{Code, Report};
use crate::question::{Output, Question};

/// The language of the fence that holds what is printed.
const PRINTED: &str = "text";

pub(super) fn read(frame: &Frame<'_, '_>, report: &mut Report<'_>) -> Option<Reading> {
    let document = frame.document;
    let code = frame.context.iter().find(|block| block.is_fence());
    if code.is_none() {
        let message = "this output card has no code";
        let help = "put the program into a fence below the heading";
        frame.fault(report, Code::Output, None, message, help);
    }
    let first = frame.first();
    let printed = first.filter(|(_, block)| block.is_fence());
    let printed = printed.map(|(index, block)| (index, block, document.code(block)));
    match (code, printed) {
        (code, Some((index, block, printed))) if printed.language == PRINTED => {
            if printed.text.trim().is_empty() {
                let message = "the program prints nothing";
                let help = "ask for a program that prints something, or make the card `.recall`";
                frame.fault(report, Code::Output, Some(block), message, help);
                return None;
            }
            Some(Reading {
                data: Question::Output(Output {
                    code: document.code(code?),
                    prints: printed.text,
                }),
                blocks: index + 1,
            })
        }
        _ => {
            let block = first.map(|(_, block)| block);
            let message = "what the program prints is missing";
            let help = "begin the answer with a fence of the language `text` that holds it";
            frame.fault(report, Code::Output, block, message, help);
            None
        }
    }
}
