//! The bad lines of the journal, each with what it says and what may be done about it.

use std::collections::HashSet;

use chrono::{DateTime, Duration, FixedOffset};

use super::code::Code;
use super::describe::describe;
use super::place::{LinePlace, Lines, doctor};
use crate::history::{
    Accepted, Damage, Event, Examined, Gap, Journal, JournalFile, Problem, Record, RecordId,
    stated_id,
};

/// How far in the future an accepted record may lie, as with any other.
const TOLERATED: Duration = Duration::hours(24);

/// A line, or a part of one, that does not count.
#[derive(Clone, Debug, PartialEq)]
pub struct BadLine {
    /// Where it is.
    pub place: LinePlace,
    /// The name of its bytes, a hash of them.
    pub name: RecordId,
    /// What kind of fault it is.
    pub code: Code,
    /// What is the matter.
    pub why: String,
    /// Its bytes as text, as far as they are.
    pub text: String,
    /// What it says, or why that cannot be read.
    pub says: Result<String, String>,
    /// The change that makes it whole again, if it is known.
    pub change: Option<String>,
    /// Why nothing is lost by it, if nothing is.
    pub harmless: Option<&'static str>,
    /// Reasons to look twice before it is accepted as it stands.
    pub doubts: Vec<String>,
    /// Whether it can be accepted.
    pub acceptable: bool,
    record: Option<Record<'static>>,
}

impl BadLine {
    /// What is written down so that it counts.
    #[must_use]
    pub fn counted(&self) -> Option<Accepted> {
        let record = self.record.clone().filter(|_| self.acceptable)?;
        Some(Accepted::Bytes {
            name: self.name,
            record: Some(Box::new(record)),
        })
    }

    /// What is written down so that it is left out for good: the line, and its number where that is
    /// reported as missing.
    #[must_use]
    pub fn left_out(&self, journal: &Journal) -> Vec<Accepted> {
        let line = Accepted::Bytes {
            name: self.name,
            record: None,
        };
        let number = self.record.as_ref().filter(|record| {
            journal
                .gaps(&record.device)
                .any(|(from, to)| (from..=to).contains(&record.seq))
        });
        let number = number.map(|record| {
            Accepted::Missing(Gap {
                device: record.device.to_string(),
                from: record.seq,
                to: record.seq,
            })
        });
        std::iter::once(line).chain(number).collect()
    }

    /// The command that does this with the line: `--accept` or `--leave`.
    #[must_use]
    pub fn command(&self, option: &str) -> String {
        doctor(option, &self.place.to_string())
    }

    /// What it says.
    #[must_use]
    pub const fn record(&self) -> Option<&Record<'static>> {
        self.record.as_ref()
    }
}

