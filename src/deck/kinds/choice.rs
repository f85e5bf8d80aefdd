//! Choice: the answer begins with a task list; `[x]` is right.

use super::{Frame, Reading};
use crate::deck::diagnostic::{Code, Report};
use crate::deck::list::items;
use crate::question::{Choice, ChoiceOption, Question};

/// How many options have a letter.
const MOST: usize = 52;

pub(super) fn read(frame: &Frame<'_, '_>, report: &mut Report<'_>) -> Option<Reading> {
    let (index, list) = frame.first()?;
    if !list.is_list() {
        let message = "the answer of a choice card begins with its options";
        let help = "begin the answer with a list of `- [x] right` and `- [ ] wrong`";
        frame.fault(report, Code::Choice, Some(list), message, help);
        return None;
    }
    let items = items(frame.document, list);
    let mut options = Vec::with_capacity(items.len());
    let mut valid = true;
    for item in items {
        let fault = match item.ticked {
            None => Some((
                "this option has no box",
                "begin it with `[x]` if it is right, with `[ ]` if it is wrong",
            )),
            Some(_) if item.text.is_empty() => {
                Some(("this option is empty", "write it or remove it"))
            }
            Some(right) => {
                options.push(ChoiceOption {
                    text: item.text.into(),
                    right,
                });
                None
            }
        };
        if let Some((message, help)) = fault {
            valid = false;
            let span = frame.document.first_line(&item.bytes);
            report.error(Code::Choice, span, message, help);
        }
    }
    if !valid {
        return None;
    }
    if options.len() > MOST {
        let message = format!("{} options, at most {MOST} can be asked", options.len());
        frame.fault(
            report,
            Code::TooMuch,
            Some(list),
            &message,
            "split the card",
        );
        return None;
    }
    let right = options.iter().filter(|option| option.right).count();
    let message = if right == 0 {
        "no option is right"
    } else if right == options.len() {
        "no option is wrong"
    } else {
        return Some(Reading {
            data: Question::Choice(Choice { options }),
            blocks: index + 1,
        });
    };
    let help = "mark the right options with `[x]` and the wrong ones with `[ ]`; each needs one";
    frame.fault(report, Code::Choice, Some(list), message, help);
    None
}
