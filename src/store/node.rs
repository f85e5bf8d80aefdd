//! Running a card's snippet with the learner's `node`.
//!
//! It runs in a folder of its own, without the environment of this program, for some seconds at the
//! most; it and all that it started are ended then. This is no sandbox: it runs only what the
//! learner asked for, and what stands on the card.

use std::fs;
use std::io::{self, Read};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::program::Program;
use crate::deck::Snippet;
use crate::session::{Ran, RunEnd};

/// How long a snippet may run.
const LIMIT: Duration = Duration::from_secs(5);

/// How long what it printed may take to arrive after its end.
const DRAIN: Duration = Duration::from_millis(500);

/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(10);

/// How often it is asked whether the learner still waits.
const ASKING: Duration = Duration::from_millis(100);

/// How much of its output, and of its errors, is kept.
const KEPT: usize = 64 * 1024;

/// What a snippet may know of the environment: where programs are, and where their settings are.
const ENVIRONMENT: [&str; 2] = ["PATH", "HOME"];

/// A snippet that could not be run.
#[derive(Debug, thiserror::Error)]
pub(super) enum NodeError {
    /// The setting is no command.
    #[error("the setting `node` is no command: `{0}`; correct it: nodequiz config set node node")]
    NoCommand(String),
    /// There is no such program, or it cannot be started.
    #[error("{0}")]
    NotStarted(String),
    /// There is no place for its file.
    #[error("no temporary folder could be made for the snippet: {0}; see TMPDIR")]
    Folder(#[source] io::Error),
}

/// Runs a snippet with this command and waits for its end, as long as that is wanted.
pub(super) fn run(
    node: &str,
    snippet: &Snippet,
    wanted: &mut dyn FnMut() -> bool,
) -> Result<Ran, NodeError> {
    run_within(node, snippet, LIMIT, wanted)
}

fn run_within(
    node: &str,
    snippet: &Snippet,
    limit: Duration,
    wanted: &mut dyn FnMut() -> bool,
) -> Result<Ran, NodeError> {
    let program = Program::parse(node).ok_or_else(|| NodeError::NoCommand(node.to_owned()))?;
    let folder = tempfile::Builder::new()
        .prefix("nodequiz-")
        .tempdir()
        .map_err(NodeError::Folder)?;
    let file = if snippet.module {
        "card.mjs"
    } else {
        "card.cjs"
    };
    fs::write(folder.path().join(file), &snippet.text).map_err(NodeError::Folder)?;
    let mut command = program.command();
    command
        .arg(file)
        .current_dir(folder.path())
        .env_clear()
        .env("TERM", "dumb")
        .env("NO_COLOR", "1")
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for name in ENVIRONMENT {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    let advice = "install Node.js, or say where it is: nodequiz config set node /path/to/node";
    let mut child = command
        .spawn()
        .map_err(|error| NodeError::NotStarted(program.not_started(&error, advice)))?;
    let output = Pipe::drain(child.stdout.take());
    let errors = Pipe::drain(child.stderr.take());
    let cut_short = wait_for(&child, limit, wanted);
    // Its number is its own as long as it was not waited for; so it is certain who is ended here.
    if let Some(group) = Pid::from_raw(child.id().cast_signed()) {
        // Where everyone has ended there is nobody to end.
        let _ = kill_process_group(group, Signal::KILL);
    }
    let status = child.wait().ok();
    let deadline = Instant::now() + DRAIN;
    let (output, cut_output) = output.taken(deadline);
    let (errors, cut_errors) = errors.taken(deadline);
    Ok(Ran {
        output,
        errors,
        cut: cut_output || cut_errors,
        end: cut_short.unwrap_or_else(|| status.map_or(RunEnd::Killed(0), end_of)),
    })
}

fn end_of(status: ExitStatus) -> RunEnd {
    match (status.code(), status.signal()) {
        (Some(code), _) => RunEnd::Code(code),
        (None, signal) => RunEnd::Killed(signal.unwrap_or(0)),
    }
}

/// Waits until a program ends, but leaves its number taken. Some end where it has to be ended.
fn wait_for(child: &Child, limit: Duration, wanted: &mut dyn FnMut() -> bool) -> Option<RunEnd> {
    let pid = Pid::from_raw(child.id().cast_signed())?;
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    let deadline = Instant::now() + limit;
    let mut asked = Instant::now();
    loop {
        match waitid(WaitId::Pid(pid), look) {
            Ok(None) | Err(rustix::io::Errno::INTR) => {}
            Ok(Some(_)) | Err(_) => return None,
        }
        if Instant::now() >= deadline {
            return Some(RunEnd::TooLong(limit.as_secs()));
        }
        // Asking may take a while; what ends at once is not kept waiting for it.
        if asked.elapsed() >= ASKING {
            if !wanted() {
                return Some(RunEnd::Stopped);
            }
            asked = Instant::now();
        }
        thread::sleep(GLANCE);
    }
}

/// What comes out of a pipe, read as it comes.
struct Pipe {
    kept: Arc<Mutex<(Vec<u8>, bool)>>,
    reader: Option<JoinHandle<()>>,
}

impl Pipe {
    fn drain(pipe: Option<impl Read + Send + 'static>) -> Self {
        let kept: Arc<Mutex<(Vec<u8>, bool)>> = Arc::default();
        let reader = pipe.map(|pipe| {
            let kept = Arc::clone(&kept);
            thread::spawn(move || read_all(pipe, &kept))
        });
        Self { kept, reader }
    }

    /// The text so far, and whether there was more; waits for the end of the pipe until then.
    fn taken(self, deadline: Instant) -> (String, bool) {
        let reading = || {
            self.reader
                .as_ref()
                .is_some_and(|reader| !reader.is_finished())
        };
        while reading() && Instant::now() < deadline {
            thread::sleep(GLANCE);
        }
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        (String::from_utf8_lossy(&kept.0).into_owned(), kept.1)
    }
}

/// Reads to the end and keeps the beginning: a program that waits for a reader would hang.
fn read_all(mut pipe: impl Read, kept: &Mutex<(Vec<u8>, bool)>) {
    let mut buffer = [0; 8192];
    loop {
        match pipe.read(&mut buffer) {
            Ok(0) => return,
            Ok(count) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let room = KEPT - kept.0.len();
                kept.0.extend(&buffer[..count.min(room)]);
                kept.1 |= count > room;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a text with the shell in the place of `node`.
    fn shell(text: &str, limit: Duration) -> Ran {
        let snippet = Snippet {
            text: text.to_owned(),
            module: false,
            prints: None,
        };
        run_within("sh", &snippet, limit, &mut || true).expect("there is a shell")
    }

    #[test]
    fn output_errors_and_exit_code_come_back() {
        let ran = shell("echo out; echo err >&2; exit 3", LIMIT);
        assert_eq!(
            (ran.output.as_str(), ran.errors.as_str()),
            ("out\n", "err\n")
        );
        assert_eq!((ran.end, ran.cut), (RunEnd::Code(3), false));
    }

    #[test]
    fn it_runs_in_an_empty_folder_that_is_gone_afterwards() {
        let ran = shell("pwd; ls -A", LIMIT);
        let lines: Vec<&str> = ran.output.lines().collect();
        assert_eq!(lines[1..], ["card.cjs"]);
        assert!(!std::path::Path::new(lines[0]).exists(), "{}", lines[0]);
    }

    #[test]
    fn it_knows_only_a_little_of_the_environment() {
        let ran = shell("env | cut -d= -f1 | sort", LIMIT);
        let known = ["HOME", "NO_COLOR", "PATH", "TERM"];
        // The shell sets the rest itself.
        let own = ["OLDPWD", "PWD", "SHLVL", "_"];
        for name in ran.output.lines() {
            assert!(known.contains(&name) || own.contains(&name), "{name}");
        }
    }

    #[test]
    fn what_runs_too_long_is_ended_with_all_that_it_started() {
        let started = Instant::now();
        let ran = shell("echo begun; sleep 30 & sleep 30", Duration::from_secs(1));
        assert_eq!(
            (ran.output.as_str(), ran.end),
            ("begun\n", RunEnd::TooLong(1))
        );
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn it_is_ended_when_nobody_waits_for_it_any_more() {
        let snippet = Snippet {
            text: "echo begun; sleep 30".to_owned(),
            module: false,
            prints: None,
        };
        let mut asked = 0;
        let mut wanted = || {
            asked += 1;
            asked < 3
        };
        let ran = run("sh", &snippet, &mut wanted).expect("there is a shell");
        assert_eq!((ran.output.as_str(), ran.end), ("begun\n", RunEnd::Stopped));
    }

    #[test]
    fn what_it_leaves_behind_is_ended_too() {
        let started = Instant::now();
        let ran = shell("sleep 30 & echo done", LIMIT);
        assert_eq!((ran.output.as_str(), ran.end), ("done\n", RunEnd::Code(0)));
        assert!(started.elapsed() < Duration::from_secs(4));
    }

    #[test]
    fn endless_output_is_cut() {
        let ran = shell("yes | head -c 200000", LIMIT);
        assert_eq!((ran.output.len(), ran.cut), (KEPT, true));
    }

    #[test]
    fn a_missing_node_is_said_in_a_sentence() {
        let snippet = Snippet {
            text: String::new(),
            module: true,
            prints: None,
        };
        let error = run("/no/such/node", &snippet, &mut || true).expect_err("there is none");
        let text = error.to_string();
        assert!(
            text.starts_with("`/no/such/node` was not found; install Node.js"),
            "{text}"
        );
    }
}
