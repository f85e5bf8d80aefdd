//! Decks as JSON. `docs/json.md` describes it; `import` reads it.

use serde::Serialize;

use super::chosen::{ChosenDeck, answer, question};
use crate::deck::{Level, card_metadata, deck_metadata};

#[derive(Serialize)]
struct DecksJson<'a> {
    schema: u32,
    decks: Vec<DeckJson<'a>>,
}

#[derive(Serialize)]
struct DeckJson<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    metadata: serde_json::Map<String, serde_json::Value>,
    cards: Vec<CardJson<'a>>,
}

#[derive(Serialize)]
struct CardJson<'a> {
    id: &'a str,
    kind: &'static str,
    level: Level,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    metadata: serde_json::Map<String, serde_json::Value>,
    question: String,
    answer: String,
}

/// The cards as JSON.
pub fn json(decks: &[ChosenDeck<'_>]) -> Result<String, serde_json::Error> {
    let decks = decks.iter().map(|chosen| DeckJson {
        id: chosen.deck.id.as_str(),
        title: &chosen.deck.title,
        level: chosen.deck.level_written.then_some(chosen.deck.level),
        description: &chosen.deck.description,
        tags: &chosen.deck.tags,
        metadata: metadata(deck_metadata(chosen.deck)),
        cards: chosen
            .cards
            .iter()
            .map(|card| CardJson {
                id: card.id.short(),
                kind: card.kind().name(),
                level: card.level,
                tags: &card.tags,
                metadata: metadata(card_metadata(chosen.deck, card)),
                question: question(card),
                answer: answer(card),
            })
            .collect(),
    });
    let decks = DecksJson {
        schema: 1,
        decks: decks.collect(),
    };
    Ok(format!("{}\n", serde_json::to_string_pretty(&decks)?))
}

fn metadata(keys: Vec<(&'static str, String)>) -> serde_json::Map<String, serde_json::Value> {
    // Tags have a place of their own.
    let keys = keys.into_iter().filter(|(key, _)| *key != "tags");
    keys.map(|(key, value)| (key.to_owned(), value.into()))
        .collect()
}
