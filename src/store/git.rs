//! Running `git` so that it never prompts, never hangs, and ignores settings meant for other repositories; addresses of
//! remotes; and why git could not do something, from its output, which is in English.
//!
//! Settings that could change what is stored, sign it, run hooks or prompt a person are overridden
//! for these commands only. Settings for reaching the remote (`url.….insteadOf`, credential
//! helpers, ssh) stay the learner's.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::child::{self, End, Watch};
use super::program::Program;

/// How long a command that stays on this machine may take.
const LOCAL: Duration = Duration::from_secs(300);

/// A lock that another git process holds: what git says then, and how often and after which pause it is asked again.
struct Lock {
    words: [&'static str; 2],
    times: u32,
    pause: Duration,
}

/// That of any ref.
const LOCKED: Lock = Lock {
    words: [CANNOT_LOCK, ""],
    times: 20,
    pause: Duration::from_millis(100),
};

/// That of a ref which notes what the remote had. Each time the remote is asked again.
const LOCKED_NOTE: Lock = Lock {
    words: ["cannot lock ref 'refs/remotes/", "File exists"],
    times: 4,
    pause: Duration::from_millis(500),
};

/// What git says of a ref that another process has locked.
pub(super) const CANNOT_LOCK: &str = "cannot lock ref";

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
pub(super) struct Git<'w> {
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
    pub(super) fn new(data: &Path, limit: Duration, wanted: &'w dyn Fn() -> bool) -> Self {
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
        succeeded(args, self.run(command, None, LOCAL, &LOCKED)?)
    }

    /// Runs a command that may exit with a failure.
    pub(super) fn any(&self, args: &[&str], input: Option<Vec<u8>>) -> Result<Printed, GitError> {
        self.run(self.command(args), input, LOCAL, &LOCKED)
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
            command.env("GIT_SSH_COMMAND", quiet_ssh(&ssh));
        }
        // A lock at the remote is not waited for: the sync begins another round.
        self.run(command, None, self.limit, &LOCKED_NOTE)
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

    /// Runs a command, several times if another git process holds a lock, perhaps one left
    /// running by a killed sync.
    fn run(
        &self,
        mut command: Command,
        input: Option<Vec<u8>>,
        limit: Duration,
        lock: &Lock,
    ) -> Result<Printed, GitError> {
        for _ in 0..lock.times {
            let printed = self.run_once(&mut command, input.clone(), limit)?;
            let is_locked = lock
                .words
                .iter()
                .all(|words| printed.errors.contains(words));
            if printed.code == Some(0) || !is_locked {
                return Ok(printed);
            }
            thread::sleep(lock.pause);
        }
        self.run_once(&mut command, input, limit)
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

/// The address for git: a local path is made absolute, because git runs in another folder. `None`
/// if it is not an address.
#[must_use]
pub fn address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.starts_with('-') || typed.chars().any(char::is_control) {
        return None;
    }
    if !is_path(typed) {
        return Some(typed.to_owned());
    }
    let path = std::path::absolute(Path::new(typed)).ok()?;
    path.to_str().map(str::to_owned)
}

/// Whether an address is a path: git treats a colon before the first slash as the end of a host
/// name, and on Windows one after a drive's letter as part of a path.
fn is_path(address: &str) -> bool {
    let host = address.split('/').next().unwrap_or_default();
    Path::new(address).is_absolute() || !address.contains("://") && !host.contains(':')
}

/// The address without its password, for display.
#[must_use]
pub(super) fn shown(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let (host, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    match host.rsplit_once('@') {
        Some((user, host)) => {
            let user = match user.split_once(':') {
                Some((name, _)) => format!("{name}:…"),
                // A token alone is a secret, too; a user name alone is not.
                None if scheme.starts_with("http") => "…".to_owned(),
                None => user.to_owned(),
            };
            format!("{scheme}://{user}@{host}{path}")
        }
        None => address.to_owned(),
    }
}

/// Options that make ssh fail instead of asking or waiting.
const QUIET: &str = "-o BatchMode=yes -o ConnectTimeout=15";

/// An ssh command that never asks. Commands other than `ssh` are left alone: they may not know the
/// options.
fn quiet_ssh(command: &str) -> String {
    let command = command.trim();
    let Some(program) = Program::parse(command).filter(|program| program.base() == "ssh") else {
        return command.to_owned();
    };
    // For ssh, the first value of an option counts.
    match command.strip_prefix(&program.name) {
        Some(rest) => format!("{} {QUIET}{rest}", program.name),
        None => format!("{command} {QUIET}"),
    }
}

/// A git command that did not do its work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum GitError {
    /// There is no git.
    #[error("`git` was not found")]
    NotFound,
    /// It did not start.
    #[error("`git` did not start: {0}")]
    NotStarted(String),
    /// It was ended after these many seconds.
    #[error("`git` had no answer after {0} s and was ended")]
    TooLong(u64),
    /// It had more to say than is held in memory.
    #[error("the repository holds more than 512 MiB at once; make it smaller")]
    TooMuch,
    /// Its result is no longer wanted.
    #[error("interrupted")]
    Stopped,
    #[error("`git {command}` failed: {message}")]
    Failed {
        command: String,
        /// Its message, on one line.
        message: String,
    },
}

/// What is wrong with a remote, mostly with what git said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It requires a login, and git must not ask for one.
    Login(String),
    /// There is no repository.
    NoRepository(String),
    /// It cannot be reached, or git's message is not recognized.
    Unreachable(String),
    /// It gave no answer within these many seconds.
    TooLong(u64),
}

