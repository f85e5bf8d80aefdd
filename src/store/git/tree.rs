//! The files of a commit: portable files, and whatever else is in the repository.

use std::collections::{BTreeMap, BTreeSet};

use crate::store::portable_files::travels;

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
    /// Reads what `git ls-tree -r -z` printed.
    pub(super) fn read(listed: &[u8]) -> Self {
        let mut tree = Self::default();
        let records = listed.split(|byte| *byte == 0).filter(|r| !r.is_empty());
        for record in records {
            match plain_file(record) {
                Some((name, id)) => {
                    tree.files.insert(name.to_owned(), id.to_owned());
                }
                None => {
                    tree.others.insert(record.to_vec());
                }
            }
        }
        tree
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

/// The path of a record: what follows the tab.
fn path(record: &[u8]) -> &[u8] {
    record
        .iter()
        .position(|byte| *byte == b'\t')
        .map_or(record, |tab| &record[tab + 1..])
}

/// Name and id of a record, if it is a portable plain file.
fn plain_file(record: &[u8]) -> Option<(&str, &str)> {
    let (head, name) = std::str::from_utf8(record).ok()?.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    let plain = mode.starts_with("100") && kind == "blob";
    let known = travels(name) || name == ATTRIBUTES || name == IGNORE;
    (plain && known).then_some((name, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_travel_is_kept_as_it_is_and_never_taken_for_a_file() {
        let listed = b"100644 blob aa\t.gitattributes\x00100755 blob bb\tdecks/a.md\x00\
            120000 blob cc\tdecks/link.md\x00100644 blob dd\tREADME.md\x00\
            160000 commit ee\tdecks/module\x00100644 blob ff\tdecks/../../x.md\x00\
            100644 blob 00\tdecks/\xff.md\x00";
        let tree = Tree::read(listed);
        let names: Vec<&str> = tree.files.keys().map(String::as_str).collect();
        assert_eq!(names, [".gitattributes", "decks/a.md"]);
        assert_eq!(tree.others.len(), 5);
        let mut mine = Tree::read(b"100644 blob 11\tREADME.md\x00100644 blob 22\tNOTES.md\x00");
        mine.take_others(&tree);
        assert_eq!(mine.others.len(), 6);
        assert!(mine.others.contains(&b"100644 blob dd\tREADME.md"[..]));
        let info = tree.index_info();
        assert!(info.ends_with(b"100644 bb\tdecks/a.md\x00"));
    }
}
