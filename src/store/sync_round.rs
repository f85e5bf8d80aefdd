//! One sync: what is here is committed, what the remote has is brought in, and the remote gets the
//! result. And the status: what the next one would do.
//!
//! Commits are made of the files as they are. No git command ever writes to them: incoming
//! files are applied one by one, so that a session can keep writing its journal meanwhile, a crash
//! leaves no file half written, and no conflict markers are left in the folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use rand::RngExt as _;
use serde::{Deserialize, Serialize, Serializer};

use super::git::shown;
use super::home::Home;
use super::portable_files::{
    self, Applied, Arrival, FileError, IncomingFiles, LeftOut, in_use, is_journal,
};
use super::repository::{ATTRIBUTES, IGNORE, LARGEST, Pushed, Repository, Tree};
use super::sync::{Sync, SyncError, Synced, TransferSummary, check_remote, leave_marks};
use super::{device, private};
use crate::deck;

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
                    let had = repository.tree_of(seen.as_deref())?;
                    let now = repository.tree(newest)?;
                    synced.sent = TransferSummary::between(repository, &now, &had, Some(&had))?;
                    break;
                }
                Pushed::Refused(message) => {
                    let address = shown(&remote);
                    return Err(SyncError::Refused { address, message });
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
        note_sync(self.home, &shown(&remote), self.now);
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
        let before = repository.tree_of(head)?;
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
        let incoming = IncomingFiles::of(self.home, false);
        let mut any = false;
        for (name, content) in names.iter().zip(repository.contents(&ids)?) {
            let applied = match incoming.file(name, &content) {
                Ok(applied) => applied,
                Err(error) => {
                    synced.block(name, &error);
                    continue;
                }
            };
            match applied {
                Applied::Events(events) => synced.received.add_events(name, events),
                Applied::New => synced.received.files.push((*name).to_owned()),
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
        let ids = repository.ids(&names)?;
        Ok(Tree {
            files: names.into_iter().zip(ids).collect(),
            ..Tree::default()
        })
    }

    fn message(&self) -> String {
        let from = device::known(self.home).map(|device| format!(" from {device}"));
        format!("Answers and decks{}", from.unwrap_or_default())
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
        let trees = Trees {
            base: repository.tree_of(base.as_deref())?,
            here: repository.tree_of(head)?,
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

impl Sync<'_> {
    /// Applies every file that the other side has changed.
    fn land(
        &self,
        repository: &Repository<'_>,
        trees: &Trees,
        synced: &mut Synced,
    ) -> Result<(), SyncError> {
        let incoming = IncomingFiles::of(self.home, false);
        // A few at a time: they are held in memory.
        for names in trees.changed_by_other().chunks(8) {
            let ids: Vec<&str> = names.iter().flat_map(|name| trees.ids(name)).collect();
            let mut contents = repository.contents(&ids)?.into_iter();
            for name in names {
                let base = trees.base.files.get(*name).and_then(|_| contents.next());
                let other = trees.other.files.get(*name).and_then(|_| contents.next());
                let landed =
                    self.land_one(repository, trees, &incoming, name, (base, other), synced);
                match landed {
                    Err(SyncError::File(error)) => synced.block(name, &error),
                    landed => landed?,
                }
            }
        }
        Ok(())
    }

    /// Lets a file find its place: `base` and `other` are what both sides had before, and what the other has.
    fn land_one(
        &self,
        repository: &Repository<'_>,
        trees: &Trees,
        incoming: &IncomingFiles<'_>,
        name: &str,
        (base, other): (Option<Vec<u8>>, Option<Vec<u8>>),
        synced: &mut Synced,
    ) -> Result<(), SyncError> {
        if name == ATTRIBUTES || name == IGNORE {
            let only_other = trees.here.files.get(name) == trees.base.files.get(name);
            if let Some(other) = other.filter(|_| only_other) {
                let path = self.home.data().join(name);
                private::replace(&path, &other).map_err(FileError::at(&path))?;
            }
        } else if is_journal(name) {
            // Journals only grow: one that was deleted there stays here and is sent again.
            let Some(other) = other else { return Ok(()) };
            if let Applied::Events(events) = incoming.journal(name, &other)? {
                synced.received.add_events(name, events);
            }
        } else {
            let mut merge = |base: &[u8], here: &[u8], other: &[u8]| {
                let merged = repository.merged(base, here, other)?;
                is_still_valid(name, here, &merged).then_some(merged)
            };
            let applied = incoming.text(name, base.as_deref(), other.as_deref(), &mut merge)?;
            if applied != Applied::Nothing {
                if applied != Applied::Stayed {
                    synced.received.files.push(name.to_owned());
                }
                let name = name.to_owned();
                synced.texts.push(Arrival { name, applied });
            }
        }
        Ok(())
    }
}

/// The files of both sides, and of the last commit that both had.
struct Trees {
    base: Tree,
    here: Tree,
    other: Tree,
}

impl Trees {
    /// The files that differ at the other side, both from those here and from those before.
    fn changed_by_other(&self) -> Vec<&str> {
        let names: BTreeSet<&String> = self
            .other
            .files
            .keys()
            .chain(self.base.files.keys())
            .collect();
        names
            .into_iter()
            .filter(|name| {
                let other = self.other.files.get(*name);
                // What is too large there, or a link, was not deleted.
                let is_there = other.is_some() || !self.other.has_other(name);
                is_there
                    && other != self.here.files.get(*name)
                    && other != self.base.files.get(*name)
            })
            .map(String::as_str)
            .collect()
    }

    /// The contents needed to apply a file: the common version and the other side's.
    fn ids(&self, name: &str) -> impl Iterator<Item = &str> {
        let (base, other) = (self.base.files.get(name), self.other.files.get(name));
        base.into_iter().chain(other).map(String::as_str)
    }
}

/// Whether the text that git merged is still a valid deck, if both sides were.
fn is_still_valid(name: &str, here: &[u8], merged: &[u8]) -> bool {
    let is_deck = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let source = deck::Source::new(name, text);
        if name.contains("/interview/") {
            deck::parse_prompts(&source).whole().is_some()
        } else {
            deck::parse(&source).whole().is_some()
        }
    };
    let markdown = Path::new(name).extension().is_some_and(|end| end == "md");
    let was_deck = markdown && name.starts_with("decks/") && is_deck(here);
    !was_deck || is_deck(merged)
}

/// A text of which two versions are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// The one in use.
    pub file: String,
    pub other: String,
}

/// The status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SyncState {
    /// The remote, for display; none if sync is not set up.
    pub remote: Option<String>,
    /// When everything was last exchanged with it.
    #[serde(rename = "last_sync", serialize_with = "rfc_3339")]
    pub last: Option<DateTime<FixedOffset>>,
    /// Whether the remote was contacted just now.
    pub asked: bool,
    /// Why the remote could not be contacted; none if it was, or did not have to be.
    pub unreachable: Option<String>,
    /// What the remote does not have, as far as is known.
    pub to_send: TransferSummary,
    /// What the remote has that is not here, as far as is known.
    pub to_receive: TransferSummary,
    /// An unfinished git operation in the folder.
    pub unfinished: Option<&'static str>,
    /// Texts of which two versions are kept.
    pub versions: Vec<Versions>,
}

