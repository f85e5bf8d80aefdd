//! The screen of a session: whole frames, drawn in one write.

use std::io;

use super::colors::Colors;
use super::guard::Guard;
use super::input::Inputs;
use super::line::Line;

/// The size of the screen in character cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

/// What the whole screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// As many lines as the screen has rows, none wider than the screen.
    pub lines: Vec<Line>,
    /// Where the cursor is shown, as row and column from zero; hidden if nowhere.
    pub cursor: Option<(usize, usize)>,
}

/// The screen while a session has it.
pub struct Screen {
    colors: Colors,
}

impl Screen {
    /// Takes the terminal over for a session. Fails where input or output is no terminal.
    pub fn enter(guard: &Guard, colors: Colors) -> io::Result<(Self, Inputs)> {
        let _ = guard;
        let _ = Self { colors };
        Err(io::ErrorKind::Unsupported.into())
    }

    /// The size now; 80 by 24 if the terminal does not say.
    #[must_use]
    pub fn size(&self) -> Size {
        Size {
            width: 80,
            height: 24,
        }
    }

    /// The colours it draws with.
    #[must_use]
    pub fn colors(&self) -> Colors {
        self.colors
    }

    /// Shows a frame.
    pub fn draw(&mut self, frame: &Frame) -> io::Result<()> {
        let _ = frame;
        Ok(())
    }

    /// Gives the terminal back while an editor or another program runs, then takes it again.
    pub fn away<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        Ok(run())
    }

    /// Stops the program as Ctrl-Z does in a shell, and takes the terminal again when it goes on.
    pub fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Gives the terminal back. Dropping the screen does the same.
    pub fn leave(self) {}
}
