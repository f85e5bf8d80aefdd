//! Export of all the learner's files into one archive, and import from one: local files are never
//! overwritten.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::home::Home;
use super::own_decks::is_deck;
use super::portable_files::{self, Arrival, FileError, IncomingFiles, LeftOut, is_journal, read};
use super::private::{self, write_outside};
use super::settings::{self, Difference, NamedValues};
use crate::exchange::{Archive, BadArchive};
use crate::history::lines_only_in;

/// The settings in an archive.
const SETTINGS: &str = "config.toml";

/// An archive that could not be written or brought in.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There is nothing to write.
    #[error("there is nothing to export in {}", .0.display())]
    Nothing(PathBuf),
    /// The file already exists.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The archive cannot be trusted.
    #[error("{} cannot be imported: {bad}", path.display())]
    Bad {
        /// The archive.
        path: PathBuf,
        /// What is wrong.
        #[source]
        bad: BadArchive,
    },
}

/// The content of a new archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The archive, as it is shown.
    pub archive: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// The events of all journals.
    pub events: usize,
    /// How many decks and files of prompts.
    pub decks: usize,
    /// How many reports.
    pub reports: usize,
    /// Whether there are settings in it.
    pub settings: bool,
    /// What is in use here and not in it.
    pub left_out: Vec<LeftOut>,
}

/// The result for the settings in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsArrival {
    /// It has none.
    None,
    /// They are the same as the local ones.
    Same,
    /// There were none locally: these are taken, but for those that run a program or say where data goes,
    /// unless the learner agreed to them.
    Taken {
        /// Those, with their values.
        reaching_out: NamedValues,
    },
    /// The local ones stay; these differ.
    Different(Vec<Difference>),
    /// They cannot be read, so they are ignored.
    Invalid(String),
}

/// The result of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrivals {
    /// Its files, in the order of their names.
    pub files: Vec<Arrival>,
    pub settings: SettingsArrival,
    /// Files that don't belong in a home.
    pub left_out: Vec<String>,
    /// Files that the archive's list does not name.
    pub unlisted: Vec<String>,
}

/// Writes all of the learner's files into one file that only they can read. `force`: an existing
/// file is replaced.
pub fn export(home: &Home, path: &Path, force: bool) -> Result<Exported, ArchiveError> {
    let path = std::path::absolute(path).map_err(FileError::at(path))?;
    if !force && path.symlink_metadata().is_ok() {
        return Err(ArchiveError::Exists(path));
    }
    let mut archive = Archive::default();
    let mut exported = Exported {
        archive: path.display().to_string(),
        ..Exported::default()
    };
    let found = portable_files::find(home)?;
    exported.left_out = found.left_out;
    for file in found.carried {
        let bytes = fs::read(&file.path).map_err(FileError::at(&file.path))?;
        if is_journal(&file.name) {
            exported.events += lines_only_in(&bytes, b"").len();
        } else if file.name.starts_with("decks/") && is_deck(&file.path) {
            exported.decks += 1;
        } else if file.name.starts_with("reports/") {
            exported.reports += 1;
        }
        archive.files.insert(file.name, bytes);
    }
    if let Some(bytes) = read(&home.settings())? {
        exported.settings = true;
        archive.files.insert(SETTINGS.to_owned(), bytes);
    }
    if archive.files.is_empty() {
        return Err(ArchiveError::Nothing(home.data().to_owned()));
    }
    let bytes = archive.pack().map_err(FileError::at(&path))?;
    exported.bytes = bytes.len();
    match write_outside(&path, &bytes, force) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(ArchiveError::Exists(path))
        }
        written => {
            written.map_err(FileError::at(&path))?;
            Ok(exported)
        }
    }
}

/// Reads and verifies an archive.
pub fn read_archive(path: &Path) -> Result<Archive, ArchiveError> {
    let bytes = fs::read(path).map_err(FileError::at(path))?;
    Archive::unpack(&bytes).map_err(|bad| ArchiveError::Bad {
        path: path.to_owned(),
        bad,
    })
}

/// Imports an archive. `dry`: only report what would be done; `agreed`: the learner wants its settings that run
/// a program or say where data goes.
pub fn import(
    home: &Home,
    archive: &Archive,
    dry: bool,
    agreed: bool,
) -> Result<Arrivals, ArchiveError> {
    let incoming = IncomingFiles::of(home, dry);
    let mut arrivals = Arrivals {
        files: Vec::new(),
        settings: SettingsArrival::None,
        left_out: Vec::new(),
        unlisted: archive.unlisted.clone(),
    };
    for (name, bytes) in &archive.files {
        if name == SETTINGS {
            continue;
        }
        if !portable_files::travels(name) {
            arrivals.left_out.push(name.clone());
            continue;
        }
        arrivals.files.push(Arrival {
            name: name.clone(),
            applied: incoming.file(name, bytes)?,
        });
    }
    if let Some(bytes) = archive.files.get(SETTINGS) {
        arrivals.settings = take_settings(home, bytes, dry, agreed)?;
    }
    Ok(arrivals)
}

/// Takes over settings if there are none.
fn take_settings(
    home: &Home,
    bytes: &[u8],
    dry: bool,
    agreed: bool,
) -> Result<SettingsArrival, FileError> {
    let path = home.settings();
    let there = String::from_utf8_lossy(bytes);
    let here = read(&path)?;
    let here_text = String::from_utf8_lossy(here.as_deref().unwrap_or_default());
    let compared = settings::differences(&here_text, &there);
    let compared = compared.and_then(|found| Ok((found, settings::reaching_out(&there)?)));
    let (differences, (reaching_out, harmless)) = match compared {
        Ok(compared) => compared,
        Err(error) => return Ok(SettingsArrival::Invalid(error.to_string())),
    };
    if here.is_some() {
        return Ok(if differences.is_empty() {
            SettingsArrival::Same
        } else {
            SettingsArrival::Different(differences)
        });
    }
    if !dry {
        let text = if agreed { &*there } else { &harmless };
        private::save_new(&path, text.as_bytes()).map_err(FileError::at(&path))?;
    }
    Ok(SettingsArrival::Taken { reaching_out })
}
