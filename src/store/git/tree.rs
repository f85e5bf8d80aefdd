//! The files of a commit: portable files, and whatever else is in the repository.

use std::collections::{BTreeMap, BTreeSet};

use crate::store::portable_files::travels;

/// The size in bytes up to which a file travels: it is held in memory, and real ones are far smaller.
pub(in crate::store) const LARGEST: u64 = 32 << 20;

/// The start of a plain file's record.
const FILE: &str = "100644";

/// The files of a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Tree {
    /// The portable files: the ids of their contents by their names.
    pub(in crate::store) files: BTreeMap<String, String>,
    /// Everything else, as git lists it: it is preserved and never checked out.
    pub(in crate::store) others: BTreeSet<Vec<u8>>,
}

/// The files that configure git for the others.
pub(in crate::store) const ATTRIBUTES: &str = ".gitattributes";
pub(in crate::store) const IGNORE: &str = ".gitignore";

impl Tree {
    /// Reads what `git ls-tree -r -l -z` printed.
    pub(super) fn read(listed: &[u8]) -> Self {
        let mut tree = Self::default();
        for record in records(listed) {
            match file(record).filter(|file| file.bytes <= LARGEST) {
                Some(file) => {
                    tree.files.insert(file.name, file.id);
                }
                None => {
                    tree.others.insert(without_size(record));
                }
            }
        }
        tree
    }

    /// The files of such a list that would travel, but are too large.
    pub(super) fn too_large(listed: &[u8]) -> Vec<String> {
        let files = records(listed).filter_map(file);
        let large = files.filter(|file| file.bytes > LARGEST);
        large.map(|file| file.name).collect()
    }

    /// Whether there is something of this name that is no file that travels.
    pub(in crate::store) fn has_other(&self, name: &str) -> bool {
        self.others
            .iter()
            .any(|record| path(record) == name.as_bytes())
    }

    /// The input of `git update-index -z --index-info` that produces exactly these files.
    pub(super) fn index_info(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for record in &self.others {
            bytes.extend_from_slice(record);
            bytes.push(0);
        }
        for (name, id) in &self.files {
            bytes.extend_from_slice(format!("{FILE} {id}\t{name}").as_bytes());
            bytes.push(0);
        }
        bytes
    }

    /// Takes over what another tree has besides portable files; for equal names, the other's
    /// version counts.
    pub(in crate::store) fn take_others(&mut self, other: &Self) {
        let named: BTreeSet<&[u8]> = other.others.iter().map(|record| path(record)).collect();
        self.others.retain(|record| !named.contains(path(record)));
        self.others.extend(other.others.iter().cloned());
    }

    /// The names of everything in it, as far as they can be shown.
    pub(in crate::store) fn names(&self) -> Vec<String> {
        let others = self.others.iter();
        let others = others.map(|record| String::from_utf8_lossy(path(record)).into_owned());
        self.files.keys().cloned().chain(others).collect()
    }
}

/// What an entry of a commit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum EntryKind {
    File,
    Link,
    /// A commit of another repository.
    Submodule,
}

/// Something in a commit, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Entry {
    /// Its path; what is not UTF-8 in it is replaced by U+FFFD.
    pub(in crate::store) name: String,
    pub(in crate::store) kind: EntryKind,
    pub(in crate::store) id: String,
    pub(in crate::store) bytes: u64,
}

/// Reads what `git ls-tree -r -l -z` printed, with nothing left out.
pub(super) fn entries(listed: &[u8]) -> Vec<Entry> {
    records(listed).filter_map(entry).collect()
}

fn entry(record: &[u8]) -> Option<Entry> {
    let name = path(record);
    let head = std::str::from_utf8(record.strip_suffix(name)?).ok()?;
    let mut words = head.split_ascii_whitespace();
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    let bytes = words.next()?;
    Some(Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        kind: match (mode, kind) {
            ("120000", _) => EntryKind::Link,
            (_, "blob") => EntryKind::File,
            _ => EntryKind::Submodule,
        },
        id: id.to_owned(),
        bytes: bytes.parse().unwrap_or(0),
    })
}

/// The path of a record: what follows the tab.
fn path(record: &[u8]) -> &[u8] {
    record
        .iter()
        .position(|byte| *byte == b'\t')
        .map_or(record, |tab| &record[tab + 1..])
}

fn records(listed: &[u8]) -> impl Iterator<Item = &[u8]> {
    listed
        .split(|byte| *byte == 0)
        .filter(|record| !record.is_empty())
}

/// A record without the size of the file, as the index takes it.
fn without_size(record: &[u8]) -> Vec<u8> {
    let name = path(record);
    let head = String::from_utf8_lossy(&record[..record.len() - name.len()]);
    let words: Vec<&str> = head.split_ascii_whitespace().take(3).collect();
    let mut bytes = (words.join(" ") + "\t").into_bytes();
    bytes.extend_from_slice(name);
    bytes
}

/// A record, if it is a portable plain file.
fn file(record: &[u8]) -> Option<Entry> {
    let name = std::str::from_utf8(path(record)).ok()?;
    let is_known = travels(name) || name == ATTRIBUTES || name == IGNORE;
    entry(record).filter(|entry| is_known && entry.kind == EntryKind::File)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_travel_is_kept_as_it_is_and_never_taken_for_a_file() {
        let listed = b"100644 blob aa 3\t.gitattributes\x00100755 blob bb    9\tdecks/a.md\x00\
            120000 blob cc 1\tdecks/link.md\x00100644 blob dd 1\tREADME.md\x00\
            160000 commit ee       -\tdecks/module\x00100644 blob ff 1\tdecks/../../x.md\x00\
            100644 blob 00 1\tdecks/\xff.md\x00100644 blob 11 99999999\tdecks/large.md\x00";
        let tree = Tree::read(listed);
        let names: Vec<&str> = tree.files.keys().map(String::as_str).collect();
        assert_eq!(names, [".gitattributes", "decks/a.md"]);
        assert_eq!(tree.others.len(), 6);
        assert_eq!(Tree::too_large(listed), ["decks/large.md"]);
        assert!(tree.has_other("decks/large.md") && !tree.has_other("decks/a.md"));
        let mut mine = Tree::read(b"100644 blob 11 1\tREADME.md\x00100644 blob 22 1\tNOTES.md\x00");
        mine.take_others(&tree);
        assert_eq!(mine.others.len(), 7);
        assert!(mine.others.contains(&b"100644 blob dd\tREADME.md"[..]));
        let info = tree.index_info();
        assert!(info.ends_with(b"100644 bb\tdecks/a.md\x00"));
    }
}
