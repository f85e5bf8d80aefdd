//! Reading journals: from the bytes of all files to records, and to what is wrong with them.

use std::io::BufRead;
use std::ops::Range;

use chrono::{DateTime, FixedOffset};

use super::journal::{Found, Journal, JournalFile};
use super::line::{self, Seal};
use super::merge;
use super::parse::{self, Understood};
use super::problem::{Damage, Problem, excerpt};

impl<'a> Journal<'a> {
    /// Reads all files. The result is the same in whatever order they come. `now` is only to tell
    /// what is from the future.
    #[must_use]
    pub fn read(files: &[JournalFile<'a>], now: DateTime<FixedOffset>) -> Self {
        let mut files = files.to_vec();
        files.sort_unstable_by_key(|file| file.path);
        let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
        let mut found = Found {
            records: Vec::with_capacity(bytes / 220),
            ..Found::default()
        };
        for file in files {
            Reader::new(file, &mut found).read();
        }
        merge::in_order(found, now)
    }
}

/// The highest `seq` among the whole records of one device in these bytes, 0 where there is none.
///
/// For whoever appends: these may be lines that another process of this device has just written.
#[must_use]
pub fn highest_seq(bytes: &[u8], device: &str) -> u64 {
    let mut found = Found::default();
    Reader::new(JournalFile { path: "", bytes }, &mut found).read();
    found
        .records
        .iter()
        .filter(|record| record.device == device)
        .map(|record| record.seq)
        .max()
        .unwrap_or(0)
}

/// Reads one file.
struct Reader<'a, 'f> {
    file: JournalFile<'a>,
    found: &'f mut Found<'a>,
    /// The number of the sealed record before, and how many lines by hand followed it.
    before: (u64, u32),
    newer: (usize, u64),
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(file: JournalFile<'a>, found: &'f mut Found<'a>) -> Self {
        Self {
            file,
            found,
            before: (0, 0),
            newer: (0, 0),
        }
    }

    fn read(mut self) {
        let mut rest = self.file.bytes;
        while !rest.is_empty() {
            let start = self.file.bytes.len() - rest.len();
            // A search of memory, which cannot fail; 0 only at the end.
            let length = rest.skip_until(b'\n').unwrap_or(0);
            if length == 0 {
                break;
            }
            self.line(start..start + length);
        }
        if self.newer.0 > 0 {
            self.found.problems.push(Problem::Newer {
                file: self.file.path.to_owned(),
                lines: self.newer.0,
                version: self.newer.1,
            });
        }
    }

    /// Reads one line, its newline included if it has one.
    fn line(&mut self, range: Range<usize>) {
        let whole = &self.file.bytes[range.clone()];
        let ended = whole.last() == Some(&b'\n');
        let line = whole.strip_suffix(b"\n").unwrap_or(whole);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        let start = place_of(line, self.file.bytes);
        let range = start..start + line.len();
        match line::check(line) {
            Seal::Whole => self.sealed(range),
            Seal::Broken => self.damaged(range, Damage::BrokenSeal),
            Seal::Missing if line.iter().all(u8::is_ascii_whitespace) => {}
            Seal::Missing => {
                if let Some(record) = parse::handwritten(line, self.folder(), self.before.0) {
                    self.before.1 += 1;
                    self.found.by_hand.push((self.before.1, record));
                } else {
                    let why = if ended { Damage::NoSeal } else { Damage::Torn };
                    self.damaged(range, why);
                }
            }
        }
    }

    /// Takes in a record whose seal is whole.
    fn sealed(&mut self, range: Range<usize>) {
        let understood = std::str::from_utf8(&self.file.bytes[range.clone()])
            .map_err(|error| error.to_string())
            .and_then(parse::sealed);
        match understood {
            Ok(Understood::Record(record)) => {
                self.before = (record.seq, 0);
                self.found.records.push(record);
            }
            Ok(Understood::Newer(version)) => {
                self.newer = (self.newer.0 + 1, self.newer.1.max(version));
            }
            Err(why) => self.found.problems.push(Problem::NotUnderstood {
                file: self.file.path.to_owned(),
                bytes: range,
                why,
            }),
        }
    }

    /// Saves what is whole in a damaged line, and reports the rest.
    fn damaged(&mut self, range: Range<usize>, why: Damage) {
        let line = &self.file.bytes[range.clone()];
        let saved = line::salvage(line);
        if saved.is_empty() {
            self.report(range, why);
            return;
        }
        let mut rest = range.start;
        let mut left = false;
        for record in saved {
            let record = range.start + record.start..range.start + record.end;
            left |= self.leftover(rest..record.start);
            rest = record.end;
            self.sealed(record);
        }
        left |= self.leftover(rest..range.end);
        if !left {
            self.report(range, Damage::NoLineBreak);
        }
    }

    /// Reports what lies between whole records, if there is anything.
    fn leftover(&mut self, range: Range<usize>) -> bool {
        let empty = self.file.bytes[range.clone()]
            .iter()
            .all(u8::is_ascii_whitespace);
        if !empty {
            self.report(range, Damage::Leftover);
        }
        !empty
    }

    fn report(&mut self, bytes: Range<usize>, why: Damage) {
        self.found.problems.push(Problem::Damage {
            file: self.file.path.to_owned(),
            excerpt: excerpt(&self.file.bytes[bytes.clone()]),
            bytes,
            why,
        });
    }

    /// The folder of the file, which is named after the device.
    fn folder(&self) -> &'a str {
        let parent = self
            .file
            .path
            .rsplit_once('/')
            .map_or("", |(parent, _)| parent);
        parent.rsplit_once('/').map_or(parent, |(_, name)| name)
    }
}

/// Where a part of some bytes begins in them.
fn place_of(part: &[u8], whole: &[u8]) -> usize {
    part.as_ptr().addr() - whole.as_ptr().addr()
}
