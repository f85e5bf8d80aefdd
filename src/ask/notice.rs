//! What was done last, on a line of its own.

use super::key_table::Phase;

/// What was done last; shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    words: String,
    undoable: bool,
}

impl Notice {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            undoable: false,
        }
    }

    /// The same about something that can be undone.
    pub(crate) fn undoable(words: impl Into<String>) -> Self {
        Self {
            undoable: true,
            ..Self::new(words)
        }
    }

    /// What is said, and which keys undo it from here: in a field `u` is text.
    pub(crate) fn words(&self, phase: Phase) -> String {
        let words = &self.words;
        match (self.undoable, phase.is_field()) {
            (false, _) => words.clone(),
            (true, false) => format!("{words} · u undoes"),
            (true, true) => format!("{words} · Esc, then u undoes"),
        }
    }
}
