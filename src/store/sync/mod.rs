//! Several devices through a git remote of the learner's own.

mod outcome;
mod round;
mod setup;
mod standing;

pub use outcome::{SyncError, Synced, Text, TransferSummary};
pub use setup::Sync;
pub use standing::{SyncState, Versions};
