//! Reading journals: from the bytes of all files to records and problems.

use std::ops::Range;

use chrono::{DateTime, FixedOffset};

use super::journal::{Found, Journal, JournalFile};
use super::line::{self, Seal, handwritten_id};
use super::merge;
use super::parse::{self, NotUnderstood, Understood};
use super::problem::{Damage, Problem};

/// Reads journal files one after another and collects their records.
#[derive(Debug, Default)]
pub struct Reading {
    found: Found,
}

impl Reading {
    /// The length of a line in bytes; a low estimate.
    const LINE: u64 = 200;

    /// Reserves room for the records in this many bytes, so that they need not be copied while
    /// files are read.
    pub fn of_bytes(bytes: u64) -> Self {
        let mut reading = Self::default();
        reading.found.entries.reserve((bytes / Self::LINE) as usize);
        reading
    }

    /// Reads a file. Files must come sorted by path.
    pub fn take(&mut self, file: JournalFile<'_>) {
        Reader::new(file, &mut self.found).read();
    }

    /// The journal of all files. `now` decides what is from the future.
    pub fn finish(self, now: DateTime<FixedOffset>) -> Journal {
        merge::in_order(self.found, now)
    }
}

impl Journal {
    /// Reads all files. The result does not depend on their order. `now` decides what is from the
    /// future.
    pub fn read(files: &[JournalFile<'_>], now: DateTime<FixedOffset>) -> Self {
        let mut files = files.to_vec();
        files.sort_unstable_by_key(|file| file.path);
        let mut reading = Reading::default();
        for file in files {
            reading.take(file);
        }
        reading.finish(now)
    }
}

/// The highest `seq` among the whole records of one device in these bytes, 0 where there is none.
///
/// Needed before appending: another process of this device may just have written these lines.
pub fn highest_seq(bytes: &[u8], device: &str) -> u64 {
    let mut found = Found::default();
    Reader::new(JournalFile { path: "", bytes }, &mut found).read();
    found
        .entries
        .iter()
        .filter(|entry| found.tables.device_name(entry.device) == device)
        .map(|entry| entry.seq)
        .max()
        .unwrap_or(0)
}

/// Reads one file.
struct Reader<'a, 'f> {
    file: JournalFile<'a>,
    /// The file as text, if it is all UTF-8.
    text: Option<&'a str>,
    found: &'f mut Found,
    /// The number of the sealed record before, and how many lines by hand followed it.
    before: (u64, u32),
    newer: (usize, u64),
    /// How many damaged pieces were found.
    damaged: usize,
}

/// How many damaged pieces of a file are reported one by one. After that, adjacent ones are reported together, because a
/// file may have millions of damaged lines.
const MOST_DAMAGED: usize = 10_000;

impl<'a, 'f> Reader<'a, 'f> {
    fn new(file: JournalFile<'a>, found: &'f mut Found) -> Self {
        Self {
            file,
            text: std::str::from_utf8(file.bytes).ok(),
            found,
            before: (0, 0),
            newer: (0, 0),
            damaged: 0,
        }
    }

