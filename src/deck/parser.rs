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
use super::sections::{Section, sections};
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
    /// Nothing of a file.
    fn refused(why: Diagnostic) -> Self {
        Self {
            deck: None,
            left_out: Vec::new(),
            diagnostics: vec![why],
        }
    }

    /// The deck, if there is no error in it.
    pub fn whole(self) -> Option<Deck> {
        let errors = self.diagnostics.iter().any(Diagnostic::is_error);
        self.deck.filter(|_| !errors)
    }
}

/// Reads a deck file, except for finding out which of its cards nobody has written yet.
pub(super) fn read(source: &Arc<Source>) -> Parsed {
    let document = Document::read(&source.text);
    let (top, mut cards) = sections(&document);
    if let Some(refused) = too_much(&document, &cards, Owner::Deck, source) {
        return Parsed::refused(refused);
    }
    let mut report = Report::new(source);
    file_checks::characters(&source.text, &mut report);
    file_checks::blocks(&document, &mut report);
    file_checks::titles(&document, Owner::Deck, &mut report);

    cards.retain(|card| file_checks::is_question(&document, card, &mut report));
    let head = Head::read(&document, &top, Owner::Deck, &mut report);
    let headed = || cards.iter().filter_map(|card| Some((card, card.heading?)));
    let headings: Vec<Heading> = headed()
        .map(|(_, block)| heading::read(&document, block, Owner::Card, &mut report))
        .collect();
    let mut drafts: Vec<Option<Draft<'_>>> = Vec::with_capacity(headings.len());
    let mut values = 0;
    for ((card, _), heading) in headed().zip(&headings) {
        let draft = Draft::read(&document, card, heading, &mut report);
        values += draft.as_ref().map_or(0, |draft| {
            draft.values(head.metadata(), head.tags().count())
        });
        if values > MOST_VALUES {
            return Parsed::refused(too_many_values(source, heading, Owner::Card));
        }
        drafts.push(draft);
    }
    if cards.is_empty() {
        file_checks::nothing_in_it(&document, head.heading.as_ref(), Owner::Deck, &mut report);
    }
    file_checks::same_ids(&headings, Owner::Card, &mut report);

    let mut diagnostics = report.into_found();
    sort_by_place(&mut diagnostics);
    let mut read = Read {
        deck: head.into_deck(source, &diagnostics),
        left_out: Vec::new(),
    };
    let faults = faults(&diagnostics, &cards);
    read.add_cards(source, &headings, drafts, &faults);
    Parsed {
        deck: read.deck,
        left_out: read.left_out,
        diagnostics: listed(diagnostics, source),
    }
}

/// More cards or prompts are not read: every command would take long.
const MOST_CARDS: usize = 20_000;

/// Why a file with so much in it is not read.
pub(super) fn too_much(
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

/// Values of keys and hidden parts in a file's cards, at most: every command goes through all of them.
pub(super) const MOST_VALUES: usize = 200_000;

/// Why a file is not read that has more of them, up to the card or prompt with this heading.
pub(super) fn too_many_values(source: &Arc<Source>, heading: &Heading, owner: Owner) -> Diagnostic {
    let message = format!(
        "the {} of this file have more than {MOST_VALUES} values of keys and hidden parts",
        owner.plural()
    );
    let help = "divide it: each of several files may have as many; keys above the first heading count for each below it";
    let diagnostic = Diagnostic::error(Code::Unreadable, message);
    diagnostic.at(source, heading.bytes.clone(), "").help(help)
}

/// How many faults of one file are listed.
const LISTED: usize = 500;

/// The faults that are listed: a file may have one in each of its lines.
pub(super) fn listed(mut diagnostics: Vec<Diagnostic>, source: &Arc<Source>) -> Vec<Diagnostic> {
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
pub(super) fn faults<'d>(
    diagnostics: &'d [Diagnostic],
    cards: &[Section<'_>],
) -> Vec<Option<&'d Diagnostic>> {
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

/// What has been read of a file.
struct Read {
    deck: Option<Deck>,
    left_out: Vec<LeftOut>,
}

impl Read {
    /// Resolves the names in the drafts, now that all cards of the file are known.
    fn add_cards(
        &mut self,
        source: &Arc<Source>,
        headings: &[Heading],
        drafts: Vec<Option<Draft<'_>>>,
        faults: &[Option<&Diagnostic>],
    ) {
        let names: HashSet<&str> = headings.iter().map(|heading| &*heading.id).collect();
        let mut line = 1;
        let mut counted = 0;
        for ((draft, heading), fault) in drafts.into_iter().zip(headings).zip(faults) {
            let at = heading.bytes.start;
            let between = source.text.get(counted..at).unwrap_or_default();
            line += memchr::memchr_iter(b'\n', between.as_bytes()).count();
            counted = at;
            let card = match (&self.deck, draft, fault) {
                (Some(deck), Some(draft), None) => draft.into_card(deck, line, &names),
                _ => None,
            };
            match (&mut self.deck, card) {
                (Some(deck), Some(card)) => deck.cards.push(card),
                (deck, _) => {
                    let deck = deck.as_ref().map(|deck| &deck.id);
                    let error = fault.and_then(|fault| fault.labels.first());
                    let before = error.and_then(|label| source.text.get(at..label.span.start));
                    let below = memchr::memchr_iter(b'\n', before.unwrap_or_default().as_bytes());
                    let line = line + below.count();
                    let left_out = LeftOut::new(source, deck, &heading.id, line, *fault);
                    self.left_out.push(left_out);
                }
            }
        }
    }
}
