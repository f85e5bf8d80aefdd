//! Typed: the code spans of the answer's first paragraph are what is accepted.

use pulldown_cmark::Event;

use super::{Frame, Reading};
use crate::deck::diagnostic::{Code, Report};
use crate::deck::document::Shape;
use crate::question::{Accepted, Question, Typed};

pub(super) fn read(frame: &Frame<'_, '_>, report: &mut Report<'_>) -> Option<Reading> {
    let (index, block) = frame.first()?;
    let accepted: Vec<Accepted> = if block.shape == Shape::Paragraph {
        let tokens = frame.document.tokens(block).iter();
        tokens
            .filter_map(|(event, _)| match event {
                Event::Code(text) if !text.trim().is_empty() => Some(Accepted {
                    text: text.trim().to_owned().into(),
                    exact: true,
                }),
                _ => None,
            })
            .collect()
    } else {
        Vec::new()
    };
    if accepted.is_empty() {
        let message = "nothing says what may be typed";
        let help = "begin the answer with a paragraph that has the accepted answers as code spans";
        frame.fault(report, Code::Typed, Some(block), message, help);
        return None;
    }
    Some(Reading {
        data: Question::Typed(Typed {
            accepted,
            form: frame.answer_form(),
        }),
        blocks: index + 1,
    })
}