    fn read(mut self) {
        let mut start = 0;
        for newline in memchr::memchr_iter(b'\n', self.file.bytes) {
            self.line(start..newline + 1);
            start = newline + 1;
        }
        if start < self.file.bytes.len() {
            self.line(start..self.file.bytes.len());
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
                    self.found
                        .by_hand
                        .push((self.before.1, record.into_owned()));
                } else {
                    let why = if ended { Damage::NoSeal } else { Damage::Torn };
                    self.damaged(range, why);
                }
            }
        }
    }

    /// Reads a record whose seal matches.
    fn sealed(&mut self, range: Range<usize>) {
        let text = match self.text {
            Some(text) => Ok(&text[range.clone()]),
            None => std::str::from_utf8(&self.file.bytes[range.clone()]),
        };
        let understood = text.map_err(NotUnderstood::from).and_then(parse::sealed);
        match understood {
            Ok(Understood::Record(record)) => {
                self.before = (record.seq, 0);
                let entry = self.found.tables.pack(record);
                self.found.entries.push(entry);
            }
            Ok(Understood::Newer(version)) => {
                self.newer = (self.newer.0 + 1, self.newer.1.max(version));
            }
            Err(why) => self.found.problems.push(Problem::NotUnderstood {
                file: self.file.path.to_owned(),
                name: handwritten_id(&self.file.bytes[range.clone()]),
                bytes: range,
                why: why.to_string(),
            }),
        }
    }

    /// Reads the whole records within a damaged line, and reports the rest.
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

    /// Reports the bytes between whole records, if there are any.
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
        self.damaged += 1;
        if self.damaged > MOST_DAMAGED && self.belongs_to_last(&bytes) {
            return;
        }
        self.found.problems.push(Problem::Damage {
            file: self.file.path.to_owned(),
            name: handwritten_id(&self.file.bytes[bytes.clone()]),
            bytes,
            why,
        });
    }

    /// Adds damaged bytes to those reported last, if there is nothing between them.
    fn belongs_to_last(&mut self, more: &Range<usize>) -> bool {
        let Some(Problem::Damage { file, bytes, .. }) = self.found.problems.last_mut() else {
            return false;
        };
        let between = self.file.bytes.get(bytes.end..more.start);
        let adjacent = between.is_some_and(|between| between.trim_ascii().is_empty());
        let belongs = *file == self.file.path && adjacent;
        if belongs {
            bytes.end = more.end;
        }
        belongs
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

/// The offset of a slice within the bytes it is part of.
fn place_of(part: &[u8], whole: &[u8]) -> usize {
    part.as_ptr().addr() - whole.as_ptr().addr()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::contents::ProjectEntry;
    use crate::history::event::{Event, Record};
    use crate::history::test_support::{happened, lines, minutes, read, record, review};
    use crate::memory::Grade;

    const FILE: &str = "k3f9/2026-11.jsonl";

    /// A journal of one device with events of several kinds.
    fn records(count: u64) -> Vec<Record<'static>> {
        (1..=count)
            .map(|seq| {
                let minute = seq.cast_signed() * 3;
                let event = match seq % 10 {
                    3 => Event::Claim {
                        card: "decks/漢字".into(),
                    },
                    5 => Event::Suspend {
                        card: "a/\"b\"".into(),
                    },
                    7 => Event::Bury {
                        card: "a/c".into(),
                        until: crate::history::test_support::day("2026-11-25"),
                    },
                    8 => Event::Project(ProjectEntry {
                        project: "log-cli".to_owned(),
                        state: None,
                        note: Some("so\nwas".to_owned()),
                    }),
                    _ => review("runtime/phases", Grade::ALL[seq as usize % 4]),
                };
                record("k3f9", seq, minute, event)
            })
            .collect()
    }

    #[test]
    fn of_very_many_damaged_lines_the_last_are_reported_together_and_records_among_them_count() {
        let good = lines(&records(2));
        let text = format!("{}{good}{}", "x\n".repeat(30_000), "y\n".repeat(30_000));
        let journal = read(&[(FILE, text.as_bytes())]);
        assert_eq!(happened(&journal).len(), 2);
        let bytes: Vec<Range<usize>> = journal
            .problems
            .iter()
            .filter_map(|problem| match problem {
                Problem::Damage { bytes, .. } => Some(bytes.clone()),
                _ => None,
            })
            .collect();
        let end = text.len() - 1;
        assert_eq!(bytes.len(), MOST_DAMAGED + 1);
        assert_eq!(
            bytes[MOST_DAMAGED - 2..],
            [
                2 * (MOST_DAMAGED - 2)..2 * (MOST_DAMAGED - 2) + 1,
                2 * (MOST_DAMAGED - 1)..59_999,
                60_000 + good.len()..end,
            ]
        );
    }

    /// What became of records whose bytes were damaged: how many are gone, and whether that was
    /// reported. Panics if one has changed its meaning.
    fn outcome(original: &[Record<'_>], bytes: &[u8]) -> (usize, bool) {
        let files = [(FILE, bytes)];
        let journal = read(&files);
        for record in &happened(&journal) {
            assert!(original.contains(record), "a changed record: {record:?}");
        }
        let lost = original.len() - happened(&journal).len();
        let damage = |problem: &Problem| matches!(problem, Problem::Damage { .. });
        (lost, journal.problems.iter().any(damage))
    }

    #[test]
    fn of_all_flipped_bits_of_fifty_lines_none_changes_a_meaning_and_none_goes_unreported() {
        let all = records(52);
        // Three lines at a time, the middle one damaged: lines don't depend on each other, and the
        // test below flips the same bits in the whole file.
        for window in all.windows(3) {
            let text = lines(window);
            let begin = text.find('\n').expect("a line") + 1;
            let end = begin + seal_length(&window[1]) + 1;
            for bit in begin * 8..end * 8 {
                let mut bytes = text.clone().into_bytes();
                bytes[bit / 8] ^= 1 << (bit % 8);
                let (lost, reported) = outcome(window, &bytes);
                assert!(lost <= 1, "bit {bit}: {lost} lost");
                assert!(reported, "bit {bit} unreported");
            }
        }
    }

    #[test]
    #[ignore = "some hundred thousand readings of a whole file: cargo test --release --lib -- --ignored every_single_bit"]
    fn every_single_bit_of_a_fifty_line_file_flipped_costs_one_line_at_most() {
        let all = records(50);
        let text = lines(&all);
        for bit in 0..text.len() * 8 {
            let mut bytes = text.clone().into_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let (lost, reported) = outcome(&all, &bytes);
            assert!(lost <= 1 && reported, "bit {bit}");
        }
    }

    fn seal_length(record: &Record<'_>) -> usize {
        crate::history::seal(record).len()
    }

    #[test]
    fn a_flipped_bit_anywhere_in_fifty_lines_costs_one_line_at_most() {
        let all = records(50);
        let text = lines(&all);
        for bit in (0..text.len() * 8).step_by(127) {
            let mut bytes = text.clone().into_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let (lost, reported) = outcome(&all, &bytes);
            assert!(lost <= 1 && reported, "bit {bit}");
        }
    }

    #[test]
    fn wherever_a_file_is_cut_every_whole_line_stays_and_a_torn_one_is_reported() {
        let all = records(5);
        let text = lines(&all);
        for cut in 0..text.len() {
            let bytes = &text.as_bytes()[..cut];
            // The last line is whole without its newline, too.
            let whole = text.as_bytes()[..=cut].split(|byte| *byte == b'\n').count() - 1;
            let (lost, reported) = outcome(&all, bytes);
            assert_eq!(all.len() - lost, whole, "cut at {cut}");
            let clean = cut == 0 || bytes.ends_with(b"\n") || text.as_bytes()[cut] == b'\n';
            assert_eq!(reported, !clean, "cut at {cut}");
        }
    }

    #[test]
    fn a_removed_byte_costs_one_line_at_most_and_is_reported() {
        let all = records(5);
        let text = lines(&all);
        // Without its last newline the file is as whole as with it.
        for removed in 0..text.len() - 1 {
            let mut bytes = text.clone().into_bytes();
            bytes.remove(removed);
            let (lost, reported) = outcome(&all, &bytes);
            assert!(lost <= 1, "byte {removed}: {lost} lost");
            assert!(reported, "byte {removed}");
        }
    }

    #[test]
    fn a_zeroed_window_costs_the_lines_it_touches() {
        let all = records(20);
        let text = lines(&all);
        for start in (0..text.len() - 512).step_by(41) {
            let mut bytes = text.clone().into_bytes();
            bytes[start..start + 512].fill(0);
            let (lost, reported) = outcome(&all, &bytes);
            assert!(lost <= 5, "{lost} lost at {start}");
            assert!(reported, "at {start}");
        }
    }

    #[test]
    fn a_mark_of_bytes_and_foreign_line_ends_do_no_harm() {
        let all = records(3);
        let text = lines(&all);
        let foreign = format!("\u{feff}{}\r\n\n  \r\n", text.replace('\n', "\r\n"));
        assert_eq!(outcome(&all, foreign.as_bytes()), (0, false));
        assert_eq!(outcome(&all, text.trim_end().as_bytes()), (0, false));
    }

    #[test]
    fn damage_is_named_by_file_bytes_and_reason() {
        let all = records(2);
        let text = format!("{}<<<<<<< HEAD\n{{\"v\":1,\"ev", lines(&all));
        let files = [(FILE, &text)];
        let begin = lines(&all).len();
        assert_eq!(
            read(&files).problems,
            [
                Problem::Damage {
                    file: FILE.to_owned(),
                    bytes: begin..begin + 12,
                    why: Damage::NoSeal,
                    name: handwritten_id(b"<<<<<<< HEAD"),
                },
                Problem::Damage {
                    file: FILE.to_owned(),
                    bytes: begin + 13..text.len(),
                    why: Damage::Torn,
                    name: handwritten_id(b"{\"v\":1,\"ev"),
                },
            ]
        );
    }

    #[test]
    fn two_records_on_one_line_are_both_read() {
        let all = records(2);
        let text = lines(&all).replacen('\n', "", 1);
        let files = [(FILE, &text)];
        let journal = read(&files);
        assert_eq!(happened(&journal), all);
        assert!(matches!(
            &journal.problems[..],
            [Problem::Damage { why: Damage::NoLineBreak, bytes, .. }] if *bytes == (0..text.len() - 1)
        ));
    }

    #[test]
    fn lines_of_a_later_version_stop_writing_but_not_reading() {
        let all = records(2);
        let sealed = "{\"v\":3,\"happened\":\"something\"";
        let crc = crc32fast::hash(sealed.as_bytes());
        let text = format!("{}{sealed},\"crc\":\"{crc:08x}\"}}\n", lines(&all));
        let files = [(FILE, &text)];
        let journal = read(&files);
        assert_eq!(happened(&journal), all);
        assert_eq!(journal.read_only, Some(3));
    }

    #[test]
    fn a_line_by_hand_follows_the_line_before_it() {
        let all = records(3);
        let by_hand = |event: &str, minute: u8| {
            format!(
                "{{\"v\":1,\"event\":\"{event}\",\"at\":\"2026-11-20T12:0{minute}:00+01:00\",\"day\":\"2026-11-20\",\"card\":\"a/b\"}}"
            )
        };
        // Their times contradict that.
        let (first, second) = (by_hand("mark", 4), by_hand("unmark", 1));
        let mut text: Vec<&str> = Vec::new();
        let sealed = lines(&all);
        text.extend(sealed.lines());
        text.insert(1, &first);
        text.insert(2, &second);
        let text = text.join("\n");
        // The copies of a sync tool repeat them, even in another place.
        let elsewhere = format!("{}\n{first}", lines(&all[..2]));
        let files = [
            (FILE, &text),
            ("k3f9/2026-11 (copy).jsonl", &text),
            ("k3f9/2026-11 (copy 2).jsonl", &elsewhere),
        ];
        let journal = read(&files);
        assert_eq!(journal.problems, []);
        let records = happened(&journal);
        let events: Vec<&str> = records.iter().map(|r| r.event.name()).collect();
        assert_eq!(events, ["review", "mark", "unmark", "review", "claim"]);
        assert_eq!(happened(&journal)[2].at, minutes(4));
    }

    #[test]
    fn the_highest_number_of_a_device_is_found_among_damage() {
        let text = format!("rubbish\n{}torn", lines(&records(4)));
        assert_eq!(highest_seq(text.as_bytes(), "k3f9"), 4);
        assert_eq!(highest_seq(text.as_bytes(), "other"), 0);
    }
}
