//! The start of a sync: the repository of this device, and a suitable remote.

use std::time::{Duration, Instant};
use std::{fs, thread};

use chrono::{DateTime, FixedOffset};

use super::outcome::{SyncError, Synced};
use crate::memory::StudyDay;
use crate::store::git::{ATTRIBUTES, GIT_COMMAND, Git, IGNORE, Repository, Tree, address, shown};
use crate::store::home::Home;
use crate::store::portable_files::{FileError, read};
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
pub(super) fn is_ours(repository: &Repository<'_>, tree: &Tree) -> Result<bool, SyncError> {
    let Some(id) = tree.files.get(ATTRIBUTES) else {
        return Ok(false);
    };
    let contents = repository.contents(&[id])?;
    Ok(contents.iter().any(|content| has_line(content, MARK)))
}

/// Whether the data folder has what a sync leaves there.
pub(super) fn is_marked(home: &Home) -> bool {
    fs::read(home.data().join(ATTRIBUTES)).is_ok_and(|text| has_line(&text, MARK))
}

fn has_line(text: &[u8], line: &str) -> bool {
    text.split(|byte| *byte == b'\n')
        .any(|there| there.trim_ascii() == line.as_bytes())
}
