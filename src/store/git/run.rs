//! Running `git` so that it never prompts, never hangs, and ignores settings meant for other
//! repositories.
//!
//! Settings that could change what is stored, sign it, run hooks or prompt a person are overridden
//! for these commands only. Settings for reaching the remote (`url.….insteadOf`, credential
//! helpers, ssh) stay the learner's.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::failure::GitError;
use super::remote;
use crate::store::child::{self, End, Watch};

/// How long a command that stays on this machine may take.
const LOCAL: Duration = Duration::from_secs(300);

/// How many bytes of an answer are held in memory.
const MOST: usize = 1 << 29;

/// Settings for these commands only.
const SETTINGS: [&str; 26] = [
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.autocrlf=false",
    "core.bigFileThreshold=512m",
    "core.fsync=committed,reference",
    "core.splitIndex=false",
    "core.sparseCheckout=false",
    "core.untrackedCache=false",
    "core.commitGraph=false",
    "feature.manyFiles=false",
    "index.skipHash=false",
    "index.version=2",
    "core.fsmonitor=false",
    "core.quotePath=true",
    "core.askPass=false",
    "credential.interactive=false",
    "commit.gpgSign=false",
    "tag.gpgSign=false",
    "push.gpgSign=false",
    "push.followTags=false",
    "push.recurseSubmodules=no",
    "fetch.recurseSubmodules=no",
    "gc.autoDetach=false",
    "maintenance.autoDetach=false",
    "color.ui=false",
];

/// Variables that refer to another repository: they are set if git started this program.
const ELSEWHERE: [&str; 16] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INDEX_VERSION",
    "GIT_NAMESPACE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
    "GIT_TEST_SPLIT_INDEX",
    "GIT_WORK_TREE",
];

/// The author's name and address if the learner has not configured any.
const NOBODY: (&str, &str) = ("nodequiz", "nodequiz@localhost");

/// The `git` command for one repository.
pub(in crate::store) struct Git<'w> {
    /// The `.git` folder; none before there is one.
    folder: Option<PathBuf>,
    /// The data folder.
    pub(super) data: PathBuf,
    limit: Duration,
    wanted: &'w dyn Fn() -> bool,
}

/// What a command printed, and its exit code.
pub(super) struct Printed {
    pub(super) output: Vec<u8>,
    pub(super) errors: String,
    /// `None` if a signal ended it.
    pub(super) code: Option<i32>,
}

impl Printed {
    /// The output without surrounding white space.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.output).trim().to_owned()
    }
}

impl<'w> Git<'w> {
    /// The command for a data folder. `limit`: for commands that contact the remote; `wanted`:
    /// whether the result is still wanted.
    pub(in crate::store) fn new(
        data: &Path,
        limit: Duration,
        wanted: &'w dyn Fn() -> bool,
    ) -> Self {
        Self {
            folder: None,
            data: data.to_owned(),
            limit,
            wanted,
        }
    }

    /// The same command for this `.git` folder.
    pub(super) fn at(&self, folder: &Path) -> Self {
        Self {
            folder: Some(folder.to_owned()),
            data: self.data.clone(),
            ..*self
        }
    }

    /// Runs a command that has to succeed.
    pub(super) fn ok(&self, args: &[&str]) -> Result<Printed, GitError> {
        self.with(args, None)
    }

    /// Runs a command that has to succeed, with this input.
    pub(super) fn with(&self, args: &[&str], input: Option<Vec<u8>>) -> Result<Printed, GitError> {
        succeeded(args, self.any(args, input)?)
    }

    /// Runs a command that makes a commit.
    pub(super) fn committing(&self, args: &[&str]) -> Result<Printed, GitError> {
        let mut command = self.command(args);
        command.envs(self.identity()?);
        succeeded(args, self.run(command, None)?)
    }

    /// Runs a command that may exit with a failure.
    pub(super) fn any(&self, args: &[&str], input: Option<Vec<u8>>) -> Result<Printed, GitError> {
        self.run(self.command(args), input)
    }

