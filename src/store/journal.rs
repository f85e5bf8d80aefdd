//! Appending to this device's journal: one line, one write, synced before it counts.
//!
//! The file is that of the local month of the event's time: `reviews/<device>/2026-11.jsonl`.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, SubsecRound as _};

use super::device::new_record_id;
use super::disk::{Appending, Disk};
use crate::history::{Event, FileMark, Record, highest_seq, seal};
use crate::memory::StudyDay;

/// An event that did not reach the disk.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The line is not in the journal; it is safe to try the same event again.
    #[error("your answer could not be written to {}: {cause}. Make room or check the disk", path.display())]
    NotSaved {
        /// The sealed line that should be there, without its newline.
        line: String,
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    /// It is unknown whether the line is on disk. The writer accepts no more events.
    #[error("{} could not be synced to the disk: {cause}. Check the disk; nothing more is written until nodequiz is restarted", path.display())]
    SyncFailed {
        /// The sealed line in question, without its newline.
        line: String,
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    /// An earlier sync failed.
    #[error("nothing more is written after a failed sync; end the session and check the disk")]
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

impl AppendError {
    /// The sealed line that may be missing from the journal, if there is one. Adding it is
    /// harmless: if it is already there, it counts once.
    pub fn line(&self) -> Option<&str> {
        match self {
            Self::NotSaved { line, .. }
            | Self::SyncFailed { line, .. }
            | Self::Stopped { line } => Some(line),
            Self::ReadOnly { .. } | Self::NoDevice(_) | Self::SavedButNotRead(_) => None,
        }
    }
}

/// What was appended.
#[derive(Debug)]
pub struct Appended {
    /// The record, exactly as it is read from the line.
    pub record: Record<'static>,
    /// Whether another process has written to the file as well, so that it has to be read again.
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
    /// The files of this device, as last seen.
    marks: BTreeMap<String, FileMark>,
    open: Option<(String, Box<dyn Appending>)>,
    /// The record that was not saved; it keeps its id and number when it is tried again.
    unsaved: Option<Record<'static>>,
    stopped: bool,
}

/// Where one line goes.
struct Target {
    name: String,
    /// The file, locked.
    file: Box<dyn Appending>,
    /// The length of the file before the line.
    length: u64,
    /// Whether the line must begin with a newline, because the file doesn't end in one.
    unended: bool,
    others_wrote: bool,
}

impl JournalWriter {
    /// A writer for a device whose highest number so far is `seq`, with the journal files as they
    /// were read.
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

    /// This device's files as they are now, as far as this writer knows.
    pub fn marks(&self) -> impl Iterator<Item = &FileMark> {
        self.marks.values()
    }

    /// Writes one event and syncs it to disk.
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
        let mut target = match self.target(name, &path) {
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
        if let Err(cause) = target.write(&bytes) {
            return Err(self.not_saved(record, path, cause));
        }
        let synced = target.file.sync();
        target.file.unlock();
        if let Err(cause) = synced {
            self.stopped = true;
            return Err(AppendError::SyncFailed { line, path, cause });
        }
        if let Some(mark) = self.marks.get_mut(&target.name) {
            mark.append(&bytes);
        }
        self.open = Some((target.name, target.file));
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
            // It keeps its id: if it is in the file after all, it counts once.
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
        // Opened anew the next time: the folder may have come back.
        self.open = None;
        let line = seal(&record);
        self.unsaved = Some(record);
        AppendError::NotSaved { line, path, cause }
    }

    /// Opens the file and examines its end.
    fn target(&mut self, name: String, path: &Path) -> io::Result<Target> {
        let file = if let Some((_, file)) = self.open.take_if(|(open, _)| *open == name) {
            file
        } else {
            let folder = self.reviews.join(&self.device);
            self.disk.create_folder(&folder)?;
            let file = self.disk.open(path)?;
            if file.length()? == 0 {
                // The file is new: sync its name and those of its folders.
                for folder in folder.ancestors().take(3) {
                    self.disk.sync_folder(folder)?;
                }
            }
            file
        };
        file.lock();
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
            file,
            length,
            unended,
            others_wrote,
        })
    }
}

