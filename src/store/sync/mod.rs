//! Several devices through a git remote of the learner's own.

mod account;
mod error;
mod intake;
mod marks;
mod record;
mod round;
mod setup;
mod standing;

pub use account::{Synced, Text, TransferSummary};
pub use error::SyncError;
pub use setup::Sync;
pub use standing::{SyncState, Versions};
