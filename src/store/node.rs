//! Running a card's snippet with the learner's `node`.
//!
//! It runs in its own folder, without the environment of this program, for a few seconds at most;
//! then it is ended with everything it started. This is not a sandbox: it runs only code on the
//! card, and only at the learner's request.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::Duration;

use tempfile::TempDir;

use super::child::{self, End, Watch};
use super::program::{NotStarted, Program};
use super::system::Descendants;
use super::system::signal_of;
use crate::deck::Snippet;
use crate::session::{RunEnd, SnippetResult};

/// How long code may run.
pub(super) const LIMIT: Duration = Duration::from_secs(5);

/// How much of its output, and of its standard error, is kept.
pub(super) const KEPT: usize = 64 * 1024;

/// The environment variables that code gets: where to find programs and their settings.
const ENVIRONMENT: &[&str] = if cfg!(windows) {
    &["PATH", "USERPROFILE", "SystemRoot", "TEMP", "PATHEXT"]
} else {
    &["PATH", "HOME"]
};

/// What to do if it is missing.
pub(super) const ADVICE: &str =
    "install Node.js, or say where it is: nodequiz config set node /path/to/node";

/// A snippet that could not be run.
#[derive(Debug, thiserror::Error)]
pub(super) enum NodeError {
    /// The setting is not a command.
    #[error(
        "the setting `node` is not a command: `{0}`; correct it: nodequiz config set node node"
    )]
    NoCommand(String),
    /// There is no such program, or it cannot be started.
    #[error("{0}")]
    NotStarted(#[from] NotStarted),
    /// It is a different program.
    #[error(
        "`{0} --version` says `{1}`, which is not a version of Node.js; correct it: nodequiz config set node node"
    )]
    NoNode(String, String),
    /// Its file could not be written.
    #[error("no temporary folder could be made for the code: {0}; see TMPDIR")]
    Folder(#[source] io::Error),
}

/// The program that a setting names.
pub(super) fn program(node: &str) -> Result<Program, NodeError> {
    Program::parse(node).ok_or_else(|| NodeError::NoCommand(node.to_owned()))
}

/// A folder for code, which is deleted after its run.
pub(super) fn temporary_folder() -> Result<TempDir, NodeError> {
    let folder = tempfile::Builder::new().prefix("nodequiz-").tempdir();
    folder.map_err(NodeError::Folder)
}

/// A command that runs the program in a folder. Of this program's environment it gets only [`ENVIRONMENT`].
pub(super) fn command_in(program: &Program, folder: &Path) -> Command {
    let mut command = program.command();
    command
        .current_dir(folder)
        .env_clear()
        .env("TERM", "dumb")
        .env("NO_COLOR", "1");
    for name in ENVIRONMENT {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    command
}

/// How code is watched: within the limits, as long as `wanted` returns true.
pub(super) fn watch(wanted: &mut dyn FnMut() -> bool) -> Watch<'_> {
    Watch {
        limit: LIMIT,
        kept: KEPT,
        end_all: true,
        wanted,
    }
}

/// Runs a snippet with this command and waits for its end, as long as `wanted` returns true.
pub(super) fn run(
    node: &str,
    snippet: &Snippet,
    wanted: &mut dyn FnMut() -> bool,
) -> Result<SnippetResult, NodeError> {
    let program = program(node)?;
    let folder = temporary_folder()?;
    let file = if snippet.module {
        "card.mjs"
    } else {
        "card.cjs"
    };
    fs::write(folder.path().join(file), &snippet.text).map_err(NodeError::Folder)?;
    let mut command = command_in(&program, folder.path());
    let descendants = Descendants::watched();
    let finished = child::run(command.arg(file), None, &mut watch(wanted));
    descendants.end_detached();
    let finished = finished.map_err(|error| program.not_started(error, ADVICE))?;
    Ok(SnippetResult {
        output: String::from_utf8_lossy(&finished.output).into_owned(),
        errors: String::from_utf8_lossy(&finished.errors).into_owned(),
        cut: finished.cut,
        end: match finished.end {
            End::Exited(status) => status.map_or(RunEnd::Killed(0), end_of),
            End::TooLong => RunEnd::TooLong(LIMIT.as_secs()),
            End::Stopped => RunEnd::Stopped,
        },
    })
}