#[expect(clippy::ref_option, reason = "serde passes a field so")]
fn rfc_3339<S: Serializer>(
    time: &Option<DateTime<FixedOffset>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    time.map(|time| time.to_rfc3339()).serialize(serializer)
}

impl Sync<'_> {
    /// The status. `ask`: contact the remote, if it can be reached.
    pub fn standing(&self, ask: bool) -> Result<SyncState, SyncError> {
        let mut standing = SyncState {
            versions: self.versions()?,
            ..SyncState::default()
        };
        let Some(repository) = self.repository()? else {
            standing.remote = Some(shown(self.setting)).filter(|remote| !remote.is_empty());
            return Ok(standing);
        };
        standing.unfinished = repository.unfinished();
        let Some(remote) = repository.remote()? else {
            return Ok(standing);
        };
        standing.last = last_sync(self.home, &shown(&remote));
        if ask {
            match repository.fetch() {
                Ok(_) => standing.asked = true,
                Err(error) => match SyncError::of_remote(&remote, error) {
                    SyncError::Interrupted => return Err(SyncError::Interrupted),
                    error => standing.unreachable = Some(error.to_string()),
                },
            }
        }
        standing.remote = Some(shown(&remote));
        let (head, seen) = (repository.head()?, repository.seen()?);
        let here = self.here(&repository)?;
        let there = repository.tree_of(seen.as_deref())?;
        let base = match head.zip(seen) {
            Some((head, seen)) => repository.base(&head, &seen)?,
            None => None,
        };
        let base = base.map(|base| repository.tree(&base)).transpose()?;
        let base = base.as_ref();
        standing.to_send = TransferSummary::between(&repository, &here, &there, base)?;
        standing.to_receive = TransferSummary::between(&repository, &there, &here, base)?;
        Ok(standing)
    }

    /// What is in use here and not sent.
    pub fn left_out(&self) -> Result<Vec<LeftOut>, SyncError> {
        let found = portable_files::find(self.home)?;
        let large = found
            .carried
            .into_iter()
            .filter(|file| file.bytes > LARGEST);
        let large = large.map(|file| LeftOut {
            file: file.name,
            why: format!("it is larger than {} MiB: split it", LARGEST >> 20),
        });
        Ok(found.left_out.into_iter().chain(large).collect())
    }

    /// The texts of which two versions are kept.
    pub fn versions(&self) -> Result<Vec<Versions>, SyncError> {
        let found = portable_files::find(self.home)?;
        Ok(found
            .carried
            .iter()
            .filter_map(|file| {
                in_use(&file.name).map(|name| Versions {
                    file: name.to_owned(),
                    other: file.name.clone(),
                })
            })
            .collect())
    }
}

