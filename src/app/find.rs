//! Finding what the learner named: cards, decks, and what the filters of commands say.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::deck::{Card, Deck, Level, Library, LookupError, nearest};
use crate::history::current_name;
use crate::id::{DeckId, slug};
use crate::plan::Filter;

use super::{Context, Failure, LoadedDecks, OpenHistory};

/// The card with this id, full or short, or a name that it had, for a command that needs no history: one is opened only
/// for a name that no deck has.
pub(crate) fn card(
    context: &mut Context,
    loaded: &LoadedDecks,
    name: &str,
) -> Result<&'static Card, Failure> {
    match loaded.library.resolve(name) {
        Err(LookupError::NotFound { .. }) => {
            recorded_card(&OpenHistory::of(context, loaded)?, name)
        }
        found => found.map_err(not_found),
    }
}

/// The card with this id, full or short, or a name that it had: as its deck says, or before it was edited.
pub(crate) fn recorded_card(history: &OpenHistory, name: &str) -> Result<&'static Card, Failure> {
    let library = history.library;
    match library.resolve(name) {
        Err(LookupError::NotFound { .. }) => {}
        found => return found.map_err(not_found),
    }
    // Only now, since the whole journal is read for it.
    let journal = history.journal()?;
    let renames = history.renames(&journal);
    let current = |(old, new): (&String, &String)| {
        let now = current_name(new, &renames);
        (old.clone(), now.to_owned())
    };
    let renames = renames.iter().map(current).collect();
    library.resolve_with(name, &renames).map_err(not_found)
}

fn not_found(error: LookupError) -> Failure {
    let hint = match error {
        LookupError::LeftOut { .. } => "nodequiz decks check shows what to do",
        LookupError::Example { .. } => "change it there; the template's text explains the form",
        _ => "nodequiz cards lists every card with its id",
    };
    Failure::usage(error).hint(hint)
}

/// The id that a deck gets from its name or title; `such_as` is one for the hint.
pub(crate) fn deck_id(name: &str, such_as: &str) -> Result<DeckId, Failure> {
    DeckId::new(&slug(name)).map_err(|_| {
        Failure::usage(format!("`{name}` has no letter or digit to name a deck by"))
            .hint(format!("a name such as `{such_as}`"))
    })
}

/// The id with this name, whole or by its start. `what` it is, and the command `listing` them, go
/// into the message if there is none.
pub(crate) fn one_of<'a>(
    name: &str,
    ids: impl Iterator<Item = &'a str> + Clone,
    what: &str,
    listing: &str,
) -> Result<&'a str, Failure> {
    let begin: Vec<&str> = ids.clone().filter(|id| id.starts_with(name)).collect();
    let whole = begin.iter().find(|id| **id == name);
    match (whole, begin.as_slice()) {
        (Some(id), _) => Ok(id),
        (None, [only]) if !name.is_empty() => Ok(only),
        (None, [_, _, ..]) if !name.is_empty() => {
            let message = format!("`{name}` is the start of several: {}", begin.join(", "));
            Err(Failure::usage(message).hint("type one more letter"))
        }
        _ => {
            let hint = nearest(name, ids).map_or_else(
                || format!("{listing} lists them"),
                |near| format!("did you mean `{near}`? {listing} lists them"),
            );
            Err(Failure::usage(format!("no {what} has the id `{name}`")).hint(hint))
        }
    }
}

/// Which cards: those in the decks, on the topics and at the levels named.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct FilterArgs {
    /// Only cards of these decks: an id (`runtime`), a file name (`02-runtime`), the start of one, or a folder of
    /// your decks (`backend/`)
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,

    /// Only cards of this topic; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    pub topics: Vec<String>,

    /// Only cards with this tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,

    /// Only cards at this level; may be given several times
    #[arg(long = "level", value_name = "LEVEL", value_parser = named(&Level::ALL, Level::name))]
    pub levels: Vec<Level>,
}

/// Reads one of these values by its name.
pub(crate) fn named<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|one| name(*one))).map(move |typed| {
        let mut all = all.iter();
        *all.find(|one| name(**one) == typed)
            .expect("one of the names just listed")
    })
}

impl FilterArgs {
    /// The filter in words; empty if it takes every card.
    pub(crate) fn words(&self) -> String {
        let levels = self.levels.iter().map(|level| level.name().to_owned());
        let names: Vec<String> = self
            .decks
            .iter()
            .chain(&self.topics)
            .chain(&self.tags)
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
        let tags = self.tags.iter().map(|tag| format!(" --tag {tag}"));
        decks.chain(topics).chain(tags).chain(levels).collect()
    }

    /// The filter; fails if a name in it does not exist.
    pub(crate) fn resolve(&self, library: &Library) -> Result<Filter, Failure> {
        let mut decks = Vec::new();
        for name in &self.decks {
            if let Some(folder) = name.strip_suffix('/') {
                decks.extend(in_folder(library, folder)?);
            } else {
                let deck = library.resolve_deck(name).map_err(|error| {
                    Failure::usage(error).hint("nodequiz decks list shows every deck")
                })?;
                let mut examples = library.examples().iter();
                if deck.cards.is_empty() && examples.any(|card| card.file == deck.file) {
                    let message = format!("`{}` has only cards that are not written yet", deck.id);
                    let hint = format!("each is asked once you have changed it: {}", deck.file);
                    return Err(Failure::usage(message).hint(hint));
                }
                decks.push(deck.id.clone());
            }
        }
        let topics = || library.cards().map(|card| &*card.topic);
        exist("card", "topic", &self.topics, topics)?;
        let tags = || {
            library
                .cards()
                .flat_map(|card| &card.tags)
                .map(String::as_str)
        };
        exist("card", "tag", &self.tags, tags)?;
        Ok(Filter {
            decks,
            topics: self.topics.clone(),
            tags: self.tags.clone(),
            levels: self.levels.clone(),
            code: None,
        })
    }
}

/// The decks of the learner in a folder and in those below it.
fn in_folder(library: &Library, folder: &str) -> Result<Vec<DeckId>, Failure> {
    let folder = folder.strip_prefix("decks/").unwrap_or(folder);
    let start = format!("decks/{folder}/");
    let decks = library.decks().iter();
    let inside = |deck: &&Deck| {
        let mut cards = deck.cards.iter();
        deck.file.starts_with(&start) || cards.any(|card| card.place.file.starts_with(&start))
    };
    let found: Vec<DeckId> = decks.filter(inside).map(|deck| deck.id.clone()).collect();
    if found.is_empty() {
        let message = format!("no deck of yours is in a folder `{folder}/`");
        return Err(Failure::usage(message).hint("nodequiz decks list shows every deck"));
    }
    Ok(found)
}

/// Fails where nothing has a name that was given: `no` card has the `what`.
pub(crate) fn exist<'n, N: Iterator<Item = &'n str>>(
    no: &str,
    what: &str,
    given: &[String],
    names: impl Fn() -> N,
) -> Result<(), Failure> {
    for name in given {
        if !names().any(|known| known == name) {
            let failure = Failure::usage(format!("no {no} has the {what} `{name}`"));
            return Err(match nearest(name, names()) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure,
            });
        }
    }
    Ok(())
}
