//! Appending to this device's journal: one line, one write, synced before it counts.

use std::io;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use crate::history::{Event, Record};
use crate::memory::StudyDay;

/// An event that did not reach the disk.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Nothing was written, or what was written has been cut off again; trying anew is safe.
    #[error("your answer could not be written to {}: {cause}. It is kept; make room or check the disk, and it is tried again", path.display())]
    NotSaved {
        /// The sealed line that should be there, without its newline.
        line: String,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// The system could not say whether the line is on the disk. The writer takes nothing more.
    #[error("{} could not be synced to the disk: {cause}. End the session and check the disk; the line may be lost:\n{line}", path.display())]
    SyncFailed {
        /// The sealed line in question, without its newline.
        line: String,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// An earlier sync failed.
    #[error(
        "nothing more is written after a failed sync; end the session and check the disk. Not saved:\n{line}"
    )]
    Stopped {
        /// The sealed line that was refused, without its newline.
        line: String,
    },
    /// The journal holds lines of a newer program.
    #[error(
        "the journal was written by a newer nodequiz (line version {version}); update nodequiz to go on, until then nothing is recorded"
    )]
    ReadOnly {
        /// The newest version of a line.
        version: u64,
    },
}

/// Appends to the journal of this device.
#[derive(Debug)]
pub struct JournalWriter {}

impl JournalWriter {
    /// Writes one event and syncs it to the disk. What is returned is there to stay.
    pub fn append(
        &mut self,
        event: Event<'_>,
        at: DateTime<FixedOffset>,
        day: StudyDay,
    ) -> Result<Record<'static>, AppendError> {
        let _ = (event, at, day);
        todo!()
    }
}
