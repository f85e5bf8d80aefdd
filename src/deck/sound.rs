//! Reading decks that are known to be sound: headings and comments now, bodies when they are shown.
//!
//! Nothing is checked here, so it is for decks that a test has checked. It is several times as quick as
//! the whole reading, which is what a start of the program consists of.

use std::collections::HashSet;
use std::sync::Arc;

use super::body::LazyBody;
use super::document::Document;
use super::draft::read_body;
use super::head::Head;
use super::outline::{Outlined, derive, outline};
use super::owner::Owner;
use super::report::Report;
use super::section::sections;
use super::{Card, CardText, Deck, Level, Needs, Place, Source};
use crate::id::{CardId, DeckId, slug};
use crate::question::Kind;

/// Reads a deck that is known to be sound, such as a built-in one; what is wrong with it is not told.
/// It says the same as [`parse`](super::parse), but its cards' bodies are read when they are asked
/// for.
#[must_use]
pub fn parse_sound(source: &Arc<Source>) -> Option<Deck> {
    let text = &*source.text;
    let outline = outline(text);
    let mut report = Report::new(source);
    let document = Document::read_part(text.get(..outline.head.end)?, outline.head.start);
    let (top, _) = sections(&document);
    let mut deck = Head::read(&document, &top, Owner::Deck, &mut report).into_deck(source)?;

    let headings: Vec<Heading<'_>> = outline
        .cards
        .iter()
        .map(|card| Heading::read(&text[card.heading.clone()]))
        .collect();
    let names: HashSet<&str> = headings.iter().filter_map(|heading| heading.id).collect();
    let mut line = 1;
    let mut counted = 0;
    let mut cards = Vec::with_capacity(headings.len());
    for (heading, outlined) in headings.iter().zip(&outline.cards) {
        let between = &text.as_bytes()[counted..outlined.bytes.start];
        line += memchr::memchr_iter(b'\n', between).count();
        counted = outlined.bytes.start;
        cards.push(card(&deck, source, heading, outlined, line, &names)?);
    }
    deck.cards = cards;
    Some(deck)
}

/// What a card's heading says.
struct Heading<'t> {
    text: &'t str,
    id: Option<&'t str>,
    level: Option<Level>,
    kind: Option<Kind>,
}

impl<'t> Heading<'t> {
    fn read(line: &'t str) -> Self {
        let line = line.trim_start_matches('#').trim();
        let (text, attributes) = match line
            .strip_suffix('}')
            .and_then(|line| line.rsplit_once('{'))
        {
            Some((text, attributes)) => (text.trim_end(), attributes),
            None => (line, ""),
        };
        let mut heading = Self {
            text,
            id: None,
            level: None,
            kind: None,
        };
        for attribute in attributes.split_whitespace() {
            if let Some(id) = attribute.strip_prefix('#') {
                heading.id = Some(id);
            } else if let Some(class) = attribute.strip_prefix('.') {
                heading.level = heading.level.or_else(|| Level::from_name(class));
                heading.kind = heading.kind.or_else(|| Kind::from_name(class));
            }
        }
        heading
    }
}

fn card(
    deck: &Deck,
    source: &Arc<Source>,
    heading: &Heading<'_>,
    outlined: &Outlined,
    line: usize,
    names: &HashSet<&str>,
) -> Option<Card> {
    let text = &*source.text;
    let body_from = outlined.comment.end.max(outlined.heading.end);
    let body = text[body_from..outlined.bytes.end].trim_start_matches("-->");
    let kind = heading.kind.unwrap_or_else(|| derive(body));
    let own = |name: &str| match name.parse() {
        Ok(id) => Some(id),
        Err(_) => CardId::new(&deck.id, name).ok(),
    };
    let needs = |name: &str| {
        if name.contains('/') || names.contains(name) {
            own(name).map(Needs::Card)
        } else {
            DeckId::new(name).ok().map(Needs::Deck)
        }
    };
    let id = match heading.id {
        Some(id) => CardId::new(&deck.id, id),
        None => CardId::new(&deck.id, &slug(heading.text)),
    };
    let heading_line = text[outlined.heading.clone()].trim_end();
    let (mut topic, mut weight) = (None, deck.weight);
    let (mut after, mut probe, mut was) = (deck.after.clone(), None, Vec::new());
    let mut card = CardText {
        id_written: heading.id.is_some(),
        question: heading.text.to_owned(),
        body: LazyBody::new(kind, Arc::clone(source), outlined.bytes.clone(), read_body),
        from: Vec::new(),
        tags: deck.tags.clone(),
        see: None,
        zh: Vec::new(),
        place: Place {
            file: Arc::clone(&deck.file),
            line,
            bytes: outlined.bytes.clone(),
            heading: outlined.heading.start..outlined.heading.start + heading_line.len(),
        },
    };
    for line in text[outlined.comment.clone()].lines() {
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        let entries = || {
            value
                .split([',', '，'])
                .map(str::trim)
                .filter(|entry| !entry.is_empty())
        };
        match key.trim() {
            "from" => card.from = entries().map(str::to_owned).collect(),
            "zh" => card.zh = entries().map(str::to_owned).collect(),
            "after" => add_each_once(&mut after, entries().filter_map(needs)),
            "tags" => add_each_once(&mut card.tags, entries().map(str::to_owned)),
            "was" => was = entries().filter_map(own).collect(),
            "probe" => probe = own(value),
            "weight" => weight = value.parse().unwrap_or(weight),
            "topic" => topic = Some(value.to_owned()),
            "see" => card.see = Some(value.to_owned()),
            _ => {}
        }
    }
    Some(Card {
        id: id.ok()?,
        level: heading.level.unwrap_or(deck.level),
        topic: topic.unwrap_or_else(|| deck.topic.clone()),
        weight,
        after,
        probe,
        was,
        kind,
        text: card.into(),
    })
}

fn add_each_once<T: PartialEq>(to: &mut Vec<T>, more: impl Iterator<Item = T>) {
    for one in more {
        if !to.contains(&one) {
            to.push(one);
        }
    }
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
            let whole = parse(&source).deck.expect("a deck");
            for (card, wholly) in sound.cards.iter().zip(&whole.cards) {
                assert_eq!(card.kind(), wholly.kind(), "{}", card.id);
                assert_eq!(card, wholly);
            }
            assert_eq!(sound, whole, "{file}");
        }
    }
}
