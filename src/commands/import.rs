//! `nodequiz import`: what is yours, from other places.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::store::{self, ArchiveError, Arrivals, Landed, SettingsArrival};
use crate::terminal::Line;
use crate::terminal::report::{self, BesideReport, DifferenceReport, ImportReport};
use crate::terminal::wrap::wrap;

use super::exit::{Exit, Failure};
use super::files;
use super::world::World;

/// Bring in an archive; what is here is never overwritten.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Answers are merged, each once. A deck that differs from yours is kept beside it and not \
used. Settings are taken over only where there are none. The archive is checked whole \
before anything is written; importing it again changes nothing.

Examples:
  nodequiz import --archive ~/nodequiz-backup.zip --dry-run     what would it do?
  nodequiz import --archive ~/nodequiz-backup.zip"
)]
pub struct ImportArgs {
    /// The archive to bring in
    #[arg(long, value_name = "FILE")]
    archive: Option<PathBuf>,

    /// Only say what would be done
    #[arg(long, requires = "archive")]
    dry_run: bool,

    /// Print JSON (its shape is in docs/json.md)
    #[arg(long, requires = "archive")]
    json: bool,
}

#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    #[serde(flatten)]
    report: &'a ImportReport,
}

impl ImportArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let Some(path) = self.archive else {
            return Err(Failure::usage("nothing says what to import")
                .hint("nodequiz import --archive FILE brings in what `nodequiz export` wrote"));
        };
        let archive = store::read_archive(&path).map_err(|error| {
            let hint = match error {
                ArchiveError::Bad { .. } => "nothing was changed; take another copy of it",
                _ => "nothing was changed; check the name of the file",
            };
            Failure::failed(&error).hint(hint)
        })?;
        let _lock = files::lock(world, "import")?;
        // Whatever stands in the way is found before anything is written.
        let foreseen = store::import(&world.home, &archive, true)
            .map_err(|error| Failure::failed(&error).hint("nothing was changed"))?;
        let mut report = told(&foreseen, self.dry_run);
        if !self.json {
            let lines = report::imported(&report, world.output.width());
            world.output.lines(&lines)?;
            world.output.flush()?;
        }
        if !self.dry_run {
            let arrived = store::import(&world.home, &archive, false).map_err(|error| {
                Failure::failed(&error)
                    .hint("what was brought in so far counts; run it again, nothing comes twice")
            })?;
            report = told(&arrived, false);
            files::warm_up(world)?;
        }
        if self.json {
            let report = &report;
            world.output.json(&Json { schema: 1, report })?;
        } else {
            let words = match (self.dry_run, report.changes_nothing()) {
                (true, _) => "Nothing was written (--dry-run).",
                (false, true) => "Everything in it was here already; nothing changed.",
                (false, false) => "Imported.",
            };
            let lines = wrap(&Line::from(words), world.output.width(), 0);
            world.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }
}

fn told(arrivals: &Arrivals, dry_run: bool) -> ImportReport {
    let mut report = ImportReport {
        dry_run,
        events: 0,
        devices: Vec::new(),
        new: Vec::new(),
        known: 0,
        beside: Vec::new(),
        settings: "none",
        settings_fault: None,
        differences: Vec::new(),
        left_out: arrivals.left_out.clone(),
    };
    let mut devices = BTreeSet::new();
    for file in &arrivals.files {
        match &file.landed {
            Landed::New { events } | Landed::Events(events) if file.journal => {
                report.events += events;
                devices.extend(file.name.split('/').nth(1).map(str::to_owned));
            }
            Landed::New { .. } => report.new.push(file.name.clone()),
            Landed::Beside { file: other, known } => report.beside.push(BesideReport {
                file: file.name.clone(),
                other: other.clone(),
                known: *known,
            }),
            _ => report.known += 1,
        }
    }
    report.devices = devices.into_iter().collect();
    report.settings = match &arrivals.settings {
        SettingsArrival::None => "none",
        SettingsArrival::Same => "same",
        SettingsArrival::Taken => "taken",
        SettingsArrival::Stay(differences) => {
            report.differences = differences
                .iter()
                .map(|difference| DifferenceReport {
                    name: difference.name,
                    here: difference.here.clone(),
                    archive: difference.there.clone(),
                })
                .collect();
            "stay"
        }
        SettingsArrival::Unsound(fault) => {
            report.settings_fault = Some(fault.clone());
            "unsound"
        }
    };
    report
}
