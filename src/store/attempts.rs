//! The last attempt at each code card, to be read afterwards: `attempts/<deck>/<card>.js`.
//!
//! An empty file `unfinished/<deck>/<card>` in the state folder says that an attempt was left without an answer. An
//! answered one is not shown again: it would give the answer away.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::home::Home;
use super::private;
use crate::deck::Card;
use crate::question::CodeTask;

/// An attempt that could not be saved.
#[derive(Debug, thiserror::Error)]
#[error("your code could not be kept in {}: {cause}", path.display())]
pub(super) struct NotKept {
    path: PathBuf,
    #[source]
    cause: io::Error,
}

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
pub(super) fn begin(home: &Home, card: &Card, task: &CodeTask) -> Result<PathBuf, NotKept> {
    let path = mark(home, card);
    private::save(&path, b"").map_err(|cause| NotKept { path, cause })?;
    Ok(self::path(home, card, task))
}

/// Notes that a card was answered.
pub(super) fn finish(home: &Home, card: &Card) {
    // At worst the next attempt starts from this one.
    let _ = fs::remove_file(mark(home, card));
}

/// Saves an attempt, replacing the one before.
pub(super) fn keep(home: &Home, card: &Card, task: &CodeTask, text: &str) -> Result<(), NotKept> {
    let path = path(home, card, task);
    private::save(&path, text.as_bytes()).map_err(|cause| NotKept { path, cause })
}
