//! Places in journal files: lines rather than bytes, for people and editors.

use std::fmt;

use crate::history::JournalFile;

/// A file, and a line in it where there is one.
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

/// How a journal file is called: below the data folder.
pub(crate) fn shown(file: &str) -> String {
    format!("reviews/{file}")
}

/// Tells the lines of journal files, and remembers where they begin.
pub(crate) struct Lines<'f> {
    files: &'f [JournalFile<'f>],
    /// The file looked at last, and where its line breaks are.
    known: Option<(usize, Vec<usize>)>,
}

impl<'f> Lines<'f> {
    pub(crate) const fn of(files: &'f [JournalFile<'f>]) -> Self {
        Self { files, known: None }
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
        let wanted = format!("\"device\":{device},\"seq\":{seq},");
        let found = self.files.iter().find_map(|file| {
            memchr::memmem::find(file.bytes, wanted.as_bytes()).map(|byte| (file.path, byte))
        })?;
        Some(self.place(found.0, found.1))
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
