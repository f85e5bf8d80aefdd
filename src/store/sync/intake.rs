//! Applying every file that another device has changed.

use std::collections::BTreeSet;
use std::path::Path;

use super::account::{Synced, Text};
use super::error::SyncError;
use super::setup::Sync;
use crate::deck;
use crate::store::device;
use crate::store::git::{ATTRIBUTES, IGNORE, Repository, Tree};
use crate::store::incoming::{Applied, IncomingFiles};
use crate::store::portable_files::{FileError, is_journal};
use crate::store::private;

impl Sync<'_> {
    /// Applies every file that the other side has changed.
    pub(super) fn land(
        &self,
        repository: &Repository<'_>,
        trees: &Trees,
        synced: &mut Synced,
    ) -> Result<(), SyncError> {
        let own = device::known(self.home);
        let incoming = self.incoming(own.as_deref());
        // A few at a time: they are held in memory.
        for names in trees.changed_by_other().chunks(8) {
            let ids: Vec<&str> = names.iter().flat_map(|name| trees.ids(name)).collect();
            let mut contents = repository.contents(&ids)?.into_iter();
            for name in names {
                let base = trees.base.files.get(*name).and_then(|_| contents.next());
                let other = trees.other.files.get(*name).and_then(|_| contents.next());
                let landed =
                    self.land_one(repository, trees, &incoming, name, (base, other), synced);
                match landed {
                    Err(SyncError::File(error)) => synced.block(name, &error),
                    landed => landed?,
                }
            }
        }
        Ok(())
    }

    /// Lets a file find its place: `base` and `other` are what both sides had before, and what the other has.
    fn land_one(
        &self,
        repository: &Repository<'_>,
        trees: &Trees,
        incoming: &IncomingFiles<'_>,
        name: &str,
        (base, other): (Option<Vec<u8>>, Option<Vec<u8>>),
        synced: &mut Synced,
    ) -> Result<(), SyncError> {
        if name == ATTRIBUTES || name == IGNORE {
            let only_other = trees.here.files.get(name) == trees.base.files.get(name);
            if let Some(other) = other.filter(|_| only_other) {
                let path = self.home.data().join(name);
                private::replace(&path, &other).map_err(FileError::at(&path))?;
            }
        } else if is_journal(name) {
            // Journals only grow: one that was deleted there stays here and is sent again.
            let Some(other) = other else { return Ok(()) };
            match incoming.journal(name, &other)? {
                Applied::New { events } | Applied::Events(events) => {
                    synced.received.add_events(name, events);
                }
                _ => {}
            }
        } else {
            let mut merge = |base: &[u8], here: &[u8], other: &[u8]| {
                let merged = repository.merged(base, here, other)?;
                is_still_valid(name, here, &merged).then_some(merged)
            };
            let applied = incoming.text(name, base.as_deref(), other.as_deref(), &mut merge)?;
            if applied != Applied::Nothing {
                if applied != Applied::Stayed {
                    synced.received.files.push(name.to_owned());
                }
                let name = name.to_owned();
                synced.texts.push(Text { name, applied });
            }
        }
        Ok(())
    }

    pub(super) fn incoming<'l>(&'l self, own: Option<&'l str>) -> IncomingFiles<'l> {
        IncomingFiles {
            data: self.home.data(),
            own,
            dry: false,
        }
    }
}

/// The files of both sides, and of the last commit that both had.
pub(super) struct Trees {
    pub(super) base: Tree,
    pub(super) here: Tree,
    pub(super) other: Tree,
}

impl Trees {
    /// The files that differ at the other side, both from those here and from those before.
    fn changed_by_other(&self) -> Vec<&str> {
        let names: BTreeSet<&String> = self
            .other
            .files
            .keys()
            .chain(self.base.files.keys())
            .collect();
        names
            .into_iter()
            .filter(|name| {
                let other = self.other.files.get(*name);
                // What is too large there, or a link, was not deleted.
                let is_there = other.is_some() || !self.other.has_other(name);
                is_there
                    && other != self.here.files.get(*name)
                    && other != self.base.files.get(*name)
            })
            .map(String::as_str)
            .collect()
    }

    /// The contents needed to apply a file: the common version and the other side's.
    fn ids(&self, name: &str) -> impl Iterator<Item = &str> {
        let (base, other) = (self.base.files.get(name), self.other.files.get(name));
        base.into_iter().chain(other).map(String::as_str)
    }
}

/// Whether the text that git merged is still a valid deck, if both sides were.
fn is_still_valid(name: &str, here: &[u8], merged: &[u8]) -> bool {
    let is_deck = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let source = deck::Source::new(name, text);
        if name.contains("/interview/") {
            deck::parse_prompts(&source).whole().is_some()
        } else {
            deck::parse(&source).whole().is_some()
        }
    };
    let markdown = Path::new(name).extension().is_some_and(|end| end == "md");
    let was_deck = markdown && name.starts_with("decks/") && is_deck(here);
    !was_deck || is_deck(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_deck_that_is_none_any_more_is_not_taken() {
        let deck = b"# D {#d}\n\n## Q? {#q}\n\nA.\n";
        let twice = b"# D {#d}\n\n## Q? {#q}\n\nA.\n\n## Q? {#q}\n\nB.\n";
        assert!(is_still_valid("decks/d.md", deck, deck));
        assert!(!is_still_valid("decks/d.md", deck, twice));
        // A text that was invalid before is not made worse.
        assert!(is_still_valid("decks/d.md", twice, twice));
        assert!(is_still_valid("reports/r.md", deck, twice));
    }

    #[test]
    fn only_what_the_other_side_changed_is_looked_at() {
        let tree = |files: &[(&str, &str)]| Tree {
            files: files
                .iter()
                .map(|(name, id)| ((*name).to_owned(), (*id).to_owned()))
                .collect(),
            ..Tree::default()
        };
        let trees = Trees {
            base: tree(&[("a", "1"), ("b", "1"), ("c", "1"), ("e", "1")]),
            here: tree(&[("a", "2"), ("b", "1"), ("c", "1"), ("d", "1")]),
            other: tree(&[("a", "1"), ("b", "2"), ("d", "1"), ("e", "1"), ("f", "1")]),
        };
        assert_eq!(trees.changed_by_other(), ["b", "c", "f"]);
        assert_eq!(trees.ids("b").collect::<Vec<_>>(), ["1", "2"]);
    }
}
