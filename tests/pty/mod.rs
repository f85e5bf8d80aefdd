//! A terminal for tests: a pseudo-terminal with the program in it, and a screen that shows what a
//! person would see.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::os::fd::BorrowedFd;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use nodequiz::terminal::Key;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long anything may take before the test fails: machines under load are slow.
const PATIENCE: Duration = Duration::from_secs(40);

/// What the program writes before each frame.
const FRAME_START: &str = "\x1b[?2026h";

/// What the program writes after each frame.
pub(crate) const FRAME_END: &str = "\x1b[?2026l";

/// How often the terminal is polled.
const GLANCE: Duration = Duration::from_millis(5);

/// How long a program that has answered all keys writes nothing.
const QUIET: Duration = Duration::from_millis(300);

/// Columns and rows.
pub(crate) type TerminalSize = (u16, u16);

/// How a program ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With an exit code.
    Code(u32),
    /// By a signal, with its name.
    Killed(String),
}

/// A terminal in which a program runs. Dropping it closes the window.
pub(crate) struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    /// The master once more, as a file. The crate's own writer would press Return and Ctrl-D when
    /// it is dropped, and its reader would hold a closed window open.
    device: Option<File>,
    shower: Option<thread::JoinHandle<()>>,
    open: Arc<AtomicBool>,
    child: Box<dyn Child + Send + Sync>,
    emulator: Arc<Mutex<vt100::Parser>>,
    written: Arc<Mutex<Vec<u8>>>,
    _home: TempDir,
}

impl Terminal {
    /// Starts a program. Its environment is what is given here and no more: `PATH`, `TERM`, and a
    /// home of its own, which is also where it runs.
    pub(crate) fn run(
        program: &Path,
        args: &[&str],
        (columns, rows): TerminalSize,
        env: &[(&str, &str)],
    ) -> Self {
        let size = pty_size((columns, rows));
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(home.path());
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        // Long reports are printed as they are.
        command.env("PAGER", "cat");
        command.env("NODEQUIZ_HOME", home.path());
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program");
        // Held open, the slave would keep the terminal alive after its window is closed.
        drop(pair.slave);

        let emulator = Arc::new(Mutex::new(vt100::Parser::new(
            cells(rows),
            cells(columns),
            0,
        )));
        let device = device_of(pair.master.as_ref());
        let open = Arc::new(AtomicBool::new(true));
        let written = Arc::new(Mutex::new(Vec::new()));
        let shower = thread::spawn({
            let device = device.try_clone().expect("a second handle");
            let emulator = Arc::clone(&emulator);
            let written = Arc::clone(&written);
            let open = Arc::clone(&open);
            move || show(device, &emulator, &written, &open)
        });
        Self {
            master: Some(pair.master),
            device: Some(device),
            shower: Some(shower),
            open,
            child,
            emulator,
            written,
            _home: home,
        }
    }

    /// What is on the screen.
    pub(crate) fn screen(&self) -> String {
        self.emulator().screen().contents()
    }

