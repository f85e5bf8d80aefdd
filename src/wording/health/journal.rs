//! Findings about the journals of all devices, damaged lines first.

use std::collections::{BTreeMap, HashSet};

use super::finding::{
    CheckupInput, Code, DeviceName, FileName, Finding, LinePlace, Lines, Repair, file_name,
    is_backup, shown,
};
use crate::history::{Damage, Event, Journal, JournalFile, Problem, RecordId};
use crate::wording::count;

/// All findings about the journals.
pub(crate) fn findings(input: &CheckupInput<'_>) -> Vec<Finding> {
    let journal = input.journal;
    let mut found = damaged_lines(input.files, journal);
    let places = found.iter().filter_map(|finding| finding.place.as_ref());
    let damaged: HashSet<String> = places
        .map(|place| folder_of(&place.file).to_owned())
        .collect();
    let mut lines = Lines::of(input.files);
    let problems = journal.problems.iter();
    found.extend(problems.filter_map(|one| about(one, input, &damaged, &mut lines)));
    found.extend(undos(journal));
    found.extend(unknown_events(journal));
    found.extend(files(input));
    found
}

const RESTORE: &str =
    "restore the file from a copy if you have one; every other line counts either way";

/// The folder of a journal file, which is named after the device.
fn folder_of(file: &str) -> &str {
    let mut slashes = file.match_indices('/').skip(1);
    slashes.next().map_or(file, |(at, _)| &file[..at])
}

fn about(
    problem: &Problem,
    input: &CheckupInput<'_>,
    damaged: &HashSet<String>,
    lines: &mut Lines<'_>,
) -> Option<Finding> {
    Some(match problem {
        Problem::Damage { .. } | Problem::NotUnderstood { .. } | Problem::CannotUndo { .. } => {
            return None;
        }
        Problem::Newer {
            file,
            lines,
            version,
        } => {
            let many = count(*lines, "line", "lines");
            Finding::wrong(
                Code::NewerVersion,
                format!("{many} of version {version}, written by a newer nodequiz"),
            )
            .at(LinePlace::file(shown(file)))
            .costs("nothing is recorded on this device until it is updated")
            .advice("update nodequiz on this device")
        }
        Problem::SameId { id } => {
            Finding::wrong(Code::SameId, format!("different records share the id {id}"))
                .costs("all of them count, so one answer may count twice")
                .advice("`nodequiz undo` takes back an answer that counts twice")
        }
        Problem::Missing { device, from, to } => {
            let many = usize::try_from(to - from + 1).unwrap_or(usize::MAX);
            let what = if many == 1 {
                format!("record {from} of device {device} is not there")
            } else {
                format!("records {from} to {to} of device {device} are not there")
            };
            let mut cost = match many {
                1 => "one answer or other event is not counted".to_owned(),
                many => format!("{many} answers or other events are not counted"),
            };
            if damaged.contains(&shown(device)) {
                cost.push_str("; damaged lines of that device may be among them");
            }
            Finding::wrong(Code::MissingRecords, what)
                .at(lines.of_number(device, to + 1))
                .costs(cost)
                .advice("sync that device, or restore its file from a copy")
        }
        Problem::Doubled {
            device,
            from,
            to,
            numbers,
        } => {
            let many = count(*numbers, "number", "numbers");
            let found = format!(
                "{many} of device {device} ({from} to {to}) were given twice: two machines write under one name, or a restored copy was written on"
            );
            let finding = if input.home.device == DeviceName::Known(device.clone()) {
                Finding::wrong(Code::DoubledDevice, found)
                    .costs("nothing yet, every record counts; two machines that write to one file can damage each other's lines when they sync")
                    .fix("give this device a new name; all lines stay and count", vec![Repair::RenameDevice])
            } else {
                Finding::notice(Code::DoubledDevice, found)
                    .costs("nothing: every record counts")
                    .advice("if a machine still has that name, run `nodequiz doctor --fix` there")
            };
            finding.at(lines.of_number(device, *from))
        }
        Problem::Future {
            device,
            from,
            redate,
        } => {
            let many = count(redate.records.len(), "record", "records");
            let day = redate.study_day;
            let finding = Finding::wrong(
                Code::FutureTime,
                format!("{many} of device {device}, from number {from}, from the future"),
            )
            .costs(format!(
                "until their time has come they count for {day}, the day of the record next to them, and every start takes longer"
            ));
            let finding = if input.is_clock_behind() {
                finding.advice(
                    "check this device's clock: most records are later than it says, so it is probably behind",
                )
            } else {
                let words =
                    format!("let {many} count for {day} from now on; the lines stay as they are");
                finding.fix(words, vec![Repair::Redate(redate.clone())])
            };
            finding.at(lines.of_number(device, *from))
        }
    })
}

