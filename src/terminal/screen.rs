//! The terminal while a session has it: whole frames, drawn in one write; and what happens while the program waits: keys,
//! a new size, signals, the clock.
//!
//! During a session the terminal neither echoes nor waits for whole lines, so keys typed ahead do not
//! disturb the picture. `NO_COLOR` takes the colours away, not the cursor movement. A
//! terminal that knows no escape sequences (`TERM=dumb`) gets the lines of each frame that are new,
//! one after the other.
//!
//! No thread reads keys, so none can take them from an editor or a prompt. Keys are read by the
//! caller, a byte at a time, with a timeout of a tenth of a second (`VTIME` of the terminal; `poll`
//! does not work on the terminals of macOS). Between two reads it checks for signals, the size and
//! the clock: ten times a second, with three system calls each time.

use std::collections::VecDeque;
use std::io::{self, IsTerminal, Write};
use std::thread;
use std::time::{Duration, Instant};

use super::frame::{self, ENTER, Frame, HANGUP, LEAVE, Size, new_lines, update};
use super::keys::{Decoder, Key};
use super::restore::TerminalRestore;
use super::style::Colors;
use super::system::{KeyReader, Keyboard, has_keyboard, stop};

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
            escapes: frame::knows_escapes(),
            links: frame::knows_links(),
            shown: None,
        };
        screen.take()?;
        Ok((screen, Inputs::new(restore)))
    }

    /// The size to draw for.
    pub fn size(&self) -> Size {
        let real = frame::size();
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
        let size = frame::size();
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

/// How long a read waits for a byte: the terminal's timer counts tenths of a second.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// How many bytes of a paste are read at once.
const PASTE_CHUNK: usize = 4096;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed, or text pasted.
    Key(Key),
    /// The window was resized, or something has written over it: forget what is on the screen and
    /// draw it again.
    Resize,
    /// The program was asked to end by a signal: 2 (Ctrl-C), 15, or 1 (the terminal is gone).
    Signal(i32),
    /// The time between two ticks has passed.
    Tick,
}

/// The source of a session's inputs. Nothing is read except while [`next`](Self::next) waits.
#[derive(Debug)]
pub struct Inputs {
    restore: TerminalRestore,
    reader: KeyReader,
    decoder: Decoder,
    /// Keys that followed a paste in the same read.
    waiting: VecDeque<Key>,
    size: Size,
    tick: Option<Duration>,
    next_tick: Option<Instant>,
    last_byte: Instant,
}

impl Inputs {
    /// The inputs of the terminal that a [`Screen`] has taken over.
    pub(super) fn new(restore: &TerminalRestore) -> Self {
        Self {
            restore: restore.clone(),
            reader: KeyReader::new(),
            decoder: Decoder::default(),
            waiting: VecDeque::new(),
            size: frame::size(),
            tick: None,
            next_tick: None,
            last_byte: Instant::now(),
        }
    }

    /// From now on an [`Input::Tick`] comes this often, or never.
    pub fn tick_every(&mut self, tick: Option<Duration>) {
        self.tick = tick;
        self.next_tick = tick.and_then(|tick| Instant::now().checked_add(tick));
    }

    /// Waits for the next input.
    #[expect(clippy::should_implement_trait, reason = "it never ends")]
    pub fn next(&mut self) -> Input {
        loop {
            if let Some(signal) = self.restore.take_signal() {
                return Input::Signal(signal);
            }
            if let Some(key) = self.waiting.pop_front() {
                return Input::Key(key);
            }
            let size = frame::size();
            if size != self.size {
                self.size = size;
                return Input::Resize;
            }
            if self.tick_is_due() {
                return Input::Tick;
            }
            if let Some(input) = self.read() {
                return input;
            }
        }
    }

    fn tick_is_due(&mut self) -> bool {
        let now = Instant::now();
        let due = self.next_tick.is_some_and(|next| next <= now);
        if due {
            // Ticks that were missed between two calls are skipped.
            self.next_tick = self.tick.and_then(|tick| now.checked_add(tick));
        }
        due
    }

    /// Waits briefly for bytes.
    fn read(&mut self) -> Option<Input> {
        let mut bytes = [0; PASTE_CHUNK];
        let wanted = if self.decoder.is_pasting() {
            PASTE_CHUNK
        } else {
            1
        };
        let began = Instant::now();
        match self.reader.read(&mut bytes[..wanted]) {
            Ok(0) => self.nothing_read(began),
            Ok(count) => {
                self.last_byte = Instant::now();
                let keys = bytes[..count]
                    .iter()
                    .filter_map(|&byte| self.decoder.feed(byte));
                self.waiting.extend(keys);
                None
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => None,
            // The terminal is gone.
            Err(_) => Some(Input::Signal(HANGUP)),
        }
    }

    /// Nothing came since the read began.
    fn nothing_read(&mut self, began: Instant) -> Option<Input> {
        if let Some(key) = self.decoder.timeout(self.last_byte.elapsed()) {
            return Some(Input::Key(key));
        }
        match has_keyboard() {
            Err(_) => return Some(Input::Signal(HANGUP)),
            Ok(false) => {
                // The program was stopped from outside, and the shell has set the terminal back.
                let taken = self.restore.found().map(Keyboard::take);
                return Some(match taken {
                    Some(Err(_)) => Input::Signal(HANGUP),
                    Some(Ok(())) | None => Input::Resize,
                });
            }
            Ok(true) => {}
        }
        // If reads return at once (standard input was made non-blocking), we wait ourselves.
        if let Some(rest) = POLL_INTERVAL.checked_sub(began.elapsed())
            && rest > POLL_INTERVAL / 2
        {
            thread::sleep(rest);
        }
        None
    }
}
