//! The result of a sync.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::transfer::TransferSummary;
use crate::store::incoming::Applied;
use crate::store::portable_files::{FileError, LeftOut};

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
