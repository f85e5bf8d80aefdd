//! `nodequiz sync`: several devices through the learner's own git remote.

use std::time::Duration;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::report;
use crate::report::{Outcome, SyncReport, SyncStatus, TextReport, TransferReport, VersionsReport};
use crate::store::{
    self, Applied, LeftOut, Sync, SyncError, SyncState, Synced, TransferSummary, Versions,
};
use crate::terminal::Tone;

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::files;

/// Bring several devices together through a git repository of your own.
#[derive(Args, Clone, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_long_help = "It carries the journals of all devices, your decks, prompts and reports; the schedule is \
recomputed. Nothing is ever overwritten: if a deck was changed in two places at once, both \
versions are kept. git never asks for a password here: use an ssh key or a credential helper.

Examples:
  nodequiz sync init git@example.com:me/nodequiz-data.git     once a device
  nodequiz sync                                               whenever you like
  nodequiz sync status"
)]
pub struct SyncArgs {
    #[command(subcommand)]
    action: Option<Action>,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// Set up the remote on this device, an empty one or one with data of other devices, and sync
    #[command(after_long_help = "Examples:
  nodequiz sync init git@example.com:me/nodequiz-data.git
  nodequiz sync init /media/stick/nodequiz.git     a bare repository on a disk")]
    Init {
        /// A URL, user@host:path, or a folder with a bare repository
        url: String,

        /// Print JSON (its shape: nodequiz docs json)
        #[arg(long)]
        json: bool,
    },
    /// Show what is not yet sent or received
    #[command(after_long_help = "Examples:
  nodequiz sync status
  nodequiz sync status --offline --json")]
    Status {
        /// Don't ask the remote
        #[arg(long)]
        offline: bool,

        /// Print JSON (its shape: nodequiz docs json)
        #[arg(long)]
        json: bool,
    },
}

#[derive(Serialize)]
struct SyncJson<T> {
    schema: u32,
    #[serde(flatten)]
    report: T,
}

impl SyncArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        match self.action {
            Some(Action::Status { offline, json }) => status(context, !offline, json),
            Some(Action::Init { url, json }) => exchange(context, Some(&url), json),
            None => exchange(context, None, self.json),
        }
    }
}

/// Syncs; sets up the remote first if an address is given.
fn exchange(context: &mut Context, init: Option<&str>, json: bool) -> Result<Exit, Failure> {
    let _lock = files::lock(context, "sync")?;
    let done = with_git(context, |sync| {
        let synced = match init {
            Some(address) => sync.init(address),
            None => sync.run(),
        }?;
        Ok((synced, sync.versions()?, sync.left_out()?))
    })?;
    let (synced, versions, unsent) = match done {
        Ok(done) => done,
        Err(exit) => return Ok(exit),
    };
    context.recorded.set(true);
    if let Some(address) = init.and_then(store::remote_address) {
        let path = context.home.settings();
        // The repository knows the remote as well; the setting is for people and for other machines.
        if let Err(error) = store::set_in_file(&path, "sync.remote", &address) {
            let message = format!("the setting `sync.remote` could not be saved: {error}");
            context.output.say("warning", Tone::Warn, &message);
        }
    }
    files::warm_up(context)?;
    let report = sync_report(&synced, &versions, &unsent);
    if json {
        context.output.json(&SyncJson { schema: 1, report })?;
    } else {
        let lines = report::synced(&report, context.output.width());
        context.output.lines(&lines)?;
    }
    Ok(Exit::Done)
}

fn status(context: &mut Context, ask: bool, json: bool) -> Result<Exit, Failure> {
    let standing = match with_git(context, |sync| sync.standing(ask))? {
        Ok(standing) => status_report(&standing),
        Err(exit) => return Ok(exit),
    };
    if json {
        let report = standing;
        context.output.json(&SyncJson { schema: 1, report })?;
    } else {
        let lines = report::sync_status(&standing, context.output.width());
        context.output.lines(&lines)?;
    }
    Ok(Exit::Done)
}

/// Runs git, and stops it when a signal arrives. The inner error is the exit code in that case.
fn with_git<T>(
    context: &Context,
    work: impl FnOnce(&Sync<'_>) -> Result<T, SyncError>,
) -> Result<Result<T, Exit>, Failure> {
    let wanted = || context.restore.signal().is_none();
    let sync = Sync {
        home: &context.home,
        setting: &context.settings().sync_remote,
        limit: Duration::from_secs(context.settings().sync_timeout.into()),
        wanted: &wanted,
        now: context.clock.now(),
    };
    let done = context.restore.defer_signals(|| work(&sync));
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(SyncError::Interrupted) => {
            let signal = context.restore.signal().unwrap_or(2);
            Ok(Err(Exit::Signal(signal)))
        }
        Err(error) => {
            let failure = match error {
                SyncError::NoAddress(_) => Failure::usage(&error),
                _ => Failure::failed(&error),
            };
            Err(failure.hint(error.advice()))
        }
    }
}

fn carried(transfer: &TransferSummary) -> TransferReport {
    TransferReport {
        events: transfer.events,
        devices: transfer.devices.iter().cloned().collect(),
        files: transfer.texts.clone(),
    }
}

fn doubles(versions: &[Versions]) -> Vec<VersionsReport> {
    let report = |pair: &Versions| VersionsReport {
        file: pair.name.clone(),
        other: pair.other.clone(),
    };
    versions.iter().map(report).collect()
}

fn sync_report(synced: &Synced, versions: &[Versions], unsent: &[LeftOut]) -> SyncReport {
    let texts = synced.texts.iter().filter_map(|text| {
        let (outcome, other) = outcome(&text.applied)?;
        Some(TextReport {
            file: text.name.clone(),
            outcome,
            other,
        })
    });
    SyncReport {
        remote: synced.remote.clone(),
        sent: carried(&synced.sent),
        received: carried(&synced.received),
        texts: texts.collect(),
        versions: doubles(versions),
        left_out: files::left_out(unsent.iter().chain(&synced.left_out)),
        put_aside: synced
            .put_aside
            .as_ref()
            .map(|aside| aside.display().to_string()),
    }
}

/// The outcome for a file, and the file with its other version.
fn outcome(applied: &Applied) -> Option<(Outcome, Option<String>)> {
    Some(match applied {
        Applied::Nothing | Applied::Events(_) => return None,
        Applied::New { .. } => (Outcome::New, None),
        Applied::Changed => (Outcome::Changed, None),
        Applied::Merged => (Outcome::Merged, None),
        Applied::Removed => (Outcome::Deleted, None),
        Applied::CameBack => (Outcome::Restored, None),
        Applied::Stayed => (Outcome::Kept, None),
        Applied::Beside { file, .. } => (Outcome::Both, Some(file.clone())),
    })
}

fn status_report(standing: &SyncState) -> SyncStatus {
    SyncStatus {
        remote: standing.remote.clone(),
        last_sync: standing.last.map(|last| last.to_rfc3339()),
        asked: standing.asked,
        unreachable: standing.unreachable.clone(),
        to_send: carried(&standing.to_send),
        to_receive: carried(&standing.to_receive),
        unfinished: standing.unfinished.map(str::to_owned),
        versions: doubles(&standing.versions),
    }
}
