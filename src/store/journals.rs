//! Reading the journal files of all devices.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::disk::if_there;
use super::file_stamp::{self, FileStamp};
use super::known_files::KnownFiles;
use super::portable_files;
use crate::history::{FileMark, Journal, JournalFile, Reading};
use crate::memory::StudyDay;

/// How often a file that ends within a line is read. A file that was torn long ago costs this many
/// waits when there is no snapshot.
const TRIES: usize = 4;

/// How long a write may take from its first byte to its last.
const WRITE_TIME: Duration = Duration::from_millis(3);

/// A journal file or folder that exists but cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be read: {cause}. Check its owner and the disk; without it your schedule would be wrong", path.display())]
pub struct UnreadableJournal {
    /// The file or folder.
    pub path: PathBuf,
    #[source]
    pub cause: io::Error,
}

/// A journal file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its path below the journals' folder, with `/` between the parts.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// Its metadata at that time.
    pub(super) stamp: FileStamp,
}

/// The bytes of all journal files.
#[derive(Debug, Default)]
pub struct JournalBytes {
    files: Vec<(String, Vec<u8>)>,
}

/// What is below the folder of the journals.
#[derive(Debug, Default)]
struct Search {
    found: Vec<Found>,
    /// Files and folders that cannot be read, with their paths below the journals' folder.
    unreadable: Vec<(String, UnreadableJournal)>,
    /// The names of files that are not journals.
    others: Vec<String>,
}

/// All journal files: every `*.jsonl` below the folder, copies made by sync tools included. In the
/// order of their names; none if the folder does not exist.
pub(super) fn find(reviews: &Path) -> Result<Vec<Found>, UnreadableJournal> {
    let search = Search::of(reviews);
    match search.unreadable.into_iter().next() {
        Some((_, unreadable)) => Err(unreadable),
        None => Ok(search.found),
    }
}

impl Search {
    fn of(reviews: &Path) -> Self {
        let mut search = Self::default();
        search.folder(reviews, "", true);
        search.found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        search
    }

    fn folder(&mut self, folder: &Path, prefix: &str, below: bool) {
        let entries = match if_there(fs::read_dir(folder)) {
            Ok(entries) => entries.into_iter().flatten(),
            Err(cause) => return self.cannot_read(prefix, folder, cause),
        };
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.file_type()?, entry))) {
                Ok((kind, entry)) => self.entry(&entry, kind, prefix, below),
                Err(cause) => self.cannot_read(prefix, folder, cause),
            }
        }
    }

    fn entry(&mut self, entry: &fs::DirEntry, kind: fs::FileType, prefix: &str, below: bool) {
        let path = entry.path();
        let part = entry.file_name();
        let name = format!("{prefix}{}", part.to_string_lossy());
        if kind.is_dir() || is_linked_device(kind, &name, &path) {
            if below {
                self.folder(&path, &format!("{name}/"), kind.is_dir());
            }
        } else if path.extension().is_none_or(|ending| ending != "jsonl") {
            if !part.as_encoded_bytes().starts_with(b".") {
                self.others.push(name);
            }
        } else {
            match if_there(file_stamp::metadata(entry)) {
                Ok(Some(metadata)) if metadata.is_file() => self.found.push(Found {
                    name,
                    stamp: FileStamp::of(&metadata),
                    path,
                }),
                Ok(_) => self.others.push(name),
                Err(cause) => self.cannot_read(&name, &path, cause),
            }
        }
    }

    fn cannot_read(&mut self, name: &str, path: &Path, cause: io::Error) {
        let path = path.to_owned();
        self.unreadable
            .push((name.to_owned(), UnreadableJournal { path, cause }));
    }
}

/// Whether an entry is a link to the folder of a device, which is written through it.
fn is_linked_device(kind: fs::FileType, name: &str, path: &Path) -> bool {
    kind.is_symlink() && portable_files::is_followed(&format!("reviews/{name}")) && path.is_dir()
}

