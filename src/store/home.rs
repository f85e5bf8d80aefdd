//! The folders and files of a learner.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
#[cfg(not(windows))]
use etcetera::base_strategy::Xdg;

/// The folders of one learner. They are created only when something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    data: PathBuf,
    config: PathBuf,
    state: PathBuf,
    cache: PathBuf,
}

/// Neither `NODEQUIZ_HOME` nor a home directory is known.
#[derive(Debug, thiserror::Error)]
#[error("no home directory is known, so there is no place for your answers")]
pub struct NoHome;

impl Home {
    /// The folders that the environment names: all under `NODEQUIZ_HOME` where it is set, else
    /// after the XDG base directory specification; on Windows under `%APPDATA%` and `%LOCALAPPDATA%`.
    pub fn from_environment() -> Result<Self, NoHome> {
        let set = std::env::var_os("NODEQUIZ_HOME").filter(|value| !value.is_empty());
        if let Some(folder) = set {
            let folder = std::path::absolute(folder).map_err(|_| NoHome)?;
            return Ok(Self::under(&folder));
        }
        #[cfg(windows)]
        {
            let folders = etcetera::base_strategy::Windows::new().map_err(|_| NoHome)?;
            let roaming = folders.data_dir().join("nodequiz");
            let local = folders.cache_dir().join("nodequiz");
            Ok(Self {
                data: roaming.join("data"),
                config: roaming.join("config"),
                state: local.join("state"),
                cache: local.join("cache"),
            })
        }
        #[cfg(not(windows))]
        Self::of_xdg()
    }

    #[cfg(not(windows))]
    fn of_xdg() -> Result<Self, NoHome> {
        let xdg = Xdg::new().map_err(|_| NoHome)?;
        Ok(Self {
            data: xdg.data_dir().join("nodequiz"),
            config: xdg.config_dir().join("nodequiz"),
            state: xdg.state_dir().ok_or(NoHome)?.join("nodequiz"),
            cache: xdg.cache_dir().join("nodequiz"),
        })
    }

    /// Everything under one folder.
    pub fn under(folder: &Path) -> Self {
        Self {
            data: folder.join("data"),
            config: folder.join("config"),
            state: folder.join("state"),
            cache: folder.join("cache"),
        }
    }

    /// What the learner owns and may sync: journals, decks, the snapshot.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The journals, one folder per device.
    pub fn reviews(&self) -> PathBuf {
        self.data.join("reviews")
    }

    /// The learner's own decks.
    pub fn decks(&self) -> PathBuf {
        self.data.join("decks")
    }

    /// The learner's reports of faulty cards, one file each.
    pub fn reports(&self) -> PathBuf {
        self.data.join("reports")
    }

    /// The last attempts at code cards.
    pub fn attempts(&self) -> PathBuf {
        self.data.join("attempts")
    }

    /// The learner's own interview prompts.
    pub fn prompts(&self) -> PathBuf {
        self.decks().join("interview")
    }

    /// The schedule as it was last computed.
    pub fn snapshot(&self) -> PathBuf {
        self.data.join("schedule.json")
    }

    /// The learner's cards as they were last seen.
    pub(super) fn seen_cards(&self) -> PathBuf {
        self.state.join("seen-cards.bin")
    }

    /// The parsed decks.
    pub(super) fn deck_index(&self) -> PathBuf {
        self.cache.join("decks.bin")
    }

    /// What is known of journal files that have not changed.
    pub(super) fn known_journals(&self) -> PathBuf {
        self.cache.join("reviews.json")
    }

    pub(super) fn config(&self) -> &Path {
        &self.config
    }

    /// The settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The files of this device: its name, the lock.
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// Files that may be deleted at any time.
    pub fn cache(&self) -> &Path {
        &self.cache
    }
}
