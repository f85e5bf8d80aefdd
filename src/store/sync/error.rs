//! Why a sync ended early: what happened, and in [`SyncError::advice`] what was kept and what to do.

use crate::store::git::{GIT_COMMAND, GitError, Trouble, shown};
use crate::store::portable_files::FileError;

/// A sync that could not be done.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// There is no git.
    #[error("`git` was not found, and sync works through it")]
    NoGit,
    /// No remote was given.
    #[error("sync is not set up on this device")]
    NotSetUp,
    /// That is not an address.
    #[error("`{0}` is not the address of a git repository")]
    NoAddress(String),
    /// The data folder belongs to another repository.
    #[error("{0} is a git repository that nodequiz did not make")]
    ForeignRepository(String),
    /// The remote holds something else.
    #[error("the remote {address} holds something else: {names}")]
    ForeignRemote {
        /// The remote.
        address: String,
        /// Some of what it holds.
        names: String,
    },
    /// A git operation is unfinished.
    #[error("a {what} is unfinished in {folder}")]
    Unfinished {
        /// The operation.
        what: &'static str,
        /// Where.
        folder: String,
    },
    /// Another branch is in use.
    #[error("{folder} is not on the branch `main` but on {branch}")]
    OtherBranch {
        branch: String,
        /// Where.
        folder: String,
    },
    /// The remote requires a login.
    #[error("the remote {address} wants a login, and sync never asks for one: {said}")]
    Login {
        /// The remote.
        address: String,
        /// What git said.
        said: String,
    },
    /// There is no repository at this address.
    #[error("there is no git repository at {address}: {said}")]
    NoRepository {
        /// The remote.
        address: String,
        /// What git said.
        said: String,
    },
    /// The remote does not respond.
    #[error("the remote {address} cannot be reached: {said}")]
    Unreachable {
        /// The remote.
        address: String,
        /// What git said.
        said: String,
    },
    /// The remote took too long.
    #[error("the remote {address} gave no answer within {seconds} s, so git was ended")]
    TooLong {
        /// The remote.
        address: String,
        /// How long the program waited.
        seconds: u64,
    },
    /// The remote rejects the push.
    #[error("the remote {address} refused what this device sent: {said}")]
    Refused {
        /// The remote.
        address: String,
        /// Its message.
        said: String,
    },
    /// Other devices kept being faster.
    #[error("other devices were faster {0} times in a row")]
    Contended(u32),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Git could not do its part on this machine.
    #[error("{0}")]
    Git(String),
    /// It was interrupted.
    #[error("interrupted")]
    Interrupted,
}

impl SyncError {
    /// What was kept, and what to do next.
    #[must_use]
    pub fn advice(&self) -> String {
        const KEPT: &str = "everything is kept on this device and goes out with the next sync";
        match self {
            Self::NoGit => "install git; everything else in nodequiz works without it".to_owned(),
            Self::NotSetUp => "make an empty git repository that only you can read, then: nodequiz sync init URL".to_owned(),
            Self::NoAddress(_) => "an address is a URL, user@host:path, or a folder with a bare repository".to_owned(),
            Self::ForeignRepository(_) => "nothing was changed; move that .git elsewhere and run it again, or go on syncing the folder with git yourself".to_owned(),
            Self::ForeignRemote { .. } => "nothing was changed, here or there; take an empty repository, without even a README".to_owned(),
            Self::Unfinished { what, .. } if *what == GIT_COMMAND => "nothing was changed; wait for it to end, or delete .git/index.lock there if no git is running, then sync again".to_owned(),
            Self::Unfinished { folder, .. } => format!("nothing was changed; finish or abort it (git -C \"{folder}\" status says how), then sync again"),
            Self::OtherBranch { folder, .. } => format!("nothing was changed; go back to it (git -C \"{folder}\" switch main), then sync again"),
            Self::Login { address, .. } => format!("make `git ls-remote {address}` work without a question (an ssh key, a credential helper); {KEPT}"),
            Self::NoRepository { .. } => format!("check the address, and make the repository there if it is not made yet; {KEPT}"),
            Self::Unreachable { .. } => format!("sync again when you are online; {KEPT}"),
            Self::TooLong { address, .. } => format!("it may be offline, or waiting for a password, which sync never asks for: try `git ls-remote {address}`. For a slow line: nodequiz config set sync.timeout 300; {KEPT}"),
            Self::Refused { .. } => format!("see to it that you may write there, then sync again; {KEPT}"),
            Self::Contended(_) => format!("sync again in a moment; {KEPT}"),
            Self::File(_) => "what was done so far is safe; make it readable and writable, then sync again".to_owned(),
            Self::Git(_) => "nothing is lost: answers and decks are where they were".to_owned(),
            Self::Interrupted => "nothing is lost; sync again when you like".to_owned(),
        }
    }

    /// What git's failure to reach the remote means.
    pub(super) fn of_remote(address: &str, error: GitError) -> Self {
        let address = shown(address);
        let trouble = error.trouble();
        match (error, trouble) {
            (GitError::TooLong(seconds), _) => Self::TooLong { address, seconds },
            (GitError::Failed { said, .. }, Trouble::Login) => Self::Login { address, said },
            (GitError::Failed { said, .. }, Trouble::NoRepository) => {
                Self::NoRepository { address, said }
            }
            (GitError::Failed { said, .. }, Trouble::Unreachable) => {
                Self::Unreachable { address, said }
            }
            (error, _) => error.into(),
        }
    }
}

impl From<GitError> for SyncError {
    fn from(error: GitError) -> Self {
        match error {
            GitError::NotFound => Self::NoGit,
            GitError::Stopped => Self::Interrupted,
            other => Self::Git(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_remote_does_a_sentence_says_what_was_kept() {
        let failed = |said: &str| GitError::Failed {
            command: "fetch".to_owned(),
            said: said.to_owned(),
        };
        let cases = [
            (failed("Permission denied (publickey)."), "wants a login"),
            (
                failed("'/x' does not appear to be a git repository"),
                "there is no git repository",
            ),
            (failed("Could not resolve hostname"), "cannot be reached"),
            (GitError::TooLong(60), "no answer within 60 s"),
        ];
        for (error, words) in cases {
            let error = SyncError::of_remote("https://me:secret@host/x", error);
            let (message, advice) = (error.to_string(), error.advice());
            assert!(message.contains(words), "{message}");
            assert!(
                advice.contains("everything is kept on this device"),
                "{advice}"
            );
            assert!(!(message + &advice).contains("secret"));
        }
        let none = SyncError::of_remote("x", GitError::NotFound);
        assert!(matches!(none, SyncError::NoGit));
        let stopped = SyncError::of_remote("x", GitError::Stopped);
        assert!(matches!(stopped, SyncError::Interrupted));
    }
}
