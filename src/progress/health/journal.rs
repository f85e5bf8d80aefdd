//! Findings about the journals of all devices.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::code::Code;
use super::describe::{count, missed};
use super::examination::Examination;
use super::facts::DeviceName;
use super::finding::{Finding, Repair};
use super::lines::{BadLine, settled};
use super::names::{Named, is_kept, named};
use super::place::{LinePlace, Lines, doctor, shown};
use crate::history::{Accepted, Event, Journal, JournalFile, Problem};

/// Everything that is to be said about the journals.
pub(super) fn findings(examination: &Examination<'_>, bad: &[BadLine]) -> Vec<Finding> {
    let journal = examination.journal;
    let mut found: Vec<Finding> = bad.iter().map(|line| about_line(line, journal)).collect();
    let mut lines = Lines::of(examination.files);
    let problems = journal.problems.iter();
    found.extend(problems.filter_map(|one| about(one, examination, bad, &mut lines)));
    found.extend(undos(journal));
    found.extend(unknown_events(journal));
    found.extend(files(examination));
    found
}

fn about_line(line: &BadLine, journal: &Journal) -> Finding {
    let finding = Finding::wrong(line.code, &line.why).at(line.place.clone());
    if let Some(why) = line.harmless {
        let steps = accepts(line.left_out(journal));
        let words = "note that nothing is lost by it; the file stays as it is";
        return finding.costs(format!("nothing: {why}")).fix(words, steps);
    }
    if line.code == Code::NotUnderstood {
        return finding.costs("what it says is not counted").command(
            "update nodequiz; if this is the newest, to hear no more of it",
            line.command("--leave"),
        );
    }
    let cost = line.record().map_or_else(
        || match line.code {
            Code::BrokenSeal => "one answer or other event is not counted".to_owned(),
            _ => "one answer or other event is not counted, if it ever was a whole line".to_owned(),
        },
        missed,
    );
    let finding = finding.costs(cost);
    match (&line.change, line.counted()) {
        (Some(change), Some(accepted)) => finding.fix(
            format!("count it as it was written: {change}, and with that the seal fits"),
            vec![Repair::Accept(accepted)],
        ),
        (None, Some(_)) => finding.command(
            "nodequiz doctor --lines shows what it says; if that is right",
            line.command("--accept"),
        ),
        (_, None) => finding.command(
            "restore the file from a copy if you have one; if not",
            line.command("--leave"),
        ),
    }
}

fn accepts(all: Vec<Accepted>) -> Vec<Repair> {
    all.into_iter().map(Repair::Accept).collect()
}

fn about(
    problem: &Problem,
    examination: &Examination<'_>,
    bad: &[BadLine],
    lines: &mut Lines<'_>,
) -> Option<Finding> {
    let leave = settled(problem).map(|(name, _)| doctor("--leave", &name));
    let leave = leave.unwrap_or_default();
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
                .command("to keep it so and hear no more of it", leave)
        }
        Problem::Missing { device, from, to } => {
            let many = usize::try_from(to - from + 1).unwrap_or(usize::MAX);
            let what = if many == 1 {
                format!("record {from} of device {device} is not there")
            } else {
                format!("records {from} to {to} of device {device} are not there")
            };
            if explained(device, *from, *to, bad) {
                return None;
            }
            let folder = format!("{}/", shown(device));
            let damaged = bad.iter().any(|line| line.place.file.starts_with(&folder));
            let mut cost = format!(
                "{} not counted",
                if many == 1 {
                    "one answer or other event is".to_owned()
                } else {
                    format!("{many} answers or other events are")
                }
            );
            if damaged {
                cost.push_str("; damaged lines of that device may be among them");
            }
            let finding = Finding::wrong(Code::MissingRecords, what)
                .costs(cost)
                .command(
                    "sync that device, or restore its file from a copy; if they are lost for good",
                    leave,
                );
            placed(finding, lines.of_number(device, to + 1))
        }
        Problem::Doubled {
            device,
            from,
            to,
            numbers,
        } => {
            let many = count(*numbers, "number", "numbers");
            let finding = Finding::wrong(
                Code::DoubledDevice,
                format!("{many} of device {device} ({from} to {to}) were given twice: two machines write under one name, or a restored copy was written on"),
            )
            .costs("nothing yet, every record counts; two machines that write to one file can hurt each other's lines when they sync");
            let finding = placed(finding, lines.of_number(device, *from));
            if examination.surroundings.device == DeviceName::Known(device.clone()) {
                let mut steps = vec![Repair::RenameDevice];
                steps.extend(settled(problem).map(|(_, accepted)| Repair::Accept(accepted)));
                finding.fix(
                    "give this device a new name; all lines stay and count",
                    steps,
                )
            } else {
                finding.command(
                    "run `nodequiz doctor --fix` on the machine that bears the name; if none does any more",
                    leave,
                )
            }
        }
        Problem::Future {
            device,
            from,
            records,
        } => {
            let many = count(*records, "record", "records");
            let finding = Finding::wrong(
                Code::FutureTime,
                format!("{many} of device {device}, from number {from}, from the future"),
            )
            .costs("they count for the day of the record before them, and every start takes longer")
            .advice("check the clock of that device, and of this one; when their time has come, they count as they are");
            placed(finding, lines.of_number(device, *from))
        }
    })
}

/// Whether each of these numbers is that of a damaged line, which is reported by itself.
fn explained(device: &str, from: u64, to: u64, bad: &[BadLine]) -> bool {
    let records = bad.iter().filter_map(BadLine::record);
    let numbers: BTreeSet<u64> = records
        .filter(|record| record.device == device && (from..=to).contains(&record.seq))
        .map(|record| record.seq)
        .collect();
    numbers.len() as u64 == to - from + 1
}

fn placed(finding: Finding, place: Option<LinePlace>) -> Finding {
    match place {
        Some(place) => finding.at(place),
        None => finding,
    }
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
        if let Event::Unknown { name, .. } = record.event {
            *names.entry(name).or_default() += 1;
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

/// What is to be said of the files themselves.
fn files(examination: &Examination<'_>) -> Vec<Finding> {
    let unreadable = examination.surroundings.unreadable.iter().map(|file| {
        Finding::wrong(
            Code::JournalUnreadable,
            format!("a journal cannot be read: {}", file.why),
        )
        .at(LinePlace::file(shown(&file.file)))
        .costs("no command works: without it your schedule would be wrong")
        .advice("check its owner and the disk, or restore it from a copy")
    });
    let strangers = examination.surroundings.strangers.iter();
    let strangers = strangers.filter(|name| !is_kept(name)).map(|name| {
        Finding::notice(
            Code::OddFile,
            "a file among the journals is none, and is not read",
        )
        .at(LinePlace::file(shown(name)))
        .costs("nothing")
        .advice("journals end in .jsonl; move it elsewhere if it is yours")
    });
    let odd = examination.files.iter();
    let odd = odd
        .filter(|file| named(file.path) == Named::Odd)
        .map(|file| {
            Finding::notice(Code::OddFile, "a journal is not where a device writes it")
                .at(LinePlace::file(shown(file.path)))
                .costs("nothing: it is read like any other")
        });
    unreadable
        .chain(strangers)
        .chain(odd)
        .chain(copies(examination.files))
        .collect()
}

/// Copies made by sync tools: they may go where everything in them is elsewhere, too.
fn copies(files: &[JournalFile<'_>]) -> Vec<Finding> {
    let (copies, usual): (Vec<&JournalFile<'_>>, Vec<_>) = files
        .iter()
        .partition(|file| named(file.path) == Named::Copy);
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
