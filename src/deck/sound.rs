//! Reading decks that are known to be sound: headings and comments now, texts when they are looked at.
//!
//! Nothing is checked here, so it is for decks that a test has checked. It is several times as quick as
//! the whole reading, which is what a start of the program consists of.

use std::sync::Arc;

use hashbrown::HashSet;

use super::body::LazyBody;
use super::card_text::{LazyText, ReadText};
use super::document::Document;
use super::draft::read_body;
use super::head::Head;
use super::outline::{Outline, Outlined, derive, outline};
use super::owner::Owner;
use super::report::Report;
use super::section::sections;
use super::{Card, CardText, Deck, Level, Needs, Place, Source};
use crate::id::{CardId, DeckId, slug};
use crate::question::Kind;

/// Reads a deck that is known to be sound, such as a built-in one; what is wrong with it is not told.
/// It says the same as [`parse`](super::parse), but what its cards show is read when it is asked for.
#[must_use]
pub fn parse_sound(source: &Arc<Source>) -> Option<Deck> {
    let text = &*source.text;
    let outline = outline(text);
    let mut deck = head(source, &outline)?;
    let headings: Vec<Heading<'_>> = outline
        .cards
        .iter()
        .map(|card| Heading::read(&text[card.heading.clone()]))
        .collect();
    let names: HashSet<&str> = headings.iter().filter_map(|heading| heading.id).collect();
    let sound = Sound {
        source: Arc::clone(source),
        tags: deck.tags.clone(),
        cards: headings
            .iter()
            .zip(outline.cards)
            .map(|(heading, outlined)| (kind(text, heading, &outlined), outlined))
            .collect(),
    };
    let sound = Arc::new(sound);
    let mut cards = Vec::with_capacity(headings.len());
    for (index, heading) in (0..).zip(&headings) {
        cards.push(card(&deck, &sound, index, heading, &names)?);
    }
    deck.cards = cards;
    Some(deck)
}

/// A sound deck's text: what its cards show is read card by card.
struct Sound {
    source: Arc<Source>,
    /// The labels of the deck.
    tags: Vec<String>,
    cards: Vec<(Kind, Outlined)>,
}

/// The deck of a source, without its cards.
fn head(source: &Arc<Source>, outline: &Outline) -> Option<Deck> {
    let mut report = Report::new(source);
    let text = source.text.get(..outline.head.end)?;
    let document = Document::read_part(text, outline.head.start);
    let (top, _) = sections(&document);
    Head::read(&document, &top, Owner::Deck, &mut report).into_deck(source)
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

/// The keys of a card's comment with their values.
fn keys<'t>(text: &'t str, outlined: &Outlined) -> impl Iterator<Item = (&'t str, &'t str)> {
    text[outlined.comment.clone()]
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(key, value)| (key.trim(), value.trim()))
}

/// The entries of a value that is a list.
fn entries(value: &str) -> impl Iterator<Item = &str> {
    value
        .split([',', '，'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}

/// The kind of a card: the one its heading names, or that of its body.
fn kind(text: &str, heading: &Heading<'_>, outlined: &Outlined) -> Kind {
    heading.kind.unwrap_or_else(|| {
        let body_from = outlined.comment.end.max(outlined.heading.end);
        let body = &text[body_from..outlined.bytes.end];
        derive(body.trim_start_matches("-->"))
    })
}

fn card(
    deck: &Deck,
    sound: &Arc<Sound>,
    index: u32,
    heading: &Heading<'_>,
    names: &HashSet<&str>,
) -> Option<Card> {
    let text = &*sound.source.text;
    let (kind, outlined) = &sound.cards[index as usize];
    let own = |name: &str| {
        let id = if name.contains('/') {
            name.parse()
        } else {
            CardId::new(&deck.id, name)
        };
        id.ok()
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
    let (mut topic, mut weight) = (None, deck.weight);
    let (mut after, mut probe, mut was) = (deck.after.clone(), None, Vec::new());
    for (key, value) in keys(text, outlined) {
        match key {
            "after" => add_each_once(&mut after, entries(value).filter_map(needs)),
            "was" => was = entries(value).filter_map(own).collect(),
            "probe" => probe = own(value),
            "weight" => weight = value.parse().unwrap_or(weight),
            "topic" => topic = Some(value.into()),
            _ => {}
        }
    }
    Some(Card {
        id: id.ok()?,
        level: heading.level.unwrap_or(deck.level),
        topic: topic.unwrap_or_else(|| Arc::clone(&deck.topic)),
        weight,
        after,
        probe,
        was,
        kind: *kind,
        text: LazyText::sound(Arc::clone(sound) as Arc<dyn ReadText>, index),
    })
}

impl ReadText for Sound {
    fn card(&self, index: u32) -> CardText {
        let (kind, outlined) = &self.cards[index as usize];
        let text = &*self.source.text;
        let bytes = outlined.bytes.clone();
        let heading_line = &text[outlined.heading.clone()];
        let heading = Heading::read(heading_line);
        let heading_end = outlined.heading.start + heading_line.trim_end().len();
        let above = &text.as_bytes()[..bytes.start];
        let body = LazyBody::new(*kind, Arc::clone(&self.source), bytes.clone(), read_body);
        let mut card = CardText {
            id_written: heading.id.is_some(),
            question: heading.text.to_owned(),
            body,
            from: Vec::new(),
            tags: self.tags.clone(),
            see: None,
            zh: Vec::new(),
            place: Place {
                file: Arc::clone(&self.source.file),
                line: 1 + memchr::memchr_iter(b'\n', above).count(),
                bytes,
                heading: outlined.heading.start..heading_end,
            },
        };
        for (key, value) in keys(text, outlined) {
            let own = || entries(value).map(str::to_owned);
            match key {
                "from" => card.from = own().collect(),
                "zh" => card.zh = own().collect(),
                "tags" => add_each_once(&mut card.tags, own()),
                "see" => card.see = Some(value.to_owned()),
                _ => {}
            }
        }
        card
    }
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
