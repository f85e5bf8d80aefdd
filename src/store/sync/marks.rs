//! Files in the repository besides the learner's: git's configuration for them, and the mark of a
//! learner's repository.

use std::fs;

use super::error::SyncError;
use crate::store::git::{ATTRIBUTES, IGNORE, Repository, Tree};
use crate::store::home::Home;
use crate::store::portable_files::{FileError, read};
use crate::store::private;

/// The mark of a repository of ours.
const MARK: &str = "reviews/** -text merge=union";

/// What git has to know about the files, in case the learner uses it by hand.
const MARKS: [(&str, &str, &str); 2] = [
    (
        ATTRIBUTES,
        MARK,
        "# Journals: whoever merges by hand keeps the lines of both sides.\n* -text\nreviews/** -text merge=union\n",
    ),
    (
        IGNORE,
        "schedule.json",
        "# Recomputed everywhere, or temporary.\nschedule.json\n*.lock\n*.tmp\n*~\n.*\n!.gitattributes\n!.gitignore\n",
    ),
];

/// Writes git's configuration for the files, if it is missing.
pub(super) fn leave_marks(home: &Home) -> Result<(), SyncError> {
    for (name, mark, text) in MARKS {
        let path = home.data().join(name);
        let bytes = match read(&path)? {
            Some(there) if has_line(&there, mark) => continue,
            Some(there) => [there.as_slice(), b"\n", text.as_bytes()].concat(),
            None => text.as_bytes().to_vec(),
        };
        private::replace(&path, &bytes).map_err(FileError::at(&path))?;
    }
    Ok(())
}

/// Whether a tree holds a learner's data.
pub(super) fn is_ours(repository: &Repository<'_>, tree: &Tree) -> Result<bool, SyncError> {
    let Some(id) = tree.files.get(ATTRIBUTES) else {
        return Ok(false);
    };
    let contents = repository.contents(&[id])?;
    Ok(contents.iter().any(|content| has_line(content, MARK)))
}

/// Whether the data folder has what a sync leaves there.
pub(super) fn is_marked(home: &Home) -> bool {
    fs::read(home.data().join(ATTRIBUTES)).is_ok_and(|text| has_line(&text, MARK))
}

fn has_line(text: &[u8], line: &str) -> bool {
    text.split(|byte| *byte == b'\n')
        .any(|there| there.trim_ascii() == line.as_bytes())
}
