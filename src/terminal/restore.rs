//! Leaving the terminal as it was found, whatever ends the program.
//!
//! One thread handles signals. While a session has the screen they are passed to it, so that it ends
//! in order; while it finishes after that they only set the exit code; otherwise the thread restores
//! the terminal and ends the program with 128 and the signal's number.
//!
//! No handler for changes of the window's size is installed: [`Inputs`](super::Inputs) asks for the size.

use std::collections::VecDeque;
use std::io::{self, IsTerminal as _, Write as _};
use std::panic;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::frame::{self, INTERRUPT};
use super::system::{Keyboard, on_signals};

/// A session that has not checked for signals for this long hangs; the next signal ends the
/// program.
const TIMEOUT: Duration = Duration::from_secs(3);

/// How long the signal thread may take to receive a signal.
const SIGNAL_THREAD_TIMEOUT: Duration = Duration::from_millis(500);

/// Shows the cursor, which a prompt may have hidden.
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";

/// Remembers how the terminal was. Created first thing in `main`.
#[derive(Clone, Debug)]
pub struct TerminalRestore {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// The terminal's settings at the start; none where standard input is no terminal.
    found: Option<Keyboard>,
    /// Whether escape sequences may be sent when things end badly.
    knows_escapes: bool,
    session: Mutex<Session>,
    /// Whether another program has the terminal at the moment.
    away: AtomicBool,
    /// Ctrl-C was pressed since the flag was last taken; set at once, by the handler itself.
    interrupted: Arc<AtomicBool>,
    /// A Ctrl-C was left to the other program.
    left_to_child: AtomicBool,
    /// A line on standard error has no end yet.
    line: AtomicBool,
    /// The last signal; 0 for none.
    last_signal: AtomicI32,
    /// Whether output and questions go line by line.
    plain: AtomicBool,
}

/// The state while a session has the screen.
#[derive(Debug, Default)]
struct Session {
    active: bool,
    escapes: bool,
    signals: VecDeque<i32>,
    unread_since: Option<Instant>,
    /// When the last session released the screen: it may still have something to save.
    ended: Option<Instant>,
}

impl TerminalRestore {
    /// Remembers the terminal's settings, and makes sure that a panic or a signal restores them. If
    /// standard input is not a terminal, there is nothing to restore, and nothing is installed.
    pub fn install() -> Self {
        let restore = Self {
            shared: Arc::new(Shared {
                found: Keyboard::found(),
                knows_escapes: frame::knows_escapes() && io::stderr().is_terminal(),
                ..Shared::default()
            }),
        };
        if restore.shared.found.is_some() {
            restore.on_panic();
            restore.on_signals();
        }
        restore
    }

    /// Restores the terminal: settings, cursor, main screen. Doing it twice is the same as doing it
    /// once.
    pub fn restore(&self) {
        self.shared.restore();
    }

    /// The signal that came last; the program's exit code is then 128 and this number.
    pub fn signal(&self) -> Option<i32> {
        Some(self.shared.last_signal.load(Ordering::SeqCst)).filter(|&signal| signal != 0)
    }

    /// Waits until the signal thread has received a signal that was sent; outside of a session it ends the program.
    pub(super) fn wait_for_signal(&self) {
        let deadline = Instant::now() + SIGNAL_THREAD_TIMEOUT;
        while self.signal().is_none() && Instant::now() < deadline {
            std::thread::sleep(SIGNAL_THREAD_TIMEOUT / 100);
        }
    }

    /// From here on, output and questions go line by line, in ASCII if the locale is not UTF-8.
    pub fn speak_plainly(&self) {
        self.shared.plain.store(true, Ordering::SeqCst);
    }

    /// Whether output and questions go line by line.
    pub fn is_plain(&self) -> bool {
        self.shared.plain.load(Ordering::SeqCst)
    }

