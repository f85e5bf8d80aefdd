//! Problems of a journal. Nothing in a journal is ever deleted.

use std::ops::Range;

use super::contents::Redate;
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
        /// The records, and when they count: doctor makes that permanent.
        redate: Redate,
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