/// The marks of files. Unknown ones are read through a small buffer.
pub(super) fn mark(
    found: &[Found],
    known: &mut KnownFiles,
) -> Result<Vec<FileMark>, UnreadableJournal> {
    let mut buffer = Vec::new();
    let mut marks = Vec::with_capacity(found.len());
    for file in found {
        if let Some(crc) = known.crc(&file.name, &file.stamp) {
            marks.push(FileMark {
                path: file.name.clone(),
                length: file.stamp.length,
                crc,
            });
            continue;
        }
        buffer.resize(128 * 1024, 0);
        let mark = mark_one(file, &mut buffer).map_err(|cause| UnreadableJournal {
            path: file.path.clone(),
            cause,
        })?;
        known.learn(&file.name, &file.stamp, mark.length, mark.crc);
        marks.push(mark);
    }
    Ok(marks)
}

/// Reads files whose checksums are known, once a day, and names those that have changed although nothing has written
/// to them: a disk may lose bits and keep a file's times.
pub(super) fn check_once_a_day(
    found: &[Found],
    known: &mut KnownFiles,
    today: StudyDay,
) -> Vec<PathBuf> {
    let mut damaged = Vec::new();
    if !known.is_check_due(today) {
        return damaged;
    }
    let mut buffer = vec![0; 128 * 1024];
    for file in found {
        let Some(crc) = known.crc(&file.name, &file.stamp) else {
            continue;
        };
        // What cannot be read is reported at the next start, which reads it.
        if mark_one(file, &mut buffer).is_ok_and(|mark| mark.crc == crc) {
            continue;
        }
        known.forget(&file.name);
        damaged.push(file.path.clone());
    }
    damaged
}

/// The journal of these files, and their marks. A file deleted in the meantime is skipped.
pub(super) fn read(
    found: &[Found],
    now: DateTime<FixedOffset>,
    known: &mut KnownFiles,
) -> Result<(Journal, Vec<FileMark>), UnreadableJournal> {
    let mut reading = Reading::of_bytes(found.iter().map(|file| file.stamp.length).sum());
    let mut marks = Vec::with_capacity(found.len());
    // One buffer for all files; records don't borrow from it.
    let mut bytes = Vec::new();
    for file in found {
        match read_settled(&file.path, &mut bytes) {
            Ok(()) => {}
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
            Err(cause) => {
                return Err(UnreadableJournal {
                    path: file.path.clone(),
                    cause,
                });
            }
        }
        let mark = FileMark::of(&file.name, &bytes);
        known.learn(&file.name, &file.stamp, mark.length, mark.crc);
        marks.push(mark);
        reading.take(JournalFile {
            path: &file.name,
            bytes: &bytes,
        });
    }
    Ok((reading.finish(now), marks))
}

/// Reads a file into the buffer. If it ends within a line, another process may be writing it right
/// now: the file is read again a little later, so that no damage is reported by mistake.
fn read_settled(path: &Path, bytes: &mut Vec<u8>) -> io::Result<()> {
    for attempt in 0..TRIES {
        if attempt > 0 {
            thread::sleep(WRITE_TIME);
        }
        bytes.clear();
        File::open(path)?.read_to_end(bytes)?;
        if bytes.last().is_none_or(|last| *last == b'\n') {
            break;
        }
    }
    Ok(())
}

/// The journal of all files below a folder.
pub fn read_all(reviews: &Path, now: DateTime<FixedOffset>) -> Result<Journal, UnreadableJournal> {
    let mut unused = KnownFiles::default();
    read(&find(reviews)?, now, &mut unused).map(|(journal, _)| journal)
}

