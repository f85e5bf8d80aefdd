//! The last attempt at each code card, to be read afterwards: `attempts/<deck>/<card>.js`.

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

/// Saves an attempt, replacing the one before.
pub(super) fn keep(home: &Home, card: &Card, task: &CodeTask, text: &str) -> Result<(), NotKept> {
    let path = path(home, card, task);
    let folder = path.parent().unwrap_or(home.data()).to_owned();
    private::create_folder(&folder)
        .and_then(|()| private::replace(&path, text.as_bytes()))
        .map_err(|cause| NotKept { path, cause })
}
