//! Reading a deck: Markdown in, cards and diagnostics out.
//!
//! What the format leaves open is settled here:
//!
//! - The comment of a card is the first thing under its heading. The comments of a deck are all
//!   between its heading and the first card. Comments above the `#` heading, and those
//!   further down in a card, are ordinary ones; they may hold anything.
//! - Only a line of three or more `-` separates question and answer, and only the first one. `***`,
//!   `___` and `- - -` are lines within a text.
//! - Without `---`, the question of an output or bug card goes as far as its first fence, that of a
//!   code card as far as its starter.
//! - Card texts have line feeds as line ends and no empty lines around them; else they are as in
//!   the file.

use std::sync::Arc;

use hashbrown::HashSet;

use super::diagnostic::Report;
use super::document::{Document, MOST_TOKENS};
use super::draft::Draft;
use super::head::Head;
use super::heading::{self, Heading};
use super::keys::Owner;
use super::metadata::Metadata;
use super::sections::{Around, Section, sections};
use super::{Code, Deck, Diagnostic, LeftOut, Source, file_checks, sort_by_place};

/// The result of reading a file.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The deck with its cards without errors. `None` if it has no name.
    pub deck: Option<Deck>,
    /// The cards with errors; all cards of a deck that has no name.
    pub left_out: Vec<LeftOut>,
    /// All that is wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// The deck, if there is no error in it.
    pub fn whole(self) -> Option<Deck> {
        let errors = self.diagnostics.iter().any(Diagnostic::is_error);
        self.deck.filter(|_| !errors)
    }
}

/// Reads a deck file, except for finding out which of its cards nobody has written yet.
pub(super) fn read(source: &Arc<Source>) -> Parsed {
    let read = read_file(
        source,
        (Owner::Deck, Owner::Card),
        Draft::read,
        Draft::values,
        Draft::into_card,
    );
    Parsed {
        deck: read.deck.map(|deck| Deck {
            cards: read.parts,
            ..deck
        }),
        left_out: read.left_out,
        diagnostics: read.diagnostics,
    }
}

