//! A deck as it is remembered: all that plans need, without what its cards show.
//!
//! A learner may have a thousand files. Of one that has not changed, this says the same as a whole
//! reading, and takes a hundredth of the time.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::card_text::{CardText, KnownFile, LazyText};
use super::{Card, Deck, Level, Needs, Source, parse};
use crate::id::{CardId, DeckId};
use crate::question::Kind;

/// What is remembered of a sound deck file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDeck<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    id_written: bool,
    title: String,
    titled: bool,
    description: String,
    level: Level,
    level_written: bool,
    topic: String,
    weight: u8,
    after: Vec<String>,
    from: Vec<String>,
    tags: Vec<String>,
    see: Option<String>,
    zh: Vec<String>,
    heading: (usize, usize),
    #[serde(borrow)]
    cards: Vec<KnownCard<'a>>,
}

/// What is remembered of a card. What its deck says for it is left out; there are many of these, so the
/// keys are short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KnownCard<'a> {
    /// The second half of its id.
    #[serde(borrow, rename = "i")]
    id: Cow<'a, str>,
    /// The place of its kind in [`Kind::ALL`].
    #[serde(rename = "k")]
    kind: u8,
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    weight: Option<u8>,
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    after: Option<Vec<String>>,
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    probe: Option<String>,
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    was: Vec<String>,
}

impl KnownDeck<'_> {
    /// What is to be remembered of a deck.
    #[must_use]
    pub fn of(deck: &Deck) -> KnownDeck<'_> {
        KnownDeck {
            id: Cow::Borrowed(deck.id.as_str()),
            id_written: deck.id_written,
            title: deck.title.clone(),
            titled: deck.titled,
            description: deck.description.clone(),
            level: deck.level,
            level_written: deck.level_written,
            topic: deck.topic.to_string(),
            weight: deck.weight,
            after: texts(&deck.after),
            from: deck.from.clone(),
            tags: deck.tags.clone(),
            see: deck.see.clone(),
            zh: deck.zh.clone(),
            heading: (deck.heading.start, deck.heading.end),
            cards: deck.cards.iter().map(|card| known(card, deck)).collect(),
        }
    }

    /// The deck; what its cards show is read from the source when it is looked at. `None` where what is
    /// remembered makes no deck.
    #[must_use]
    pub fn into_deck(self, source: &Arc<Source>) -> Option<Deck> {
        let file = KnownFile::new(source, read_texts);
        let mut deck = Deck {
            id: DeckId::new(&self.id).ok()?,
            id_written: self.id_written,
            title: self.title,
            titled: self.titled,
            description: self.description,
            level: self.level,
            level_written: self.level_written,
            topic: self.topic.into(),
            weight: self.weight,
            after: needs(&self.after)?,
            from: self.from,
            tags: self.tags,
            see: self.see,
            zh: self.zh,
            file: Arc::clone(&source.file),
            source: Arc::clone(source),
            heading: self.heading.0..self.heading.1,
            cards: Vec::with_capacity(self.cards.len()),
        };
        for (index, card) in self.cards.into_iter().enumerate() {
            let text = LazyText::of(Arc::clone(&file), index as u32);
            let card = card.into_card(&deck, text)?;
            deck.cards.push(card);
        }
        Some(deck)
    }
}

fn known<'a>(card: &'a Card, deck: &Deck) -> KnownCard<'a> {
    KnownCard {
        id: Cow::Borrowed(card.id.short()),
        kind: card.kind() as u8,
        level: (card.level != deck.level).then_some(card.level),
        topic: (card.topic != deck.topic).then(|| card.topic.to_string()),
        weight: (card.weight != deck.weight).then_some(card.weight),
        after: (card.after != deck.after).then(|| texts(&card.after)),
        probe: card.probe.as_ref().map(ToString::to_string),
        was: card.was.iter().map(ToString::to_string).collect(),
    }
}

impl KnownCard<'_> {
    fn into_card(self, deck: &Deck, text: LazyText) -> Option<Card> {
        Some(Card {
            id: CardId::new(&deck.id, &self.id).ok()?,
            level: self.level.unwrap_or(deck.level),
            topic: self
                .topic
                .map_or_else(|| Arc::clone(&deck.topic), Arc::from),
            weight: self.weight.unwrap_or(deck.weight),
            after: match self.after {
                Some(after) => needs(&after)?,
                None => deck.after.clone(),
            },
            probe: match self.probe {
                Some(probe) => Some(probe.parse().ok()?),
                None => None,
            },
            was: ids(&self.was)?,
            kind: *Kind::ALL.get(self.kind as usize)?,
            text,
        })
    }
}

fn texts(needs: &[Needs]) -> Vec<String> {
    needs.iter().map(ToString::to_string).collect()
}

/// A card has a slash in its name, a deck has none.
fn needs(texts: &[String]) -> Option<Vec<Needs>> {
    let one = |text: &String| {
        if text.contains('/') {
            text.parse().ok().map(Needs::Card)
        } else {
            DeckId::new(text).ok().map(Needs::Deck)
        }
    };
    texts.iter().map(one).collect()
}

fn ids(texts: &[String]) -> Option<Vec<CardId>> {
    texts.iter().map(|text| text.parse().ok()).collect()
}

/// What the cards of a file show.
fn read_texts(source: &Arc<Source>) -> Vec<CardText> {
    let cards = parse(source).deck.map(|deck| deck.cards);
    let cards = cards.unwrap_or_default().into_iter();
    cards.filter_map(|card| card.text.into_read()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::builtin;

    fn remembered(deck: &Deck, again: Option<String>) -> Deck {
        let text = serde_json::to_string(&KnownDeck::of(deck)).expect("JSON");
        let known: KnownDeck<'_> = serde_json::from_str(&text).expect("what was written");
        let source = Source::known(&deck.file, Box::new(move || again.clone()));
        known.into_deck(&source).expect("a deck")
    }

    #[test]
    fn what_is_remembered_says_the_same_as_the_whole_reading() {
        let strange = "\u{feff}# T {#t .senior}\r\n\r\n<!-- after: x, y/z -->\r\n\r\n## Q {#q .output}\r\n<!--\r\nwas: old\r\nprobe: r\r\ntopic: u\r\n-->\r\n\r\n```js\r\n## no card\r\n```\r\n\r\n---\r\n\r\n```text\r\n1\r\n```\r\n\r\n## R {#r}\r\n\r\na\r\n";
        let builtin = builtin().iter().map(|(file, text)| (*file, *text));
        for (file, text) in builtin.chain([("decks/strange.md", strange)]) {
            let whole = parse(&Source::new(file, text)).deck.expect("a deck");
            assert_eq!(remembered(&whole, Some(text.to_owned())), whole, "{file}");
        }
    }

    #[test]
    fn a_card_whose_file_has_gone_says_so_and_shows_nothing_of_another() {
        let text = "# T {#t}\n\n## Q {#q .recall}\n\na\n";
        let whole = parse(&Source::new("decks/t.md", text))
            .deck
            .expect("a deck");
        let gone = remembered(&whole, None);
        assert!(gone.cards[0].is_gone());
        assert_eq!(gone.cards[0].answer(), "");
        let sound = remembered(&whole, Some(text.to_owned()));
        assert!(!sound.cards[0].is_gone() && !whole.cards[0].is_gone());
    }
}
