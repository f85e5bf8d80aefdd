//! The start of a sync: the repository of this device, and a suitable remote.

use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};

use super::account::Synced;
use super::error::SyncError;
use super::marks::is_ours;
use crate::store::git::{GIT_COMMAND, Git, Repository, address, shown};
use crate::store::home::Home;
use crate::store::portable_files::FileError;
use crate::store::private;

/// How long another git command may take to end.
const PATIENCE: Duration = Duration::from_secs(2);

/// Syncing the data of one learner.
pub struct Sync<'a> {
    /// Where things live.
    pub home: &'a Home,
    /// The remote from the settings; empty if there is none.
    pub setting: &'a str,
    /// How long the remote may take to respond.
    pub limit: Duration,
    /// Whether the result is still wanted.
    pub wanted: &'a dyn Fn() -> bool,
    /// The time, for the status.
    pub now: DateTime<FixedOffset>,
}

impl<'a> Sync<'a> {
    /// Syncs with the remote that is set up.
    pub fn run(&self) -> Result<Synced, SyncError> {
        let Some(repository) = self.repository()? else {
            return if self.setting.is_empty() {
                Err(SyncError::NotSetUp)
            } else {
                self.init(self.setting)
            };
        };
        if let Some(wanted) = address(self.setting)
            && repository.remote()?.as_ref() != Some(&wanted)
        {
            return self.init(&wanted);
        }
        self.ready(&repository)?;
        self.round(&repository, false)
    }

    /// Sets up a remote, new or with data of other devices, and syncs with it.
    pub fn init(&self, typed: &str) -> Result<Synced, SyncError> {
        let address = address(typed).ok_or_else(|| SyncError::NoAddress(typed.to_owned()))?;
        private::create_folder(self.home.data()).map_err(FileError::at(self.home.data()))?;
        if let Some(repository) = self.repository()? {
            self.ready(&repository)?;
            let before = repository.remote()?;
            if before.as_ref() != Some(&address) {
                repository.set_remote(&address)?;
            }
            if let Err(error) = check_remote(&repository, &address, None) {
                if let Some(before) = before.filter(|before| *before != address) {
                    repository.set_remote(&before)?;
                }
                return Err(error);
            }
            return self.round(&repository, true);
        }
        // Created separately: if the remote is unsuitable, nothing is left of it.
        let data = self.home.data();
        let aside = tempfile::Builder::new()
            .prefix(".nodequiz-git-")
            .tempdir_in(data)
            .map_err(FileError::at(data))?;
        let repository = Repository::create(&self.git(), aside.path(), &address)?;
        check_remote(&repository, &address, None)?;
        let repository = repository
            .settle(aside.path())
            .map_err(FileError::at(&data.join(".git")))?;
        self.round(&repository, true)
    }

    pub(super) fn git(&self) -> Git<'a> {
        Git::new(self.home.data(), self.limit, self.wanted)
    }

    /// The repository, if there is one already.
    pub(super) fn repository(&self) -> Result<Option<Repository<'a>>, SyncError> {
        let folder = self.home.data().join(".git");
        if folder.symlink_metadata().is_err() {
            return Ok(None);
        }
        let foreign = || SyncError::ForeignRepository(self.home.data().display().to_string());
        let repository = Repository::open(&self.git()).ok_or_else(foreign)?;
        let ours = repository.remote()?.is_some()
            || repository.is_blank()?
            || match repository.head()? {
                Some(head) => is_ours(&repository, &repository.tree(&head)?)?,
                None => false,
            };
        if ours {
            Ok(Some(repository))
        } else {
            Err(foreign())
        }
    }

    /// Refuses if a git operation is unfinished in the folder.
    pub(super) fn ready(&self, repository: &Repository<'_>) -> Result<(), SyncError> {
        let folder = self.home.data().display().to_string();
        let deadline = Instant::now() + PATIENCE;
        while let Some(what) = repository.unfinished() {
            // A git command that is at work mostly ends in a moment.
            if what != GIT_COMMAND || Instant::now() >= deadline {
                return Err(SyncError::Unfinished { what, folder });
            }
            thread::sleep(PATIENCE / 40);
        }
        match repository.other_branch()? {
            Some(branch) => Err(SyncError::OtherBranch { branch, folder }),
            None => Ok(()),
        }
    }
}

/// Checks the remote: it has to be empty, or hold a learner's data.
/// `head` is the newest commit here, which it may have.
pub(super) fn check_remote(
    repository: &Repository<'_>,
    address: &str,
    head: Option<&str>,
) -> Result<(), SyncError> {
    let branches = repository
        .fetch()
        .map_err(|error| SyncError::of_remote(address, error))?;
    let foreign = |names: &[String]| SyncError::ForeignRemote {
        address: shown(address),
        names: few(names),
    };
    let Some(seen) = repository.seen()? else {
        return if branches.is_empty() {
            Ok(())
        } else {
            let names: Vec<String> = branches
                .iter()
                .map(|branch| format!("a branch `{branch}`"))
                .collect();
            Err(foreign(&names))
        };
    };
    if head == Some(&*seen) {
        return Ok(());
    }
    let tree = repository.tree(&seen)?;
    if is_ours(repository, &tree)? {
        Ok(())
    } else {
        Err(foreign(&tree.names()))
    }
}

/// The first few of many names.
fn few(names: &[String]) -> String {
    const FEW: usize = 4;
    let mut text = names[..names.len().min(FEW)].join(", ");
    if names.len() > FEW {
        text.push_str(", …");
    }
    if text.is_empty() {
        text.push_str("a commit without files");
    }
    text
}