#[derive(Serialize, Deserialize)]
struct Record {
    at: String,
    remote: String,
}

const FILE: &str = "sync.json";

/// Records that everything was exchanged with a remote: only for display, nothing depends on it.
fn note_sync(home: &Home, remote: &str, now: DateTime<FixedOffset>) {
    let record = Record {
        at: now.to_rfc3339(),
        remote: remote.to_owned(),
    };
    let Ok(text) = serde_json::to_string(&record) else {
        return;
    };
    // Without it, the status lacks one line.
    let _ = private::save(&home.state().join(FILE), text.as_bytes());
}

/// When everything was last exchanged with this remote.
fn last_sync(home: &Home, remote: &str) -> Option<DateTime<FixedOffset>> {
    let text = fs::read_to_string(home.state().join(FILE)).ok()?;
    let record: Record = serde_json::from_str(&text).ok()?;
    let at = DateTime::parse_from_rfc3339(&record.at).ok()?;
    (record.remote == remote).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_deck_that_is_none_any_more_is_not_taken() {
        let deck = b"# D {#d}\n\n## Q? {#q}\n\nA.\n";
        let twice = b"# D {#d}\n\n## Q? {#q}\n\nA.\n\n## Q? {#q}\n\nB.\n";
        assert!(is_still_valid("decks/d.md", deck, deck));
        assert!(!is_still_valid("decks/d.md", deck, twice));
        // A text that was invalid before is not made worse.
        assert!(is_still_valid("decks/d.md", twice, twice));
        assert!(is_still_valid("reports/r.md", deck, twice));
    }

    #[test]
    fn only_what_the_other_side_changed_is_looked_at() {
        let tree = |files: &[(&str, &str)]| Tree {
            files: files
                .iter()
                .map(|(name, id)| ((*name).to_owned(), (*id).to_owned()))
                .collect(),
            ..Tree::default()
        };
        let trees = Trees {
            base: tree(&[("a", "1"), ("b", "1"), ("c", "1"), ("e", "1")]),
            here: tree(&[("a", "2"), ("b", "1"), ("c", "1"), ("d", "1")]),
            other: tree(&[("a", "1"), ("b", "2"), ("d", "1"), ("e", "1"), ("f", "1")]),
        };
        assert_eq!(trees.changed_by_other(), ["b", "c", "f"]);
        assert_eq!(trees.ids("b").collect::<Vec<_>>(), ["1", "2"]);
    }
}
