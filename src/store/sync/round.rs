//! One sync: what is here is committed, what the remote has is brought in, and the remote gets the
//! result.
//!
//! Commits are made of the files as they are. No git command ever writes to them: incoming
//! files are applied one by one, so that a session can keep writing its journal meanwhile, a crash
//! leaves no file half written, and no conflict markers are left in the folder.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use rand::RngExt as _;

use super::account::{Synced, TransferSummary};
use super::error::SyncError;
use super::intake::Trees;
use super::marks::leave_marks;
use super::record;
use super::setup::{Sync, check_remote};
use crate::store::device;
use crate::store::git::{ATTRIBUTES, IGNORE, LARGEST, Pushed, Repository, Tree, shown};
use crate::store::incoming::Applied;
use crate::store::portable_files;
use crate::store::portable_files::{FileError, LeftOut, is_journal};

/// How often it is tried if other devices are faster.
const TRIES: u32 = 10;

impl Sync<'_> {
    /// Commits, applies and pushes until both sides have the same. `met`: the remote was fetched
    /// just now.
    pub(super) fn round(
        &self,
        repository: &Repository<'_>,
        met: bool,
    ) -> Result<Synced, SyncError> {
        let remote = repository.remote()?;
        let mut synced = Synced {
            remote: remote.as_deref().map(shown),
            ..Synced::default()
        };
        leave_marks(self.home)?;
        let blocked_before = repository.blocked();
        let mut head = repository.head()?;
        let joining = met && head.is_none() && repository.seen()?.is_some();
        if !joining {
            head = Some(self.commit(repository, head.as_deref(), &blocked_before, &mut synced)?);
        }
        let Some(remote) = remote else {
            return Ok(synced);
        };
        for attempt in 0..TRIES {
            if attempt > 0 || !met {
                check_remote(repository, &remote, head.as_deref())?;
            }
            let seen = repository.seen()?;
            if let Some(seen) = &seen {
                let brought = self.receive(repository, head.as_deref(), seen, &mut synced)?;
                head = Some(brought);
            }
            let Some(newest) = &head else { break };
            if seen.as_ref() == Some(newest) {
                break;
            }
            let pushed = repository
                .push(newest)
                .map_err(|error| SyncError::of_remote(&remote, error))?;
            match pushed {
                Pushed::Done => {
                    let had = match seen {
                        Some(seen) => repository.tree(&seen)?,
                        None => Tree::default(),
                    };
                    let now = repository.tree(newest)?;
                    synced.sent = TransferSummary::between(repository, &now, &had, Some(&had))?;
                    break;
                }
                Pushed::Refused(said) => {
                    let address = shown(&remote);
                    return Err(SyncError::Refused { address, said });
                }
                Pushed::Behind if attempt + 1 == TRIES => return Err(SyncError::Contended(TRIES)),
                Pushed::Behind => {
                    let most = 100 * u64::from(attempt + 1);
                    thread::sleep(Duration::from_millis(
                        rand::rng().random_range(20..20 + most),
                    ));
                }
            }
        }
        let git_folder = self.home.data().join(".git");
        repository
            .set_blocked(&synced.blocked)
            .map_err(FileError::at(&git_folder))?;
        if let Some(seen) = repository.seen()? {
            let large = repository.too_large(&seen)?;
            synced
                .left_out
                .extend(large.into_iter().map(|file| LeftOut {
                    file,
                    why: format!("it is larger than {} MiB at the remote", LARGEST >> 20),
                }));
        }
        record::note(self.home, &shown(&remote), self.now);
        Ok(synced)
    }

    /// Commits what is here, if it is new; returns the newest commit.
    fn commit(
        &self,
        repository: &Repository<'_>,
        head: Option<&str>,
        blocked: &BTreeSet<String>,
        synced: &mut Synced,
    ) -> Result<String, SyncError> {
        let before = match head {
            Some(head) => repository.tree(head)?,
            None => Tree::default(),
        };
        let mut tree = self.here(repository)?;
        if self.restore(repository, &before, &tree, blocked, synced)? {
            tree = self.here(repository)?;
        }
        keep_blocked(&mut tree, &before, synced);
        tree.others.clone_from(&before.others);
        match head {
            Some(head) if tree == before => Ok(head.to_owned()),
            _ => Ok(repository.commit(&tree, head.as_slice(), &self.message())?),
        }
    }

    /// Brings back what the repository had and a restored backup lacks: lines of journals, and texts
    /// whose whole folder is gone. Whether there was any.
    fn restore(
        &self,
        repository: &Repository<'_>,
        before: &Tree,
        here: &Tree,
        blocked: &BTreeSet<String>,
        synced: &mut Synced,
    ) -> Result<bool, SyncError> {
        let gone = |name: &str| {
            let folder = name.split('/').next().unwrap_or_default();
            portable_files::travels(name) && !self.home.data().join(folder).exists()
        };
        let (names, ids): (Vec<&str>, Vec<&str>) = before
            .files
            .iter()
            .filter(|(name, id)| here.files.get(*name) != Some(*id))
            .filter(|(name, _)| is_journal(name) || gone(name) || blocked.contains(*name))
            .map(|(name, id)| (name.as_str(), id.as_str()))
            .unzip();
        let own = device::known(self.home);
        let incoming = self.incoming(own.as_deref());
        let mut any = false;
        for (name, content) in names.iter().zip(repository.contents(&ids)?) {
            let applied = if is_journal(name) {
                incoming.journal(name, &content)
            } else {
                incoming.text(name, None, Some(&content), &mut |_, _, _| None)
            };
            let applied = match applied {
                Ok(applied) => applied,
                Err(error) => {
                    synced.block(name, &error);
                    continue;
                }
            };
            match applied {
                Applied::New { events } | Applied::Events(events) if is_journal(name) => {
                    synced.received.add_events(name, events);
                }
                Applied::New { .. } => synced.received.files.push((*name).to_owned()),
                _ => continue,
            }
            any = true;
        }
        Ok(any)
    }

    /// The files as they are now; their contents are in the repository.
    pub(super) fn here(&self, repository: &Repository<'_>) -> Result<Tree, SyncError> {
        let data = self.home.data();
        let marks = [ATTRIBUTES, IGNORE].map(str::to_owned).into_iter();
        let mut names: Vec<String> = marks.filter(|name| data.join(name).is_file()).collect();
        let found = portable_files::find(self.home)?.carried.into_iter();
        let found = found.filter(|file| file.bytes <= LARGEST);
        names.extend(found.map(|file| file.name));
        let ids = repository.ids(&names, true)?;
        Ok(Tree {
            files: names.into_iter().zip(ids).collect(),
            ..Tree::default()
        })
    }

    fn message(&self) -> String {
        match device::known(self.home) {
            Some(device) => format!("Answers and decks from {device}"),
            None => "Answers and decks".to_owned(),
        }
    }

    /// Brings in what the remote has; the commit that holds both.
    fn receive(
        &self,
        repository: &Repository<'_>,
        head: Option<&str>,
        seen: &str,
        synced: &mut Synced,
    ) -> Result<String, SyncError> {
        let base = match head {
            Some(head) => repository.base(head, seen)?,
            None => None,
        };
        if let Some(head) = head.filter(|_| base.as_deref() == Some(seen)) {
            return Ok(head.to_owned());
        }
        let tree = |commit: Option<&str>| match commit {
            Some(commit) => repository.tree(commit),
            None => Ok(Tree::default()),
        };
        let trees = Trees {
            base: tree(base.as_deref())?,
            here: tree(head)?,
            other: repository.tree(seen)?,
        };
        self.land(repository, &trees, synced)?;
        let mut merged = self.here(repository)?;
        if head.is_some() && base.as_deref() != head {
            merged.others.clone_from(&trees.here.others);
        }
        merged.take_others(&trees.other);
        keep_blocked(&mut merged, &trees.other, synced);
        if merged == trees.other && (head.is_none() || base.as_deref() == head) {
            repository.advance(seen)?;
            return Ok(seen.to_owned());
        }
        let parents: Vec<&str> = head.into_iter().chain([seen]).collect();
        Ok(repository.commit(&merged, &parents, &self.message())?)
    }
}

/// What could not be written here stays in the repository as it is there.
fn keep_blocked(tree: &mut Tree, there: &Tree, synced: &Synced) {
    for name in &synced.blocked {
        if let Some(id) = there.files.get(name) {
            // A file that is where its folder should be is what blocks it: the repository cannot have both.
            for (end, _) in name.match_indices('/') {
                tree.files.remove(&name[..end]);
            }
            tree.files.insert(name.clone(), id.clone());
        }
    }
}
