//! The repository in the data folder: its commits are made from the files as they are, and no git
//! command ever writes to those files.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::failure::{GitError, gist};
use super::run::{Git, succeeded};
use super::tree::{Entry, Tree, entries};
use crate::store::private;
use crate::store::system::close_to_others;

/// The one branch, here and at the remote.
const BRANCH: &str = "refs/heads/main";

/// The branch of the remote as it was last seen.
const SEEN: &str = "refs/remotes/nodequiz/main";

/// The remote's name. A repository with this remote is ours.
const REMOTE: &str = "nodequiz";

/// The list of files that could not be written here, in the `.git` folder.
const BLOCKED: &str = "nodequiz-blocked";

/// The length up to which texts are merged line by line.
const MERGED: usize = 1 << 20;

/// Git's lock file of the index.
pub(in crate::store) const GIT_COMMAND: &str = "git command";

/// Git operations that block working with a repository.
const UNFINISHED: [(&str, &str); 6] = [
    ("MERGE_HEAD", "merge"),
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("index.lock", GIT_COMMAND),
];

/// The learner's repository.
pub(in crate::store) struct Repository<'w> {
    git: Git<'w>,
    /// Its `.git` folder.
    folder: PathBuf,
}

/// The result of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) enum Pushed {
    /// The remote has it.
    Done,
    /// Another device was faster.
    Behind,
    /// The remote rejected it, with this message.
    Refused(String),
}

impl<'w> Repository<'w> {
    /// The repository of a data folder that has a `.git`; `None` if that is a file, which leads to
    /// a repository made by someone else.
    pub(in crate::store) fn open(git: &Git<'w>) -> Option<Self> {
        let folder = git.data.join(".git");
        folder.is_dir().then(|| Self::at(git, folder))
    }

    fn at(git: &Git<'w>, folder: PathBuf) -> Self {
        Self {
            git: git.at(&folder),
            folder,
        }
    }

    /// Whether there is nothing in it yet, as after an interrupted setup.
    pub(in crate::store) fn is_blank(&self) -> Result<bool, GitError> {
        Ok(self.commit_at("HEAD")?.is_none() && self.git.ok(&["remote"])?.text().is_empty())
    }

    /// Creates a repository with this remote in an empty folder.
    pub(in crate::store) fn create(
        git: &Git<'w>,
        folder: &Path,
        remote: &str,
    ) -> Result<Self, GitError> {
        let shown = folder.to_string_lossy();
        git.ok(&["init", "--quiet", "--template=", &shown])?;
        let repository = Self::at(git, folder.join(".git"));
        repository.git.ok(&["symbolic-ref", "HEAD", BRANCH])?;
        repository.set_remote(remote)?;
        Ok(repository)
    }

    /// Moves a repository that was created in a separate folder to its final place.
    pub(in crate::store) fn settle(self, folder: &Path) -> io::Result<Self> {
        let from = folder.join(".git");
        let to = self.git.data.join(".git");
        close_to_others(&from, 0o700)?;
        fs::rename(&from, &to)?;
        Ok(Self::at(&self.git, to))
    }