impl Trouble {
    /// The trouble in words. `kind` stands before the address; `asker` would have to ask for a login.
    pub(super) fn at(&self, kind: &str, address: &str, asker: &str) -> String {
        match self {
            Self::Login(message) => {
                format!("{kind}{address} wants a login, and {asker} never asks for one: {message}")
            }
            Self::NoRepository(message) => {
                format!("there is no git repository at {address}: {message}")
            }
            Self::Unreachable(message) => format!("{kind}{address} cannot be reached: {message}"),
            Self::TooLong(seconds) => {
                format!("{kind}{address} gave no answer within {seconds} s, so git was ended")
            }
        }
    }
}

impl GitError {
    /// It did not start.
    pub(super) fn not_started(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound {
            Self::NotFound
        } else {
            Self::NotStarted(error.to_string())
        }
    }

    /// A failure with these words on standard error.
    pub(super) fn failed(args: &[&str], errors: &str) -> Self {
        Self::Failed {
            command: args.first().copied().unwrap_or_default().to_owned(),
            message: gist(errors),
        }
    }

    /// What is wrong with the remote that a command asked; an error where it is not the remote.
    pub(super) fn trouble(self) -> Result<Trouble, Self> {
        match self {
            Self::TooLong(seconds) => Ok(Trouble::TooLong(seconds)),
            Self::Failed { message, .. } if !message.contains(CANNOT_LOCK) => Ok(trouble(message)),
            other => Err(other),
        }
    }

    /// Whether what git says means that its files are damaged.
    pub(super) fn is_damage(&self) -> bool {
        const DAMAGE: [&str; 9] = [
            "is empty",
            "corrupt",
            "bad object",
            "bad tree object",
            "could not read",
            "unable to read",
            "not a valid object",
            "lacks a file's content",
            "missing blob",
        ];
        match self {
            Self::Failed { message, .. } => DAMAGE.iter().any(|words| message.contains(words)),
            _ => false,
        }
    }
}

/// Words that mean that a login is required.
const LOGIN: [&str; 11] = [
    "could not read username",
    "could not read password",
    "unable to get password",
    "terminal prompts disabled",
    "authentication failed",
    "permission denied (",
    "host key verification failed",
    "unable to read askpass",
    "invalid username or",
    "error: 401",
    "error: 403",
];

/// Words that mean that the repository does not exist.
const MISSING: [&str; 4] = [
    "does not appear to be a git repository",
    "repository not found",
    "does not exist",
    "error: 404",
];

fn trouble(message: String) -> Trouble {
    let lower = message.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    // A host that hides its repositories says both; in that case a login helps.
    if any(&LOGIN) {
        Trouble::Login(message)
    } else if any(&MISSING) {
        Trouble::NoRepository(message)
    } else {
        Trouble::Unreachable(message)
    }
}