    /// Runs a command that asks the remote.
    pub(super) fn ask(&self, args: &[&str]) -> Result<Printed, GitError> {
        let mut command = self.command(args);
        let ssh = match env::var("GIT_SSH_COMMAND") {
            Ok(command) => Some(command),
            // Programs other than ssh get no options: they may not know them.
            Err(_) if env::var_os("GIT_SSH").is_some() => None,
            Err(_) => {
                let set = self.value(&["config", "--get", "core.sshCommand"])?;
                Some(set.unwrap_or("ssh".to_owned()))
            }
        };
        if let Some(ssh) = ssh {
            command.env("GIT_SSH_COMMAND", remote::quiet_ssh(&ssh));
        }
        // A lock at the remote is not waited for: the sync begins another round.
        self.run_once(&mut command, None, self.limit)
    }

    /// What a command prints that fails where there is no such thing.
    pub(super) fn value(&self, args: &[&str]) -> Result<Option<String>, GitError> {
        let printed = self.any(args, None)?;
        let value = printed.text();
        Ok((printed.code == Some(0) && !value.is_empty()).then_some(value))
    }

    /// The author as variables: the learner as configured in git, else a generic one.
    fn identity(&self) -> Result<Vec<(String, String)>, GitError> {
        let printed = self.any(&["config", "--get-regexp", r"^user\.(name|email)$"], None)?;
        let known = printed.text();
        let mut variables = Vec::new();
        for (key, part, nobody) in [
            ("user.name ", "NAME", NOBODY.0),
            ("user.email ", "EMAIL", NOBODY.1),
        ] {
            let is_known = known.lines().any(|line| line.starts_with(key));
            for role in ["AUTHOR", "COMMITTER"] {
                let variable = format!("GIT_{role}_{part}");
                if !is_known && env::var_os(&variable).is_none() {
                    variables.push((variable, nobody.to_owned()));
                }
            }
        }
        Ok(variables)
    }

    /// The command with everything that keeps it from prompting.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        if let Some(folder) = &self.folder {
            command
                .env("GIT_DIR", folder)
                .env("GIT_WORK_TREE", &self.data);
        }
        if self.data.is_dir() {
            command.current_dir(&self.data);
        }
        command
            .args(args)
            .env("LC_ALL", "C")
            .env("LANGUAGE", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "false")
            .env("SSH_ASKPASS", "false")
            .env("SSH_ASKPASS_REQUIRE", "never")
            .env("GCM_INTERACTIVE", "never")
            .env("GIT_ATTR_NOSYSTEM", "1")
            .env("GIT_DEFAULT_HASH", "sha1")
            .env("GIT_DEFAULT_REF_FORMAT", "files");
        command
    }

    /// Runs a local command, several times if another git process holds a lock, perhaps one left
    /// running by a killed sync.
    fn run(&self, mut command: Command, input: Option<Vec<u8>>) -> Result<Printed, GitError> {
        for _ in 0..20 {
            let printed = self.run_once(&mut command, input.clone(), LOCAL)?;
            if printed.code == Some(0) || !printed.errors.contains("cannot lock ref") {
                return Ok(printed);
            }
            thread::sleep(Duration::from_millis(100));
        }
        self.run_once(&mut command, input, LOCAL)
    }

    fn run_once(
        &self,
        command: &mut Command,
        input: Option<Vec<u8>>,
        limit: Duration,
    ) -> Result<Printed, GitError> {
        if !(self.wanted)() {
            return Err(GitError::Stopped);
        }
        let mut wanted = || (self.wanted)();
        let mut watch = Watch {
            limit,
            kept: MOST,
            // A helper that caches passwords is meant to keep running.
            end_all: false,
            wanted: &mut wanted,
        };
        let finished = child::run(command, input, &mut watch)
            .map_err(|error| GitError::not_started(&error))?;
        match finished.end {
            End::Exited(_) if finished.cut => Err(GitError::TooMuch),
            // A truncated answer is useless.
            End::Exited(_) if !finished.complete => Err(GitError::TooLong(limit.as_secs())),
            End::Exited(status) => Ok(Printed {
                output: finished.output,
                errors: String::from_utf8_lossy(&finished.errors).into_owned(),
                code: status.and_then(|status| status.code()),
            }),
            End::TooLong => Err(GitError::TooLong(limit.as_secs())),
            End::Stopped => Err(GitError::Stopped),
        }
    }
}

pub(super) fn succeeded(args: &[&str], printed: Printed) -> Result<Printed, GitError> {
    match printed.code {
        Some(0) => Ok(printed),
        _ => Err(GitError::failed(args, &printed.errors)),
    }
}
