//! The `git` command, for keeping the learner's data in their own repository.

mod failure;
mod remote;
mod repository;
mod run;
mod tree;

pub(super) use failure::{GitError, Trouble};
pub use remote::address;
pub(super) use remote::shown;
pub(super) use repository::{GIT_COMMAND, Pushed, Repository, unfinished_in};
pub(super) use run::Git;
pub(super) use tree::{ATTRIBUTES, Entry, EntryKind, IGNORE, LARGEST, Tree};
