//! Finding what the learner named.

use crate::deck::{Card, Library, LookupError, nearest};

use super::exit::Failure;

/// The card with this id, full or short.
pub(crate) fn card<'a>(library: &'a Library, name: &str) -> Result<&'a Card, Failure> {
    library.resolve(name).map_err(|error| {
        let hint = match error {
            LookupError::LeftOut { .. } => "nodequiz decks check shows what to do",
            LookupError::Example { .. } => "change it there; the template's text explains the form",
            _ => "nodequiz cards lists every card with its id",
        };
        Failure::usage(error).hint(hint)
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
