//! POSIX terminals and signals.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::task::Poll;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Signal, kill_current_process_group};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush,
    tcgetattr, tcsetattr,
};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// What switches a special character of the terminal off (POSIX `_POSIX_VDISABLE`).
const SWITCHED_OFF: u8 = if cfg!(any(target_os = "linux", target_os = "android")) {
    0
} else {
    0xff
};

/// How long one look at standard input takes; signals are looked at in between.
const LOOK: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};

/// The keyboard's settings as they were found.
#[derive(Clone, Debug)]
pub(super) struct Keyboard(Termios);

impl Keyboard {
    /// The terminal behind standard input; `None` where there is none.
    pub(super) fn found() -> Option<Self> {
        tcgetattr(io::stdin()).ok().map(Self)
    }

    /// Sets the terminal so that keys come one by one, unechoed.
    pub(super) fn take(&self) -> io::Result<()> {
        tcsetattr(
            io::stdin(),
            OptionalActions::Now,
            &session_settings(&self.0),
        )?;
        Ok(())
    }

    /// Sets the terminal back.
    pub(super) fn give_back(&self) -> io::Result<()> {
        tcsetattr(io::stdin(), OptionalActions::Now, &self.0)?;
        Ok(())
    }

    /// Drops the keys that nobody has read yet.
    pub(super) fn forget_typed_ahead() -> io::Result<()> {
        tcflush(io::stdin(), QueueSelector::IFlush)?;
        Ok(())
    }
}

/// Whether the keyboard is still ours: someone else may have set it back while the program was
/// stopped. An error means that the terminal is gone.
pub(super) fn has_keyboard() -> io::Result<bool> {
    let modes = tcgetattr(io::stdin())?.local_modes;
    Ok(!modes.intersects(LocalModes::ICANON | LocalModes::ECHO))
}

/// No echo, no lines, no translation; Ctrl-C stays a signal, so that it is heard even while no key
/// is read, and Ctrl-Z and Ctrl-\ become keys. A read waits a tenth of a second at most.
fn session_settings(found: &Termios) -> Termios {
    let mut settings = found.clone();
    settings.local_modes -=
        LocalModes::ICANON | LocalModes::ECHO | LocalModes::ECHONL | LocalModes::IEXTEN;
    settings.local_modes |= LocalModes::ISIG;
    settings.input_modes -= InputModes::ICRNL
        | InputModes::INLCR
        | InputModes::IGNCR
        | InputModes::ISTRIP
        | InputModes::IXON;
    settings.special_codes[SpecialCodeIndex::VMIN] = 0;
    settings.special_codes[SpecialCodeIndex::VTIME] = 1;
    settings.special_codes[SpecialCodeIndex::VSUSP] = SWITCHED_OFF;
    settings.special_codes[SpecialCodeIndex::VQUIT] = SWITCHED_OFF;
    settings
}

/// Reads keys as the bytes that the terminal sends.
#[derive(Debug)]
pub(super) struct KeyReader;

impl KeyReader {
    pub(super) const fn new() -> Self {
        Self
    }

    /// Reads what there is, and waits a tenth of a second at most; 0 where nothing came. An error other
    /// than `Interrupted` means that the terminal is gone.
    #[expect(clippy::unused_self, reason = "other systems keep half-read keys")]
    pub(super) fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match rustix::io::read(io::stdin(), bytes) {
            Err(Errno::AGAIN) => Ok(0),
            done => Ok(done?),
        }
    }
}

/// The next byte of standard input, or none at the end; pending if nothing came within a tenth of a second. An
/// error means that the terminal is gone. What comes behind a line is for whoever reads next.
pub(super) fn next_byte() -> io::Result<Poll<Option<u8>>> {
    let input = io::stdin();
    let mut wanted = [PollFd::new(&input, PollFlags::IN)];
    match poll(&mut wanted, Some(&LOOK)) {
        Ok(0) | Err(Errno::INTR) => return Ok(Poll::Pending),
        Ok(_) => {}
        Err(error) => return Err(error.into()),
    }
    let mut byte = [0];
    match rustix::io::read(&input, &mut byte) {
        Ok(1..) => Ok(Poll::Ready(Some(byte[0]))),
        Err(Errno::INTR | Errno::AGAIN) => Ok(Poll::Pending),
        Ok(0) => Ok(Poll::Ready(None)),
        Err(error) => Err(error.into()),
    }
}

/// Starts the thread that hears of signals. `interrupted` is set at once by a Ctrl-C.
pub(super) fn on_signals(
    interrupted: Arc<AtomicBool>,
    receive: impl Fn(i32) + Send + Sync + 'static,
) {
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) else {
        // Without handlers a signal ends the program at once; prompts are all the worse for it,
        // answers are not.
        return;
    };
    // Without the flag only a Ctrl-C to another program may end the session too.
    let _ = signal_hook::flag::register(SIGINT, interrupted);
    std::thread::spawn(move || {
        for signal in signals.forever() {
            receive(signal);
        }
    });
}

/// Stops the program as Ctrl-Z does in a shell, until it is continued: with all of its group, so that the
/// shell hears of it even where `npx` stands in between.
pub(super) fn stop() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::TSTP)?)
}
