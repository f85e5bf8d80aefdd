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
use super::document::Document;
use super::draft::Draft;
use super::head::Head;
use super::heading::{self, Heading};
use super::keys::Owner;
use super::sections::sections;
use super::{Card, Deck, Diagnostic, Source, file_checks, sort_by_place};

/// The result of reading a file.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The deck, unless there is an error.
    pub deck: Option<Deck>,
    /// All that is wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a deck file. All faults are reported, not only the first.
pub fn parse(source: &Arc<Source>) -> Parsed {
    let document = Document::read(&source.text);
    let mut report = Report::new(source);
    file_checks::characters(&source.text, &mut report);
    file_checks::blocks(&document, &mut report);
    file_checks::titles(&document, Owner::Deck, &mut report);

    let (top, cards) = sections(&document);
    let head = Head::read(&document, &top, Owner::Deck, &mut report);
    let headed = || cards.iter().filter_map(|card| Some((card, card.heading?)));
    let headings: Vec<Heading> = headed()
        .map(|(_, block)| heading::read(&document, block, Owner::Card, &mut report))
        .collect();
    let drafts: Vec<Draft<'_>> = headed()
        .zip(&headings)
        .filter_map(|((card, _), heading)| Draft::read(&document, card, heading, &mut report))
        .collect();
    if cards.is_empty() {
        file_checks::nothing_in_it(head.heading.as_ref(), Owner::Deck, &mut report);
    }
    file_checks::same_ids(&headings, Owner::Card, &mut report);

    let mut diagnostics = report.into_found();
    sort_by_place(&mut diagnostics);
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let deck = if sound && drafts.len() == cards.len() {
        let names = headings.iter().map(|heading| &*heading.id).collect();
        head.into_deck(source)
            .map(|deck| with_cards(deck, drafts, &names))
    } else {
        None
    };
    Parsed { deck, diagnostics }
}

/// Resolves the names in the drafts, now that all cards of the file are known.
fn with_cards(mut deck: Deck, drafts: Vec<Draft<'_>>, names: &HashSet<&str>) -> Deck {
    let mut line = 1;
    let mut counted = 0;
    let mut cards: Vec<Card> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let at = draft.start();
        let between = deck.source.text.get(counted..at).unwrap_or_default();
        line += between.bytes().filter(|&byte| byte == b'\n').count();
        counted = at;
        cards.extend(draft.into_card(&deck, line, names));
    }
    deck.cards = cards;
    deck
}
