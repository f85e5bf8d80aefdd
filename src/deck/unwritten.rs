//! Reading a deck, and finding out which of its cards nobody has written yet.

use std::sync::{Arc, LazyLock};

use super::builtin::{TEMPLATE, TO_BE_WRITTEN};
use super::parser::{Parsed, read};
use super::{Card, Source};

/// Reads a deck file. All faults are reported, not only the first; each costs the card that it is in.
pub fn parse(source: &Arc<Source>) -> Parsed {
    let mut parsed = read(source);
    for card in parsed.deck.iter_mut().flat_map(|deck| &mut deck.cards) {
        card.unwritten = is_unwritten(card);
    }
    parsed
}

/// Whether nobody has written a card yet, so that it is not asked: its answer is to be written, or it says just what a
/// card of the template says.
fn is_unwritten(card: &Card) -> bool {
    static EXAMPLES: LazyLock<Vec<Card>> = LazyLock::new(|| {
        let parsed = read(&Source::new("template.md", TEMPLATE));
        parsed.deck.map(|deck| deck.cards).unwrap_or_default()
    });
    static HEADINGS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let headings = TEMPLATE.lines().filter_map(|line| line.strip_prefix("## "));
        headings
            .filter_map(|line| Some(line.rsplit_once(" {#")?.0))
            .collect()
    });
    if card.answer().trim() == TO_BE_WRITTEN && card.explanation().trim().is_empty() {
        return true;
    }
    // The question first: most often it spares reading the template.
    HEADINGS.contains(&&*card.question)
        && EXAMPLES
            .iter()
            .any(|example| example.question == card.question && example.body == card.body)
}
