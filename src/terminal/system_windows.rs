//! The console of Windows, set so that it speaks the escape sequences of other terminals.
//!
//! No crate that is in use offers these calls; each is one call with checked results.
#![allow(unsafe_code)]

use std::collections::VecDeque;
use std::io::{self, BufRead as _};
use std::os::windows::io::AsRawHandle as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use windows_sys::Win32::Foundation::HANDLE;
use windows_sys::Win32::System::Console::{
    CTRL_BREAK_EVENT, CTRL_C_EVENT, ENABLE_ECHO_INPUT, ENABLE_LINE_INPUT, ENABLE_PROCESSED_INPUT,
    ENABLE_VIRTUAL_TERMINAL_INPUT, ENABLE_VIRTUAL_TERMINAL_PROCESSING, FlushConsoleInputBuffer,
    GetConsoleMode, GetNumberOfConsoleInputEvents, INPUT_RECORD, KEY_EVENT, ReadConsoleInputW,
    SetConsoleCtrlHandler, SetConsoleMode,
};

/// How long a read waits for a key, and how often it looks.
const WAIT: Duration = Duration::from_millis(100);
const LOOK: Duration = Duration::from_millis(5);

/// The keyboard's settings as they were found.
#[derive(Clone, Debug)]
pub(super) struct Keyboard(u32);

impl Keyboard {
    /// The console behind standard input; `None` where there is none.
    pub(super) fn found() -> Option<Self> {
        for out in [io::stdout().as_raw_handle(), io::stderr().as_raw_handle()] {
            // What is no console stays as it is.
            if let Ok(mode) = mode(out) {
                let _ = set_mode(out, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
            }
        }
        mode(input()).ok().map(Self)
    }

    /// Sets the console so that keys come one by one, unechoed, as the bytes of a terminal. Ctrl-C stays
    /// an event.
    pub(super) fn take(&self) -> io::Result<()> {
        let quiet = self.0 & !(ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT) | ENABLE_PROCESSED_INPUT;
        // Before Windows 10 there are no sequences; keys are translated then.
        set_mode(input(), quiet | ENABLE_VIRTUAL_TERMINAL_INPUT)
            .or_else(|_| set_mode(input(), quiet))
    }

    /// Sets the console back.
    pub(super) fn give_back(&self) -> io::Result<()> {
        set_mode(input(), self.0)
    }

    /// Drops the keys that nobody has read yet.
    pub(super) fn forget_typed_ahead() -> io::Result<()> {
        // SAFETY: a handle of this process and nothing else.
        done(unsafe { FlushConsoleInputBuffer(input()) })
    }
}

/// Whether the keyboard is still ours. An error means that the console is gone.
pub(super) fn has_keyboard() -> io::Result<bool> {
    Ok(mode(input())? & (ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT) == 0)
}

fn input() -> HANDLE {
    io::stdin().as_raw_handle()
}

fn mode(handle: HANDLE) -> io::Result<u32> {
    let mut mode = 0;
    // SAFETY: the pointer is to a local that outlives the call.
    done(unsafe { GetConsoleMode(handle, &raw mut mode) })?;
    Ok(mode)
}

fn set_mode(handle: HANDLE, mode: u32) -> io::Result<()> {
    // SAFETY: a handle of this process and a number.
    done(unsafe { SetConsoleMode(handle, mode) })
}

fn done(result: i32) -> io::Result<()> {
    if result == 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

/// Reads keys as the bytes that a terminal would send.
#[derive(Debug)]
pub(super) struct KeyReader {
    /// What was read and not asked for yet.
    bytes: VecDeque<u8>,
    /// The first half of a character that takes two units of UTF-16.
    half: Option<u16>,
}

impl KeyReader {
    pub(super) const fn new() -> Self {
        Self {
            bytes: VecDeque::new(),
            half: None,
        }
    }

    /// Reads what there is, and waits a tenth of a second at most; 0 where nothing came. An error means
    /// that the console is gone.
    pub(super) fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let until = Instant::now() + WAIT;
        while self.bytes.is_empty() {
            let mut waiting = 0;
            // SAFETY: the pointer is to a local that outlives the call.
            done(unsafe { GetNumberOfConsoleInputEvents(input(), &raw mut waiting) })?;
            if waiting > 0 {
                self.take_event()?;
            } else if Instant::now() >= until {
                return Ok(0);
            } else {
                thread::sleep(LOOK);
            }
        }
        let count = self.bytes.len().min(bytes.len());
        for (place, byte) in bytes.iter_mut().zip(self.bytes.drain(..count)) {
            *place = byte;
        }
        Ok(count)
    }

    fn take_event(&mut self) -> io::Result<()> {
        let mut record = INPUT_RECORD::default();
        let mut count = 0;
        // SAFETY: room for one record, and both pointers are to locals that outlive the call.
        done(unsafe { ReadConsoleInputW(input(), &raw mut record, 1, &raw mut count) })?;
        if count == 0 || u32::from(record.EventType) != KEY_EVENT {
            return Ok(());
        }
        // SAFETY: the type of the event says which member is set; a character's is the wide one in
        // the calls whose names end in W.
        let (key, unit) = unsafe {
            let key = record.Event.KeyEvent;
            (key, key.uChar.UnicodeChar)
        };
        // A character that was typed with Alt and digits comes when Alt (18) is released.
        let typed = key.bKeyDown != 0 || key.wVirtualKeyCode == 18 && unit != 0;
        for _ in 0..u16::from(typed) * key.wRepeatCount.max(1) {
            match unit {
                0 => self.bytes.extend(sequence(key.wVirtualKeyCode).bytes()),
                unit => self.take_unit(unit),
            }
        }
        Ok(())
    }

    fn take_unit(&mut self, unit: u16) {
        let units = self.half.take().into_iter().chain([unit]);
        for decoded in char::decode_utf16(units) {
            match decoded {
                Ok(c) => self.bytes.extend(c.to_string().bytes()),
                Err(half) if half.unpaired_surrogate() == unit => self.half = Some(unit),
                Err(_) => {}
            }
        }
    }
}

/// What other terminals send for a key without a character, by its virtual-key code.
const fn sequence(key: u16) -> &'static str {
    match key {
        0x21 => "\x1b[5~",
        0x22 => "\x1b[6~",
        0x23 => "\x1b[F",
        0x24 => "\x1b[H",
        0x25 => "\x1b[D",
        0x26 => "\x1b[A",
        0x27 => "\x1b[C",
        0x28 => "\x1b[B",
        0x2e => "\x1b[3~",
        0x70 => "\x1bOP",
        _ => "",
    }
}

