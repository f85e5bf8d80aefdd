//! Problems of a journal. Nothing in a journal is ever deleted.

use std::fmt;
use std::ops::Range;

use super::ids::RecordId;

/// Something that is wrong with a journal, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Bytes that are not a record, or no longer one.
    Damage {
        /// The file, below the journals' folder.
        file: String,
        /// Where in the file.
        bytes: Range<usize>,
        /// What is wrong.
        why: Damage,
        /// An id of the bytes: a hash of them.
        name: RecordId,
        /// The first of the bytes, as text.
        excerpt: String,
    },
    /// A record that is undamaged, but that this version does not understand.
    NotUnderstood {
        /// The file, below the journals' folder.
        file: String,
        /// Where in the file.
        bytes: Range<usize>,
        /// What is wrong.
        why: String,
        /// The id of the bytes, a hash of them.
        name: RecordId,
    },
    /// Lines of a later version: nothing may be written until the program is updated.
    Newer {
        /// The file, below the journals' folder.
        file: String,
        /// How many lines.
        lines: usize,
        /// The latest version among them.
        version: u64,
    },
    /// Two different records have the same id. Both count.
    SameId { id: RecordId },
    /// Records that were written but are missing.
    Missing {
        /// The device that wrote them.
        device: String,
        /// Their first number.
        from: u64,
        /// Their last number.
        to: u64,
    },
    /// Different records of a device have the same number: two machines write under its name, or a
    /// restored copy was written to. All of them count.
    Doubled {
        device: String,
        /// The first such number.
        from: u64,
        /// The last such number.
        to: u64,
        /// How many numbers were used twice.
        numbers: usize,
    },
    /// Records from more than 24 hours in the future; they count as if given together with the one
    /// before.
    Future {
        /// The device whose clock was wrong.
        device: String,
        /// The number of the first of them.
        from: u64,
        records: usize,
    },
    /// An undo of something that cannot be undone. It has no effect.
    CannotUndo {
        /// The event that it names.
        of: RecordId,
    },
}

/// What is wrong with damaged bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The file ends in the middle of a line.
    Torn,
    /// The seal does not fit the line.
    BrokenSeal,
    /// A line without a seal that is not a hand-written record.
    NoSeal,
    /// Bytes beside whole records on one line.
    Leftover,
    /// Several records on one line; none is lost.
    NoLineBreak,
}

impl Problem {
    /// Whether an answer may be missing or wrongly counted; other problems are only worth knowing.
    pub const fn is_wrong(&self) -> bool {
        !matches!(
            self,
            Self::CannotUndo { .. }
                | Self::Doubled { .. }
                | Self::Damage {
                    why: Damage::NoLineBreak,
                    ..
                }
        )
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Torn => "the file ends in the middle of a line",
            Self::BrokenSeal => "the line is not as it was written",
            Self::NoSeal => "the line has no seal",
            Self::Leftover => "remains of a line",
            Self::NoLineBreak => "a line break is missing; no record is lost",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damage {
                file,
                bytes,
                why,
                excerpt,
                ..
            } => write!(
                f,
                "{file}, bytes {} to {}: {why}: {excerpt}",
                bytes.start, bytes.end
            ),
            Self::NotUnderstood {
                file, bytes, why, ..
            } => write!(
                f,
                "{file}, bytes {} to {}: a whole record that this version cannot read: {why}",
                bytes.start, bytes.end
            ),
            Self::Newer {
                file,
                lines,
                version,
            } => write!(
                f,
                "{file}: {lines} lines of version {version}, from a newer nodequiz: update it; until then nothing is recorded here"
            ),
            Self::SameId { id } => {
                write!(f, "different records share the id {id}; all of them count")
            }
            Self::Missing { device, from, to } => write!(
                f,
                "device {device}: records {from} to {to} are not there; sync it, or restore them from a copy"
            ),
            Self::Doubled {
                device,
                from,
                to,
                numbers,
            } => write!(
                f,
                "device {device}: {numbers} numbers from {from} to {to} were given twice; all those records count"
            ),
            Self::Future {
                device,
                from,
                records,
            } => {
                let which = match records {
                    1 => format!("record number {from} is"),
                    _ => format!("{records} records from number {from} are"),
                };
                write!(
                    f,
                    "device {device}: {which} from the future; check that device's clock"
                )
            }
            Self::CannotUndo { of } => {
                write!(f, "an undo names {of}, which is nothing that can be undone")
            }
        }
    }
}

/// The beginning of some bytes, as much as can be shown on one line.
pub(super) fn excerpt(bytes: &[u8]) -> String {
    const SHOWN: usize = 60;
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * SHOWN)]);
    let mut shown: String = text
        .chars()
        .take(SHOWN)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if bytes.len() > shown.len() {
        shown.push('…');
    }
    shown
}
