//! Whether everything is in order: findings from the disk, the journal and the decks.

mod checkup;
mod code;
mod decks;
mod facts;
mod finding;
mod home;
mod journal;
mod lines;
mod names;
mod place;

pub use checkup::Checkup;
pub use code::{Area, Code};
pub use facts::{
    DeckFault, DeviceName, Examination, FolderFault, Looked, Loose, OpenPath, Running,
    SnapshotState, Surroundings,
};
pub use finding::{Finding, Mend, Repair, Severity};
pub use names::kept_name;
pub use place::LinePlace;
