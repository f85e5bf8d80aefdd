//! Whether everything is in order: findings from the disk, the journal and the decks.

mod checkup;
mod finding;
mod journal;

pub use checkup::Checkup;
pub use finding::{
    Area, CheckedCounts, CheckupInput, Code, DeckFault, DeviceName, Finding, FolderFault,
    HomeState, LinePlace, OpenPath, Remedy, Repair, Severity, SnapshotState, backup_name,
};