    /// Whether these lines have to be ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.is_plain() && !frame::speaks_utf8()
    }

    /// Lets another program have the terminal while this runs.
    pub fn given_away<T>(&self, run: impl FnOnce() -> T) -> T {
        self.begin_release();
        let done = run();
        self.end_release();
        done
    }

    /// The terminal's settings as they were found; none where standard input is no terminal.
    pub(super) fn found(&self) -> Option<&Keyboard> {
        self.shared.found.as_ref()
    }

    /// From here on, signals go to the session. `escapes`: it draws with escape sequences.
    pub(crate) fn begin_session(&self, escapes: bool) {
        let mut session = self.shared.session();
        session.active = true;
        session.ended = None;
        session.escapes = escapes;
    }

    /// Runs work during which a signal is only remembered: the work has to check
    /// [`signal`](Self::signal) and to stop if there is one.
    pub fn defer_signals<T>(&self, work: impl FnOnce() -> T) -> T {
        self.begin_session(false);
        let done = work();
        let mut session = self.shared.session();
        session.active = false;
        session.signals.clear();
        session.unread_since = None;
        done
    }

    /// Another program has the terminal, so Ctrl-C is meant for it.
    pub(crate) fn begin_release(&self) {
        self.shared.interrupted.store(false, Ordering::SeqCst);
        self.shared.left_to_child.store(false, Ordering::SeqCst);
        self.shared.away.store(true, Ordering::SeqCst);
    }

    /// The other program has ended, perhaps by a Ctrl-C that our signal thread has not received
    /// yet: it must not count as the session's.
    pub(crate) fn end_release(&self) {
        let heard = || self.shared.left_to_child.load(Ordering::SeqCst);
        let deadline = Instant::now() + SIGNAL_THREAD_TIMEOUT;
        if self.shared.interrupted.load(Ordering::SeqCst) {
            while !heard() && Instant::now() < deadline {
                std::thread::sleep(SIGNAL_THREAD_TIMEOUT / 100);
            }
        }
        self.shared.away.store(false, Ordering::SeqCst);
    }

    /// Whether a line on standard error has no end yet, of progress or of a prompt: a signal that ends the program
    /// erases it first.
    pub(crate) fn set_open_line(&self, open: bool) {
        self.shared.line.store(open, Ordering::SeqCst);
    }

    /// The oldest signal that the session has not seen.
    pub(crate) fn take_signal(&self) -> Option<i32> {
        let mut session = self.shared.session();
        session.unread_since = None;
        session.signals.pop_front()
    }

    fn on_panic(&self) {
        let shared = Arc::clone(&self.shared);
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // First the main screen, or the message would vanish with the alternate screen.
            shared.restore();
            previous(info);
        }));
    }

    fn on_signals(&self) {
        let interrupted = Arc::clone(&self.shared.interrupted);
        let shared = Arc::clone(&self.shared);
        on_signals(interrupted, move |signal| shared.receive(signal));
    }
}

impl Shared {
    fn session(&self) -> MutexGuard<'_, Session> {
        // A panic while it was held leaves no partial state.
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn receive(&self, signal: i32) {
        if signal == INTERRUPT && self.away.load(Ordering::SeqCst) {
            self.left_to_child.store(true, Ordering::SeqCst);
            return;
        }
        self.last_signal.store(signal, Ordering::SeqCst);
        {
            let mut session = self.session();
            let hangs = session
                .unread_since
                .is_some_and(|since| since.elapsed() > TIMEOUT);
            let is_ending = session.ended.is_some_and(|since| since.elapsed() < TIMEOUT);
            if is_ending {
                return;
            }
            if session.active && !hangs {
                session.signals.push_back(signal);
                session.unread_since.get_or_insert_with(Instant::now);
                return;
            }
        }
        self.restore();
        if self.line.load(Ordering::SeqCst) {
            let _ = io::stderr().write_all(frame::WIPE_LINE.as_bytes());
        }
        self.show_cursor();
        std::process::exit(128 + signal);
    }

    fn show_cursor(&self) {
        if self.knows_escapes {
            // If the terminal is gone, an error cannot be shown.
            let _ = io::stderr().write_all(SHOW_CURSOR);
        }
    }

    fn restore(&self) {
        let mut session = self.session();
        if session.active && session.escapes {
            let mut out = io::stdout();
            // The terminal may be gone: then there is nothing to restore.
            let _ = out
                .write_all(frame::LEAVE.as_bytes())
                .and_then(|()| out.flush());
        }
        if session.active {
            session.ended = Some(Instant::now());
        }
        session.active = false;
        if let Some(found) = &self.found {
            let _ = found.give_back();
        }
    }
}