/// What was read of a file of cards or of prompts.
pub(super) struct ReadFile<T> {
    /// What its head says, without cards. `None` if it has no name.
    pub(super) deck: Option<Deck>,
    /// The cards or prompts without errors.
    pub(super) parts: Vec<T>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<T> ReadFile<T> {
    /// Nothing of a file.
    fn refused(why: Diagnostic) -> Self {
        Self {
            deck: None,
            parts: Vec::new(),
            left_out: Vec::new(),
            diagnostics: vec![why],
        }
    }
}

/// Reads a file and its parts: each is read alone first, and finished once the whole file is known.
pub(super) fn read_file<D, T>(
    source: &Arc<Source>,
    (file, part): (Owner, Owner),
    draft: impl Fn(&Document<'_>, &Section<'_>, &Heading, &mut Report<'_>) -> Option<D>,
    values: impl Fn(&D, &Metadata, usize) -> usize,
    finish: impl Fn(D, &Around<'_>) -> Option<T>,
) -> ReadFile<T> {
    let document = Document::read(&source.text);
    let (top, mut sections) = sections(&document);
    if let Some(refused) = too_much(&document, &sections, file, source) {
        return ReadFile::refused(refused);
    }
    let mut report = Report::new(source);
    file_checks::characters(&source.text, &mut report);
    file_checks::blocks(&document, &mut report);
    file_checks::titles(&document, file, &mut report);
    if part == Owner::Card {
        sections.retain(|section| file_checks::is_question(&document, section, &mut report));
    }
    let head = Head::read(&document, &top, file, &mut report);
    let headed = || {
        let sections = sections.iter();
        sections.filter_map(|section| Some((section, section.heading?)))
    };
    let headings: Vec<Heading> = headed()
        .map(|(_, block)| heading::read(&document, block, part, &mut report))
        .collect();
    let (keys, tags) = (head.metadata(), head.tags().count());
    let mut drafts: Vec<Option<D>> = Vec::with_capacity(headings.len());
    let mut counted = 0;
    for ((section, _), heading) in headed().zip(&headings) {
        let draft = draft(&document, section, heading, &mut report);
        counted += draft.as_ref().map_or(0, |draft| values(draft, keys, tags));
        if counted > MOST_VALUES {
            return ReadFile::refused(too_many_values(source, heading, part));
        }
        drafts.push(draft);
    }
    if sections.is_empty() {
        file_checks::nothing_in_it(&document, head.heading.as_ref(), file, &mut report);
    }
    file_checks::same_ids(&headings, part, &mut report);
    let mut diagnostics = report.into_found();
    sort_by_place(&mut diagnostics);
    let minutes = head.minutes();
    let deck = head.into_deck(source, &diagnostics);
    let names: HashSet<&str> = headings.iter().map(|heading| &*heading.id).collect();
    let (mut parts, mut left_out) = (Vec::with_capacity(drafts.len()), Vec::new());
    let (mut line, mut counted) = (1, 0);
    let faults = faults(&diagnostics, &sections);
    for ((draft, heading), fault) in drafts.into_iter().zip(&headings).zip(faults) {
        let between = source.text.get(counted..heading.bytes.start);
        line += memchr::memchr_iter(b'\n', between.unwrap_or_default().as_bytes()).count();
        counted = heading.bytes.start;
        let finished = match (&deck, draft, fault) {
            (Some(deck), Some(draft), None) => {
                let around = Around {
                    deck,
                    heading,
                    line,
                    names: &names,
                    minutes,
                };
                finish(draft, &around)
            }
            _ => None,
        };
        if let Some(finished) = finished {
            parts.push(finished);
        } else {
            let at = fault.and_then(Diagnostic::place);
            let line = at.map_or(line, |(_, line, _)| line);
            let deck = deck.as_ref().map(|deck| &deck.id);
            left_out.push(LeftOut::new(source, deck, &heading.id, line, fault));
        }
    }
    ReadFile {
        deck,
        parts,
        left_out,
        diagnostics: listed(diagnostics, source),
    }
}

/// More cards or prompts are not read: every command would take long.
const MOST_CARDS: usize = 20_000;

/// Why a file with so much in it is not read.
fn too_much(
    document: &Document<'_>,
    cards: &[Section<'_>],
    owner: Owner,
    source: &Arc<Source>,
) -> Option<Diagnostic> {
    let (at, most, what) = match (cards.get(MOST_CARDS), owner) {
        _ if document.is_cut => (0, MOST_TOKENS, "blocks, lines and marks"),
        (Some(card), Owner::Deck | Owner::Card) => (card.from(), MOST_CARDS, "cards"),
        (Some(card), _) => (card.from(), MOST_CARDS, "prompts"),
        (None, _) => return None,
    };
    let message = format!("this file has more than {most} {what}");
    let diagnostic = Diagnostic::error(Code::Unreadable, message).at(source, at..at, "");
    Some(diagnostic.help("divide it: each of several files may have as many"))
}

/// The most values of keys and hidden parts that a file may have: every command goes through all of them.
const MOST_VALUES: usize = 200_000;

/// Why a file is not read that has more of them. This heading is that of the first card or prompt with too many.
fn too_many_values(source: &Arc<Source>, heading: &Heading, owner: Owner) -> Diagnostic {
    let message = format!(
        "the {} of this file have more than {MOST_VALUES} values of keys and hidden parts",
        owner.plural()
    );
    let help = "divide the file: each part may have as many; a value above the first `##` counts once for every card";
    let diagnostic = Diagnostic::error(Code::Unreadable, message);
    diagnostic.at(source, heading.bytes.clone(), "").help(help)
}

/// How many faults of one file are listed.
const LISTED: usize = 500;

/// The faults that are listed: a file may have one in each of its lines.
fn listed(mut diagnostics: Vec<Diagnostic>, source: &Arc<Source>) -> Vec<Diagnostic> {
    let Some(first) = diagnostics.get(LISTED) else {
        return diagnostics;
    };
    let at = first.labels.first().map_or(0, |label| label.span.start);
    let message = format!("{} more faults are not listed", diagnostics.len() - LISTED);
    let errors = diagnostics[LISTED..].iter().any(Diagnostic::is_error);
    diagnostics.truncate(LISTED);
    let more = if errors {
        Diagnostic::error(Code::TooMuch, message)
    } else {
        Diagnostic::warning(Code::TooMuch, message)
    };
    diagnostics.push(more.at(source, at..at, "").help("fix those above first"));
    diagnostics
}

/// The first error in each card or prompt.
fn faults<'d>(diagnostics: &'d [Diagnostic], cards: &[Section<'_>]) -> Vec<Option<&'d Diagnostic>> {
    let mut faults = vec![None; cards.len()];
    for error in diagnostics.iter().filter(|one| one.is_error()) {
        let at = error.labels.first().map_or(0, |label| label.span.start);
        let after = cards.partition_point(|card| card.from() <= at);
        if let Some(index) = after.checked_sub(1)
            && at < cards[index].end
        {
            faults[index].get_or_insert(error);
        }
    }
    faults
}
