//! Finding what the learner named.

use crate::deck::{Card, LookupError, nearest};
use crate::history::current_name;
use crate::id::{DeckId, slug};

use super::context::Context;
use super::exit::Failure;
use super::loaded_decks::LoadedDecks;
use super::open_history::OpenHistory;

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