impl Target {
    /// One write. A partial write is cut off again.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let outcome = loop {
            match self.file.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                outcome => break outcome,
            }
        };
        let cause = match outcome {
            Ok(written) if written == bytes.len() => return Ok(()),
            Ok(written) => io::Error::new(
                io::ErrorKind::StorageFull,
                format!("there was room for {written} of {} bytes only", bytes.len()),
            ),
            Err(error) => error,
        };
        self.cut_back(bytes);
        Err(cause)
    }

    /// Removes the remains of a failed write, if they are ours and nothing follows them.
    ///
    /// If that fails too, they stay as a damaged line: the next one begins with a newline.
    fn cut_back(&self, bytes: &[u8]) {
        let left = self.file.read_from(self.length).unwrap_or_default();
        if !left.is_empty() && bytes.starts_with(&left) {
            let _ = self.file.truncate(self.length);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    #[cfg(unix)]
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::history::{Mode, Review};
    use crate::memory::Grade;
    use crate::store::disk::RealDisk;
    use crate::store::failing_disk::{FailingDisk, Failure, Operation};
    use crate::store::journals::read_readable;

    const ENOSPC: i32 = 28;
    const EIO: i32 = 5;
    const EINTR: i32 = 4;

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-20T09:15:30.1234+01:00").expect("a time")
    }

    fn today() -> StudyDay {
        StudyDay::of(now(), 4)
    }

    fn answer(number: usize) -> Event<'static> {
        let card = format!("deck/card-{number}");
        Event::Review(Review::new(card, Grade::Good, 4210, Mode::Study))
    }

    fn writer(reviews: &Path, disk: impl Disk + 'static) -> JournalWriter {
        JournalWriter::new(Box::new(disk), reviews, "k3f9", 0, &[])
    }

    /// The cards answered according to the files, and how many problems there are.
    fn read(reviews: &Path) -> (Vec<String>, usize) {
        let bytes = read_readable(reviews).0;
        let journal = bytes.journal(now());
        let cards = journal
            .records()
            .filter_map(|record| record.event.card().map(ToOwned::to_owned))
            .collect();
        (cards, journal.problems.len())
    }

    fn expected(count: usize) -> Vec<String> {
        (0..count)
            .map(|number| format!("deck/card-{number}"))
            .collect()
    }

    #[test]
    fn an_answer_is_read_back_as_it_was_returned() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut writer = writer(folder.path(), RealDisk);
        let first = writer.append(answer(0), now(), today()).expect("saved");
        let second = writer.append(answer(1), now(), today()).expect("saved");
        let bytes = read_readable(folder.path()).0;
        let journal = bytes.journal(now());
        assert!(journal.records().eq([first.record, second.record]));
        assert_eq!(journal.problems, []);
        assert_eq!(writer.marks().cloned().collect::<Vec<_>>(), bytes.marks());
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_that_of_the_local_month_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let reviews = folder.path().join("reviews");
        let mut writer = writer(&reviews, RealDisk);
        let at = DateTime::parse_from_rfc3339("2026-12-01T00:30:00+14:00").expect("a time");
        writer
            .append(answer(0), at, StudyDay::of(at, 4))
            .expect("saved");
        let mode = |path: &str| {
            let metadata = fs::metadata(reviews.join(path)).expect(path);
            metadata.permissions().mode() & 0o777
        };
        assert_eq!(mode("k3f9/2026-12.jsonl"), 0o600);
        assert_eq!(mode("k3f9"), 0o700);
        assert_eq!(mode(""), 0o700);
    }

    #[test]
    fn a_torn_line_is_left_alone_and_the_next_begins_on_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("k3f9/2026-11.jsonl");
        fs::create_dir(folder.path().join("k3f9")).expect("a folder");
        fs::write(&file, "{\"v\":1,\"ev").expect("a torn line");
        let mut writer = writer(folder.path(), RealDisk);
        writer.append(answer(0), now(), today()).expect("saved");
        assert_eq!(read(folder.path()), (expected(1), 1));
        assert!(
            fs::read_to_string(&file)
                .expect("text")
                .starts_with("{\"v\":1,\"ev\n{")
        );
    }

    #[test]
    fn numbers_go_on_after_what_another_process_wrote() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut session = writer(folder.path(), RealDisk);
        session.append(answer(0), now(), today()).expect("saved");
        let mut command = writer(folder.path(), RealDisk);
        let other = command.append(answer(1), now(), today()).expect("saved");
        assert_eq!((other.record.seq, other.others_wrote), (2, true));
        let next = session.append(answer(2), now(), today()).expect("saved");
        assert_eq!((next.record.seq, next.others_wrote), (3, true));
        let last = session.append(answer(3), now(), today()).expect("saved");
        assert!(!last.others_wrote);
        assert_eq!(read(folder.path()), (expected(4), 0));
    }

    /// Answers three questions on a disk with these failures, trying again what was not saved.
    /// How many answers were acknowledged, and whether a sync failed.
    fn session(reviews: &Path, disk: &FailingDisk) -> (usize, bool) {
        let mut writer = writer(reviews, disk.clone());
        for number in 0..3 {
            let saved = (0..3).find_map(|_| match writer.append(answer(number), now(), today()) {
                Ok(appended) => Some(Ok(appended)),
                Err(AppendError::NotSaved { .. }) => None,
                Err(error) => Some(Err(error)),
            });
            match saved.expect("the third time it works") {
                Ok(_) => {}
                Err(AppendError::SyncFailed { .. }) => {
                    let refused = writer.append(answer(9), now(), today());
                    assert!(matches!(refused, Err(AppendError::Stopped { .. })));
                    return (number, true);
                }
                Err(error) => panic!("{error}"),
            }
        }
        (3, false)
    }

    #[test]
    fn whichever_operation_fails_no_acknowledged_answer_is_lost_or_doubled() {
        let quiet = tempfile::tempdir().expect("a folder");
        let disk = FailingDisk::default();
        assert_eq!(session(quiet.path(), &disk), (3, false));
        let operations = disk.plan.borrow().done.clone();
        assert!(operations.contains(&Operation::Sync));
        for (number, operation) in operations.iter().enumerate() {
            for error in [ENOSPC, EIO, EINTR] {
                let folder = tempfile::tempdir().expect("a folder");
                let disk = FailingDisk::default();
                disk.plan.borrow_mut().failures = vec![(number, Failure::Error(error))];
                let (acknowledged, sync_failed) = session(folder.path(), &disk);
                let (cards, problems) = read(folder.path());
                let context = format!("{operation:?}, number {number}, error {error}");
                assert_eq!(cards[..acknowledged], expected(acknowledged), "{context}");
                // What could not be synced may be there, but only once.
                assert_eq!(
                    cards.len(),
                    acknowledged + usize::from(sync_failed),
                    "{context}"
                );
                assert_eq!(sync_failed, *operation == Operation::Sync, "{context}");
                assert_eq!(problems, 0, "{context}");
            }
        }
    }

    #[test]
    fn a_write_that_takes_only_a_part_is_cut_back_and_tried_again() {
        let disk = FailingDisk::default();
        let quiet = tempfile::tempdir().expect("a folder");
        session(quiet.path(), &disk);
        let done = disk.plan.borrow().done.clone();
        let writes = (0..done.len()).filter(|number| done[*number] == Operation::Write);
        for write in writes {
            for taken in (0..260).step_by(13) {
                let folder = tempfile::tempdir().expect("a folder");
                let disk = FailingDisk::default();
                disk.plan.borrow_mut().failures = vec![(write, Failure::Short(taken))];
                assert_eq!(session(folder.path(), &disk), (3, false));
                assert_eq!(read(folder.path()), (expected(3), 0), "{taken} bytes taken");
            }
        }
    }

    #[test]
    fn even_where_nothing_can_be_cut_back_an_answer_counts_once() {
        let length = seal_length();
        // All of the line except its newline, or a part of it.
        for (taken, problems) in [(length, 0), (length / 2, 1)] {
            let folder = tempfile::tempdir().expect("a folder");
            let disk = FailingDisk::default();
            let quiet = tempfile::tempdir().expect("a folder");
            session(quiet.path(), &disk);
            let write = disk
                .plan
                .borrow()
                .done
                .iter()
                .position(|done| *done == Operation::Write);
            let disk = FailingDisk::default();
            disk.plan.borrow_mut().failures =
                vec![(write.expect("a write"), Failure::Short(taken))];
            disk.plan.borrow_mut().broken = vec![Operation::Truncate];
            assert_eq!(session(folder.path(), &disk), (3, false));
            assert_eq!(
                read(folder.path()),
                (expected(3), problems),
                "{taken} bytes taken"
            );
        }
    }

    /// The length of the first answer's line.
    fn seal_length() -> usize {
        let folder = tempfile::tempdir().expect("a folder");
        let mut writer = writer(folder.path(), RealDisk);
        let appended = writer.append(answer(0), now(), today()).expect("saved");
        seal(&appended.record).len()
    }

    #[test]
    fn a_new_file_and_its_folders_are_synced_before_anything_is_acknowledged() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = FailingDisk::default();
        let mut writer = writer(&folder.path().join("reviews"), disk.clone());
        writer.append(answer(0), now(), today()).expect("saved");
        let done = disk.plan.borrow().done.clone();
        let syncs = |operations: &[Operation]| {
            let folders = operations
                .iter()
                .filter(|done| **done == Operation::SyncFolder);
            folders.count()
        };
        assert_eq!(syncs(&done), 3, "device, journals and data");
        assert_eq!(done.last(), Some(&Operation::Sync));
        writer.append(answer(1), now(), today()).expect("saved");
        assert_eq!(syncs(&disk.plan.borrow().done), 3, "once a file");
    }

    #[test]
    fn a_full_disk_says_so_and_keeps_the_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = FailingDisk::default();
        disk.plan.borrow_mut().broken = vec![Operation::Write];
        let mut writer = writer(folder.path(), disk);
        let error = writer
            .append(answer(0), now(), today())
            .expect_err("a full disk");
        let text = error.to_string();
        assert!(
            text.contains("2026-11.jsonl") && text.contains("room"),
            "{text}"
        );
        assert!(
            matches!(error, AppendError::NotSaved { line, .. } if line.contains("deck/card-0"))
        );
    }
}
