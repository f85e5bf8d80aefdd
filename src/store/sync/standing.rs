//! The status between this device and the remote, and when they last had the same.

use std::fs;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize, Serializer};

use super::outcome::{SyncError, TransferSummary};
use super::setup::Sync;
use crate::store::git::{LARGEST, shown};
use crate::store::home::Home;
use crate::store::incoming::in_use;
use crate::store::portable_files::{self, LeftOut};
use crate::store::private;

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
pub(super) fn note_sync(home: &Home, remote: &str, now: DateTime<FixedOffset>) {
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
