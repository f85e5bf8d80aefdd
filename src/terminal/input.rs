//! What happens while the program waits: keys, a new size, signals, the clock.

use std::time::Duration;

use super::keys::Key;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed, or text pasted.
    Key(Key),
    /// The window has another size: ask the screen for it and draw again.
    Resize,
    /// The program was asked to end: 2 (Ctrl-C), 15, or 1 (the terminal is gone).
    Signal(i32),
    /// The time between two ticks has passed.
    Tick,
}

/// Where inputs come from. Keys are read only while [`next`](Self::next) waits, so an editor or a
/// prompt that runs in between has the keyboard for itself.
pub struct Inputs {
    tick: Option<Duration>,
}

impl Inputs {
    /// Starts to tick, if wanted, this often.
    pub fn tick_every(&mut self, tick: Option<Duration>) {
        self.tick = tick;
    }

    /// Waits for the next input. `deadline` bounds nothing: it ends only with an input.
    #[expect(clippy::should_implement_trait, reason = "it never ends")]
    pub fn next(&mut self) -> Input {
        Input::Signal(1)
    }
}
