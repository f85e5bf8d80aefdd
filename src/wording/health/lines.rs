//! Damaged lines of the journal: where they are, what is wrong, what they cost.

use std::collections::HashSet;

use super::code::Code;
use super::place::{LinePlace, Lines};
use crate::history::{Damage, Event, Journal, JournalFile, Problem, RecordId};

/// A line, or part of one, that does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DamagedLine {
    pub(crate) place: LinePlace,
    pub(crate) code: Code,
    /// What is wrong with it.
    pub(crate) why: String,
    /// Why nothing is lost by it, if nothing is.
    pub(crate) harmless: Option<&'static str>,
}

/// The damaged lines of the journal, in the order of their places.
pub(crate) fn damaged_lines(files: &[JournalFile<'_>], journal: &Journal) -> Vec<DamagedLine> {
    let mut lines = Lines::of(files);
    let mut ids = None;
    let mut found = Vec::new();
    for problem in &journal.problems {
        match problem {
            Problem::Damage {
                file, bytes, why, ..
            } => {
                let text = lines.bytes(file, bytes.clone());
                let ids = ids.get_or_insert_with(|| known_ids(journal));
                let (code, harmless) = kind(*why, text, ids);
                found.push(DamagedLine {
                    place: lines.place(file, bytes.start),
                    code,
                    why: describe(code, *why).to_owned(),
                    harmless,
                });
            }
            Problem::NotUnderstood {
                file, bytes, why, ..
            } => found.push(DamagedLine {
                place: lines.place(file, bytes.start),
                code: Code::NotUnderstood,
                why: format!("this version cannot read an undamaged line: {why}"),
                harmless: None,
            }),
            _ => {}
        }
    }
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

/// The ids of all records, and of those that an undo took back.
fn known_ids(journal: &Journal) -> HashSet<RecordId> {
    let ids = journal.records().flat_map(|record| {
        let undone = match record.event {
            Event::Undo { of } => Some(of),
            _ => None,
        };
        [Some(record.id), undone]
    });
    ids.flatten().collect()
}

/// The code of a damage, and why nothing is lost where nothing is.
fn kind(why: Damage, text: &[u8], ids: &HashSet<RecordId>) -> (Code, Option<&'static str>) {
    const CONFLICT_MARKERS: [&[u8]; 4] = [b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||"];
    if CONFLICT_MARKERS.iter().any(|mark| text.starts_with(mark)) {
        return (Code::ConflictMarker, Some("a merge left it behind"));
    }
    if text.iter().all(|byte| *byte == 0) {
        return (Code::ZeroBytes, Some("they never were a line"));
    }
    let code = match why {
        Damage::Torn => Code::TornLine,
        Damage::BrokenSeal => Code::BrokenSeal,
        Damage::NoSeal => Code::UnsealedLine,
        Damage::Leftover => Code::Remains,
        Damage::NoLineBreak => {
            return (Code::MissingLineBreak, Some("every record on it counts"));
        }
    };
    let elsewhere = stated_id(text).is_some_and(|id| ids.contains(&id));
    let harmless = elsewhere.then_some("its record is intact elsewhere, or was taken back");
    (code, harmless)
}

/// The id that damaged bytes still show, whether or not the rest can be read.
fn stated_id(bytes: &[u8]) -> Option<RecordId> {
    const KEY: &[u8] = b"\"id\":\"";
    const LENGTH: usize = 36;
    let start = memchr::memmem::find(bytes, KEY)? + KEY.len();
    let id = bytes.get(start..start + LENGTH)?;
    std::str::from_utf8(id).ok()?.parse().ok()
}

fn describe(code: Code, why: Damage) -> &'static str {
    match code {
        Code::ConflictMarker => "the marker of an unfinished merge",
        Code::ZeroBytes => "zero bytes, as a power cut leaves them",
        _ => match why {
            Damage::Torn => "the file ends in the middle of a line",
            Damage::BrokenSeal => "the line is not as it was written",
            Damage::NoSeal => "the line has no checksum and was not written by hand",
            Damage::Leftover => "part of a line beside whole records",
            Damage::NoLineBreak => "a line break is missing between records",
        },
    }
}
