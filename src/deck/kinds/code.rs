//! Code: a task with a starter, then its tests, a solution that passes them, and the explanation.

use super::{Frame, Reading};
use crate::deck::diagnostic::Code as Fault;
use crate::deck::diagnostic::Report;
use crate::deck::document::{Block, Document};
use crate::deck::metadata::Metadata;
use crate::question::{Code, CodeTask, OLDEST_NODE, Question};

/// The word after a fence's language that marks what the learner starts from.
pub(in crate::deck) const STARTER: &str = "starter";

/// The same for the tests, and for the solution that passes them.
const TEST: &str = "test";
const SOLUTION: &str = "solution";

pub(super) fn read(frame: &Frame<'_, '_>, report: &mut Report<'_>) -> Option<Reading> {
    let context = || frame.context.iter().enumerate();
    let starter = fence(frame, context(), STARTER, "above the line `---`", report);
    let test = fence(frame, frame.seen(), TEST, "below the line `---`", report);
    let below = "below the tests";
    let solution = fence(frame, frame.seen(), SOLUTION, below, report);
    let minutes = frame.metadata.and_then(|metadata| metadata.minutes);
    if minutes.is_none() && !frame.metadata.is_some_and(Metadata::has_minutes) {
        let message = "this code card does not say how many minutes it takes";
        let help = "write `minutes: 15` into the comment below the heading";
        frame.fault(report, Fault::CodeTask, None, message, help);
    }
    let (starter, (test_at, test), (solution_at, solution)) = (starter?.1, test?, solution?);
    let metadata = frame.metadata?;
    let task = CodeTask {
        starter: frame.document.code(starter),
        test: frame.document.code(test),
        solution: frame.document.code(solution),
        minutes: minutes?,
        needs: metadata.needs.clone(),
        node: metadata.node.unwrap_or(OLDEST_NODE),
        without: metadata.without.clone(),
    };
    let valid = languages(frame, &task, [starter, test, solution], report)
        & tests(frame, &task, test, report)
        & forbidden(frame, &task, solution, report);
    valid.then_some(Reading {
        data: Question::Code(Box::new(task)),
        blocks: test_at.max(solution_at) + 1,
    })
}

/// The fence with this word after its language; having two is a fault, and so is having none.
fn fence<'d>(
    frame: &Frame<'_, '_>,
    blocks: impl Iterator<Item = (usize, &'d Block)>,
    word: &str,
    place: &str,
    report: &mut Report<'_>,
) -> Option<(usize, &'d Block)> {
    let mut fences = blocks.filter(|(_, block)| is(frame.document, block, word));
    let first = fences.next();
    if first.is_none() {
        let message = format!("this code card has no {word}");
        let help = format!("put it into a fence that begins with ```js {word}, {place}");
        frame.fault(report, Fault::CodeTask, None, &message, &help);
    }
    if let Some((_, second)) = fences.next() {
        let message = format!("this code card has a second {word}");
        let help = "leave one of them";
        frame.fault(report, Fault::CodeTask, Some(second), &message, help);
        return None;
    }
    first
}

/// Whether a block is a fence with this word after its language.
pub(in crate::deck) fn is(document: &Document<'_>, block: &Block, word: &str) -> bool {
    block.is_fence() && document.second_word(block).as_deref() == Some(word)
}

/// Whether all three are in languages that run, and starter and solution in the same one.
fn languages(
    frame: &Frame<'_, '_>,
    task: &CodeTask,
    blocks: [&Block; 3],
    report: &mut Report<'_>,
) -> bool {
    let mut valid = true;
    let codes: [&Code; 3] = [&task.starter, &task.test, &task.solution];
    for (code, block) in codes.into_iter().zip(blocks) {
        if !CodeTask::runs(&code.language) {
            let message = format!(
                "`{}` is not a language that a code card can run",
                code.language
            );
            let help = "write js, mjs or ts";
            frame.fault(report, Fault::CodeTask, Some(block), &message, help);
            valid = false;
        }
    }
    if valid && task.starter.language != task.solution.language {
        let message = "the starter and the solution are in different languages";
        let help = "write both in the language of the file that the tests import";
        frame.fault(report, Fault::CodeTask, Some(blocks[2]), message, help);
        valid = false;
    }
    valid
}

/// Whether the tests have distinct names and import the solution.
fn tests(frame: &Frame<'_, '_>, task: &CodeTask, block: &Block, report: &mut Report<'_>) -> bool {
    let mut fault = |message: &str, help: &str| {
        frame.fault(report, Fault::CodeTask, Some(block), message, help);
        false
    };
    let mut names = task.test_names();
    names.sort();
    if names.is_empty() {
        let message = "no test with a name is found in the tests";
        return fault(
            message,
            "write `test('says what is expected', () => { … })`",
        );
    }
    let mut pairs = names.iter().zip(names.iter().skip(1));
    if let Some((twice, _)) = pairs.find(|(one, other)| one == other) {
        let message = format!("two tests have the name `{twice}`");
        return fault(&message, "give each test a different name");
    }
    let file = format!("./{}", task.file());
    if !task.test.text.contains(&file) {
        let message = "the tests do not import the solution";
        return fault(message, &format!("import what they need from '{file}'"));
    }
    true
}

/// Whether the solution avoids what the card forbids.
fn forbidden(
    frame: &Frame<'_, '_>,
    task: &CodeTask,
    block: &Block,
    report: &mut Report<'_>,
) -> bool {
    let used = task.forbidden(&task.solution.text);
    if let Some(name) = used.first() {
        let message = format!("the solution uses `{name}`, which `without` forbids");
        let help = "write it without, or take the name out of `without`";
        frame.fault(report, Fault::CodeTask, Some(block), &message, help);
    }
    used.is_empty()
}
