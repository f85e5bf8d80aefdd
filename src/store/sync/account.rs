//! What a sync did.

use super::transfer::TransferSummary;
use crate::store::incoming::Applied;

/// What became of a deck, a file of prompts or a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its path below the data folder.
    pub name: String,
    /// What became of it.
    pub applied: Applied,
}

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// The remote, as it may be shown; none where there is none and it was only committed.
    pub remote: Option<String>,
    /// What the remote got.
    pub sent: TransferSummary,
    /// What came from it.
    pub received: TransferSummary,
    /// What became of the texts that came.
    pub texts: Vec<Text>,
}
