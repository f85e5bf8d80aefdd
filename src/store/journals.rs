//! Reading the journal files of all devices.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::file_stamp;
use super::file_stamp::FileStamp;
use super::known_files::KnownFiles;
use crate::history::{FileMark, Journal, JournalFile, Reading};
use crate::wording::health::UnreadableFile;

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

/// All journal files: every `*.jsonl` below the folder, copies made by sync tools included. In the
/// order of their names; none if the folder does not exist.
pub(super) fn find(reviews: &Path) -> Result<Vec<Found>, UnreadableJournal> {
    let mut found = Vec::new();
    search(reviews, "", &mut found)?;
    found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn search(folder: &Path, prefix: &str, found: &mut Vec<Found>) -> Result<(), UnreadableJournal> {
    let failed = |cause| UnreadableJournal {
        path: folder.to_owned(),
        cause,
    };
    let entries = match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(failed)?,
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            search(&path, &format!("{name}/"), found)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            match file_stamp::metadata(&entry) {
                Ok(metadata) if metadata.is_file() => found.push(Found {
                    name,
                    stamp: FileStamp::of(&metadata),
                    path,
                }),
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                    return Err(UnreadableJournal { path, cause });
                }
                _ => {}
            }
        }
    }
    Ok(())
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

/// Reads every readable journal file; also returns the unreadable ones, and files that are not journals.
pub(super) fn read_readable(reviews: &Path) -> (JournalBytes, Vec<UnreadableFile>, Vec<String>) {
    let mut all = (JournalBytes::default(), Vec::new(), Vec::new());
    read_folder(reviews, "", &mut all);
    all.0.files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    all.1
        .sort_unstable_by(|a: &UnreadableFile, b| a.file.cmp(&b.file));
    all.2.sort_unstable();
    all
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    all: &mut (JournalBytes, Vec<UnreadableFile>, Vec<String>),
) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        // A file in the place of the folder is reported elsewhere.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return;
        }
        Err(error) => {
            all.1.push(loose(prefix, &error));
            return;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            read_folder(&path, &format!("{name}/"), all);
        } else if path.extension().is_none_or(|ending| ending != "jsonl") {
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                all.2.push(name);
            }
        } else {
            match fs::read(&path) {
                Ok(bytes) => all.0.files.push((name, bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => all.2.push(name),
                Err(error) => all.1.push(loose(&name, &error)),
            }
        }
    }
}

/// A file that cannot be read, with the system's error.
fn loose(file: &str, error: &io::Error) -> UnreadableFile {
    UnreadableFile {
        file: file.to_owned(),
        why: error.to_string(),
    }
}

impl JournalBytes {
    /// Reads all journal files below this folder.
    pub fn read(reviews: &Path) -> Result<Self, UnreadableJournal> {
        Self::read_found(&find(reviews)?)
    }

    /// Reads these files. A file deleted in the meantime is skipped.
    pub(super) fn read_found(found: &[Found]) -> Result<Self, UnreadableJournal> {
        let mut files = Vec::with_capacity(found.len());
        for file in found {
            match fs::read(&file.path) {
                Ok(bytes) => files.push((file.name.clone(), bytes)),
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
                Err(cause) => {
                    return Err(UnreadableJournal {
                        path: file.path.clone(),
                        cause,
                    });
                }
            }
        }
        Ok(Self { files })
    }

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