    /// An unfinished git operation here.
    pub(in crate::store) fn unfinished(&self) -> Option<&'static str> {
        unfinished_in(&self.folder)
    }

    /// The name of the current branch, if it is not the expected one.
    pub(in crate::store) fn other_branch(&self) -> Result<Option<String>, GitError> {
        let printed = self.git.any(&["symbolic-ref", "--quiet", "HEAD"], None)?;
        let branch = printed.text();
        let name = branch
            .strip_prefix("refs/heads/")
            .unwrap_or("a lone commit");
        Ok((branch != BRANCH).then(|| name.to_owned()))
    }

    /// The address of the remote.
    pub(in crate::store) fn remote(&self) -> Result<Option<String>, GitError> {
        let key = format!("remote.{REMOTE}.url");
        // Read so, it is there even where the rest of the repository is damaged.
        let file = self.folder.join("config").to_string_lossy().into_owned();
        self.git.value(&["config", "--file", &file, "--get", &key])
    }

    /// Sets another remote; what is known about the one before is forgotten.
    pub(in crate::store) fn set_remote(&self, address: &str) -> Result<(), GitError> {
        let verb = match self.remote()? {
            Some(_) => "set-url",
            None => "add",
        };
        self.git.ok(&["remote", verb, REMOTE, address])?;
        if self.seen()?.is_some() {
            self.git.ok(&["update-ref", "-d", SEEN])?;
        }
        Ok(())
    }

    /// The newest commit here.
    pub(in crate::store) fn head(&self) -> Result<Option<String>, GitError> {
        self.commit_at(BRANCH)
    }

    /// The newest commit of the remote, as it was last seen.
    pub(in crate::store) fn seen(&self) -> Result<Option<String>, GitError> {
        self.commit_at(SEEN)
    }

    fn commit_at(&self, name: &str) -> Result<Option<String>, GitError> {
        let name = format!("{name}^{{commit}}");
        self.git.value(&["rev-parse", "--quiet", "--verify", &name])
    }

    /// The newest common ancestor of both, if there is one.
    pub(in crate::store) fn base(&self, one: &str, two: &str) -> Result<Option<String>, GitError> {
        let printed = self.git.any(&["merge-base", one, two], None)?;
        match printed.code {
            Some(0) => Ok(Some(printed.text())),
            Some(1) => Ok(None),
            _ => Err(GitError::failed(&["merge-base"], &printed.errors)),
        }
    }

    /// The files of a commit.
    pub(in crate::store) fn tree(&self, commit: &str) -> Result<Tree, GitError> {
        Ok(Tree::read(&self.listed(commit)?))
    }

    /// The files of a commit, or no files without one.
    pub(in crate::store) fn tree_of(&self, commit: Option<&str>) -> Result<Tree, GitError> {
        commit.map_or_else(|| Ok(Tree::default()), |commit| self.tree(commit))
    }

    /// The files of a commit that are too large to be brought in.
    pub(in crate::store) fn too_large(&self, commit: &str) -> Result<Vec<String>, GitError> {
        Ok(Tree::too_large(&self.listed(commit)?))
    }

    /// Everything in a commit.
    pub(in crate::store) fn entries(&self, commit: &str) -> Result<Vec<Entry>, GitError> {
        Ok(entries(&self.listed(commit)?))
    }

    fn listed(&self, commit: &str) -> Result<Vec<u8>, GitError> {
        let args = ["ls-tree", "-r", "-l", "-z", "--full-tree", commit];
        Ok(self.git.ok(&args)?.output)
    }

    /// The ids of files as they are now, by their names below the data folder; their contents are stored in the
    /// repository.
    pub(in crate::store) fn ids(&self, names: &[String]) -> Result<Vec<String>, GitError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let args = ["hash-object", "--no-filters", "--stdin-paths", "-w"];
        let input = names.join("\n") + "\n";
        let printed = self.git.with(&args, Some(input.into_bytes()))?;
        Ok(printed.text().lines().map(str::to_owned).collect())
    }

    /// The files that could not be written here at the last sync.
    pub(in crate::store) fn blocked(&self) -> BTreeSet<String> {
        let text = fs::read_to_string(self.folder.join(BLOCKED)).ok();
        text.and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    /// Notes the files that could not be written here.
    pub(in crate::store) fn set_blocked(&self, names: &BTreeSet<String>) -> io::Result<()> {
        if *names == self.blocked() {
            return Ok(());
        }
        let names = serde_json::to_string(names)?;
        private::replace(&self.folder.join(BLOCKED), names.as_bytes())
    }

    /// Whether a file of the repository is empty, or nothing but zeros, as a power cut leaves it.
    pub(in crate::store) fn is_damaged(&self) -> bool {
        let zeros = |path: &Path| {
            let mut bytes = [0; 64];
            let read = File::open(path).and_then(|mut file| file.read(&mut bytes));
            // A file in the middle of being replaced is nobody's damage.
            read.is_ok_and(|length| bytes[..length].iter().all(|byte| *byte == 0))
        };
        ["HEAD", "config"]
            .iter()
            .any(|name| zeros(&self.folder.join(name)))
            || ["refs", "objects"]
                .iter()
                .any(|name| any_file(&self.folder.join(name), &zeros))
    }

    /// The contents with these ids.
    pub(in crate::store) fn contents(&self, ids: &[&str]) -> Result<Vec<Vec<u8>>, GitError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let input = ids.join("\n") + "\n";
        let args = ["cat-file", "--batch"];
        let output = self.git.with(&args, Some(input.into_bytes()))?.output;
        let contents = batch(&output);
        if contents.len() == ids.len() {
            Ok(contents)
        } else {
            Err(GitError::failed(
                &args,
                "the repository lacks a file's content",
            ))
        }
    }

    /// Commits these files on top of other commits, and makes that the head.
    pub(in crate::store) fn commit(
        &self,
        tree: &Tree,
        parents: &[&str],
        message: &str,
    ) -> Result<String, GitError> {
        self.git.ok(&["read-tree", "--empty"])?;
        let args = ["update-index", "-z", "--index-info"];
        self.git.with(&args, Some(tree.index_info()))?;
        let written = self.git.ok(&["write-tree"])?.text();
        // Whatever git's settings and state are, nothing else is committed and sent.
        if self.tree(&written)?.files != tree.files {
            let said = "the tree that was written is not the one that was to be committed";
            return Err(GitError::failed(&["write-tree"], said));
        }
        let mut args = vec!["commit-tree", &written, "-m", message];
        for parent in parents {
            args.extend(["-p", parent]);
        }
        let commit = self.git.committing(&args)?.text();
        // The index already has its files.
        self.git
            .ok(&["update-ref", "-m", "nodequiz sync", BRANCH, &commit])?;
        Ok(commit)
    }

    /// Makes a commit of the remote the head. The files in the data folder must already be its
    /// files.
    pub(in crate::store) fn advance(&self, commit: &str) -> Result<(), GitError> {
        self.git
            .ok(&["update-ref", "-m", "nodequiz sync", BRANCH, commit])?;
        // So that `git status` in the folder is right.
        self.git.ok(&["read-tree", commit])?;
        Ok(())
    }

    /// Fetches what is missing here. Returns the names of the remote's branches.
    pub(in crate::store) fn fetch(&self) -> Result<Vec<String>, GitError> {
        let branches = format!("+refs/heads/*:refs/remotes/{REMOTE}/*");
        let args = [
            "fetch",
            "--quiet",
            "--prune",
            "--no-tags",
            REMOTE,
            &branches,
        ];
        succeeded(&args, self.git.ask(&args)?)?;
        let prefix = format!("refs/remotes/{REMOTE}/");
        let args = ["for-each-ref", "--format=%(refname)", &prefix];
        let listed = self.git.ok(&args)?.text();
        let names = listed.lines().filter_map(|name| name.strip_prefix(&prefix));
        Ok(names
            .filter(|name| *name != "HEAD")
            .map(str::to_owned)
            .collect())
    }

    /// Fetches nothing but the newest commit of somebody else's repository, and returns it. Only encrypted ways and
    /// local paths are taken, whatever git's settings allow.
    pub(in crate::store) fn fetch_newest(&self) -> Result<String, GitError> {
        const WAYS: [&str; 4] = [
            "protocol.allow=never",
            "protocol.https.allow=always",
            "protocol.ssh.allow=always",
            "protocol.file.allow=always",
        ];
        // Git holds smaller files in memory, and single objects whole.
        const LEAN: [&str; 2] = ["core.bigFileThreshold=1m", "fetch.unpackLimit=1"];
        const FETCH: [&str; 5] = ["fetch", "--quiet", "--no-tags", "--depth=1", REMOTE];
        let what = format!("+HEAD:{SEEN}");
        let settings = WAYS.iter().chain(&LEAN).flat_map(|one| ["-c", one]);
        let args: Vec<&str> = settings.chain(FETCH).chain([what.as_str()]).collect();
        succeeded(&FETCH, self.git.ask(&args)?)?;
        let nothing = || GitError::failed(&FETCH, "couldn't find remote ref HEAD");
        self.seen()?.ok_or_else(nothing)
    }

    /// Sends a commit to the remote.
    pub(in crate::store) fn push(&self, commit: &str) -> Result<Pushed, GitError> {
        let what = format!("{commit}:{BRANCH}");
        let args = ["push", "--porcelain", "--no-verify", REMOTE, &what];
        let printed = self.git.ask(&args)?;
        if printed.code == Some(0) {
            return Ok(Pushed::Done);
        }
        answer(&printed.text(), &printed.errors)
            .ok_or_else(|| GitError::failed(&args, &printed.errors))
    }

    /// Merges the changes of two sides to a text; `None` if they changed the same place.
    pub(in crate::store) fn merged(
        &self,
        base: &[u8],
        here: &[u8],
        other: &[u8],
    ) -> Option<Vec<u8>> {
        if [here, base, other].iter().any(|bytes| bytes.len() > MERGED) {
            return None;
        }
        let mut files = Vec::new();
        for bytes in [here, base, other] {
            let mut file = tempfile::NamedTempFile::new().ok()?;
            file.write_all(bytes).ok()?;
            files.push(file.into_temp_path());
        }
        let paths: Vec<&str> = files.iter().filter_map(|path| path.to_str()).collect();
        let args = [&["merge-file", "-p", "-q"], paths.as_slice()].concat();
        let printed = self.git.any(&args, None).ok()?;
        (printed.code == Some(0)).then_some(printed.output)
    }
}