fn end_of(status: ExitStatus) -> RunEnd {
    match (status.code(), signal_of(status)) {
        (Some(code), _) => RunEnd::Code(code),
        (None, signal) => RunEnd::Killed(signal.unwrap_or(0)),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Instant;

    use super::*;

    /// Runs a text with the shell instead of `node`.
    fn shell(text: &str) -> SnippetResult {
        let snippet = Snippet {
            text: text.to_owned(),
            module: false,
            prints: None,
        };
        run("sh", &snippet, &mut || true).expect("there is a shell")
    }

    #[test]
    fn output_errors_and_exit_code_come_back() {
        let ran = shell("echo out; echo err >&2; exit 3");
        assert_eq!(
            (ran.output.as_str(), ran.errors.as_str()),
            ("out\n", "err\n")
        );
        assert_eq!((ran.end, ran.cut), (RunEnd::Code(3), false));
    }

    #[test]
    fn it_runs_in_an_empty_folder_that_is_gone_afterwards() {
        let ran = shell("pwd; ls -A");
        let lines: Vec<&str> = ran.output.lines().collect();
        assert_eq!(lines[1..], ["card.cjs"]);
        assert!(!std::path::Path::new(lines[0]).exists(), "{}", lines[0]);
    }

    #[test]
    fn it_knows_only_a_little_of_the_environment() {
        let ran = shell("env | cut -d= -f1 | sort");
        let known = ["HOME", "NO_COLOR", "PATH", "TERM"];
        // The shell sets the rest itself.
        let own = ["OLDPWD", "PWD", "SHLVL", "_"];
        for name in ran.output.lines() {
            assert!(known.contains(&name) || own.contains(&name), "{name}");
        }
    }

    /// Waits until no process has these words: one that was killed may have to wait for a processor to end.
    fn assert_ended(words: &str) {
        let is_left = || {
            let listed = Command::new("ps").args(["-A", "-o", "args="]).output();
            String::from_utf8_lossy(&listed.expect("ps").stdout).contains(words)
        };
        let deadline = Instant::now() + Duration::from_secs(30);
        while is_left() {
            assert!(Instant::now() < deadline, "`{words}` still runs");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn what_runs_too_long_is_ended_with_all_that_it_started() {
        let mark = 400_000 + std::process::id();
        let text = format!("echo begun; sleep {mark} & sleep {mark}");
        let ran = shell(&text);
        assert_eq!(
            (ran.output.as_str(), ran.end),
            ("begun\n", RunEnd::TooLong(5))
        );
        assert_ended(&format!("sleep {mark}"));
    }

    #[test]
    fn it_is_ended_when_its_result_is_no_longer_wanted() {
        let folder = tempfile::tempdir().expect("a folder");
        let begun = folder.path().join("begun");
        let snippet = Snippet {
            text: format!("echo begun; : > '{}'; sleep 30", begun.display()),
            module: false,
            prints: None,
        };
        let ran = run("sh", &snippet, &mut || !begun.exists()).expect("there is a shell");
        assert_eq!((ran.output.as_str(), ran.end), ("begun\n", RunEnd::Stopped));
    }

    #[test]
    fn what_it_leaves_behind_is_ended_too() {
        let mark = 300_000 + std::process::id();
        let ran = shell(&format!("sleep {mark} & echo done"));
        assert_eq!((ran.output.as_str(), ran.end), ("done\n", RunEnd::Code(0)));
        assert_ended(&format!("sleep {mark}"));
    }

    #[test]
    fn endless_output_is_cut() {
        let ran = shell("yes | head -c 200000");
        assert_eq!((ran.output.len(), ran.cut), (KEPT, true));
    }

    #[test]
    fn a_missing_node_is_explained_in_a_sentence() {
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
