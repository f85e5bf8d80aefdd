//! The texts of all files, for pointing into them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Card, Source};

/// The texts of all files, by the names that places have.
pub(super) struct Sources<'s> {
    by_file: HashMap<&'s str, &'s Arc<Source>>,
    own: HashSet<&'s str>,
}

impl<'s> Sources<'s> {
    pub(super) fn new(sources: &'s [Arc<Source>], own: &'s [Arc<str>]) -> Self {
        Self {
            by_file: sources
                .iter()
                .map(|source| (&*source.file, source))
                .collect(),
            own: own.iter().map(|file| &**file).collect(),
        }
    }

    /// The file that a card is in.
    pub(super) fn of(&self, card: &Card) -> Option<&'s Arc<Source>> {
        self.by_file.get(&*card.place.file).copied()
    }

    /// Whether the learner wrote a card.
    pub(super) fn is_own(&self, card: &Card) -> bool {
        self.own.contains(&*card.place.file)
    }
}
