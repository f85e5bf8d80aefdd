//! When this device last synced. Only for display in `sync status`: nothing depends on it.

use std::fs;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::store::home::Home;
use crate::store::private;

#[derive(Serialize, Deserialize)]
struct Record {
    at: String,
    remote: String,
}

const FILE: &str = "sync.json";

/// Records that everything was exchanged with a remote.
pub(super) fn note(home: &Home, remote: &str, now: DateTime<FixedOffset>) {
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
pub(super) fn last(home: &Home, remote: &str) -> Option<DateTime<FixedOffset>> {
    let text = fs::read_to_string(home.state().join(FILE)).ok()?;
    let record: Record = serde_json::from_str(&text).ok()?;
    let at = DateTime::parse_from_rfc3339(&record.at).ok()?;
    (record.remote == remote).then_some(at)
}
