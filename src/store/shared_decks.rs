//! What is kept of decks of others: their files in `decks/shared/NAME`, with `shared.json` beside them, which says
//! where they came from and what they were.
//!
//! That record is written after the files. A file that differs from it was changed by the learner, and stays; one that
//! is missing was deleted by the learner, and stays so.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::if_there;
use super::home::Home;
use super::own_decks::is_deck;
use super::portable_files::{FileError, LeftOut, place, read};
use super::private;

/// The folder below the data folder.
const FOLDER: &str = "decks/shared";

/// The record's file in the folder of its decks.
const RECORD: &str = "shared.json";

/// Where decks came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedRecord {
    /// The address of the repository.
    pub from: String,
    pub commit: String,
    /// The checksum of each file as it came.
    files: BTreeMap<String, u32>,
}

/// The decks of others by the names of their folders. A record that cannot be read is an error of its own.
pub fn shared_decks(
    home: &Home,
) -> Result<BTreeMap<String, Result<SharedRecord, FileError>>, FileError> {
    let folder = home.data().join(FOLDER);
    let entries = if_there(fs::read_dir(&folder)).map_err(FileError::at(&folder))?;
    let mut found = BTreeMap::new();
    for entry in entries.into_iter().flatten() {
        let name = entry.map_err(FileError::at(&folder))?.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
            continue;
        };
        let path = folder.join(name).join(RECORD);
        let text = match fs::read_to_string(&path) {
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                continue;
            }
            text => text,
        };
        let record = text.and_then(|text| Ok(serde_json::from_str(&text)?));
        found.insert(name.to_owned(), record.map_err(FileError::at(&path)));
    }
    Ok(found)
}

/// What is to be done to the files of one folder. Nothing is done until [`SharedChange::apply`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedChange {
    name: String,
    /// The files that are here and came from there, or are in the way.
    pub before: BTreeMap<String, Vec<u8>>,
    /// The files that will be here.
    pub after: BTreeMap<String, Vec<u8>>,
    /// Files that are left as they are here.
    pub kept: Vec<LeftOut>,
    record: SharedRecord,
}