/// The bad lines of the journal, in the order of their places.
#[must_use]
pub fn bad_lines(
    files: &[JournalFile<'_>],
    journal: &Journal,
    is_card: &dyn Fn(&str) -> bool,
    now: DateTime<FixedOffset>,
) -> Vec<BadLine> {
    let mut looking = Looking {
        lines: Lines::of(files),
        ids: None,
        journal,
        is_card,
        now,
    };
    let problems = journal.problems.iter();
    let mut found: Vec<BadLine> = problems.filter_map(|one| looking.at(one)).collect();
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

/// What settles a loss that is no line, as the learner names it: `k3f9:5-9` for missing numbers, `k3f9`
/// for a doubled name, an id for records that share it. `None` where nothing like it is reported.
#[must_use]
pub fn loss_named(target: &str, journal: &Journal) -> Option<Accepted> {
    journal
        .problems
        .iter()
        .find_map(|problem| settled(problem).filter(|(name, _)| name == target))
        .map(|(_, accepted)| accepted)
}

/// What gives a loss that is no line up for good.
#[must_use]
pub fn loss(problem: &Problem) -> Option<Accepted> {
    settled(problem).map(|(_, accepted)| accepted)
}

/// How the learner names a loss, and what settles it.
pub(super) fn settled(problem: &Problem) -> Option<(String, Accepted)> {
    match problem {
        Problem::Missing { device, from, to } => {
            let name = if from == to {
                format!("{device}:{from}")
            } else {
                format!("{device}:{from}-{to}")
            };
            let gap = Gap {
                device: device.clone(),
                from: *from,
                to: *to,
            };
            Some((name, Accepted::Missing(gap)))
        }
        Problem::SameId { id } => Some((id.to_string(), Accepted::SameId(*id))),
        Problem::Doubled { device, to, .. } => {
            let doubled = crate::history::Doubled {
                device: device.clone(),
                to: *to,
            };
            Some((device.clone(), Accepted::Doubled(doubled)))
        }
        _ => None,
    }
}

/// Looks at one problem after the other.
struct Looking<'l> {
    lines: Lines<'l>,
    /// The ids of all records, and of those taken back: gathered when the first is asked for.
    ids: Option<HashSet<RecordId>>,
    journal: &'l Journal,
    is_card: &'l dyn Fn(&str) -> bool,
    now: DateTime<FixedOffset>,
}

impl Looking<'_> {
    fn at(&mut self, problem: &Problem) -> Option<BadLine> {
        match problem {
            Problem::Damage {
                file,
                bytes,
                why,
                name,
                ..
            } => {
                let text = self.lines.bytes(file, bytes.clone());
                let (code, harmless) = self.kind(*why, text);
                let place = self.lines.place(file, bytes.start);
                let mut bad = BadLine {
                    place,
                    name: *name,
                    code,
                    why: words(code, *why),
                    text: readable(text),
                    says: Err("nothing".to_owned()),
                    change: None,
                    harmless,
                    doubts: Vec::new(),
                    acceptable: false,
                    record: None,
                };
                if harmless.is_none() {
                    let folder = file.split('/').next().unwrap_or_default();
                    self.examine(&mut bad, text, folder);
                }
                Some(bad)
            }
            Problem::NotUnderstood {
                file,
                bytes,
                why,
                name,
            } => Some(BadLine {
                place: self.lines.place(file, bytes.start),
                name: *name,
                code: Code::NotUnderstood,
                why: format!("this version cannot read a line that is as it was written: {why}"),
                text: readable(self.lines.bytes(file, bytes.clone())),
                says: Err(why.clone()),
                change: None,
                harmless: None,
                doubts: Vec::new(),
                acceptable: false,
                record: None,
            }),
            _ => None,
        }
    }

    /// What kind of damage it is, and why nothing is lost where nothing is.
    fn kind(&mut self, why: Damage, text: &[u8]) -> (Code, Option<&'static str>) {
        let mark = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
        if mark.iter().any(|mark| text.starts_with(mark.as_bytes())) {
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
        let journal = self.journal;
        let ids = self.ids.get_or_insert_with(|| {
            let records = journal.records();
            records
                .flat_map(|record| {
                    let undone = match record.event {
                        Event::Undo { of } => Some(of),
                        _ => None,
                    };
                    [Some(record.id), undone]
                })
                .flatten()
                .collect()
        });
        let known = stated_id(text).is_some_and(|id| ids.contains(&id));
        (
            code,
            known.then_some("its record is whole elsewhere, or was taken back"),
        )
    }

    fn examine(&self, bad: &mut BadLine, text: &[u8], folder: &str) {
        let examined = Examined::of(text, folder, self.journal);
        if let Examined::Recovered { line, .. } = &examined {
            bad.change = Some(change(text, line));
        }
        if let Examined::Unreadable(why) = &examined {
            bad.says = Err(why.clone());
        }
        let Some(record) = examined.record() else {
            return;
        };
        bad.says = Ok(describe(record));
        bad.acceptable = true;
        if record
            .event
            .card()
            .is_some_and(|card| !(self.is_card)(card))
        {
            bad.doubts.push("no deck has this card".to_owned());
        }
        if record.at > self.now + TOLERATED {
            bad.doubts.push("its time lies in the future".to_owned());
            bad.acceptable = false;
        }
        let days = record.at.date_naive() - record.day.date();
        if !(-1..=1).contains(&days.num_days()) {
            let doubt = format!("its time and its study day ({}) do not agree", record.day);
            bad.doubts.push(doubt);
        }
        bad.record = Some(record.clone());
    }
}

/// Bytes as text on one line; of very many only the beginning.
fn readable(bytes: &[u8]) -> String {
    const SHOWN: usize = 1000;
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(SHOWN)]);
    let shown = text
        .chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c });
    let mut shown: String = shown.collect();
    if bytes.len() > SHOWN {
        shown.push_str(&format!("… ({} bytes)", bytes.len()));
    }
    shown
}

fn words(code: Code, why: Damage) -> String {
    match code {
        Code::ConflictMarker => "the mark of an unfinished merge".to_owned(),
        Code::ZeroBytes => "zero bytes, as a power cut leaves them".to_owned(),
        _ => match why {
            Damage::Torn => "the file ends in the middle of a line",
            Damage::BrokenSeal => "the line is not as it was written",
            Damage::NoSeal => "the line has no seal, and nobody wrote it by hand",
            Damage::Leftover => "remains of a line beside whole records",
            Damage::NoLineBreak => "a line break is missing between records",
        }
        .to_owned(),
    }
}

/// What differs between a damaged line and what it was: "`goot` was `good`".
fn change(damaged: &[u8], whole: &str) -> String {
    let whole = whole.as_bytes();
    let same = |(a, b): &(&u8, &u8)| a == b;
    let before = damaged.iter().zip(whole).take_while(same).count();
    let rest = damaged.len().min(whole.len()) - before;
    let after = damaged.iter().rev().zip(whole.iter().rev());
    let after = after.take_while(same).count().min(rest);
    let word = |bytes: &[u8]| {
        let part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-/.".contains(byte);
        let end = bytes.len() - after;
        let left = bytes[..before].iter().rev().take_while(|byte| part(byte));
        let right = bytes[end..].iter().take_while(|byte| part(byte));
        let (left, right) = (left.count(), right.count());
        String::from_utf8_lossy(&bytes[before - left..end + right]).into_owned()
    };
    format!("`{}` was `{}`", word(damaged), word(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_as_words() {
        let whole = "{\"grade\":\"good\",\"ms\":4210}";
        let damaged = whole.replace("good", "goot");
        assert_eq!(change(damaged.as_bytes(), whole), "`goot` was `good`");
        let shorter = whole.replace("4210", "420");
        assert_eq!(change(shorter.as_bytes(), whole), "`420` was `4210`");
        assert_eq!(change(b"", whole), format!("`` was `{whole}`"));
    }
}
