//! Several devices through a git remote of the learner's own: the start of a sync with the repository of this device and
//! a suitable remote; what comes of it; or why it ended early, and in [`SyncError::advice`] what was kept and what to do.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::git::{CANNOT_LOCK, Git, GitError, Trouble, address, shown};
use super::home::Home;
use super::portable_files::{Arrival, FileError, LeftOut, is_journal, read, travels};
use super::private;
use super::repository::{ATTRIBUTES, GIT_COMMAND, IGNORE, Repository, Tree};
use crate::history::lines_only_in;
use crate::memory::StudyDay;

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
    ///
    /// Where the local repository is damaged, as a power cut may leave it, it is put aside and a new one made:
    /// all that the learner has is in the files.
    pub fn run(&self) -> Result<Synced, SyncError> {
        match self.run_once() {
            Err(SyncError::Damaged(_)) => self.start_again(),
            done => done,
        }
    }

    fn start_again(&self) -> Result<Synced, SyncError> {
        let data = self.home.data();
        let open = || Repository::open(&self.git());
        let noted = open().and_then(|repository| repository.remote().ok().flatten());
        let address = noted.or_else(|| address(self.setting)).ok_or_else(|| {
            SyncError::Damaged("its settings, and with them the address of the remote".to_owned())
        })?;
        let damaged = data.join(".git");
        let day = StudyDay::from_date(self.now.date_naive());
        let aside = private::put_aside(&damaged, day).map_err(FileError::at(&damaged))?;
        Ok(Synced {
            put_aside: Some(aside),
            ..self.init(&address)?
        })
    }

    fn run_once(&self) -> Result<Synced, SyncError> {
        if let Some(repository) = Repository::open(&self.git())
            && repository.is_damaged()
            && (is_marked(self.home) || repository.remote().is_ok_and(|remote| remote.is_some()))
        {
            return Err(SyncError::Damaged("files of it are empty".to_owned()));
        }
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

/// The mark of a repository of ours.
const MARK: &str = "reviews/** -text merge=union";

/// What git has to know about the files, in case the learner uses it by hand.
const MARKS: [(&str, &str, &str); 2] = [
    (
        ATTRIBUTES,
        MARK,
        "# Journals: whoever merges by hand keeps the lines of both sides.\n* -text\nreviews/** -text merge=union\n",
    ),
    (
        IGNORE,
        "schedule.json",
        "# Recomputed everywhere, or temporary.\nschedule.json\n*.lock\n*.tmp\n*~\n.*\n!.gitattributes\n!.gitignore\n",
    ),
];

/// Writes git's configuration for the files, if it is missing.
pub(super) fn leave_marks(home: &Home) -> Result<(), SyncError> {
    for (name, mark, text) in MARKS {
        let path = home.data().join(name);
        let bytes = match read(&path)? {
            Some(there) if has_line(&there, mark) => continue,
            Some(there) => [there.as_slice(), b"\n", text.as_bytes()].concat(),
            None => text.as_bytes().to_vec(),
        };
        private::replace(&path, &bytes).map_err(FileError::at(&path))?;
    }
    Ok(())
}

/// Whether a tree holds a learner's data.
fn is_ours(repository: &Repository<'_>, tree: &Tree) -> Result<bool, SyncError> {
    let Some(id) = tree.files.get(ATTRIBUTES) else {
        return Ok(false);
    };
    let contents = repository.contents(&[id])?;
    Ok(contents.iter().any(|content| has_line(content, MARK)))
}

/// Whether the data folder has what a sync leaves there.
fn is_marked(home: &Home) -> bool {
    fs::read(home.data().join(ATTRIBUTES)).is_ok_and(|text| has_line(&text, MARK))
}

fn has_line(text: &[u8], line: &str) -> bool {
    text.split(|byte| *byte == b'\n')
        .any(|there| there.trim_ascii() == line.as_bytes())
}

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
    /// The remote gives no answer that helps.
    #[error("{}", trouble.at("the remote ", address, "sync"))]
    Remote { address: String, trouble: Trouble },
    /// The remote rejects the push.
    #[error("the remote {address} refused what this device sent: {message}")]
    Refused {
        /// The remote.
        address: String,
        /// Its message.
        message: String,
    },
    /// Other devices kept being faster.
    #[error("other devices were faster {0} times in a row")]
    Contended(u32),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The local repository is damaged.
    #[error("the local git repository is damaged: {0}")]
    Damaged(String),
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
            Self::Remote { address, trouble } => match trouble {
                Trouble::Login(_) => format!("make `git ls-remote {address}` work without a question (an ssh key, a credential helper); {KEPT}"),
                Trouble::NoRepository(_) => format!("check the address, and make the repository there if it is not made yet; {KEPT}"),
                Trouble::Unreachable(_) => format!("sync again when you are online; {KEPT}"),
                Trouble::TooLong(_) => format!("it may be offline, or waiting for a password, which sync never asks for: try `git ls-remote {address}`. For a slow line: nodequiz config set sync.timeout 300; {KEPT}"),
            },
            Self::Refused { .. } => format!("see to it that you may write there, then sync again; {KEPT}"),
            Self::Contended(_) => format!("sync again in a moment; {KEPT}"),
            Self::File(_) => "what was done so far is safe; make it readable and writable, then sync again".to_owned(),
            Self::Damaged(_) => "nothing of yours is lost: answers and decks are where they were; nodequiz sync init URL makes a new repository once that .git is moved elsewhere".to_owned(),
            Self::Git(words) if words.contains(CANNOT_LOCK) => format!("wait for the other git to end, or delete the lock file if no git is running, then sync again; {KEPT}"),
            Self::Git(_) => "nothing is lost: answers and decks are where they were".to_owned(),
            Self::Interrupted => "nothing is lost; sync again when you like".to_owned(),
        }
    }

    /// What git's failure to reach the remote means.
    pub(super) fn of_remote(address: &str, error: GitError) -> Self {
        let address = shown(address);
        match error.trouble() {
            Ok(trouble) => Self::Remote { address, trouble },
            Err(error) => error.into(),
        }
    }
}

