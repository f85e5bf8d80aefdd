//! The decks in somebody else's repository, fetched through the learner's `git` into a folder that is deleted again.
//!
//! Nothing is checked out: git only gives the bytes of files that are plain, small, and named as decks or pictures.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;
use std::time::Duration;

use super::git::{Git, GitError, Trouble, address, shown};
use super::home::Home;
use super::own_decks::is_deck as is_deck_file;
use super::portable_files::{FileError, LeftOut, travels};
use super::private;
use super::repository::{Entry, EntryKind, LARGEST, Repository};
use crate::exchange::Picture;
use crate::id::slug;

/// The most that is fetched, packed as git sends it.
const LARGEST_FETCH: u64 = 256 << 20;

/// The most that decks and pictures may have together.
const LARGEST_TOGETHER: u64 = 64 << 20;

/// The most files that a repository may have.
const MOST_FILES: usize = 20_000;

/// Where a repository has this folder, its decks are there.
const FOLDER: &str = "decks/";

/// How the names begin of texts that repositories have for people.
const FOR_PEOPLE: [&str; 8] = [
    "README",
    "readme",
    "LICENSE",
    "LICENCE",
    "CONTRIBUTING",
    "CHANGELOG",
    "CODE_OF_CONDUCT",
    "SECURITY",
];

/// How a file begins that stands for one which Git LFS keeps elsewhere.
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// What a repository has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FetchedDecks {
    pub commit: String,
    /// The texts of decks by their paths.
    pub decks: BTreeMap<String, String>,
    /// Pictures by their paths.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// What looks like a deck and is not taken.
    pub left_out: Vec<LeftOut>,
}

/// Fetches decks of others.
pub struct SharedFetch<'a> {
    pub home: &'a Home,
    /// How long the repository may take to answer.
    pub limit: Duration,
    /// Whether the result is still wanted.
    pub wanted: &'a dyn Fn() -> bool,
}

/// The name for the decks at an address: the last part of its path.
#[must_use]
pub fn shared_name(typed: &str) -> String {
    let parts = typed.rsplit(['/', '\\', ':']);
    let names = parts.map(|part| slug(part.strip_suffix(".git").unwrap_or(part)));
    names
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default()
}

impl SharedFetch<'_> {
    /// The address for git, if decks may come from there.
    pub fn address(typed: &str) -> Result<String, SharedError> {
        let address = address(typed).ok_or_else(|| SharedError::NoAddress(typed.to_owned()))?;
        if let Some((scheme, _)) = address.split_once("://")
            && !matches!(scheme, "https" | "ssh")
        {
            return Err(SharedError::OtherWay(scheme.to_owned()));
        }
        // Git runs the helper of such a name.
        if let Some((helper, _)) = address.split_once("::")
            && helper
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        {
            return Err(SharedError::OtherWay(helper.to_owned()));
        }
        let without = shown(&address);
        if without == address {
            Ok(address)
        } else {
            Err(SharedError::Secret(without))
        }
    }

    /// What the newest commit at an address has.
    pub fn newest(&self, address: &str) -> Result<FetchedDecks, SharedError> {
        let cache = self.home.cache();
        private::create_folder(cache).map_err(FileError::at(cache))?;
        let folder = tempfile::Builder::new()
            .prefix("shared-")
            .tempdir_in(cache)
            .map_err(FileError::at(cache))?;
        let is_small = || size(folder.path()) <= LARGEST_FETCH;
        let wanted = || (self.wanted)() && is_small();
        let git = Git::new(folder.path(), self.limit, &wanted);
        let repository = Repository::create(&git, folder.path(), address)?;
        let commit = repository.fetch_newest().map_err(|error| {
            match SharedError::of_remote(address, error) {
                SharedError::Interrupted if (self.wanted)() => SharedError::TooLarge {
                    address: address.to_owned(),
                    limit: LARGEST_FETCH,
                    what: "",
                },
                error => error,
            }
        })?;
        let entries = repository.entries(&commit)?;
        if entries.len() > MOST_FILES {
            return Err(SharedError::TooMany {
                address: address.to_owned(),
                limit: MOST_FILES,
            });
        }
        let (chosen, left_out) = chosen(entries);
        if chosen.values().map(|(_, bytes)| bytes).sum::<u64>() > LARGEST_TOGETHER {
            return Err(SharedError::TooLarge {
                address: address.to_owned(),
                limit: LARGEST_TOGETHER,
                what: " of decks and pictures",
            });
        }
        let ids: Vec<&str> = chosen.values().map(|(id, _)| id.as_str()).collect();
        let contents = repository.contents(&ids)?;
        let mut fetched = FetchedDecks {
            commit,
            left_out,
            ..FetchedDecks::default()
        };
        for (name, bytes) in chosen.into_keys().zip(contents) {
            fetched.add(name, bytes);
        }
        Ok(fetched)
    }
}

impl FetchedDecks {
    fn add(&mut self, name: String, bytes: Vec<u8>) {
        let why = if bytes.starts_with(POINTER) {
            "it is a pointer of Git LFS and not the file itself"
        } else if is_picture(&name) {
            self.pictures.insert(name, bytes);
            return;
        } else if let Ok(text) = String::from_utf8(bytes) {
            self.decks.insert(name, text);
            return;
        } else {
            "it is not UTF-8 text"
        };
        self.left_out.push(LeftOut {
            file: name,
            why: why.to_owned(),
        });
    }
}

/// How many bytes there are in a folder and below it.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

