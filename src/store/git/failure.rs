//! Why git could not do something, from its output, which is in English.

use std::io;

/// A git command that did not do its work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::store) enum GitError {
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
    #[error("`git {command}` failed: {said}")]
    Failed {
        command: String,
        /// Its message, on one line.
        said: String,
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
    pub(in crate::store) fn at(&self, kind: &str, address: &str, asker: &str) -> String {
        match self {
            Self::Login(said) => {
                format!("{kind}{address} wants a login, and {asker} never asks for one: {said}")
            }
            Self::NoRepository(said) => format!("there is no git repository at {address}: {said}"),
            Self::Unreachable(said) => format!("{kind}{address} cannot be reached: {said}"),
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
            said: gist(errors),
        }
    }

    /// What is wrong with the remote that a command asked; an error where it is not the remote.
    pub(in crate::store) fn trouble(self) -> Result<Trouble, Self> {
        match self {
            Self::TooLong(seconds) => Ok(Trouble::TooLong(seconds)),
            Self::Failed { said, .. } => Ok(trouble(said)),
            other => Err(other),
        }
    }

    /// Whether what git says means that its files are damaged.
    pub(in crate::store) fn is_damage(&self) -> bool {
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
            Self::Failed { said, .. } => DAMAGE.iter().any(|words| said.contains(words)),
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

fn trouble(said: String) -> Trouble {
    let lower = said.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    // A host that hides its repositories says both; in that case a login helps.
    if any(&LOGIN) {
        Trouble::Login(said)
    } else if any(&MISSING) {
        Trouble::NoRepository(said)
    } else {
        Trouble::Unreachable(said)
    }
}

/// The relevant part of git's standard error, on one line.
pub(super) fn gist(errors: &str) -> String {
    const ADVICE: [&str; 5] = [
        "hint:",
        "Please make sure you have the correct access rights",
        "and the repository exists.",
        "Could not read from remote repository",
        "Warning: Permanently added",
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