/// Standard input in lines. A read cannot be given up, so a thread does it; a line that came too late is there for
/// whoever asks next.
#[derive(Default)]
struct Lines {
    bytes: VecDeque<u8>,
    reading: Option<Receiver<io::Result<Vec<u8>>>>,
}

static LINES: Mutex<Option<Lines>> = Mutex::new(None);

/// The next byte of standard input, or none at the end; pending if nothing came within a tenth of a second. An
/// error means that the console is gone.
pub(super) fn next_byte() -> io::Result<Poll<Option<u8>>> {
    let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    let lines = lines.get_or_insert_with(Lines::default);
    if let Some(byte) = lines.bytes.pop_front() {
        return Ok(Poll::Ready(Some(byte)));
    }
    let reading = lines.reading.get_or_insert_with(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut line = Vec::new();
            let read = io::stdin().lock().read_until(b'\n', &mut line);
            // Nobody may be waiting any more.
            let _ = sender.send(read.map(|_| line));
        });
        receiver
    });
    match reading.recv_timeout(WAIT) {
        Ok(line) => {
            lines.reading = None;
            lines.bytes.extend(line?);
            Ok(Poll::Ready(lines.bytes.pop_front()))
        }
        Err(RecvTimeoutError::Timeout) => Ok(Poll::Pending),
        Err(RecvTimeoutError::Disconnected) => Ok(Poll::Ready(None)),
    }
}

/// What happens when the console wants the program to end; set once.
static HANDLER: OnceLock<Box<dyn Fn(u32) + Send + Sync>> = OnceLock::new();

/// Hears of Ctrl-C (2), Ctrl-Break (15), and of a console that is closed (1). `interrupted` is set at
/// once by a Ctrl-C.
pub(super) fn on_signals(
    interrupted: Arc<AtomicBool>,
    receive: impl Fn(i32) + Send + Sync + 'static,
) {
    let handler = move |event| match event {
        CTRL_C_EVENT => {
            interrupted.store(true, Ordering::SeqCst);
            receive(2);
        }
        CTRL_BREAK_EVENT => receive(15),
        _ => {
            receive(1);
            // The system ends the program as soon as this returns, or after some seconds; a session
            // that ends in order is quicker.
            loop {
                thread::sleep(WAIT);
            }
        }
    };
    if HANDLER.set(Box::new(handler)).is_ok() {
        // SAFETY: the function lives as long as the process. Where this fails, Ctrl-C ends the program
        // at once; what was answered is on the disk.
        unsafe { SetConsoleCtrlHandler(Some(handle), 1) };
    }
}

unsafe extern "system" fn handle(event: u32) -> i32 {
    if let Some(handler) = HANDLER.get() {
        handler(event);
    }
    1
}

/// There is no job control: the program goes on.
#[expect(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
pub(super) fn stop() -> io::Result<()> {
    Ok(())
}
