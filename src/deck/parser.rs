//! Reading a deck: Markdown in, cards and diagnostics out.
//!
//! What the format leaves open is settled here:
//!
//! - The comment of a card is the first thing under its heading. The comments of a deck are all
//!   that stand between its heading and the first card. Comments above the `#` heading, and those
//!   further down in a card, are ordinary ones; they may hold anything.
//! - Only a line of three or more `-` parts question and answer, and only the first one. `***`,
//!   `___` and `- - -` are lines within a text.
//! - Without `---`, the question of an output or bug card goes as far as its first fence.
//! - Card texts have line feeds as line ends and no empty lines around them; else they are as in
//!   the file.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::diagnostic::Code;
use super::document::{Document, Shape};
use super::draft::Draft;
use super::head::Head;
use super::heading::{self, Heading, Owner};
use super::report::{Fault, Report};
use super::section::sections;
use super::{Card, Deck, Diagnostic, Source, hygiene, sort_by_place};

/// What came of reading a file.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The deck, unless there is an error.
    pub deck: Option<Deck>,
    /// All that is wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a deck file. All faults are reported, not only the first.
#[must_use]
pub fn parse(source: &Arc<Source>) -> Parsed {
    let document = Document::read(&source.text);
    let mut report = Report::new(source);
    hygiene::characters(&source.text, &mut report);
    hygiene::blocks(&document, &mut report);
    titles(&document, &mut report);

    let (top, cards) = sections(&document);
    let head = Head::read(&document, &top, &mut report);
    let mut headings = Vec::with_capacity(cards.len());
    let mut drafts = Vec::with_capacity(cards.len());
    for section in &cards {
        let Some(block) = section.heading else {
            continue;
        };
        let heading = heading::read(&document, block, Owner::Card, &mut report);
        drafts.extend(Draft::read(&document, section, &heading, &mut report));
        headings.push(heading);
    }
    if cards.is_empty() {
        no_cards(&head, &mut report);
    }
    same_ids(&headings, &mut report);

    let mut diagnostics = report.into_found();
    sort_by_place(&mut diagnostics);
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let deck = if sound && drafts.len() == cards.len() {
        head.into_deck(source).map(|deck| with_cards(deck, drafts))
    } else {
        None
    };
    Parsed { deck, diagnostics }
}

/// Reports a second title, and what stands above the first.
fn titles(document: &Document<'_>, report: &mut Report<'_>) {
    let mut titles = document
        .blocks
        .iter()
        .filter(|block| block.shape == Shape::Title);
    let Some(first) = titles.next() else {
        return;
    };
    for second in titles {
        let source = report.source();
        let fault = Diagnostic::error(
            Code::SecondTitle,
            "a file is one deck, with one `#` heading",
        )
        .at(source, document.first_line(&second.bytes), "the second")
        .at(source, document.first_line(&first.bytes), "the first")
        .help("make it a card with `##`, or move it and what follows into a file of its own");
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
            message: "this stands above the deck's `#` heading",
            label: "",
            help: "move it below the heading; only comments may stand above it",
        });
    }
}

fn no_cards(head: &Head, report: &mut Report<'_>) {
    report.warning(Fault {
        code: Code::NoCards,
        span: head
            .heading
            .as_ref()
            .map_or(0..0, |heading| heading.bytes.clone()),
        message: "this deck has no cards",
        label: "",
        help: "write a question behind `##` and its answer below it",
    });
}

fn same_ids(headings: &[Heading], report: &mut Report<'_>) {
    let mut first: HashMap<&str, &Heading> = HashMap::with_capacity(headings.len());
    for heading in headings.iter().filter(|heading| !heading.id.is_empty()) {
        match first.entry(heading.id.as_str()) {
            Entry::Vacant(place) => {
                place.insert(heading);
            }
            Entry::Occupied(other) => {
                let source = report.source();
                let message = format!("two cards have the id `{}`", heading.id);
                let fault = Diagnostic::error(Code::SameId, message)
                    .at(source, heading.id_span.clone(), "the second")
                    .at(source, other.get().id_span.clone(), "the first")
                    .help("give one of them another id; the history of answers stays with the id");
                report.push(fault);
            }
        }
    }
}

/// Resolves the names in the drafts, now that all cards of the file are known.
fn with_cards(mut deck: Deck, drafts: Vec<Draft>) -> Deck {
    let mut line = 1;
    let mut counted = 0;
    let names = drafts.iter().map(|draft| draft.name().to_owned()).collect();
    let mut cards: Vec<Card> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let at = draft.start();
        let between = deck.source.text.get(counted..at).unwrap_or_default();
        line += between.bytes().filter(|&byte| byte == b'\n').count();
        counted = at;
        cards.extend(draft.into_card(&deck, line, &names));
    }
    deck.cards = cards;
    deck
}