/// An unfinished git operation in a `.git` folder.
pub(in crate::store) fn unfinished_in(git: &Path) -> Option<&'static str> {
    let mut unfinished = UNFINISHED.iter();
    let (_, what) = unfinished.find(|(file, _)| git.join(file).exists())?;
    Some(what)
}

/// Whether any file below a folder is such; the pack of objects that git is receiving is left alone.
fn any_file(folder: &Path, such: &dyn Fn(&Path) -> bool) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"tmp_"))
        .any(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => any_file(&entry.path(), such),
            Ok(kind) => kind.is_file() && entry.path().extension().is_none() && such(&entry.path()),
            Err(_) => false,
        })
}

/// The contents that `git cat-file --batch` printed, up to the first that is missing.
fn batch(mut printed: &[u8]) -> Vec<Vec<u8>> {
    let mut contents = Vec::new();
    while let Some(end) = printed.iter().position(|byte| *byte == b'\n') {
        let head = String::from_utf8_lossy(&printed[..end]);
        let length = head.rsplit(' ').next().and_then(|word| word.parse().ok());
        let rest = &printed[end + 1..];
        let Some(content) = length.and_then(|length: usize| rest.get(..length)) else {
            break;
        };
        contents.push(content.to_vec());
        printed = rest.get(content.len() + 1..).unwrap_or_default();
    }
    contents
}

