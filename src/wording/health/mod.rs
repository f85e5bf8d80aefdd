//! Whether everything is in order: findings from the disk, the journal and the decks.

mod checkup;
mod finding;
mod home;
mod input;
mod journal;
mod places;

pub use checkup::Checkup;
pub use finding::{Area, Code, Finding, Remedy, Repair, Severity};
pub use input::{
    CheckedCounts, CheckupInput, DeckFault, DeviceName, FolderFault, HomeState, OpenPath,
    RunningSession, SnapshotState, UnreadableFile,
};
pub use places::{LinePlace, backup_name};
