//! `nodequiz sync`: what went where, and how things stand.

use serde::Serialize;

use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;

use crate::wording::figures::count;

/// What one side has, or got, that the other had not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TransferReport {
    /// Lines of journals.
    pub events: usize,
    /// The devices that wrote them.
    pub devices: Vec<String>,
    /// Decks, prompts and reports.
    pub files: Vec<String>,
}

/// A deck or another text that both sides had something to say about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextReport {
    /// The file.
    pub file: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The file that holds the other version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was not here.
    New,
    /// It was replaced by the other side's.
    Changed,
    /// What both sides changed was brought together.
    Merged,
    /// It was deleted, as it was on the other side.
    Deleted,
    /// It was deleted here and changed there: it is back.
    Restored,
    /// It was changed here and deleted there: it stays.
    Kept,
    /// Both versions are kept.
    Both,
}

/// A text of which two versions are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionsReport {
    /// The one in use.
    pub file: String,
    /// The other one.
    pub other: String,
}

/// What a sync did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SyncReport {
    /// The remote; null where it was only committed.
    pub remote: Option<String>,
    /// What the remote got.
    pub sent: TransferReport,
    /// What came.
    pub received: TransferReport,
    /// What became of decks and other texts that came.
    pub texts: Vec<TextReport>,
    /// Texts of which two versions are kept.
    pub versions: Vec<VersionsReport>,
}

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SyncStatus {
    /// The remote; null where sync is not set up.
    pub remote: Option<String>,
    /// When everything was last exchanged, as RFC 3339.
    pub last_sync: Option<String>,
    /// Whether the remote was asked just now.
    pub asked: bool,
    /// Why it could not be asked.
    pub unreachable: Option<String>,
    /// What the remote does not have yet.
    pub to_send: TransferReport,
    /// What it has that is not here yet.
    pub to_receive: TransferReport,
    /// What is begun with git in the data folder and not ended.
    pub unfinished: Option<String>,
    /// Texts of which two versions are kept.
    pub versions: Vec<VersionsReport>,
}

/// Columns of the labels.
const LABEL: usize = 12;

/// What a sync did, a line a direction.
#[must_use]
pub fn synced(report: &SyncReport, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(remote) = &report.remote {
        lines.extend(row("Remote", remote, width));
        lines.extend(row("Sent", &freight(&report.sent), width));
        lines.extend(row("Received", &freight(&report.received), width));
    } else {
        let words = "no remote is set, so everything was only committed on this device";
        lines.extend(row("Remote", words, width));
    }
    for text in &report.texts {
        let words = match text.outcome {
            Outcome::New | Outcome::Both => continue,
            Outcome::Changed => "replaced by the newer version of another device",
            Outcome::Merged => "changed here and elsewhere; both changes are in it",
            Outcome::Deleted => "deleted, as it was on another device",
            Outcome::Restored => "deleted here, but changed elsewhere: it is back",
            Outcome::Kept => "deleted elsewhere, but changed here: it stays",
        };
        lines.extend(wrap(
            &Line::from(format!("  {}: {words}", text.file)),
            width,
            4,
        ));
    }
    lines.extend(versions(&report.versions, width));
    lines
}

/// How things stand, in words.
#[must_use]
pub fn sync_status(standing: &SyncStatus, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let Some(remote) = &standing.remote else {
        let words = "Sync is not set up. Make an empty git repository that only you can read, then: nodequiz sync init URL";
        lines.extend(wrap(&Line::from(words), width, 0));
        lines.extend(versions(&standing.versions, width));
        return lines;
    };
    lines.extend(row("Remote", remote, width));
    // "2026-11-20T09:00:00+01:00": day and minute are enough.
    let last = standing.last_sync.as_deref();
    let last = last.map_or("never".to_owned(), |at| {
        at.get(..16).unwrap_or(at).replace('T', " ")
    });
    lines.extend(row("Last sync", &last, width));
    lines.extend(row("To send", &freight(&standing.to_send), width));
    let mut incoming = freight(&standing.to_receive);
    if !standing.asked {
        incoming.push_str(", as far as is known: the remote was not asked");
    }
    lines.extend(row("To receive", &incoming, width));
    if let Some(why) = &standing.unreachable {
        lines.extend(sign(
            &format!("{why}. What is new stays on this device until then."),
            width,
        ));
    }
    if let Some(what) = &standing.unfinished {
        let words = format!(
            "a {what} is unfinished in the data folder; nodequiz syncs again once it is ended"
        );
        lines.extend(sign(&words, width));
    }
    lines.extend(versions(&standing.versions, width));
    lines
}

/// A label and what it stands for.
fn row(label: &str, words: &str, width: usize) -> Vec<Line> {
    let line = Line::styled(format!("{label:<LABEL$}"), Tone::Dim).with(words, Tone::Plain);
    wrap(&line, width, LABEL)
}

/// Something that a person has to look at.
fn sign(words: &str, width: usize) -> Vec<Line> {
    let line = Line::styled("! ", Tone::Warn).with(words, Tone::Plain);
    wrap(&line, width, 2)
}

/// "12 events of 2 devices; decks/a.md, decks/b.md", or "nothing".
fn freight(freight: &TransferReport) -> String {
    const FEW: usize = 6;
    let mut parts = Vec::new();
    if freight.events > 0 {
        let events = count(freight.events, "event", "events");
        parts.push(match freight.devices.len() {
            0 | 1 => events,
            devices => format!("{events} of {devices} devices"),
        });
    }
    let files = &freight.files;
    match files.len() {
        0 => {}
        1..=FEW => parts.push(files.join(", ")),
        more => parts.push(format!(
            "{} and {} more files",
            files[..FEW].join(", "),
            more - FEW
        )),
    }
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join("; ")
    }
}

/// What to do about two versions of one text.
pub(crate) fn versions(versions: &[VersionsReport], width: usize) -> Vec<Line> {
    versions
        .iter()
        .flat_map(|pair| {
            let words = format!(
                "{} was changed in two places. It stays in use as it is; the other version is kept in {}. Copy over what you want of that, then delete it.",
                pair.file, pair.other
            );
            sign(&words, width)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freight_is_told_in_words() {
        let of = |events, devices: &[&str], files: usize| TransferReport {
            events,
            devices: devices.iter().map(|name| (*name).to_owned()).collect(),
            files: (0..files).map(|file| format!("decks/{file}.md")).collect(),
        };
        assert_eq!(freight(&of(0, &[], 0)), "nothing");
        assert_eq!(freight(&of(1, &["k3f9"], 0)), "1 event");
        assert_eq!(
            freight(&of(12, &["k3f9", "abcd"], 2)),
            "12 events of 2 devices; decks/0.md, decks/1.md"
        );
        assert!(freight(&of(0, &[], 9)).ends_with("decks/5.md and 3 more files"));
    }
}