impl From<GitError> for SyncError {
    fn from(error: GitError) -> Self {
        match error {
            GitError::NotFound => Self::NoGit,
            GitError::Stopped => Self::Interrupted,
            error if error.is_damage() => Self::Damaged(error.to_string()),
            other => Self::Git(other.to_string()),
        }
    }
}

/// The result of a sync.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// The remote, for display; none if there is none and the changes were only committed.
    pub remote: Option<String>,
    /// What was sent to the remote.
    pub sent: TransferSummary,
    /// What was received from it.
    pub received: TransferSummary,
    /// The results for the texts received.
    pub texts: Vec<Arrival>,
    /// What the remote has that could not be brought in.
    pub left_out: Vec<LeftOut>,
    /// The files among them that could not be written here: the remote keeps its version.
    pub(super) blocked: BTreeSet<String>,
    /// Where a damaged local repository was put, in whose place there is a new one.
    pub put_aside: Option<PathBuf>,
}

impl Synced {
    /// Notes a file that could not be written here.
    pub(super) fn block(&mut self, name: &str, error: &FileError) {
        if self.blocked.insert(name.to_owned()) {
            self.left_out.push(LeftOut {
                file: name.to_owned(),
                why: format!("it could not be written here: {error}"),
            });
        }
    }
}

/// What goes from one side to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TransferSummary {
    /// Lines of journals.
    pub events: usize,
    /// The devices that wrote them.
    pub devices: BTreeSet<String>,
    /// Decks, prompts and reports, new, changed or deleted.
    pub files: Vec<String>,
}

impl TransferSummary {
    /// Counts events of a journal file.
    pub(crate) fn add_events(&mut self, name: &str, events: usize) {
        if events > 0 {
            self.events += events;
            let device = name.split('/').nth(1).unwrap_or_default();
            self.devices.insert(device.to_owned());
        }
    }

    /// What one tree has that another lacks. A text counts only if it differs from the common
    /// version.
    pub(super) fn between(
        repository: &Repository<'_>,
        from: &Tree,
        to: &Tree,
        base: Option<&Tree>,
    ) -> Result<Self, GitError> {
        let mut transfer = Self::default();
        let mut journals: Vec<(&str, &str, Option<&str>)> = Vec::new();
        let names: BTreeSet<&String> = from.files.keys().chain(to.files.keys()).collect();
        for name in names.into_iter().filter(|name| travels(name)) {
            let (mine, theirs) = (from.files.get(name), to.files.get(name));
            if mine == theirs {
                continue;
            }
            match mine {
                Some(mine) if is_journal(name) => {
                    journals.push((name, mine, theirs.map(String::as_str)));
                }
                _ if is_journal(name) => {}
                _ if base.and_then(|base| base.files.get(name)) == mine => {}
                _ => transfer.files.push(name.clone()),
            }
        }
        let mine: Vec<&str> = journals.iter().map(|(_, mine, _)| *mine).collect();
        let theirs: Vec<&str> = journals
            .iter()
            .filter_map(|(_, _, theirs)| *theirs)
            .collect();
        let mine = repository.contents(&mine)?;
        let mut theirs = repository.contents(&theirs)?.into_iter();
        for ((name, _, other), mine) in journals.iter().zip(mine) {
            let other = other.and_then(|_| theirs.next()).unwrap_or_default();
            transfer.add_events(name, lines_only_in(&mine, &other).len());
        }
        Ok(transfer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_remote_does_a_sentence_says_what_was_kept() {
        let failed = |message: &str| GitError::Failed {
            command: "fetch".to_owned(),
            message: message.to_owned(),
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