    /// Looks at the screen with its colours.
    pub(crate) fn with_screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.emulator().screen())
    }

    /// Everything that was written so far, escape sequences included.
    pub(crate) fn written(&self) -> String {
        let written = self.written.lock().expect("the screen's thread lives");
        String::from_utf8_lossy(&written).into_owned()
    }

    /// Waits until a text is on the screen.
    pub(crate) fn see(&self, text: &str) {
        self.wait_for(format_args!("{text:?} on the screen"), |terminal| {
            terminal.screen().contains(text).then_some(())
        });
    }

    /// Waits until one of several texts is on the screen; returns the value beside it in the list.
    pub(crate) fn see_one_of<T: Copy>(&self, texts: &[(&str, T)]) -> T {
        self.wait_for("one of several texts", |terminal| {
            let screen = terminal.screen();
            let found = texts.iter().find(|(text, _)| screen.contains(text));
            found.map(|(_, what)| *what)
        })
    }

    /// Waits until a text is on the screen a second time.
    pub(crate) fn wait_until_shown_twice(&self, text: &str) {
        self.wait_for(format_args!("{text:?} a second time"), |terminal| {
            (terminal.screen().matches(text).count() > 1).then_some(())
        });
    }

    /// Waits until a text is not on the screen any more.
    pub(crate) fn wait_until_gone(&self, text: &str) {
        self.wait_for(format_args!("a screen without {text:?}"), |terminal| {
            (!terminal.screen().contains(text)).then_some(())
        });
    }

    /// Waits until a text is on the screen and the last frame is complete: it ends with `end`.
    pub(crate) fn see_drawn(&self, text: &str, end: &str) {
        self.wait_for(format_args!("{text:?} on a whole screen"), |terminal| {
            let whole = terminal.written().ends_with(end);
            (whole && terminal.screen().contains(text)).then_some(())
        });
    }

    /// Whether a text is on the screen, once the frame that is being drawn is complete.
    pub(crate) fn shows_once_drawn(&self, text: &str) -> bool {
        self.see_drawn("", FRAME_END);
        self.screen().contains(text)
    }

    /// Waits until nothing has been written for a while and the program waits, too: all keys have been answered.
    pub(crate) fn settle(&self) {
        let deadline = Instant::now() + PATIENCE;
        let mut length = self.written().len();
        loop {
            thread::sleep(QUIET);
            let now = self.written().len();
            if now == length && !self.is_busy() {
                return;
            }
            length = now;
            assert!(
                Instant::now() < deadline,
                "it never settles; this is on the screen:\n{}",
                self.screen()
            );
        }
    }

    /// Whether the program, or one that it has started, has work to do, for which it may be waiting for a processor; known
    /// on Linux only.
    fn is_busy(&self) -> bool {
        let mut processes = vec![self.pid().as_raw_nonzero().to_string()];
        while let Some(process) = processes.pop() {
            let read = |file: &str| {
                let path = format!("/proc/{process}/{file}");
                std::fs::read_to_string(path).unwrap_or_default()
            };
            let stat = read("stat");
            let state = stat.rsplit(") ").next().unwrap_or_default();
            if state.starts_with(['R', 'D', 't']) {
                return true;
            }
            let children = read(&format!("task/{process}/children"));
            processes.extend(children.split_whitespace().map(ToOwned::to_owned));
        }
        false
    }

    /// Waits until something is so that is not on the screen, such as a file that is written.
    pub(crate) fn wait_until(&self, what: &str, mut is_so: impl FnMut() -> bool) {
        self.wait_for(what, |_| is_so().then_some(()));
    }

    /// Waits until the program reads keys.
    pub(crate) fn wait_until_it_reads(&self) {
        self.wait_for("the program reading keys", |terminal| {
            (!terminal.is_cooked()).then_some(())
        });
    }

    /// Types a text, once the program reads keys.
    pub(crate) fn press(&mut self, text: &str) {
        self.send(text.as_bytes());
    }

    /// Presses a key, once the program reads keys.
    pub(crate) fn press_key(&mut self, key: &Key) {
        self.send(&bytes_of(key));
    }

    /// Types something even if the program is not reading keys.
    pub(crate) fn type_ahead(&mut self, bytes: &[u8]) {
        let device = self.device.as_mut().expect("the window is open");
        let deadline = Instant::now() + PATIENCE;
        let mut rest = bytes;
        while !rest.is_empty() {
            match device.write(rest) {
                Ok(count) => rest = &rest[count..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    assert!(Instant::now() < deadline, "nobody reads what is typed");
                    thread::sleep(GLANCE);
                }
                Err(error) => panic!("the terminal takes no bytes: {error}"),
            }
        }
    }

    /// Pastes a text as a terminal does in bracketed paste mode.
    pub(crate) fn paste(&mut self, text: &str) {
        assert!(
            self.emulator().screen().bracketed_paste(),
            "nobody asked for pastes to be marked"
        );
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    /// Resizes the window.
    pub(crate) fn resize(&self, (columns, rows): TerminalSize) {
        self.emulator().set_size(cells(rows), cells(columns));
        self.master()
            .resize(pty_size((columns, rows)))
            .expect("another size");
    }

    /// Resizes the window and waits until the program has redrawn.
    pub(crate) fn resize_and_see(&self, size: TerminalSize, text: &str) {
        let before = self.written().len();
        self.resize(size);
        self.wait_for(format_args!("{text:?} redrawn"), |terminal| {
            let drawn = terminal.written().len() > before;
            (drawn && terminal.screen().contains(text)).then_some(())
        });
    }

    /// Whether the cursor is shown.
    pub(crate) fn cursor_visible(&self) -> bool {
        !self.emulator().screen().hide_cursor()
    }

    /// Whether the main screen is shown, the one with the shell's history.
    pub(crate) fn on_main_screen(&self) -> bool {
        !self.emulator().screen().alternate_screen()
    }

    /// Whether pastes are marked.
    pub(crate) fn marks_pastes(&self) -> bool {
        self.emulator().screen().bracketed_paste()
    }

    /// Whether the terminal delivers whole lines and echoes them, as a shell expects.
    pub(crate) fn is_cooked(&self) -> bool {
        let settings = self.master().get_termios().expect("settings");
        let on = |name| {
            settings
                .local_flags
                .iter_names()
                .any(|(flag, _)| flag == name)
        };
        on("ICANON") && on("ECHO")
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the program runs");
    }

    /// The program's process.
    pub(crate) fn pid(&self) -> Pid {
        let pid = self.child.process_id().expect("a process");
        Pid::from_raw(pid.cast_signed()).expect("a process number")
    }

    /// Closes the window.
    pub(crate) fn close(&mut self) {
        self.open.store(false, Ordering::SeqCst);
        if let Some(shower) = self.shower.take() {
            let _ = shower.join();
        }
        self.device = None;
        self.master = None;
    }

    /// Waits until the program ends.
    pub(crate) fn wait(&mut self) -> End {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            assert!(
                Instant::now() < deadline,
                "the program does not end; this is on the screen:\n{}",
                self.screen()
            );
            thread::sleep(GLANCE);
        };
        // It ends when everything that was written is shown: the other side is closed.
        if let Some(shower) = self.shower.take() {
            shower.join().expect("nothing panics while showing");
        }
        match status.signal() {
            Some(signal) => End::Killed(signal.to_owned()),
            None => End::Code(status.exit_code()),
        }
    }

    /// Panics unless the terminal is as a shell left it.
    pub(crate) fn assert_restored(&self) {
        self.wait_for("a terminal as it was found", |terminal| {
            let restored = terminal.is_cooked()
                && terminal.cursor_visible()
                && terminal.on_main_screen()
                && !terminal.marks_pastes();
            restored.then_some(())
        });
    }

    /// Waits until the program reads keys, then sends bytes.
    fn send(&mut self, bytes: &[u8]) {
        self.wait_until_it_reads();
        self.type_ahead(bytes);
    }

    fn wait_for<T>(&self, what: impl Display, mut look: impl FnMut(&Self) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            assert!(
                Instant::now() < deadline,
                "waited in vain for {what}; this is on the screen:\n{}",
                self.screen()
            );
            thread::sleep(GLANCE);
        }
    }

    fn master(&self) -> &dyn MasterPty {
        self.master.as_deref().expect("the window is open")
    }

    fn emulator(&self) -> MutexGuard<'_, vt100::Parser> {
        self.emulator.lock().expect("the screen's thread lives")
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.close();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Shows what the program writes, until it ends or the window is closed. A frame is shown once all of it has arrived,
/// as by terminals that know the marks around it.
fn show(
    mut device: File,
    emulator: &Mutex<vt100::Parser>,
    written: &Mutex<Vec<u8>>,
    open: &AtomicBool,
) {
    let mut bytes = [0; 4096];
    let mut shown = 0;
    let mut show_new = |bytes: &[u8], is_last: bool| {
        let mut emulator = emulator.lock().expect("nobody panics holding it");
        let mut written = written.lock().expect("nobody panics holding it");
        written.extend(bytes);
        let end = if is_last {
            written.len()
        } else {
            begin_of_open_frame(&written, shown).unwrap_or(written.len())
        };
        emulator.process(&written[shown..end]);
        shown = end;
    };
    while open.load(Ordering::SeqCst) {
        match device.read(&mut bytes) {
            Ok(0) => break,
            Ok(count) => show_new(&bytes[..count], false),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::sleep(GLANCE),
            // On Linux the end is an error: the other side is closed.
            Err(_) => break,
        }
    }
    show_new(&[], true);
}

