//! Files in the repository besides the learner's: git's configuration for them, and the mark of a
//! learner's repository.

use std::fs;
use std::io;

use super::error::SyncError;
use crate::store::git::{ATTRIBUTES, IGNORE, Repository, Tree};
use crate::store::home::Home;
use crate::store::portable_files::FileError;
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
        let failed = |cause| SyncError::File(FileError::at(&path)(cause));
        let bytes = match fs::read(&path) {
            Ok(there) if has_line(&there, mark) => continue,
            Ok(there) => [there.as_slice(), b"\n", text.as_bytes()].concat(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => text.as_bytes().to_vec(),
            Err(error) => return Err(failed(error)),
        };
        private::replace(&path, &bytes).map_err(failed)?;
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

fn has_line(text: &[u8], line: &str) -> bool {
    text.split(|byte| *byte == b'\n')
        .any(|there| there.trim_ascii() == line.as_bytes())
}
