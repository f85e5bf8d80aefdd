//! Appending to this device's journal: one line, one write, synced before it counts.
//!
//! The file is that of the local month of the event's time: `reviews/<device>/2026-11.jsonl`.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, SubsecRound as _};

use super::clock::new_record_id;
use super::disk::{Appending, Disk};
use crate::history::{Event, FileMark, Record, highest_seq, seal};
use crate::memory::StudyDay;

/// An event that did not reach the disk.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The line is not in the journal; asking again for the same event is safe.
    #[error("your answer could not be written to {}: {cause}. Make room or check the disk; it is kept and tried again", path.display())]
    NotSaved {
        /// The sealed line that should be there, without its newline.
        line: String,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// Nobody can say whether the line is on the disk. The writer takes nothing more.
    #[error("{} could not be synced to the disk: {cause}. End the session and check the disk; this line may be lost:\n{line}", path.display())]
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
        "the journal holds lines of a newer nodequiz (version {version}); update nodequiz, until then nothing is recorded on this device"
    )]
    ReadOnly {
        /// The newest version of a line.
        version: u64,
    },
    /// This device has no name yet, and could not be given one.
    #[error(transparent)]
    NoDevice(#[from] super::device::NoDevice),
    /// The line is saved, but the schedule that follows from it could not be computed.
    #[error("your answer is saved, but the schedule could not be renewed: {0}")]
    SavedButNotRead(#[source] super::journals::UnreadableJournal),
}

/// What was appended.
#[derive(Debug)]
pub struct Appended {
    /// The record, exactly as reading the line gives it.
    pub record: Record<'static>,
    /// Whether another process has written to the file as well, so that it has to be read anew.
    pub others_wrote: bool,
}

/// Appends to the journal of this device.
#[derive(Debug)]
pub struct JournalWriter {
    disk: Box<dyn Disk>,
    reviews: PathBuf,
    device: String,
    /// The highest number used so far.
    seq: u64,
    /// The files of this device as they are known.
    marks: BTreeMap<String, FileMark>,
    open: Option<(String, Box<dyn Appending>)>,
    /// What was not saved; it keeps its id and number when it is tried again.
    unsaved: Option<Record<'static>>,
    stopped: bool,
}

/// Where one line goes.
struct Target {
    name: String,
    /// The length of the file before the line.
    length: u64,
    /// Whether the line must begin with a newline, because the file doesn't end in one.
    unended: bool,
    others_wrote: bool,
}

impl JournalWriter {
    /// A writer for a device whose highest number so far is `seq`, with the journal files as they
    /// were read.
    #[must_use]
    pub fn new(
        disk: Box<dyn Disk>,
        reviews: &Path,
        device: &str,
        seq: u64,
        marks: &[FileMark],
    ) -> Self {
        let own = |mark: &&FileMark| mark.path.split('/').next() == Some(device);
        Self {
            disk,
            reviews: reviews.to_owned(),
            device: device.to_owned(),
            seq,
            marks: marks
                .iter()
                .filter(own)
                .map(|mark| (mark.path.clone(), mark.clone()))
                .collect(),
            open: None,
            unsaved: None,
            stopped: false,
        }
    }

    /// The device whose journal it is.
    #[must_use]
    pub fn device(&self) -> &str {
        &self.device
    }

    /// This device's files as they are now, as far as this writer knows.
    pub fn marks(&self) -> impl Iterator<Item = &FileMark> {
        self.marks.values()
    }

    /// Writes one event and syncs it to the disk. What is returned is there to stay.
    pub fn append(
        &mut self,
        event: Event<'_>,
        at: DateTime<FixedOffset>,
        day: StudyDay,
    ) -> Result<Appended, AppendError> {
        let name = format!("{}/{}.jsonl", self.device, at.format("%Y-%m"));
        let path = self.reviews.join(&name);
        let at = at.trunc_subsecs(3);
        let event = event.into_owned();
        if self.stopped {
            let line = seal(&self.record(event, at, day));
            return Err(AppendError::Stopped { line });
        }
        let target = match self.target(name, &path) {
            Ok(target) => target,
            Err(cause) => {
                let record = self.record(event, at, day);
                return Err(self.not_saved(record, path, cause));
            }
        };
        let record = self.record(event, at, day);
        let line = seal(&record);
        let mut bytes = Vec::with_capacity(line.len() + 2);
        if target.unended {
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
        if let Err(cause) = self.write(&target, &bytes) {
            return Err(self.not_saved(record, path, cause));
        }
        if let Err(cause) = self.sync() {
            self.stopped = true;
            return Err(AppendError::SyncFailed { line, path, cause });
        }
        if let Some(mark) = self.marks.get_mut(&target.name) {
            mark.append(&bytes);
        }
        self.seq = self.seq.max(record.seq);
        self.unsaved = None;
        Ok(Appended {
            record,
            others_wrote: target.others_wrote,
        })
    }

    /// The record of an event: the one that was not saved before, or a new one.
    fn record(
        &mut self,
        event: Event<'static>,
        at: DateTime<FixedOffset>,
        day: StudyDay,
    ) -> Record<'static> {
        match self.unsaved.take() {
            // It keeps its id: should some of it be in the file after all, it is not counted twice.
            Some(record) if (&record.event, record.at, record.day) == (&event, at, day) => record,
            _ => Record {
                id: new_record_id(),
                device: self.device.clone().into(),
                seq: self.seq + 1,
                at,
                day,
                event,
            },
        }
    }

    fn not_saved(
        &mut self,
        record: Record<'static>,
        path: PathBuf,
        cause: io::Error,
    ) -> AppendError {
        // Opened anew next time: the folder may have come back.
        self.open = None;
        let line = seal(&record);
        self.unsaved = Some(record);
        AppendError::NotSaved { line, path, cause }
    }

    /// Opens the file and looks at its end.
    fn target(&mut self, name: String, path: &Path) -> io::Result<Target> {
        if self.open.as_ref().is_none_or(|(open, _)| *open != name) {
            let folder = self.reviews.join(&self.device);
            self.disk.create_folder(&folder)?;
            let file = self.disk.open(path)?;
            if file.length()? == 0 {
                // Nobody has relied on this file yet: make its name and its folders' stay.
                for folder in folder.ancestors().take(3) {
                    self.disk.sync_folder(folder)?;
                }
            }
            self.open = Some((name.clone(), file));
        }
        let Some((_, file)) = &self.open else {
            return Err(io::Error::other("the journal is not open"));
        };
        let mark = self
            .marks
            .entry(name.clone())
            .or_insert_with(|| FileMark::of(&name, b""));
        let length = file.length()?;
        let others_wrote = length != mark.length;
        if others_wrote {
            let bytes = file.read_from(0)?;
            self.seq = self.seq.max(highest_seq(&bytes, &self.device));
            *mark = FileMark::of(&name, &bytes);
        }
        let unended = length > 0 && file.read_from(length - 1)? != b"\n";
        Ok(Target {
            name,
            length,
            unended,
            others_wrote,
        })
    }

    /// One write. What is written only in part is cut off again.
    fn write(&mut self, target: &Target, bytes: &[u8]) -> io::Result<()> {
        let Some((_, file)) = &mut self.open else {
            return Err(io::Error::other("the journal is not open"));
        };
        let outcome = loop {
            match file.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                outcome => break outcome,
            }
        };
        let cause = match outcome {
            Ok(written) if written == bytes.len() => return Ok(()),
            Ok(written) => io::Error::new(
                io::ErrorKind::StorageFull,
                format!("only {written} of {} bytes were taken", bytes.len()),
            ),
            Err(error) => error,
        };
        cut_back(&**file, target, bytes);
        Err(cause)
    }

    fn sync(&self) -> io::Result<()> {
        match &self.open {
            Some((_, file)) => file.sync(),
            None => Err(io::Error::other("the journal is not open")),
        }
    }
}

/// Cuts off what a failed write left, if it is ours and nothing follows it.
///
/// Where that fails too, the remains stay as a damaged line: the next one begins with a newline.
fn cut_back(file: &dyn Appending, target: &Target, bytes: &[u8]) {
    let left = file.read_from(target.length).unwrap_or_default();
    if !left.is_empty() && bytes.starts_with(&left) {
        let _ = file.truncate(target.length);
    }
}
