//! Why decks of others could not be fetched, and in [`SharedError::advice`] what to do. Nothing has been changed then.

use crate::store::git::{GitError, Trouble};
use crate::store::portable_files::FileError;

/// Decks that could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum SharedError {
    #[error("`git` was not found, and decks of others come through it")]
    NoGit,
    #[error("`{0}` is not the address of a git repository")]
    NoAddress(String),
    /// It is not https, ssh or a path.
    #[error("decks come through https, ssh or from a folder, and not through `{0}`")]
    OtherWay(String),
    #[error("there is a name or password in the address {0}")]
    Secret(String),
    #[error("{address} wants a login, and nodequiz never asks for one: {said}")]
    Login {
        address: String,
        /// What git said.
        said: String,
    },
    #[error("there is no git repository at {address}: {said}")]
    NoRepository {
        address: String,
        /// What git said.
        said: String,
    },
    #[error("there is nothing in the repository {0} yet")]
    Empty(String),
    #[error("{address} cannot be reached: {said}")]
    Unreachable {
        address: String,
        /// What git said.
        said: String,
    },
    #[error("{address} gave no answer within {seconds} s, so git was ended")]
    TooLong { address: String, seconds: u64 },
    #[error("{address} holds more than {} MB{what}", limit >> 20)]
    TooLarge {
        address: String,
        limit: u64,
        /// Of what.
        what: &'static str,
    },
    #[error("{address} has more than {limit} files")]
    TooMany { address: String, limit: usize },
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{0}")]
    Git(String),
    #[error("interrupted; nothing was changed")]
    Interrupted,
}

impl SharedError {
    /// What to do next.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::NoGit => "install git; everything else in nodequiz works without it".to_owned(),
            Self::NoAddress(_) => {
                "an address is a URL, user@host:path, or a folder with a repository".to_owned()
            }
            Self::OtherWay(_) => {
                "take the address that begins with https:// or ssh://, or the path of a folder"
                    .to_owned()
            }
            Self::Secret(_) => "leave it out, it would be written beside the decks: an ssh key or a credential helper of \
                 git is asked without it"
                .to_owned(),
            Self::Login { address, .. } => format!(
                "check the address; if it is right, make `git ls-remote {address}` work without a question (an ssh \
                 key, a credential helper)"
            ),
            Self::NoRepository { .. } => "check the address; nothing was changed".to_owned(),
            Self::Empty(_) => {
                "ask whoever made it when there will be decks; nothing was changed".to_owned()
            }
            Self::Unreachable { .. } => {
                "try again when you are online; nothing was changed".to_owned()
            }
            Self::TooLong { address, .. } => format!(
                "it may be offline: try `git ls-remote {address}`. For a slow line: nodequiz config set sync.timeout \
                 300; nothing was changed"
            ),
            Self::TooLarge { .. } | Self::TooMany { .. } => {
                "clone it yourself, and copy the decks that you want to your decks folder (nodequiz decks path)"
                    .to_owned()
            }
            Self::File(_) => "make it readable and writable, then try again".to_owned(),
            Self::Git(_) | Self::Interrupted => "nothing was changed".to_owned(),
        }
    }

    /// What git's failure to fetch from an address means.
    pub(super) fn of_remote(address: &str, error: GitError) -> Self {
        let address = address.to_owned();
        let trouble = error.trouble();
        match (error, trouble) {
            (GitError::TooLong(seconds), _) => Self::TooLong { address, seconds },
            (GitError::Failed { said, .. }, _) if said.contains("couldn't find remote ref") => {
                Self::Empty(address)
            }
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

impl From<GitError> for SharedError {
    fn from(error: GitError) -> Self {
        match error {
            GitError::NotFound => Self::NoGit,
            GitError::Stopped => Self::Interrupted,
            other => Self::Git(other.to_string()),
        }
    }
}
