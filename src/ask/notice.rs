//! What was done last, on a line of its own.

use super::key_table::Phase;
use crate::terminal::text;

/// What was done last; shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    done: String,
    /// The card that it was done to.
    card: Option<String>,
    undoable: bool,
}

impl Notice {
    pub(crate) fn new(done: impl Into<String>) -> Self {
        Self {
            done: done.into(),
            card: None,
            undoable: false,
        }
    }

    /// Something that was done to a card.
    pub(crate) fn of(done: &str, card: &str) -> Self {
        Self {
            card: Some(card.to_owned()),
            ..Self::new(done)
        }
    }

    /// The same about something that can be undone.
    pub(crate) fn undoable(done: &str, card: &str) -> Self {
        Self {
            undoable: true,
            ..Self::of(done, card)
        }
    }

    /// What is said, and which keys undo it from here: in a field `u` is text. Where there is no room for both, the
    /// card is left out.
    pub(crate) fn words(&self, phase: Phase, width: usize) -> String {
        let keys = match (self.undoable, phase.is_field()) {
            (false, _) => "",
            (true, false) => " · u undoes",
            (true, true) => " · Esc, then u undoes",
        };
        let card = self.card.iter().map(|card| format!(": {card}"));
        let whole = format!("{}{}{keys}", self.done, card.collect::<String>());
        if text::width(&whole) <= width {
            whole
        } else {
            format!("{}{keys}", self.done)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_that_undo_come_before_the_name_of_the_card() {
        let notice = Notice::undoable("suspended", "javascript/closures");
        let said = |phase, width| notice.words(phase, width);
        let whole = "suspended: javascript/closures · u undoes";
        assert_eq!(said(Phase::Question, 80), whole);
        assert_eq!(said(Phase::Question, 40), "suspended · u undoes");
        assert_eq!(said(Phase::Line, 40), "suspended · Esc, then u undoes");
    }
}
