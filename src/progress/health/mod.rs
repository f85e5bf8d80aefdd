//! Whether everything is sound: findings from what the disk, the journal and the decks say.

mod checkup;
mod code;
mod decks;
mod describe;
mod examination;
mod facts;
mod finding;
mod home;
mod journal;
mod lines;
mod names;
mod place;
mod snapshot;

pub use checkup::{Checkup, Looked};
pub use code::{Area, Code};
pub use describe::describe;
pub use examination::Examination;
pub use facts::{
    DeckFault, DeviceName, FolderFault, Loose, OpenPath, Running, SnapshotState, Surroundings,
};
pub use finding::{Finding, Mend, Repair, Severity};
pub use lines::{BadLine, bad_lines, loss, loss_named};
pub use names::kept_name;
pub use place::LinePlace;
