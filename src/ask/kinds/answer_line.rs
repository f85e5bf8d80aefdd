//! A line of text as an answer.

use crate::ask::key_table::Command;
use crate::terminal::keys::Key;
use crate::terminal::text_field::{FIRST_LINE_KEPT, TextField};

use super::kind_screen::{KeyOutcome, Offer};

/// The commands for an answer of one line, of which nothing is typed yet or something.
pub(crate) fn offers_of_a_line(is_blank: bool) -> Vec<Offer> {
    let mut offers = Vec::new();
    if !is_blank {
        offers.push(Offer::usual(Command::Enter));
    }
    offers.extend([
        Offer::usual(Command::DontKnow),
        Offer::silent(Command::Edit),
    ]);
    offers
}

/// Takes a key that edits the field.
pub(crate) fn edit(field: &mut TextField, key: &Key) -> KeyOutcome {
    match field.key(key) {
        true if TextField::keeps_first_line(key) => KeyOutcome::Said(FIRST_LINE_KEPT),
        true => KeyOutcome::Stay,
        false => KeyOutcome::Nothing,
    }
}