/// Where a frame begins whose end has not arrived yet; at the earliest where what is shown ends.
fn begin_of_open_frame(written: &[u8], shown: usize) -> Option<usize> {
    // The mark may have come in two parts.
    let from = shown.saturating_sub(FRAME_START.len());
    let last = |mark: &str| {
        let mut parts = written[from..].windows(mark.len());
        parts.rposition(|part| part == mark.as_bytes())
    };
    let begin = last(FRAME_START)?;
    let is_open = last(FRAME_END).is_none_or(|end| end < begin);
    is_open.then(|| shown.max(from + begin))
}

/// A separate, non-blocking handle on the terminal.
#[expect(unsafe_code, reason = "the crate gives the terminal's number only")]
fn device_of(master: &dyn MasterPty) -> File {
    let number = master.as_raw_fd().expect("a terminal has a number");
    // SAFETY: the number is that of a descriptor which the master has open, and keeps open while it
    // is borrowed.
    let borrowed = unsafe { BorrowedFd::borrow_raw(number) };
    let device = borrowed.try_clone_to_owned().expect("a second handle");
    let flags = fcntl_getfl(&device).expect("flags");
    fcntl_setfl(&device, flags | OFlags::NONBLOCK).expect("flags");
    File::from(device)
}

/// What a terminal sends for a key.
fn bytes_of(key: &Key) -> Vec<u8> {
    match key {
        Key::Char(c) => c.to_string().into_bytes(),
        Key::Enter => b"\r".to_vec(),
        Key::Esc => b"\x1b".to_vec(),
        Key::Backspace => b"\x7f".to_vec(),
        Key::Delete => b"\x1b[3~".to_vec(),
        Key::Up => b"\x1b[A".to_vec(),
        Key::Down => b"\x1b[B".to_vec(),
        Key::Right => b"\x1b[C".to_vec(),
        Key::Left => b"\x1b[D".to_vec(),
        Key::PageUp => b"\x1b[5~".to_vec(),
        Key::PageDown => b"\x1b[6~".to_vec(),
        Key::Home => b"\x1b[H".to_vec(),
        Key::End => b"\x1b[F".to_vec(),
        Key::Tab => b"\t".to_vec(),
        Key::BackTab => b"\x1b[Z".to_vec(),
        Key::Alt(letter) => format!("\x1b{letter}").into_bytes(),
        Key::AltEnter => b"\x1b\r".to_vec(),
        Key::WordLeft => b"\x1b[1;3D".to_vec(),
        Key::WordRight => b"\x1b[1;5C".to_vec(),
        Key::Ctrl(letter) => vec![*letter as u8 - b'a' + 1],
        Key::Paste(text) => format!("\x1b[200~{text}\x1b[201~").into_bytes(),
        // Ctrl-Right: two of its bytes would be keys if it were not consumed completely.
        Key::Unknown => b"\x1b[1;2C".to_vec(),
    }
}

fn pty_size((columns, rows): TerminalSize) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a window has rows and columns")
}
