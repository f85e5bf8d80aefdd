//! `nodequiz sync`: several devices through the learner's own git remote.

use std::time::Duration;

use clap::{Args, Subcommand};

use crate::report::{self, SyncReport};
use crate::store::{self, Sync, SyncError};

use crate::app::{Context, Exit, Failure, OpenHistory, interactive};

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
    let _lock = interactive::lock_files(context, "sync")?;
    let (synced, versions, unsent) = with_git(context, |sync| {
        let synced = match init {
            Some(address) => sync.init(address),
            None => sync.run(),
        }?;
        Ok((synced, sync.versions()?, sync.left_out()?))
    })?;
    context.recorded.set(true);
    if let Some(address) = init.and_then(store::remote_address) {
        let path = context.home.settings();
        // The repository knows the remote as well; the setting is for people and for other machines.
        if let Err(error) = store::set_in_file(&path, "sync.remote", &address) {
            context.warn(format!(
                "the setting `sync.remote` could not be saved: {error}"
            ));
        }
    }
    OpenHistory::warm_up(context)?;
    let report = SyncReport::of(synced, versions, unsent);
    context.print(json, &report, |width| report::synced(&report, width))
}

fn status(context: &mut Context, ask: bool, json: bool) -> Result<Exit, Failure> {
    let standing = with_git(context, |sync| sync.standing(ask))?;
    context.print(json, &standing, |width| {
        report::sync_status(&standing, width)
    })
}

/// Runs git, and stops it when a signal arrives.
fn with_git<T>(
    context: &Context,
    work: impl FnOnce(&Sync<'_>) -> Result<T, SyncError>,
) -> Result<T, Failure> {
    let wanted = || context.restore.signal().is_none();
    let sync = Sync {
        home: &context.home,
        setting: &context.settings().sync_remote,
        limit: Duration::from_secs(context.settings().sync_timeout.into()),
        wanted: &wanted,
        now: context.clock.now(),
    };
    let done = context.restore.defer_signals(|| work(&sync));
    done.map_err(|error| match error {
        SyncError::Interrupted => context.interrupted(),
        SyncError::NoAddress(_) => Failure::usage(&error).hint(error.advice()),
        _ => Failure::failed(&error).hint(error.advice()),
    })
}
