//! Reading decks that are known to be sound: headings and comments now, bodies when they are shown.

use std::sync::Arc;

use super::document::Document;
use super::draft::Draft;
use super::head::Head;
use super::heading::{self, Owner};
use super::outline::outline;
use super::parser::with_cards;
use super::report::Report;
use super::section::sections;
use super::{Deck, Source};

/// Reads a deck that is known to be sound, such as a built-in one; what is wrong with it is not told.
/// It says the same as [`parse`](super::parse), but its cards' bodies are read when they are asked
/// for, so that a start of the program does not pay for what nobody is shown.
#[must_use]
pub fn parse_sound(source: &Arc<Source>) -> Option<Deck> {
    let outline = outline(&source.text);
    let mut report = Report::new(source);
    let part = |end: usize| source.text.get(..end).unwrap_or_default();

    let document = Document::read_part(part(outline.head.end), outline.head.start);
    let (top, _) = sections(&document);
    let deck = Head::read(&document, &top, &mut report).into_deck(source)?;
    let mut drafts = Vec::with_capacity(outline.cards.len());
    for card in outline.cards {
        let document = Document::read_part(part(card.top.end), card.top.start);
        let (_, cards) = sections(&document);
        let section = cards.first()?;
        let heading = heading::read(&document, section.heading?, Owner::Card, &mut report);
        drafts.push(Draft::outlined(
            &document,
            section,
            heading,
            card.derived,
            card.bytes,
            &mut report,
        ));
    }
    Some(with_cards(deck, drafts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{builtin, parse};

    #[test]
    fn every_built_in_deck_is_what_the_whole_reading_says() {
        for (file, text) in builtin() {
            let source = Source::new(file, *text);
            let sound = parse_sound(&source).expect("a deck");
            for card in &sound.cards {
                assert_eq!(card.kind(), card.data().kind(), "{}", card.id);
            }
            assert_eq!(Some(sound), parse(&source).deck, "{file}");
        }
    }
}
