//! Code from decks that are not built in, which the learner has agreed to run.
//!
//! Each is stored in a file, so that the code itself is compared. The files are in the state folder
//! and are never synced: consent on one machine does not count on another.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::home::Home;
use super::private;

/// The folder of agreed code.
#[derive(Debug)]
pub(super) struct Agreed {
    folder: PathBuf,
}

impl Agreed {
    /// The folder of a learner.
    pub(super) fn of(home: &Home) -> Self {
        Self {
            folder: home.state().join("agreed"),
        }
    }

    /// The file names that a text may have, in the order in which they are tried.
    fn paths(&self, code: &str) -> impl Iterator<Item = PathBuf> {
        let sum = crc32fast::hash(code.as_bytes());
        (0..100).map(move |number| self.folder.join(format!("{sum:08x}-{number}")))
    }

    /// Whether it holds this code.
    pub(super) fn holds(&self, code: &str) -> bool {
        self.paths(code)
            .map_while(|path| fs::read(path).ok())
            .any(|there| there == code.as_bytes())
    }

    /// Adds code.
    pub(super) fn add(&self, code: &str) -> io::Result<()> {
        match self.paths(code).find(|path| !path.exists()) {
            Some(path) => private::save(&path, code.as_bytes()),
            None => Err(io::ErrorKind::StorageFull.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_code_is_agreed_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let agreed = Agreed::of(&Home::under(folder.path()));
        assert!(!agreed.holds("a"));
        agreed.add("a").expect("added");
        assert!(agreed.holds("a") && !agreed.holds("a "));
        agreed.add("b").expect("added");
        assert!(agreed.holds("a") && agreed.holds("b"));
        // Another text with the same checksum by coincidence.
        let same_sum = agreed.paths("c").next().expect("a path");
        fs::write(same_sum, "not c").expect("written");
        assert!(!agreed.holds("c"));
        agreed.add("c").expect("added");
        assert!(agreed.holds("c"));
    }
}