impl SharedChange {
    /// Compares what is here with what came from an address: the files of a commit, or none, where they are to be
    /// removed.
    pub fn find(
        home: &Home,
        name: &str,
        known: &SharedRecord,
        (from, commit): (&str, &str),
        files: BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, FileError> {
        let mut change = Self {
            name: name.to_owned(),
            record: SharedRecord {
                from: from.to_owned(),
                commit: commit.to_owned(),
                files: BTreeMap::new(),
            },
            ..Self::default()
        };
        let gone = known.files.keys().filter(|file| !files.contains_key(*file));
        for file in gone {
            let Some(here) = read(&change.path(home, file)?)? else {
                continue;
            };
            if known.files.get(file) != Some(&crc32fast::hash(&here)) {
                change.keep(file, "you changed it");
                change.after.insert(file.clone(), here.clone());
            }
            change.before.insert(file.clone(), here);
        }
        for (file, new) in files {
            let here = read(&change.path(home, &file)?)?;
            let (was, is) = (known.files.get(&file), crc32fast::hash(&new));
            change.record.files.insert(file.clone(), is);
            match here {
                None if was.is_some() => {
                    change.keep(&file, "you deleted it");
                }
                None => {
                    change.after.insert(file, new);
                }
                Some(here) => {
                    let untouched = here == new || was == Some(&crc32fast::hash(&here));
                    if !untouched {
                        change.keep(&file, "you changed it");
                        let was = was.copied().unwrap_or(is);
                        change.record.files.insert(file.clone(), was);
                    }
                    let after = if untouched { new } else { here.clone() };
                    change.after.insert(file.clone(), after);
                    change.before.insert(file, here);
                }
            }
        }
        Ok(change)
    }

    fn keep(&mut self, file: &str, why: &str) {
        self.kept.push(LeftOut {
            file: format!("{FOLDER}/{}/{file}", self.name),
            why: why.to_owned(),
        });
    }

    fn path(&self, home: &Home, file: &str) -> Result<PathBuf, FileError> {
        place(home.data(), &format!("{FOLDER}/{}/{file}", self.name))
    }

    /// Whether there will be a deck.
    pub fn has_decks(&self) -> bool {
        self.after.keys().any(|file| is_deck(Path::new(file)))
    }

    /// Whether any file changes.
    pub fn is_any(&self) -> bool {
        self.before != self.after
    }

    /// Brings the files up to date, then the record.
    pub fn apply(&self, home: &Home) -> Result<(), FileError> {
        self.write(home)?;
        let path = self.path(home, RECORD)?;
        let text = serde_json::to_string_pretty(&self.record).map_err(io::Error::from);
        let text = text.map_err(FileError::at(&path))? + "\n";
        put(&path, text.as_bytes())
    }

    /// Removes the files, then the record, and what folders are empty then.
    pub fn remove(&self, home: &Home) -> Result<(), FileError> {
        self.write(home)?;
        let path = self.path(home, RECORD)?;
        fs::remove_file(&path).map_err(FileError::at(&path))?;
        let files = self.before.keys().map(String::as_str).chain([RECORD]);
        for file in files {
            let path = self.path(home, file)?;
            let own = home.data().join(FOLDER);
            let folders = path
                .ancestors()
                .skip(1)
                .take_while(|folder| **folder != own);
            for folder in folders {
                // One that has other files stays.
                let _ = fs::remove_dir(folder);
            }
        }
        Ok(())
    }

    fn write(&self, home: &Home) -> Result<(), FileError> {
        for (file, bytes) in &self.after {
            if self.before.get(file) != Some(bytes) {
                put(&self.path(home, file)?, bytes)?;
            }
        }
        for file in self.before.keys() {
            if !self.after.contains_key(file) {
                let path = self.path(home, file)?;
                fs::remove_file(&path).map_err(FileError::at(&path))?;
            }
        }
        Ok(())
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    private::save(path, bytes).map_err(FileError::at(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Files<'a> = &'a [(&'a str, &'a str)];

    fn found(home: &Home, files: Files<'_>) -> SharedChange {
        let known = shared_decks(home).expect("a list").remove("x");
        let known = known.map_or_else(SharedRecord::default, |known| known.expect("a record"));
        let files = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        SharedChange::find(home, "x", &known, ("https://a/x", "c"), files.collect())
            .expect("a change")
    }

    fn kept(change: &SharedChange) -> Vec<String> {
        let kept = change.kept.iter();
        kept.map(|one| format!("{}: {}", one.file, one.why))
            .collect()
    }

    #[test]
    fn what_the_learner_changed_or_deleted_stays_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let shared = home.decks().join("shared/x");
        let one: Files<'_> = &[("a.md", "1"), ("b/b.md", "1"), ("c.md", "1"), ("d.md", "1")];
        found(&home, one).apply(&home).expect("written");
        assert!(!found(&home, one).is_any());
        fs::write(shared.join("b/b.md"), "mine").expect("written");
        fs::remove_file(shared.join("c.md")).expect("removed");
        let two: Files<'_> = &[("a.md", "2"), ("b/b.md", "2"), ("c.md", "2"), ("e.md", "2")];
        for _ in 0..2 {
            let change = found(&home, two);
            let expected = [
                "decks/shared/x/b/b.md: you changed it",
                "decks/shared/x/c.md: you deleted it",
            ];
            assert_eq!(kept(&change), expected);
            change.apply(&home).expect("written");
        }
        let text = |name: &str| fs::read_to_string(shared.join(name)).ok();
        let texts = ["a.md", "b/b.md", "c.md", "d.md", "e.md"].map(text);
        let expected = [Some("2"), Some("mine"), None, None, Some("2")];
        assert_eq!(texts, expected.map(|text| text.map(str::to_owned)));
        let change = found(&home, &[]);
        assert_eq!(kept(&change), ["decks/shared/x/b/b.md: you changed it"]);
        change.remove(&home).expect("removed");
        let left: Vec<_> = fs::read_dir(&shared).expect("a folder").flatten().collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(shared_decks(&home).expect("a list").is_empty());
    }

    #[test]
    fn a_change_that_was_cut_off_is_completed_by_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let shared = home.decks().join("shared/x");
        found(&home, &[("a.md", "1"), ("b.md", "1")])
            .apply(&home)
            .expect("written");
        // The record is written last.
        fs::write(shared.join("a.md"), "2").expect("written");
        let change = found(&home, &[("a.md", "2"), ("b.md", "2")]);
        assert_eq!(kept(&change), [""; 0]);
        change.apply(&home).expect("written");
        assert_eq!(
            fs::read_to_string(shared.join("b.md")).expect("a file"),
            "2"
        );
    }

    #[test]
    fn a_record_from_elsewhere_leads_nowhere_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        fs::create_dir_all(home.decks()).expect("a folder");
        let mine = home.decks().join("mine.md");
        fs::write(&mine, "mine").expect("written");
        let known = SharedRecord {
            files: [("../../mine.md".to_owned(), crc32fast::hash(b"mine"))].into(),
            ..SharedRecord::default()
        };
        let change = SharedChange::find(&home, "x", &known, ("", ""), BTreeMap::new());
        assert!(change.is_err() && mine.exists());
    }
}
