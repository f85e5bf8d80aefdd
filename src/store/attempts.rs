//! The last attempt at each code card, to be read afterwards: `attempts/<deck>/<card>.js`; and what code of decks the
//! learner has agreed to run.
//!
//! An empty file `unfinished/<deck>/<card>` in the state folder says that an attempt was left without an answer. An
//! answered one is not shown again: it would give the answer away.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::home::Home;
use super::portable_files::FileError;
use super::private;
use crate::deck::Card;
use crate::question::CodeTask;

/// The path of the last attempt at a card, whether or not there is one.
fn path(home: &Home, card: &Card, task: &CodeTask) -> PathBuf {
    let name = format!("{}.{}", card.id.short(), task.starter.language);
    home.attempts().join(card.id.deck()).join(name)
}

/// The last attempt at a card, if there is one.
pub fn last_attempt(home: &Home, card: &Card, task: &CodeTask) -> Option<PathBuf> {
    Some(path(home, card, task)).filter(|path| path.is_file())
}

/// The mark of an attempt that was left without an answer.
fn mark(home: &Home, card: &Card) -> PathBuf {
    let folder = home.state().join("unfinished").join(card.id.deck());
    folder.join(card.id.short())
}

/// The attempt at a card that was left without an answer, if there is one that can be read.
pub(super) fn unfinished(home: &Home, card: &Card, task: &CodeTask) -> Option<String> {
    if !mark(home, card).exists() {
        return None;
    }
    let bytes = fs::read(path(home, card, task)).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Notes that the attempt at a card has no answer yet. Returns where it is.
pub(super) fn begin(home: &Home, card: &Card, task: &CodeTask) -> Result<PathBuf, FileError> {
    let path = mark(home, card);
    private::save(&path, b"").map_err(FileError::at(&path))?;
    Ok(self::path(home, card, task))
}

/// Notes that a card was answered.
pub(super) fn finish(home: &Home, card: &Card) {
    // At worst the next attempt starts from this one.
    let _ = fs::remove_file(mark(home, card));
}

/// Saves an attempt, replacing the one before.
pub(super) fn keep(home: &Home, card: &Card, task: &CodeTask, text: &str) -> Result<(), FileError> {
    let path = path(home, card, task);
    private::save(&path, text.as_bytes()).map_err(FileError::at(&path))
}

/// The files that may hold a text that the learner has agreed to run, in the order in which they are tried. The text
/// itself is in them, so that it is compared.
///
/// They are in the state folder and never synced: consent on one machine does not count on another.
fn agreed_paths(home: &Home, code: &str) -> impl Iterator<Item = PathBuf> {
    let folder = home.state().join("agreed");
    let sum = crc32fast::hash(code.as_bytes());
    (0..100).map(move |number| folder.join(format!("{sum:08x}-{number}")))
}

/// Whether the learner has agreed to run exactly this code.
pub(super) fn is_agreed(home: &Home, code: &str) -> bool {
    agreed_paths(home, code)
        .map_while(|path| fs::read(path).ok())
        .any(|there| there == code.as_bytes())
}

/// Notes that the learner agrees to run this code.
pub(super) fn agree(home: &Home, code: &str) -> io::Result<()> {
    match agreed_paths(home, code).find(|path| !path.exists()) {
        Some(path) => private::save(&path, code.as_bytes()),
        None => Err(io::ErrorKind::StorageFull.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_code_is_agreed_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let holds = |code: &str| is_agreed(&home, code);
        assert!(!holds("a"));
        agree(&home, "a").expect("added");
        assert!(holds("a") && !holds("a "));
        agree(&home, "b").expect("added");
        assert!(holds("a") && holds("b"));
        // Another text with the same checksum by coincidence.
        let same_sum = agreed_paths(&home, "c").next().expect("a path");
        fs::write(same_sum, "not c").expect("written");
        assert!(!holds("c"));
        agree(&home, "c").expect("added");
        assert!(holds("c"));
    }
}