/// The relevant part of git's standard error, on one line.
pub(super) fn gist(errors: &str) -> String {
    const ADVICE: [&str; 10] = [
        "hint:",
        "Please make sure you have the correct access rights",
        "and the repository exists.",
        "Could not read from remote repository",
        "Warning: Permanently added",
        "Another git process seems to be running",
        "an editor opened by 'git commit'",
        "are terminated then try again",
        "may have crashed in this repository",
        "remove the file manually",
    ];
    const MOST: usize = 300;
    let lines: Vec<&str> = errors
        .lines()
        // A remote shows progress by overwriting its line.
        .map(|line| line.rsplit('\r').next().unwrap_or(line).trim())
        .filter(|line| !line.is_empty())
        .collect();
    let telling = |line: &&&str| !ADVICE.iter().any(|advice| line.contains(advice));
    let mut chosen: Vec<&str> = lines.iter().filter(telling).copied().collect();
    if chosen.is_empty() {
        chosen = lines;
    }
    let text = chosen
        .iter()
        .map(|line| {
            ["fatal: ", "error: ", "remote: "]
                .iter()
                .fold(*line, |line, word| line.strip_prefix(word).unwrap_or(line))
        })
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None if text.is_empty() => "it did not say why".to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_made_absolute_and_any_other_address_stays() {
        let here = std::env::current_dir().expect("a folder");
        let inside = |name: &str| here.join(name).to_string_lossy().into_owned();
        let cases = [
            ("../data.git", Some(inside("../data.git"))),
            (" data.git ", Some(inside("data.git"))),
            ("/srv/data.git", Some("/srv/data.git".to_owned())),
            ("./a:b", Some(inside("./a:b"))),
            (
                "git@host:me/data.git",
                Some("git@host:me/data.git".to_owned()),
            ),
            (
                "https://host/data.git",
                Some("https://host/data.git".to_owned()),
            ),
            ("", None),
            ("--upload-pack=x", None),
            ("a\nb", None),
        ];
        for (typed, expected) in cases {
            let known = address(typed);
            let plain = |text: &str| std::path::absolute(text).expect("a path");
            match (known, expected) {
                (Some(known), Some(expected)) if is_path(&known) => {
                    assert_eq!(plain(&known), plain(&expected), "{typed}");
                }
                (known, expected) => assert_eq!(known, expected, "{typed}"),
            }
        }
    }

    #[test]
    fn no_password_is_shown() {
        let cases = [
            ("https://me:secret@host/x.git", "https://me:…@host/x.git"),
            ("https://token@host/x.git", "https://…@host/x.git"),
            ("ssh://git@host:22/x.git", "ssh://git@host:22/x.git"),
            ("https://host/a@b.git", "https://host/a@b.git"),
            ("git@host:x.git", "git@host:x.git"),
        ];
        for (address, expected) in cases {
            assert_eq!(shown(address), expected);
        }
    }

    #[test]
    fn ssh_never_prompts_and_keeps_the_learners_options() {
        let cases = [
            ("ssh", "ssh -o BatchMode=yes -o ConnectTimeout=15"),
            (
                "/usr/bin/ssh -i ~/.ssh/key -o BatchMode=no",
                "/usr/bin/ssh -o BatchMode=yes -o ConnectTimeout=15 -i ~/.ssh/key -o BatchMode=no",
            ),
            (
                "'/my apps/ssh' -4",
                "'/my apps/ssh' -4 -o BatchMode=yes -o ConnectTimeout=15",
            ),
            ("plink -batch", "plink -batch"),
            ("my-ssh-wrapper", "my-ssh-wrapper"),
        ];
        for (command, expected) in cases {
            assert_eq!(quiet_ssh(command), expected);
        }
    }

    #[test]
    fn the_message_of_git_is_shown_on_one_line_without_its_hints() {
        type Case = (&'static str, &'static str, fn(String) -> Trouble);
        let cases: [Case; 7] = [
            (
                "fatal: '/no/such' does not appear to be a git repository\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n",
                "'/no/such' does not appear to be a git repository",
                Trouble::NoRepository,
            ),
            (
                "git@host: Permission denied (publickey).\r\nfatal: Could not read from remote repository.\n",
                "git@host: Permission denied (publickey).",
                Trouble::Login,
            ),
            (
                "error: unable to read askpass response from 'false'\nfatal: could not read Username for 'https://host': terminal prompts disabled\n",
                "unable to read askpass response from 'false'; could not read Username for 'https://host': terminal prompts disabled",
                Trouble::Login,
            ),
            (
                "remote: Repository not found.\nfatal: Authentication failed for 'https://host/x.git/'\n",
                "Repository not found.; Authentication failed for 'https://host/x.git/'",
                Trouble::Login,
            ),
            (
                "ssh: Could not resolve hostname host: Name or service not known\nfatal: Could not read from remote repository.\n",
                "ssh: Could not resolve hostname host: Name or service not known",
                Trouble::Unreachable,
            ),
            (
                "fatal: Could not read from remote repository.\n",
                "Could not read from remote repository.",
                Trouble::Unreachable,
            ),
            ("", "it did not say why", Trouble::Unreachable),
        ];
        for (errors, expected, what) in cases {
            let error = GitError::failed(&["fetch"], errors);
            let words = format!("`git fetch` failed: {expected}");
            assert_eq!(error.to_string(), words);
            assert_eq!(error.trouble(), Ok(what(expected.to_owned())), "{errors}");
        }
        assert!(gist(&"x".repeat(5000)).chars().count() < 400);
    }
}
