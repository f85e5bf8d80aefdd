//! `nodequiz sync`: what was sent and received, and the status.

use serde::Serialize;

use crate::store::{Applied, Arrival, LeftOut, SyncState, Synced, TransferSummary, Versions};
use crate::terminal::Line;
use crate::wording::{count, few, time};

use super::archive::files_left_out;
use super::drawing::Lines;

/// A deck or another text that was involved in a sync.
#[derive(Serialize)]
struct TextReport {
    file: String,
    /// What became of it: `new`, `changed`, `merged`, `deleted`, `restored`, `kept`, `both`.
    outcome: &'static str,
    /// The file that holds the other version.
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<String>,
    /// The outcome for people; empty where it is shown elsewhere, or goes without saying.
    #[serde(skip)]
    words: &'static str,
}

impl TextReport {
    /// What became of a file; `None` where it is no text, or stays as it was.
    fn of(text: Arrival) -> Option<Self> {
        let mut other = None;
        let (outcome, words) = match text.applied {
            Applied::Nothing | Applied::Events(_) => return None,
            Applied::New => ("new", ""),
            Applied::Changed => ("changed", "replaced by the newer version of another device"),
            Applied::Merged => (
                "merged",
                "changed here and elsewhere; both changes are in it",
            ),
            Applied::Removed => ("deleted", "deleted, as it was on another device"),
            Applied::CameBack => (
                "restored",
                "deleted here, but changed elsewhere: it is back",
            ),
            Applied::Stayed => ("kept", "deleted elsewhere, but changed here: it stays"),
            Applied::Beside { file, .. } => {
                other = Some(file);
                ("both", "")
            }
        };
        Some(Self {
            file: text.name,
            outcome,
            other,
            words,
        })
    }
}

/// The result of a sync.
#[derive(Serialize)]
pub struct SyncReport {
    /// The remote; null if the changes were only committed.
    remote: Option<String>,
    /// What the remote got.
    sent: TransferSummary,
    /// What was received.
    received: TransferSummary,
    /// The outcomes for decks and other texts received.
    texts: Vec<TextReport>,
    /// Texts of which two versions are kept.
    versions: Vec<Versions>,
    /// Files that are in use on one side and were not carried to the other.
    left_out: Vec<LeftOut>,
    /// Where a damaged local repository was put, in whose place there is a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    put_aside: Option<String>,
}

impl SyncReport {
    pub fn of(synced: Synced, versions: Vec<Versions>, unsent: Vec<LeftOut>) -> Self {
        let texts = synced.texts.into_iter().filter_map(TextReport::of);
        Self {
            remote: synced.remote,
            sent: synced.sent,
            received: synced.received,
            texts: texts.collect(),
            versions,
            left_out: unsent.into_iter().chain(synced.left_out).collect(),
            put_aside: synced.put_aside.map(|aside| aside.display().to_string()),
        }
    }
}

/// Columns of the labels.
const LABEL: usize = 12;

/// The result of a sync, one line per direction.
pub fn synced(report: &SyncReport, width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(LABEL, width);
    if let Some(remote) = &report.remote {
        lines.row("Remote", remote);
        lines.row("Sent", transfer_words(&report.sent));
        lines.row("Received", transfer_words(&report.received));
    } else {
        lines.row(
            "Remote",
            "no remote is set, so everything was only committed on this device",
        );
    }
    for TextReport { file, words, .. } in report.texts.iter().filter(|text| !text.words.is_empty())
    {
        lines.hanging(format!("  {file}: {words}"), 4);
    }
    lines.extend(versions(&report.versions, width));
    lines.extend(files_left_out(&report.left_out, width));
    if let Some(aside) = &report.put_aside {
        lines.warning(format!(
            "the local git repository was damaged and a new one was made; your files were not touched. The old one is in {aside}: delete it"
        ));
    }
    lines.all
}

/// The status in words.
pub fn sync_status(status: &SyncState, width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(LABEL, width);
    let Some(remote) = &status.remote else {
        lines.text("Sync is not set up. Make an empty git repository that only you can read, then: nodequiz sync init URL");
        lines.extend(versions(&status.versions, width));
        return lines.all;
    };
    lines.row("Remote", remote);
    let last = status.last.map_or("never".to_owned(), time);
    lines.row("Last sync", &last);
    lines.row("To send", transfer_words(&status.to_send));
    let mut incoming = transfer_words(&status.to_receive);
    if !status.asked {
        incoming.push_str(", as far as is known: the remote was not asked");
    }
    lines.row("To receive", &incoming);
    if let Some(why) = &status.unreachable {
        lines.warning(format!(
            "{why}. What is new stays on this device until then."
        ));
    }
    if let Some(what) = &status.unfinished {
        lines.warning(format!(
            "a {what} is unfinished in the data folder; nodequiz syncs again once it is finished"
        ));
    }
    lines.extend(versions(&status.versions, width));
    lines.all
}

/// "12 events of 2 devices; decks/a.md, decks/b.md", or "nothing".
fn transfer_words(transfer: &TransferSummary) -> String {
    const FEW: usize = 6;
    let mut parts = Vec::new();
    if transfer.events > 0 {
        let events = count(transfer.events, "event", "events");
        parts.push(match transfer.devices.len() {
            0 | 1 => events,
            devices => format!("{events} of {devices} devices"),
        });
    }
    if !transfer.files.is_empty() {
        parts.push(few(&transfer.files, FEW, "more files"));
    }
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join("; ")
    }
}

/// What to do about two versions of a text.
fn versions(versions: &[Versions], width: usize) -> Vec<Line> {
    let mut lines = Lines::new(width);
    for pair in versions {
        lines.warning(format!(
            "{} was changed in two places. It stays in use as it is; the other version is kept in {}. Copy over what you want of that, then delete it.",
            pair.file, pair.other
        ));
    }
    lines.all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_is_described_in_words() {
        let of = |events, devices: &[&str], files: usize| TransferSummary {
            events,
            devices: devices.iter().map(|name| (*name).to_owned()).collect(),
            files: (0..files).map(|file| format!("decks/{file}.md")).collect(),
        };
        assert_eq!(transfer_words(&of(0, &[], 0)), "nothing");
        assert_eq!(transfer_words(&of(1, &["k3f9"], 0)), "1 event");
        assert_eq!(
            transfer_words(&of(12, &["k3f9", "abcd"], 2)),
            "12 events of 2 devices; decks/0.md, decks/1.md"
        );
        assert!(transfer_words(&of(0, &[], 9)).ends_with("decks/5.md and 3 more files"));
    }
}
