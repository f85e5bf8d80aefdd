//! The screen of a session: whole frames, drawn in one write.
//!
//! During a session the terminal neither echoes nor waits for whole lines, so keys typed ahead do not
//! disturb the picture. `NO_COLOR` takes the colours away, not the cursor movement. A
//! terminal that knows no escape sequences (`TERM=dumb`) gets the lines of each frame that are new,
//! one after the other.

use std::io::{self, IsTerminal, Write};

use super::device::{self, ENTER, LEAVE};
use super::frame::{Frame, Size, new_lines, update};
use super::input::Inputs;
use super::restore::TerminalRestore;
use super::style::Colors;
use super::system::{Keyboard, stop};

/// The screen, while a session has it.
#[derive(Debug)]
pub struct Screen {
    restore: TerminalRestore,
    colors: Colors,
    escapes: bool,
    links: bool,
    /// What is on the screen, and for which size it was drawn.
    shown: Option<(Frame, Size)>,
}

impl Screen {
    /// Takes over the terminal for a session. Fails if input or output is not a terminal.
    pub fn enter(restore: &TerminalRestore, colors: Colors) -> io::Result<(Self, Inputs)> {
        for (is_terminal, what) in [
            (restore.found().is_some(), "standard input"),
            (io::stdout().is_terminal(), "standard output"),
        ] {
            if !is_terminal {
                let message = format!("this needs a terminal, and {what} is not one");
                return Err(io::Error::new(io::ErrorKind::NotConnected, message));
            }
        }
        let mut screen = Self {
            restore: restore.clone(),
            colors,
            escapes: device::knows_escapes(),
            links: device::knows_links(),
            shown: None,
        };
        screen.take()?;
        Ok((screen, Inputs::new(restore)))
    }

    /// The size to draw for.
    pub fn size(&self) -> Size {
        let real = device::size();
        Size {
            width: real.width.max(Size::SMALLEST.width),
            height: real.height.max(Size::SMALLEST.height),
        }
    }

    /// The colours it draws with.
    pub fn colors(&self) -> Colors {
        self.colors
    }

    /// Shows a frame; writes nothing if it is already on the screen.
    pub fn draw(&mut self, frame: &Frame) -> io::Result<()> {
        let size = device::size();
        let bytes = if self.escapes {
            let before = match &self.shown {
                Some((before, drawn_for)) if *drawn_for == size => Some(before),
                _ => None,
            };
            update(before, frame, size, (self.colors, self.links))
        } else {
            new_lines(self.shown.as_ref().map(|(frame, _)| frame), frame)
        };
        if !bytes.is_empty() {
            let mut out = io::stdout().lock();
            out.write_all(bytes.as_bytes())?;
            out.flush()?;
        }
        self.shown = Some((frame.clone(), size));
        Ok(())
    }

    /// Makes the next frame be drawn in full.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Gives the terminal back while an editor or another program runs, then takes it again.
    pub fn while_released<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        self.restore.begin_release();
        let returned = self.give_back().map(|()| run());
        let taken = self.take();
        self.restore.end_release();
        taken.and(returned)
    }

    /// Stops the program as Ctrl-Z does in a shell, and takes the terminal again when it continues.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.while_released(stop)?
    }

    /// Gives the terminal back. Dropping the screen does the same.
    pub fn leave(self) {}

    fn take(&mut self) -> io::Result<()> {
        self.shown = None;
        self.restore.begin_session(self.escapes);
        if let Some(found) = self.restore.found() {
            found.take()?;
            // Keys typed before a card was on the screen were not meant for it.
            Keyboard::forget_typed_ahead()?;
        }
        self.say(ENTER)
    }

    fn give_back(&mut self) -> io::Result<()> {
        if let Some(found) = self.restore.found() {
            found.give_back()?;
        }
        self.say(LEAVE)
    }

    fn say(&self, sequence: &str) -> io::Result<()> {
        if self.escapes {
            let mut out = io::stdout().lock();
            out.write_all(sequence.as_bytes())?;
            out.flush()?;
        }
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.restore.restore();
    }
}