/// Undos without effect.
fn undos(journal: &Journal) -> Vec<Finding> {
    let cannot = journal.problems.iter();
    let cannot = cannot.filter(|one| matches!(one, Problem::CannotUndo { .. }));
    let cannot = cannot.count();
    let mut found = Vec::new();
    if cannot > 0 {
        let many = count(cannot, "undo names", "undos name");
        found.push(
            Finding::notice(Code::VainUndo, format!("{many} what cannot be undone"))
                .costs("nothing: it has no effect"),
        );
    }
    let unknown = journal.unknown_undos.len();
    if unknown > 0 {
        let many = count(unknown, "undo names", "undos name");
        found.push(
            Finding::notice(Code::VainUndo, format!("{many} a record that is not here"))
                .costs("nothing: it takes effect when the record comes with a sync"),
        );
    }
    found
}

/// What a newer program wrote.
fn unknown_events(journal: &Journal) -> Vec<Finding> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for record in journal.records() {
        if let Event::Unknown(unknown) = record.event
            && !Event::is_known(&unknown.name)
        {
            *names.entry(unknown.name).or_default() += 1;
        }
    }
    names
        .into_iter()
        .map(|(name, lines)| {
            let many = count(lines, "event", "events");
            Finding::notice(
                Code::UnknownEvent,
                format!("{many} `{name}`, which this version does not know"),
            )
            .costs("nothing here: they are kept, and a newer nodequiz reads them")
        })
        .collect()
}

/// Findings about the files themselves.
fn files(input: &CheckupInput<'_>) -> Vec<Finding> {
    let unreadable = input.home.unreadable.iter().map(|(file, why)| {
        Finding::wrong(
            Code::JournalUnreadable,
            format!("a journal cannot be read: {why}"),
        )
        .at(LinePlace::file(shown(file)))
        .costs("no command works: without it your schedule would be wrong")
        .advice("check its owner and the disk, or restore it from a copy")
    });
    let unknown_files = input.home.unknown_files.iter();
    let unknown_files = unknown_files.filter(|name| !is_backup(name)).map(|name| {
        Finding::notice(
            Code::OddFile,
            "a file among the journals is not a journal and is not read",
        )
        .at(LinePlace::file(shown(name)))
        .costs("nothing")
        .advice("journals end in .jsonl; move it elsewhere if it is yours")
    });
    let odd = input.files.iter();
    let odd = odd
        .filter(|file| file_name(file.path) == FileName::Odd)
        .map(|file| {
            Finding::notice(Code::OddFile, "a journal is not where a device writes it")
                .at(LinePlace::file(shown(file.path)))
                .costs("nothing: it is read like any other")
        });
    unreadable
        .chain(unknown_files)
        .chain(odd)
        .chain(copies(input.files))
        .collect()
}

