//! Whether everything is in order: findings from the disk, the journal and the decks.

mod checkup;
mod finding;
mod home;
mod journal;
mod places;

pub use checkup::Checkup;
pub use finding::{
    Area, CheckedCounts, CheckupInput, Code, DeckFault, DeviceName, Finding, FolderFault,
    HomeState, OpenPath, Remedy, Repair, RunningSession, Severity, SnapshotState, UnreadableFile,
};
pub use places::{LinePlace, backup_name};
