//! What the keyboard sends, as keys.

/// One thing a person did on the keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character, the space among them.
    Char(char),
    /// Return.
    Enter,
    /// Escape, alone.
    Esc,
    /// Delete to the left.
    Backspace,
    /// Delete to the right.
    Delete,
    /// The arrow.
    Up,
    /// The arrow.
    Down,
    /// The arrow.
    Left,
    /// The arrow.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Control and a lower-case letter.
    Ctrl(char),
    /// Text pasted in one go, cleaned; lines end with `\n`. It never answers a card.
    Paste(String),
    /// Anything else; to be ignored.
    Unknown,
}
