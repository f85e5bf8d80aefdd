//! Finding what a person named.

use crate::deck::{Card, Library};

use super::exit::Failure;

/// The name that is most like the one given, if any is like it at all.
pub(super) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|other| (strsim::jaro_winkler(name, other), other))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, other)| other)
}

/// The card with this id, full or short.
pub(super) fn card<'a>(library: &'a Library, name: &str) -> Result<&'a Card, Failure> {
    library
        .resolve(name)
        .map_err(|error| Failure::usage(error).hint("nodequiz cards lists every card with its id"))
}
