//! The result of a sync.

use super::transfer::TransferSummary;
use crate::store::incoming::Applied;

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
}
