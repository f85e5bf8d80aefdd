//! The filters that all commands share.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use crate::deck::{Level, Library, nearest};
use crate::plan::Filter;

use super::exit::Failure;

/// Which cards: those in the decks, on the topics and at the levels named.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct FilterArgs {
    /// Only cards of these decks: an id (`runtime`), a file name (`02-runtime`), or the start of one
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,

    /// Only cards of this topic; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    pub topics: Vec<String>,

    /// Only cards at this level; may be given several times
    #[arg(long = "level", value_name = "LEVEL", value_parser = level_parser())]
    pub levels: Vec<Level>,
}

pub(crate) fn level_parser() -> impl clap::builder::TypedValueParser<Value = Level> {
    PossibleValuesParser::new(Level::ALL.map(Level::name))
        .map(|name| Level::from_name(&name).expect("one of the names just listed"))
}

impl FilterArgs {
    /// The filter in words; empty if it takes every card.
    pub(crate) fn words(&self) -> String {
        let levels = self.levels.iter().map(|level| level.name().to_owned());
        let names: Vec<String> = self
            .decks
            .iter()
            .chain(&self.topics)
            .cloned()
            .chain(levels)
            .collect();
        names.join(", ")
    }

    /// The filter as it can be typed again, with a space before each word.
    pub(crate) fn as_typed(&self) -> String {
        let decks = self.decks.iter().map(|deck| format!(" {deck}"));
        let topics = self.topics.iter().map(|topic| format!(" --topic {topic}"));
        let levels = self
            .levels
            .iter()
            .map(|level| format!(" --level {}", level.name()));
        decks.chain(topics).chain(levels).collect()
    }

    /// The filter; fails if a name in it does not exist.
    pub(crate) fn resolve(&self, library: &Library) -> Result<Filter, Failure> {
        let decks = self
            .decks
            .iter()
            .map(|name| {
                library
                    .resolve_deck(name)
                    .map(|deck| deck.id.clone())
                    .map_err(|error| {
                        Failure::usage(error).hint("nodequiz decks list shows every deck")
                    })
            })
            .collect::<Result<_, _>>()?;
        for topic in &self.topics {
            if !library.cards().any(|card| *card.topic == **topic) {
                let topics = library.cards().map(|card| &*card.topic);
                let message = format!("no card has the topic `{topic}`");
                return Err(match nearest(topic, topics) {
                    Some(near) => Failure::usage(message).hint(format!("did you mean `{near}`?")),
                    None => Failure::usage(message),
                });
            }
        }
        Ok(Filter {
            decks,
            topics: self.topics.clone(),
            levels: self.levels.clone(),
            code: None,
        })
    }
}
