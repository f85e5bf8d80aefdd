//! Places in journal files, and the meaning of file names among the journals.

use std::collections::HashMap;
use std::fmt;

use crate::history::JournalFile;
use crate::memory::StudyDay;

/// A file, and possibly a line in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinePlace {
    /// The file: below the data folder, or a whole path.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
}

impl fmt::Display for LinePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

impl LinePlace {
    /// A whole file.
    pub(crate) fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
        }
    }
}

/// The path of a journal file below the data folder.
pub(crate) fn shown(file: &str) -> String {
    format!("reviews/{file}")
}

/// Finds lines of journal files, and remembers where they begin.
pub(crate) struct Lines<'f> {
    files: &'f [JournalFile<'f>],
    /// The file used last, and where its line breaks are.
    known: Option<(usize, Vec<usize>)>,
    /// Where the numbers of devices are, as they are written: the file and the byte.
    numbers: Option<HashMap<&'f [u8], (usize, usize)>>,
}

impl<'f> Lines<'f> {
    pub(crate) const fn of(files: &'f [JournalFile<'f>]) -> Self {
        Self {
            files,
            known: None,
            numbers: None,
        }
    }

    /// The place of a byte of a file.
    pub(crate) fn place(&mut self, file: &str, byte: usize) -> LinePlace {
        LinePlace {
            file: shown(file),
            line: self.line(file, byte),
        }
    }

    fn line(&mut self, file: &str, byte: usize) -> Option<usize> {
        let at = self.files.iter().position(|known| known.path == file)?;
        if self.known.as_ref().is_none_or(|(known, _)| *known != at) {
            let breaks = memchr::memchr_iter(b'\n', self.files[at].bytes).collect();
            self.known = Some((at, breaks));
        }
        let (_, breaks) = self.known.as_ref()?;
        Some(breaks.partition_point(|place| *place < byte) + 1)
    }

    /// The place of the first line with this number of a device.
    pub(crate) fn of_number(&mut self, device: &str, seq: u64) -> Option<LinePlace> {
        let device = serde_json::to_string(device).ok()?;
        let wanted = format!("{DEVICE}{device}{SEQ}{seq},");
        let files = self.files;
        // A journal may lack very many numbers: the files are searched once for all of them.
        let numbers = self.numbers.get_or_insert_with(|| numbers_of(files));
        let &(file, byte) = numbers.get(wanted.as_bytes())?;
        Some(self.place(files[file].path, byte))
    }

    /// The bytes of a part of a file.
    pub(crate) fn bytes(&self, file: &str, range: std::ops::Range<usize>) -> &'f [u8] {
        self.files
            .iter()
            .find(|known| known.path == file)
            .and_then(|known| known.bytes.get(range))
            .unwrap_or_default()
    }
}

const DEVICE: &str = "\"device\":";
const SEQ: &str = ",\"seq\":";

/// A device's name and number are not looked for beyond this many bytes.
const NAME: usize = 300;

/// The first place of each number of each device.
fn numbers_of<'f>(files: &'f [JournalFile<'f>]) -> HashMap<&'f [u8], (usize, usize)> {
    let mut numbers = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        let seq = memchr::memmem::Finder::new(SEQ);
        for start in memchr::memmem::find_iter(file.bytes, DEVICE) {
            // No device has so long a name, and a line may hold the mark a million times.
            let line = &file.bytes[start..file.bytes.len().min(start + NAME)];
            let number = seq.find(line).map(|found| found + SEQ.len());
            let end = number.and_then(|from| Some(from + memchr::memchr(b',', &line[from..])?));
            if let Some(end) = end {
                numbers.entry(&line[..=end]).or_insert((at, start));
            }
        }
    }
    numbers
}

/// The meaning of a journal file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileName {
    /// `k3f9/2026-11.jsonl`, as a device writes it.
    Usual,
    /// A month with something added, as sync tools name a copy.
    Copy,
    /// Anything else. It is read all the same.
    Odd,
}

/// Classifies a path below the journals' folder.
pub(crate) fn file_name(path: &str) -> FileName {
    let mut parts = path.split('/');
    let (Some(_), Some(file), None) = (parts.next(), parts.next(), parts.next()) else {
        return FileName::Odd;
    };
    let stem = file.strip_suffix(".jsonl").unwrap_or(file);
    match stem.split_at_checked("2026-11".len()) {
        Some((month, added)) if is_month(month) => {
            if added.is_empty() {
                FileName::Usual
            } else {
                FileName::Copy
            }
        }
        _ => FileName::Odd,
    }
}

fn is_month(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(year, month)| year.len() == 4 && digits(year) && digits(month))
}

/// What is between the name of a file and the day in the name of its backup.
const BACKUP: &str = ".before-doctor-";

/// The name of the backup of a file that is replaced. Nothing reads files with such an ending.
pub fn backup_name(file: &str, day: StudyDay) -> String {
    format!("{file}{BACKUP}{day}")
}

/// Whether a name is one of those.
pub(crate) fn is_backup(name: &str) -> bool {
    name.contains(BACKUP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_sync_tools_are_recognized_by_name() {
        for (path, expected) in [
            ("k3f9/2026-11.jsonl", FileName::Usual),
            (
                "k3f9/2026-11.sync-conflict-20261120-091530-ABCDEFG.jsonl",
                FileName::Copy,
            ),
            (
                "k3f9/2026-11 (Anna's conflicted copy 2026-11-20).jsonl",
                FileName::Copy,
            ),
            ("k3f9/2026-11 2.jsonl", FileName::Copy),
            ("2026-11.jsonl", FileName::Odd),
            ("k3f9/old/2026-11.jsonl", FileName::Odd),
            ("k3f9/notes.jsonl", FileName::Odd),
            ("k3f9/二〇二六.jsonl", FileName::Odd),
        ] {
            assert_eq!(file_name(path), expected, "{path}");
        }
    }

    #[test]
    fn a_backup_is_not_a_journal() {
        let kept = backup_name("2026-11.jsonl", "2026-11-20".parse().expect("a day"));
        assert_eq!(kept, "2026-11.jsonl.before-doctor-2026-11-20");
        assert!(is_backup(&kept));
    }
}