fn mark_one(file: &Found, buffer: &mut [u8]) -> io::Result<FileMark> {
    let mut mark = FileMark::of(&file.name, b"");
    let mut input = File::open(&file.path)?;
    loop {
        match input.read(buffer) {
            Ok(0) => return Ok(mark),
            Ok(length) => mark.append(&buffer[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Reads every readable journal file; also returns the unreadable ones, each with what the system said, and files that
/// are not journals.
pub(super) fn read_readable(reviews: &Path) -> (JournalBytes, Vec<(String, String)>, Vec<String>) {
    let mut search = Search::of(reviews);
    let mut bytes = JournalBytes::default();
    for file in search.found {
        match if_there(fs::read(&file.path)) {
            Ok(Some(read)) => bytes.files.push((file.name, read)),
            Ok(None) => search.others.push(file.name),
            Err(cause) => {
                let path = file.path;
                search
                    .unreadable
                    .push((file.name, UnreadableJournal { path, cause }));
            }
        }
    }
    let mut unreadable: Vec<(String, String)> = search
        .unreadable
        .into_iter()
        // A file in the place of the folder is reported elsewhere.
        .filter(|(_, error)| error.cause.kind() != io::ErrorKind::NotADirectory)
        .map(|(file, error)| (file, error.cause.to_string()))
        .collect();
    unreadable.sort_unstable();
    search.others.sort_unstable();
    (bytes, unreadable, search.others)
}

impl JournalBytes {
    /// The files, by their paths below the journals' folder.
    pub fn files(&self) -> Vec<JournalFile<'_>> {
        let files = self.files.iter();
        files
            .map(|(path, bytes)| JournalFile { path, bytes })
            .collect()
    }

    /// The names of the files.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }

    /// The marks of the files.
    pub fn marks(&self) -> Vec<FileMark> {
        self.files
            .iter()
            .map(|(name, bytes)| FileMark::of(name, bytes))
            .collect()
    }

    /// The journal of the files.
    pub fn journal(&self, now: DateTime<FixedOffset>) -> Journal {
        Journal::read(&self.files(), now)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_lost_bit_under_old_times_is_found_once_a_day_and_the_file_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("2026-11.jsonl");
        fs::write(&path, "two").expect("written");
        let stamp = "{\"length\":3,\"modified\":[1,2],\"changed\":[3,4],\"inode\":5}";
        let stamp: FileStamp = serde_json::from_str(stamp).expect("a stamp");
        let found = [Found {
            name: "k3f9/2026-11.jsonl".to_owned(),
            path: path.clone(),
            stamp,
        }];
        let mut known = KnownFiles::default();
        let days: [StudyDay; 2] =
            ["2026-11-20", "2026-11-21"].map(|day| day.parse().expect("a day"));
        known.learn(&found[0].name, &stamp, 3, crc32fast::hash(b"two"));
        let none: [PathBuf; 0] = [];
        assert_eq!(check_once_a_day(&found, &mut known, days[0]), none);
        known.learn(&found[0].name, &stamp, 3, crc32fast::hash(b"one"));
        assert_eq!(
            check_once_a_day(&found, &mut known, days[0]),
            none,
            "once a day"
        );
        assert_eq!(check_once_a_day(&found, &mut known, days[1]), [path]);
        assert_eq!(known.crc(&found[0].name, &stamp), None);
    }

    #[test]
    fn a_line_that_is_just_being_written_is_waited_for_and_a_torn_one_is_read_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("2026-11.jsonl");
        let mut bytes = Vec::new();
        fs::write(&path, "one\ntw").expect("written");
        read_settled(&path, &mut bytes).expect("read");
        assert_eq!(bytes, b"one\ntw");
        thread::scope(|scope| {
            let writer = || {
                let mut file = fs::OpenOptions::new().append(true).open(&path);
                let file = file.as_mut().expect("a file");
                file.write_all(b"o\n").expect("written");
            };
            let writer = scope.spawn(writer);
            read_settled(&path, &mut bytes).expect("read");
            writer.join().expect("written");
        });
        // Whether the writer was in time or not, the next read sees all of it.
        read_settled(&path, &mut bytes).expect("read");
        assert_eq!(bytes, b"one\ntwo\n");
    }
}
