//! Faults of a file as a whole: its titles, the ids in it, or that nothing is in it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Diagnostic;
use super::diagnostic::Code;
use super::document::{Document, Shape};
use super::heading::Heading;
use super::owner::Owner;
use super::report::{Fault, Report};

/// Reports a second title, and what stands above the first.
pub(super) fn titles(document: &Document<'_>, owner: Owner, report: &mut Report<'_>) {
    let mut titles = document
        .blocks
        .iter()
        .filter(|block| block.shape == Shape::Title);
    let Some(first) = titles.next() else {
        return;
    };
    let (message, help) = match owner {
        Owner::Deck | Owner::Card => (
            "a file is one deck, with one `#` heading",
            "make it a card with `##`, or move it and what follows into a file of its own",
        ),
        Owner::PromptFile | Owner::Prompt => (
            "a file of prompts has one `#` heading",
            "make it a prompt with `##`, or move it and what follows into a file of its own",
        ),
    };
    for second in titles {
        let source = report.source();
        let fault = Diagnostic::error(Code::SecondTitle, message)
            .at(source, document.first_line(&second.bytes), "the second")
            .at(source, document.first_line(&first.bytes), "the first")
            .help(help);
        report.push(fault);
    }
    let above = document
        .blocks
        .iter()
        .take_while(|block| block.bytes.start < first.bytes.start)
        .find(|block| !block.is_comment());
    if let Some(block) = above {
        report.error(Fault {
            code: Code::AboveTitle,
            span: document.first_line(&block.bytes),
            message: match owner {
                Owner::Deck | Owner::Card => "this stands above the deck's `#` heading",
                Owner::PromptFile | Owner::Prompt => "this stands above the file's `#` heading",
            },
            label: "",
            help: "move it below the heading; only comments may stand above it",
        });
    }
}

/// Warns of a file without a card or prompt.
pub(super) fn nothing_in_it(heading: Option<&Heading>, owner: Owner, report: &mut Report<'_>) {
    let (message, help) = match owner {
        Owner::Deck | Owner::Card => (
            "this deck has no cards",
            "write a question behind `##` and its answer below it",
        ),
        Owner::PromptFile | Owner::Prompt => (
            "this file has no prompts",
            "write a title behind `##`, and below it what is said to the learner",
        ),
    };
    report.warning(Fault {
        code: Code::NoCards,
        span: heading.map_or(0..0, |heading| heading.bytes.clone()),
        message,
        label: "",
        help,
    });
}

/// Reports cards or prompts of one file that have the same id.
pub(super) fn same_ids(headings: &[Heading], owner: Owner, report: &mut Report<'_>) {
    let mut first: HashMap<&str, &Heading> = HashMap::with_capacity(headings.len());
    for heading in headings.iter().filter(|heading| !heading.id.is_empty()) {
        match first.entry(heading.id.as_str()) {
            Entry::Vacant(place) => {
                place.insert(heading);
            }
            Entry::Occupied(other) => {
                let source = report.source();
                let message = format!("two {} have the id `{}`", owner.plural(), heading.id);
                let fault = Diagnostic::error(Code::SameId, message)
                    .at(source, heading.id_span.clone(), "the second")
                    .at(source, other.get().id_span.clone(), "the first")
                    .help("give one of them another id; the history of answers stays with the id");
                report.push(fault);
            }
        }
    }
}
