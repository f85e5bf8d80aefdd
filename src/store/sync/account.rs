//! The result of a sync: what went from one side to the other, and what became of it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Serialize;

use crate::history::lines_only_in;
use crate::store::git::{GitError, Repository, Tree};
use crate::store::incoming::Applied;
use crate::store::portable_files::{FileError, LeftOut, is_journal, travels};

/// The result for a deck, a file of prompts or a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its path below the data folder.
    pub name: String,
    /// What became of it.
    pub applied: Applied,
}

/// The result of a sync.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// The remote, for display; none if there is none and the changes were only committed.
    pub remote: Option<String>,
    /// What was sent to the remote.
    pub sent: TransferSummary,
    /// What was received from it.
    pub received: TransferSummary,
    /// The results for the texts received.
    pub texts: Vec<Text>,
    /// What the remote has that could not be brought in.
    pub left_out: Vec<LeftOut>,
    /// The files among them that could not be written here: the remote keeps its version.
    pub(super) blocked: BTreeSet<String>,
    /// Where a damaged local repository was put, in whose place there is a new one.
    pub put_aside: Option<PathBuf>,
}

impl Synced {
    /// Notes a file that could not be written here.
    pub(super) fn block(&mut self, name: &str, error: &FileError) {
        if self.blocked.insert(name.to_owned()) {
            self.left_out.push(LeftOut {
                file: name.to_owned(),
                why: format!("it could not be written here: {error}"),
            });
        }
    }
}

/// What goes from one side to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TransferSummary {
    /// Lines of journals.
    pub events: usize,
    /// The devices that wrote them.
    pub devices: BTreeSet<String>,
    /// Decks, prompts and reports, new, changed or deleted.
    pub files: Vec<String>,
}

impl TransferSummary {
    /// Whether there is nothing to transfer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events == 0 && self.files.is_empty()
    }

    /// Counts events of a journal file.
    pub(crate) fn add_events(&mut self, name: &str, events: usize) {
        if events > 0 {
            self.events += events;
            let device = name.split('/').nth(1).unwrap_or_default();
            self.devices.insert(device.to_owned());
        }
    }

    /// What one tree has that another lacks. A text counts only if it differs from the common
    /// version.
    pub(super) fn between(
        repository: &Repository<'_>,
        from: &Tree,
        to: &Tree,
        base: Option<&Tree>,
    ) -> Result<Self, GitError> {
        let mut transfer = Self::default();
        let mut journals: Vec<(&str, &str, Option<&str>)> = Vec::new();
        let names: BTreeSet<&String> = from.files.keys().chain(to.files.keys()).collect();
        for name in names.into_iter().filter(|name| travels(name)) {
            let (mine, theirs) = (from.files.get(name), to.files.get(name));
            if mine == theirs {
                continue;
            }
            match mine {
                Some(mine) if is_journal(name) => {
                    journals.push((name, mine, theirs.map(String::as_str)));
                }
                _ if is_journal(name) => {}
                _ if base.and_then(|base| base.files.get(name)) == mine => {}
                _ => transfer.files.push(name.clone()),
            }
        }
        let mine: Vec<&str> = journals.iter().map(|(_, mine, _)| *mine).collect();
        let theirs: Vec<&str> = journals
            .iter()
            .filter_map(|(_, _, theirs)| *theirs)
            .collect();
        let mine = repository.contents(&mine)?;
        let mut theirs = repository.contents(&theirs)?.into_iter();
        for ((name, _, other), mine) in journals.iter().zip(mine) {
            let other = other.and_then(|_| theirs.next()).unwrap_or_default();
            transfer.add_events(name, lines_only_in(&mine, &other).len());
        }
        Ok(transfer)
    }
}