/// Copies made by sync tools: they can be removed if everything in them is elsewhere.
fn copies(files: &[JournalFile<'_>]) -> Vec<Finding> {
    let (copies, usual): (Vec<&JournalFile<'_>>, Vec<_>) = files
        .iter()
        .partition(|file| file_name(file.path) == FileName::Copy);
    if copies.is_empty() {
        return Vec::new();
    }
    let usual: HashSet<&[u8]> = usual.iter().flat_map(|file| lines(file.bytes)).collect();
    copies
        .into_iter()
        .map(|copy| {
            let alone = lines(copy.bytes).filter(|line| !usual.contains(line));
            let alone = alone.count();
            let finding = Finding::notice(Code::ConflictCopy, "a copy made by a sync tool")
                .at(LinePlace::file(shown(copy.path)))
                .costs("nothing: it is read, and what is in both counts once");
            if alone == 0 {
                finding.advice("you may delete it: every line of it is also in the other files")
            } else {
                let many = count(alone, "line", "lines");
                finding.advice(format!("keep it: {many} of it are in no other file"))
            }
        })
        .collect()
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty())
}

/// The lines, or parts of them, that do not count, in the order of their places.
fn damaged_lines(files: &[JournalFile<'_>], journal: &Journal) -> Vec<Finding> {
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
                let (code, words, harmless) = kind(*why, text, ids);
                let cost = match code {
                    Code::BrokenSeal => "one answer or other event is not counted",
                    _ => "one answer or other event is not counted, if it ever was a whole line",
                };
                let finding = match harmless {
                    Some(why) => Finding::notice(code, words).costs(format!("nothing: {why}")),
                    None => Finding::wrong(code, words).costs(cost).advice(RESTORE),
                };
                found.push(finding.at(lines.place(file, bytes.start)));
            }
            Problem::NotUnderstood {
                file, bytes, why, ..
            } => {
                let what = format!("this version cannot read an undamaged line: {why}");
                let finding = Finding::wrong(Code::NotUnderstood, what)
                    .at(lines.place(file, bytes.start))
                    .costs("what it says is not counted")
                    .advice("update nodequiz; a newer version may read it");
                found.push(finding);
            }
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

/// The code for the damage, what is wrong, and why nothing is lost, if nothing is.
fn kind(
    why: Damage,
    text: &[u8],
    ids: &HashSet<RecordId>,
) -> (Code, &'static str, Option<&'static str>) {
    const CONFLICT_MARKERS: [&[u8]; 4] = [b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||"];
    if CONFLICT_MARKERS.iter().any(|mark| text.starts_with(mark)) {
        let words = "the marker of an unfinished merge";
        return (Code::ConflictMarker, words, Some("a merge left it behind"));
    }
    if text.iter().all(|byte| *byte == 0) {
        let words = "zero bytes, as a power cut leaves them";
        return (Code::ZeroBytes, words, Some("they never were a line"));
    }
    let (code, words) = match why {
        Damage::Torn => (Code::TornLine, "the file ends in the middle of a line"),
        Damage::BrokenSeal => (Code::BrokenSeal, "the line is not as it was written"),
        Damage::NoSeal => {
            let words = "the line has no checksum and was not written by hand";
            (Code::UnsealedLine, words)
        }
        Damage::Leftover => (Code::Remains, "part of a line beside whole records"),
        Damage::NoLineBreak => {
            let words = "a line break is missing between records";
            return (
                Code::MissingLineBreak,
                words,
                Some("every record on it counts"),
            );
        }
    };
    let elsewhere = stated_id(text).is_some_and(|id| ids.contains(&id));
    let harmless = elsewhere.then_some("its record is intact elsewhere, or was taken back");
    (code, words, harmless)
}

/// The id that is still readable in damaged bytes, even if the rest is not.
fn stated_id(bytes: &[u8]) -> Option<RecordId> {
    const KEY: &[u8] = b"\"id\":\"";
    let start = memchr::memmem::find(bytes, KEY)? + KEY.len();
    let length = memchr::memchr(b'"', &bytes[start..])?;
    let id = std::str::from_utf8(&bytes[start..start + length]);
    id.ok()?.parse().ok()
}