/// Decks and pictures by their paths, with their ids and sizes; and what looks like a deck and cannot be taken.
fn chosen(entries: Vec<Entry>) -> (BTreeMap<String, (String, u64)>, Vec<LeftOut>) {
    let has_folder = entries
        .iter()
        .any(|entry| entry.name.starts_with(FOLDER) && is_deck(&entry.name));
    let (mut files, mut left_out) = (BTreeMap::new(), Vec::new());
    let mut taken = HashSet::new();
    for entry in entries {
        let name = match entry.name.strip_prefix(FOLDER) {
            Some(below) if has_folder => below.to_owned(),
            None if has_folder => continue,
            _ => entry.name,
        };
        let why = match entry.kind {
            EntryKind::Submodule => Some("it is another repository, a submodule".to_owned()),
            _ if !(is_deck(&name) || is_picture(&name)) => continue,
            EntryKind::Link => Some("it is a link".to_owned()),
            EntryKind::File if entry.bytes > LARGEST => {
                Some(format!("it has more than {} MB", LARGEST >> 20))
            }
            EntryKind::File if !is_possible(&name) => {
                Some("not every system can have its name".to_owned())
            }
            EntryKind::File if name.split('/').any(|part| part == "interview") => {
                Some("interview prompts of others are not taken over".to_owned())
            }
            EntryKind::File if !taken.insert(name.to_lowercase()) => {
                Some("another file has that name in other letters".to_owned())
            }
            EntryKind::File => None,
        };
        match why {
            Some(why) => left_out.push(LeftOut { file: name, why }),
            None => {
                files.insert(name, (entry.id, entry.bytes));
            }
        }
    }
    (files, left_out)
}

/// Whether a file is named as a deck. Hidden files, and texts about the repository, are none.
fn is_deck(name: &str) -> bool {
    let hidden = name.split('/').any(|part| part.starts_with('.'));
    let last = name.rsplit('/').next().unwrap_or(name);
    let for_people = FOR_PEOPLE.iter().any(|start| last.starts_with(start));
    !hidden && !for_people && is_deck_file(Path::new(name))
}

fn is_picture(name: &str) -> bool {
    !name.split('/').any(|part| part.starts_with('.')) && Picture::is_one(name)
}

/// Whether every system can have a file of this name, below a folder.
fn is_possible(name: &str) -> bool {
    let odd = |c: char| "<>:\"|?*\u{fffd}".contains(c);
    travels(&format!("{FOLDER}{name}"))
        && !name.contains(odd)
        && !name.split('/').any(|part| part.ends_with(['.', ' ']))
}

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
    #[error("{}", trouble.at("", address, "nodequiz"))]
    Remote { address: String, trouble: Trouble },
    #[error("there is nothing in the repository {0} yet")]
    Empty(String),
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
            Self::Empty(_) => {
                "ask whoever made it when there will be decks; nothing was changed".to_owned()
            }
            Self::Remote { address, trouble } => match trouble {
                Trouble::Login(_) => format!(
                    "check the address; if it is right, make `git ls-remote {address}` work without a question (an ssh \
                     key, a credential helper)"
                ),
                Trouble::NoRepository(_) => "check the address; nothing was changed".to_owned(),
                Trouble::Unreachable(_) => {
                    "try again when you are online; nothing was changed".to_owned()
                }
                Trouble::TooLong(_) => format!(
                    "it may be offline: try `git ls-remote {address}`. For a slow line: nodequiz config set \
                     sync.timeout 300; nothing was changed"
                ),
            },
            Self::TooLarge { .. } | Self::TooMany { .. } => {
                "clone it yourself, and copy the decks that you want to your decks folder (nodequiz decks path)"
                    .to_owned()
            }
            Self::File(_) => "make it readable and writable, then try again".to_owned(),
            Self::Git(_) | Self::Interrupted => "nothing was changed".to_owned(),
        }
    }

    /// What git's failure to fetch from an address means.
    fn of_remote(address: &str, error: GitError) -> Self {
        let address = address.to_owned();
        if matches!(&error, GitError::Failed { message, .. } if message.contains("couldn't find remote ref"))
        {
            return Self::Empty(address);
        }
        match error.trouble() {
            Ok(trouble) => Self::Remote { address, trouble },
            Err(error) => error.into(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decks_come_only_by_ways_that_run_nothing_and_tell_nobody() {
        let cases = [
            ("https://host/them/decks.git", ""),
            ("ssh://git@host:22/decks.git", ""),
            ("git@host:them/decks.git", ""),
            ("git@[::1]:decks.git", ""),
            ("/srv/decks.git", ""),
            ("http://host/decks.git", "not through `http`"),
            ("HTTPS://host/decks.git", "not through `HTTPS`"),
            ("ext::sh -c true", "not through `ext`"),
            ("ext::https://host/x", "not through `ext::https`"),
            ("fd::7", "not through `fd`"),
            (
                "https://token@host/x.git",
                "in the address https://…@host/x.git",
            ),
            ("--upload-pack=x", "is not the address"),
        ];
        for (typed, expected) in cases {
            match SharedFetch::address(typed) {
                Ok(_) => assert_eq!(expected, "", "{typed}"),
                Err(error) => {
                    let message = error.to_string();
                    assert!(
                        !expected.is_empty() && message.contains(expected),
                        "{message}"
                    );
                }
            }
        }
    }

    #[test]
    fn decks_are_named_after_the_end_of_their_address() {
        let cases = [
            ("https://host/them/Node Decks.git/", "node-decks"),
            ("git@host:decks", "decks"),
            ("/srv/clones/decks/.git", "decks"),
            ("/", ""),
        ];
        for (address, expected) in cases {
            assert_eq!(shared_name(address), expected, "{address}");
        }
    }
}
