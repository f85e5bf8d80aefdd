//! Findings about decks and the cards of the history.

use std::collections::BTreeSet;

use super::code::Code;
use super::facts::DeckFault;
use super::finding::Finding;
use super::place::LinePlace;
use crate::history::Journal;
use crate::wording::figures::count;

/// What is to be said about the learner's own decks.
pub(crate) fn findings(faults: &[DeckFault]) -> Vec<Finding> {
    faults.iter().map(about).collect()
}

fn about(fault: &DeckFault) -> Finding {
    let place = LinePlace {
        file: fault.file.clone(),
        line: fault.first.as_ref().map(|(line, _)| *line),
    };
    if let Some(why) = &fault.unreadable {
        return Finding::wrong(
            Code::DeckUnreadable,
            format!("a deck cannot be read: {why}"),
        )
        .at(LinePlace::file(fault.file.clone()))
        .costs("no command that needs cards works")
        .advice("save it as UTF-8 text that you may read, or move it out of the folder");
    }
    let first = fault.first.as_ref().map_or("", |(_, words)| words);
    let more = |many: usize| match many {
        1 => String::new(),
        _ => format!(", and {} more", many - 1),
    };
    if fault.errors > 0 {
        Finding::wrong(Code::DeckErrors, format!("{first}{}", more(fault.errors)))
            .at(place)
            .costs("what is wrong is left out of study; its history stays")
            .command("to see every fault and what to do", "nodequiz decks check")
    } else {
        Finding::notice(
            Code::DeckWarnings,
            format!("{first}{}", more(fault.warnings)),
        )
        .at(place)
        .costs("nothing: the cards are asked")
        .command("to see every remark", "nodequiz decks check")
    }
}

/// The cards of the history that no deck holds.
pub(crate) fn without_deck(journal: &Journal, is_card: &dyn Fn(&str) -> bool) -> Option<Finding> {
    const NAMED: usize = 3;
    let mut met = BTreeSet::new();
    for record in journal.records() {
        if let Some(card) = record.event.card().filter(|card| !met.contains(*card)) {
            met.insert(card.to_owned());
        }
    }
    let cards = met.iter().map(String::as_str);
    let lost: Vec<&str> = cards.filter(|card| !is_card(card)).collect();
    if lost.is_empty() {
        return None;
    }
    let mut names = lost[..lost.len().min(NAMED)].join(", ");
    if lost.len() > NAMED {
        names.push_str(&format!(" and {} more", lost.len() - NAMED));
    }
    let many = count(lost.len(), "card", "cards");
    Some(
        Finding::notice(
            Code::CardsWithoutDeck,
            format!("the history speaks of {many} that no deck holds: {names}"),
        )
        .costs("nothing: it is kept, and counts again when the card is back")
        .advice("if you renamed a card, write `was: old-id` under its new heading"),
    )
}
