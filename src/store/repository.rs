//! The repository in the data folder, and the files of its commits: commits are made from the files as they are, and no
//! git command ever writes to those files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::git::{Git, GitError, gist, succeeded};
use super::portable_files::travels;
use super::private;
use super::system::close_to_others;

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
pub(super) const GIT_COMMAND: &str = "git command";

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
pub(super) struct Repository<'w> {
    git: Git<'w>,
    /// Its `.git` folder.
    folder: PathBuf,
}

/// The result of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pushed {
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
    pub(super) fn open(git: &Git<'w>) -> Option<Self> {
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
    pub(super) fn is_blank(&self) -> Result<bool, GitError> {
        Ok(self.commit_at("HEAD")?.is_none() && self.git.ok(&["remote"])?.text().is_empty())
    }

    /// Creates a repository with this remote in an empty folder.
    pub(super) fn create(git: &Git<'w>, folder: &Path, remote: &str) -> Result<Self, GitError> {
        let shown = folder.to_string_lossy();
        git.ok(&["init", "--quiet", "--template=", &shown])?;
        let repository = Self::at(git, folder.join(".git"));
        repository.git.ok(&["symbolic-ref", "HEAD", BRANCH])?;
        repository.set_remote(remote)?;
        Ok(repository)
    }

    /// Moves a repository that was created in a separate folder to its final place.
    pub(super) fn settle(self, folder: &Path) -> io::Result<Self> {
        let from = folder.join(".git");
        let to = self.git.data.join(".git");
        close_to_others(&from, 0o700)?;
        fs::rename(&from, &to)?;
        Ok(Self::at(&self.git, to))
    }

    /// An unfinished git operation here.
    pub(super) fn unfinished(&self) -> Option<&'static str> {
        unfinished_in(&self.folder)
    }

    /// The name of the current branch, if it is not the expected one.
    pub(super) fn other_branch(&self) -> Result<Option<String>, GitError> {
        let printed = self.git.any(&["symbolic-ref", "--quiet", "HEAD"], None)?;
        let branch = printed.text();
        let name = branch
            .strip_prefix("refs/heads/")
            .unwrap_or("a lone commit");
        Ok((branch != BRANCH).then(|| name.to_owned()))
    }

    /// The address of the remote.
    pub(super) fn remote(&self) -> Result<Option<String>, GitError> {
        let key = format!("remote.{REMOTE}.url");
        // Read so, it is there even where the rest of the repository is damaged.
        let file = self.folder.join("config").to_string_lossy().into_owned();
        self.git.value(&["config", "--file", &file, "--get", &key])
    }

    /// Sets another remote; what is known about the one before is forgotten.
    pub(super) fn set_remote(&self, address: &str) -> Result<(), GitError> {
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
    pub(super) fn head(&self) -> Result<Option<String>, GitError> {
        self.commit_at(BRANCH)
    }

    /// The newest commit of the remote, as it was last seen.
    pub(super) fn seen(&self) -> Result<Option<String>, GitError> {
        self.commit_at(SEEN)
    }

    fn commit_at(&self, name: &str) -> Result<Option<String>, GitError> {
        let name = format!("{name}^{{commit}}");
        self.git.value(&["rev-parse", "--quiet", "--verify", &name])
    }

    /// The newest common ancestor of both, if there is one.
    pub(super) fn base(&self, one: &str, two: &str) -> Result<Option<String>, GitError> {
        let printed = self.git.any(&["merge-base", one, two], None)?;
        match printed.code {
            Some(0) => Ok(Some(printed.text())),
            Some(1) => Ok(None),
            _ => Err(GitError::failed(&["merge-base"], &printed.errors)),
        }
    }

    /// The files of a commit.
    pub(super) fn tree(&self, commit: &str) -> Result<Tree, GitError> {
        Ok(Tree::read(&self.listed(commit)?))
    }

    /// The files of a commit, or no files without one.
    pub(super) fn tree_of(&self, commit: Option<&str>) -> Result<Tree, GitError> {
        commit.map_or_else(|| Ok(Tree::default()), |commit| self.tree(commit))
    }

    /// The files of a commit that are too large to be brought in.
    pub(super) fn too_large(&self, commit: &str) -> Result<Vec<String>, GitError> {
        Ok(Tree::too_large(&self.listed(commit)?))
    }

    /// Everything in a commit.
    pub(super) fn entries(&self, commit: &str) -> Result<Vec<Entry>, GitError> {
        Ok(records(&self.listed(commit)?).filter_map(entry).collect())
    }

    fn listed(&self, commit: &str) -> Result<Vec<u8>, GitError> {
        let args = ["ls-tree", "-r", "-l", "-z", "--full-tree", commit];
        Ok(self.git.ok(&args)?.output)
    }

    /// The ids of files as they are now, by their names below the data folder; their contents are stored in the
    /// repository.
    pub(super) fn ids(&self, names: &[String]) -> Result<Vec<String>, GitError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let args = ["hash-object", "--no-filters", "--stdin-paths", "-w"];
        let input = names.join("\n") + "\n";
        let printed = self.git.with(&args, Some(input.into_bytes()))?;
        Ok(printed.text().lines().map(str::to_owned).collect())
    }

    /// The files that could not be written here at the last sync.
    pub(super) fn blocked(&self) -> BTreeSet<String> {
        let text = fs::read_to_string(self.folder.join(BLOCKED)).ok();
        text.and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    /// Notes the files that could not be written here.
    pub(super) fn set_blocked(&self, names: &BTreeSet<String>) -> io::Result<()> {
        if *names == self.blocked() {
            return Ok(());
        }
        let names = serde_json::to_string(names)?;
        private::replace(&self.folder.join(BLOCKED), names.as_bytes())
    }

    /// Whether a file of the repository is empty, or nothing but zeros, as a power cut leaves it.
    pub(super) fn is_damaged(&self) -> bool {
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
    pub(super) fn contents(&self, ids: &[&str]) -> Result<Vec<Vec<u8>>, GitError> {
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
    pub(super) fn commit(
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
            let why = "the tree that was written is not the one that was to be committed";
            return Err(GitError::failed(&["write-tree"], why));
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
    pub(super) fn advance(&self, commit: &str) -> Result<(), GitError> {
        self.git
            .ok(&["update-ref", "-m", "nodequiz sync", BRANCH, commit])?;
        // So that `git status` in the folder is right.
        self.git.ok(&["read-tree", commit])?;
        Ok(())
    }

    /// Fetches what is missing here. Returns the names of the remote's branches.
    pub(super) fn fetch(&self) -> Result<Vec<String>, GitError> {
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
    pub(super) fn fetch_newest(&self) -> Result<String, GitError> {
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
    pub(super) fn push(&self, commit: &str) -> Result<Pushed, GitError> {
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
    pub(super) fn merged(&self, base: &[u8], here: &[u8], other: &[u8]) -> Option<Vec<u8>> {
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
pub(super) fn unfinished_in(git: &Path) -> Option<&'static str> {
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
    let remarks: Vec<&str> = errors
        .lines()
        .filter_map(|line| line.strip_prefix("remote: "))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    Some(Pushed::Refused(if remarks.is_empty() {
        reason.to_owned()
    } else {
        gist(&format!("{}\n{reason}", remarks.join("\n")))
    }))
}

/// The size in bytes up to which a file travels: it is held in memory, and real ones are far smaller.
pub(super) const LARGEST: u64 = 32 << 20;

/// The start of a plain file's record.
const FILE: &str = "100644";

/// The files of a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    /// The portable files: the ids of their contents by their names.
    pub(super) files: BTreeMap<String, String>,
    /// Everything else, as git lists it: it is preserved and never checked out.
    pub(super) others: BTreeSet<Vec<u8>>,
}

/// The files that configure git for the others.
pub(super) const ATTRIBUTES: &str = ".gitattributes";
pub(super) const IGNORE: &str = ".gitignore";

impl Tree {
    /// Reads what `git ls-tree -r -l -z` printed.
    fn read(listed: &[u8]) -> Self {
        let mut tree = Self::default();
        for record in records(listed) {
            match file(record).filter(|file| file.bytes <= LARGEST) {
                Some(file) => {
                    tree.files.insert(file.name, file.id);
                }
                None => {
                    tree.others.insert(without_size(record));
                }
            }
        }
        tree
    }

    /// The files of such a list that would travel, but are too large.
    fn too_large(listed: &[u8]) -> Vec<String> {
        let files = records(listed).filter_map(file);
        let large = files.filter(|file| file.bytes > LARGEST);
        large.map(|file| file.name).collect()
    }

    /// Whether there is something of this name that is no file that travels.
    pub(super) fn has_other(&self, name: &str) -> bool {
        self.others
            .iter()
            .any(|record| path(record) == name.as_bytes())
    }

    /// The input of `git update-index -z --index-info` that produces exactly these files.
    fn index_info(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for record in &self.others {
            bytes.extend_from_slice(record);
            bytes.push(0);
        }
        for (name, id) in &self.files {
            bytes.extend_from_slice(format!("{FILE} {id}\t{name}").as_bytes());
            bytes.push(0);
        }
        bytes
    }

    /// Takes over what another tree has besides portable files; for equal names, the other's
    /// version counts.
    pub(super) fn take_others(&mut self, other: &Self) {
        let named: BTreeSet<&[u8]> = other.others.iter().map(|record| path(record)).collect();
        self.others.retain(|record| !named.contains(path(record)));
        self.others.extend(other.others.iter().cloned());
    }

    /// The names of everything in it, as far as they can be shown.
    pub(super) fn names(&self) -> Vec<String> {
        let others = self.others.iter();
        let others = others.map(|record| String::from_utf8_lossy(path(record)).into_owned());
        self.files.keys().cloned().chain(others).collect()
    }
}

/// What an entry of a commit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Link,
    /// A commit of another repository.
    Submodule,
}

/// Something in a commit, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its path; what is not UTF-8 in it is replaced by U+FFFD.
    pub(super) name: String,
    pub(super) kind: EntryKind,
    pub(super) id: String,
    pub(super) bytes: u64,
}

/// A record of what `git ls-tree -r -l -z` printed.
fn entry(record: &[u8]) -> Option<Entry> {
    let name = path(record);
    let head = std::str::from_utf8(record.strip_suffix(name)?).ok()?;
    let mut words = head.split_ascii_whitespace();
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    let bytes = words.next()?;
    Some(Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        kind: match (mode, kind) {
            ("120000", _) => EntryKind::Link,
            (_, "blob") => EntryKind::File,
            _ => EntryKind::Submodule,
        },
        id: id.to_owned(),
        bytes: bytes.parse().unwrap_or(0),
    })
}

/// The path of a record: what follows the tab.
fn path(record: &[u8]) -> &[u8] {
    record
        .iter()
        .position(|byte| *byte == b'\t')
        .map_or(record, |tab| &record[tab + 1..])
}

fn records(listed: &[u8]) -> impl Iterator<Item = &[u8]> {
    listed
        .split(|byte| *byte == 0)
        .filter(|record| !record.is_empty())
}

/// A record without the size of the file, as the index takes it.
fn without_size(record: &[u8]) -> Vec<u8> {
    let name = path(record);
    let head = String::from_utf8_lossy(&record[..record.len() - name.len()]);
    let words: Vec<&str> = head.split_ascii_whitespace().take(3).collect();
    let mut bytes = (words.join(" ") + "\t").into_bytes();
    bytes.extend_from_slice(name);
    bytes
}

/// A record, if it is a portable plain file.
fn file(record: &[u8]) -> Option<Entry> {
    let name = std::str::from_utf8(path(record)).ok()?;
    let is_known = travels(name) || name == ATTRIBUTES || name == IGNORE;
    entry(record).filter(|entry| is_known && entry.kind == EntryKind::File)
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

    #[test]
    fn what_does_not_travel_is_kept_as_it_is_and_never_taken_for_a_file() {
        let listed = b"100644 blob aa 3\t.gitattributes\x00100755 blob bb    9\tdecks/a.md\x00\
            120000 blob cc 1\tdecks/link.md\x00100644 blob dd 1\tREADME.md\x00\
            160000 commit ee       -\tdecks/module\x00100644 blob ff 1\tdecks/../../x.md\x00\
            100644 blob 00 1\tdecks/\xff.md\x00100644 blob 11 99999999\tdecks/large.md\x00";
        let tree = Tree::read(listed);
        let names: Vec<&str> = tree.files.keys().map(String::as_str).collect();
        assert_eq!(names, [".gitattributes", "decks/a.md"]);
        assert_eq!(tree.others.len(), 6);
        assert_eq!(Tree::too_large(listed), ["decks/large.md"]);
        assert!(tree.has_other("decks/large.md") && !tree.has_other("decks/a.md"));
        let mut mine = Tree::read(b"100644 blob 11 1\tREADME.md\x00100644 blob 22 1\tNOTES.md\x00");
        mine.take_others(&tree);
        assert_eq!(mine.others.len(), 7);
        assert!(mine.others.contains(&b"100644 blob dd\tREADME.md"[..]));
        let info = tree.index_info();
        assert!(info.ends_with(b"100644 bb\tdecks/a.md\x00"));
    }
}
