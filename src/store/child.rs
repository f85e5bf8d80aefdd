//! Runs another program with a time limit and collects what it prints.
//!
//! It gets its own process group, so that it can be ended together with all that it started.

use std::io::{self, Read, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::system::{Group, alone, has_ended, limit_cpu};

/// How long its output may take to arrive after its end.
const DRAIN: Duration = Duration::from_millis(500);

/// The same for a program whose children are not ended: a busy machine may take longer to deliver
/// its output.
const LONG_DRAIN: Duration = Duration::from_secs(60);

/// The same for its standard error, which processes that it leaves behind may hold open.
const ERRORS_DRAIN: Duration = Duration::from_secs(5);

/// How long a program may take to clean up when asked to end.
const GRACE: Duration = Duration::from_secs(1);

/// How many times its time limit a program and each of its children may use of the processors, where
/// they are ended with it: this ends them if this process is killed and cannot.
const PROCESSORS: u32 = 4;

/// How often it is polled; at first more often, because many programs end at once.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// How often it is checked whether the learner still waits.
const CANCEL_CHECK_INTERVAL: Duration = Duration::from_millis(100);

/// How a program is watched.
pub(super) struct Watch<'w> {
    /// How long it may run.
    pub(super) limit: Duration,
    /// How many bytes of its output, and of its standard error, are kept.
    pub(super) kept: usize,
    /// Whether its children are ended too, even if it ended by itself, and without time to clean
    /// up.
    pub(super) end_all: bool,
    /// Whether its result is still wanted.
    pub(super) wanted: &'w mut dyn FnMut() -> bool,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// By itself; `None` if the exit status is unknown.
    Exited(Option<ExitStatus>),
    /// It ran too long and was ended.
    TooLong,
    /// Its result was not wanted any more, so it was ended.
    Stopped,
}

/// The result.
#[derive(Debug)]
pub(super) struct Finished {
    /// What it printed.
    pub(super) output: Vec<u8>,
    /// What it printed on standard error.
    pub(super) errors: Vec<u8>,
    /// Whether the output was truncated.
    pub(super) cut: bool,
    /// Whether all of its output has arrived.
    pub(super) complete: bool,
    /// How it ended.
    pub(super) end: End,
}

/// Runs a command with this standard input, or an empty one, and waits for its end.
pub(super) fn run(
    command: &mut Command,
    input: Option<Vec<u8>>,
    watch: &mut Watch<'_>,
) -> io::Result<Finished> {
    let stdin = match input {
        Some(_) => Stdio::piped(),
        None => Stdio::null(),
    };
    let mut child = alone(command)
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let group = Group::of(&child);
    if watch.end_all {
        limit_cpu(&child, watch.limit * PROCESSORS);
    }
    if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
        // A program that no longer reads has ended; its status tells the rest.
        thread::spawn(move || pipe.write_all(&input));
    }
    let output = Pipe::drain(child.stdout.take(), watch.kept);
    let errors = Pipe::drain(child.stderr.take(), watch.kept);
    let cut_short = wait_for(&mut child, watch.limit, watch.wanted);
    if cut_short.is_some() && !watch.end_all {
        group.ask_to_end();
        let _ = wait_for(&mut child, GRACE, &mut || true);
    }
    if cut_short.is_some() || watch.end_all {
        group.end();
        // Windows may refuse a group.
        let _ = child.kill();
    }
    let status = child.wait().ok();
    let (drain, drain_errors) = if cut_short.is_some() || watch.end_all {
        (DRAIN, DRAIN)
    } else {
        (LONG_DRAIN, ERRORS_DRAIN)
    };
    let output = output.collect(Instant::now() + drain);
    let errors = errors.collect(Instant::now() + drain_errors);
    Ok(Finished {
        cut: output.cut || errors.cut,
        complete: output.complete,
        output: output.bytes,
        errors: errors.bytes,
        end: cut_short.unwrap_or(End::Exited(status)),
    })
}

/// Waits until a program ends, but does not free its process id. `Some` where it has to be ended.
fn wait_for(child: &mut Child, limit: Duration, wanted: &mut dyn FnMut() -> bool) -> Option<End> {
    let deadline = Instant::now() + limit;
    let mut asked = Instant::now();
    let mut glance = POLL_INTERVAL / 10;
    loop {
        if has_ended(child) {
            return None;
        }
        if Instant::now() >= deadline {
            return Some(End::TooLong);
        }
        // Polling `wanted` may be slow, so a program that ends at once does not wait for it.
        if asked.elapsed() >= CANCEL_CHECK_INTERVAL {
            if !wanted() {
                return Some(End::Stopped);
            }
            asked = Instant::now();
        }
        thread::sleep(glance);
        glance = POLL_INTERVAL.min(glance * 2);
    }
}

/// Collects what a pipe delivers, in the background.
struct Pipe {
    kept: Arc<Mutex<Taken>>,
    reader: Option<JoinHandle<()>>,
}

impl Pipe {
    fn drain(pipe: Option<impl Read + Send + 'static>, most: usize) -> Self {
        let kept: Arc<Mutex<Taken>> = Arc::default();
        let reader = pipe.map(|pipe| {
            let kept = Arc::clone(&kept);
            thread::spawn(move || read_all(pipe, &kept, most))
        });
        Self { kept, reader }
    }

    /// What was collected, after waiting for the end of the pipe until this time.
    fn collect(self, deadline: Instant) -> Taken {
        let reading = || {
            self.reader
                .as_ref()
                .is_some_and(|reader| !reader.is_finished())
        };
        while reading() && Instant::now() < deadline {
            thread::sleep(POLL_INTERVAL / 10);
        }
        let complete = !reading();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        Taken {
            complete,
            ..std::mem::take(&mut *kept)
        }
    }
}

/// What a pipe has delivered.
#[derive(Default)]
struct Taken {
    bytes: Vec<u8>,
    cut: bool,
    complete: bool,
}

/// Reads to the end but keeps only the beginning: a program with a full pipe would hang.
fn read_all(mut pipe: impl Read, kept: &Mutex<Taken>, most: usize) {
    let mut buffer = [0; 8192];
    loop {
        match pipe.read(&mut buffer) {
            Ok(0) => return,
            Ok(count) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let room = most.saturating_sub(kept.bytes.len());
                kept.bytes.extend(&buffer[..count.min(room)]);
                kept.cut |= count > room;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}
