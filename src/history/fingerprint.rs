//! What a schedule was computed from: the same fingerprint, the same schedule.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::Event;
use crate::memory::{Scheduler, Scheduling};
use crate::question::Kind;

/// A journal file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileMark {
    /// Its path below the journals' folder.
    pub path: String,
    pub length: u64,
    /// The CRC-32 of its bytes.
    pub crc: u32,
}

impl FileMark {
    /// The mark of a file with these bytes.
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        Self {
            path: path.to_owned(),
            length: bytes.len() as u64,
            crc: crc32fast::hash(bytes),
        }
    }

    /// Updates the mark for bytes that were appended to the file.
    pub fn append(&mut self, bytes: &[u8]) {
        let mut crc = crc32fast::Hasher::new_with_initial_len(self.crc, self.length);
        crc.update(bytes);
        self.crc = crc.finalize();
        self.length += bytes.len() as u64;
    }
}

/// All that a schedule depends on besides the journal files.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// Weights, retention, longest interval, spread.
    pub scheduling: &'a Scheduling,
    /// The hour at which a study day begins.
    pub rollover_hour: u8,
    /// Cards that were renamed: the old full name and the new one.
    pub renames: &'a BTreeMap<String, String>,
    /// A number that changes whenever the kind or the weight of a card may have: a checksum of the decks does.
    pub kinds: u32,
}

/// The version of the snapshot's format and of the replay's arithmetic.
const FORMAT: u32 = 16;

/// What a schedule was computed from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fingerprint {
    format: u32,
    scheduler: u32,
    scheduling: Scheduling,
    rollover: u8,
    kinds: u32,
    /// A checksum of the events and the kinds that were known: a schedule of a program that knew fewer says less.
    known: u32,
    renames: u32,
    files: Vec<FileMark>,
}

impl Fingerprint {
    /// The fingerprint of a schedule that is made from these files on this basis.
    pub fn new(files: &[FileMark], basis: &Basis<'_>) -> Self {
        let mut files = files.to_vec();
        files.sort_unstable();
        Self {
            format: FORMAT,
            scheduler: Scheduler::VERSION,
            scheduling: *basis.scheduling,
            rollover: basis.rollover_hour,
            kinds: basis.kinds,
            known: checksum(Event::names().chain(Kind::ALL.map(Kind::name))),
            renames: checksum(basis.renames.iter().flat_map(|(old, new)| [&**old, new])),
            files,
        }
    }

    /// The files, sorted by path.
    pub fn files(&self) -> &[FileMark] {
        &self.files
    }

    /// Whether this text is a snapshot in another version's format.
    pub fn is_foreign(snapshot: &str) -> bool {
        #[derive(Deserialize)]
        struct Snapshot {
            fingerprint: Format,
        }
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        serde_json::from_str::<Snapshot>(snapshot)
            .is_ok_and(|snapshot| snapshot.fingerprint.format != FORMAT)
    }
}

/// A checksum of names. Including lengths keeps neighbouring ones apart.
fn checksum<'n>(names: impl Iterator<Item = &'n str>) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    for text in names {
        crc.update(&(text.len() as u64).to_le_bytes());
        crc.update(text.as_bytes());
    }
    crc.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_follows_what_is_appended() {
        let mut mark = FileMark::of("k3f9/2026-11.jsonl", b"one\n");
        mark.append(b"two\n");
        assert_eq!(mark, FileMark::of("k3f9/2026-11.jsonl", b"one\ntwo\n"));
        let mut empty = FileMark::of("a", b"");
        empty.append(b"one\n");
        assert_eq!(empty, FileMark::of("a", b"one\n"));
    }

    #[test]
    fn everything_that_a_schedule_hangs_on_changes_the_fingerprint() {
        let scheduling = Scheduling::default();
        let renames = BTreeMap::new();
        let basis = Basis {
            scheduling: &scheduling,
            rollover_hour: 4,
            renames: &renames,
            kinds: 0,
        };
        let files = [FileMark::of("a/1", b"x"), FileMark::of("b/1", b"y")];
        let reference = Fingerprint::new(&files, &basis);
        let other_days = Scheduling {
            max_interval: 365,
            ..scheduling
        };
        let other_fuzz = Scheduling {
            fuzz: false,
            ..scheduling
        };
        let other_retention = Scheduling {
            retention: crate::memory::RetentionByWeight::all(
                crate::memory::Retention::new(0.95).expect("a share"),
            ),
            ..scheduling
        };
        let by_stage = Scheduling {
            by_stage: true,
            ..scheduling
        };
        let mut weights = *scheduling.parameters.numbers();
        weights[3] += 0.001;
        let other_weights = Scheduling {
            parameters: crate::memory::Parameters::new(&weights).expect("weights"),
            ..scheduling
        };
        let moved = BTreeMap::from([("a/b".to_owned(), "a/c".to_owned())]);
        let others = [
            Fingerprint::new(&files[..1], &basis),
            Fingerprint::new(&[FileMark::of("a/1", b"z"), files[1].clone()], &basis),
            Fingerprint::new(&[FileMark::of("c/1", b"x"), files[1].clone()], &basis),
            Fingerprint::new(
                &files,
                &Basis {
                    scheduling: &other_days,
                    ..basis
                },
            ),
            Fingerprint::new(
                &files,
                &Basis {
                    scheduling: &other_fuzz,
                    ..basis
                },
            ),
            Fingerprint::new(
                &files,
                &Basis {
                    scheduling: &other_retention,
                    ..basis
                },
            ),
            Fingerprint::new(
                &files,
                &Basis {
                    scheduling: &by_stage,
                    ..basis
                },
            ),
            Fingerprint::new(
                &files,
                &Basis {
                    scheduling: &other_weights,
                    ..basis
                },
            ),
            Fingerprint::new(
                &files,
                &Basis {
                    rollover_hour: 3,
                    ..basis
                },
            ),
            Fingerprint::new(
                &files,
                &Basis {
                    renames: &moved,
                    ..basis
                },
            ),
            Fingerprint::new(&files, &Basis { kinds: 1, ..basis }),
        ];
        for (number, other) in others.iter().enumerate() {
            assert_ne!(*other, reference, "{number}");
        }
        let [first, second] = files;
        assert_eq!(Fingerprint::new(&[second, first], &basis), reference);
    }
}