/// The line of `git push --porcelain` about the branch, if it got that far.
fn answer(printed: &str, errors: &str) -> Option<Pushed> {
    let line = printed.lines().find(|line| line.starts_with('!'))?;
    let why = line.rsplit('\t').next().unwrap_or_default();
    // Two devices push at the same moment: the remote has locked the branch for the other one.
    let raced = [
        "cannot lock ref",
        "failed to update ref",
        "incorrect old value",
        "failed to lock",
    ];
    let quicker = ["[rejected]", "reference already exists"];
    if quicker.iter().chain(&raced).any(|word| why.contains(word)) {
        return Some(Pushed::Behind);
    }
    let reason = why.strip_prefix("[remote rejected] ").unwrap_or(why);
    let reason = reason.trim_matches(['(', ')']);
    let said: Vec<&str> = errors
        .lines()
        .filter_map(|line| line.strip_prefix("remote: "))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    Some(Pushed::Refused(if said.is_empty() {
        reason.to_owned()
    } else {
        gist(&format!("{}\n{reason}", said.join("\n")))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_come_in_the_order_in_which_they_were_asked_for() {
        let printed = b"aa blob 3\na\nb\nbb blob 0\n\ncc missing\n";
        assert_eq!(batch(printed), [b"a\nb".to_vec(), Vec::new()]);
    }

    #[test]
    fn a_lost_race_is_distinguished_from_a_rejected_push() {
        let line = |why: &str| format!("To /srv/x.git\n!\tabc:refs/heads/main\t{why}\nDone");
        for why in [
            "[rejected] (fetch first)",
            "[rejected] (non-fast-forward)",
            "[remote rejected] (cannot lock ref 'refs/heads/main': is at 1 but expected 2)",
            "[remote rejected] (failed to update ref)",
        ] {
            assert_eq!(answer(&line(why), ""), Some(Pushed::Behind), "{why}");
        }
        let refused = |words: &str| Some(Pushed::Refused(words.to_owned()));
        let hook = line("[remote rejected] (pre-receive hook declined)");
        assert_eq!(answer(&hook, ""), refused("pre-receive hook declined"));
        assert_eq!(
            answer(
                &hook,
                "remote: No pushes on Fridays.        \nerror: failed to push\n"
            ),
            refused("No pushes on Fridays.; pre-receive hook declined")
        );
        assert_eq!(answer("", "fatal: unable to access"), None);
    }
}
