//! `nodequiz import`: brings in an archive.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::report;
use crate::report::{BesideReport, DifferenceReport, ImportReport, SettingReport};
use crate::store::{self, Applied, ArchiveError, Arrivals, SettingsArrival};
use crate::terminal::wrap::wrap;
use crate::terminal::{Line, confirm, is_interactive};

use crate::app::confirm::agreed;
use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::files;

/// Bring in an archive; what is here is never overwritten.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Answers are merged, each once. A deck that differs from yours is kept beside it and not \
used. Settings are taken over only where there are none, and those that run a program or say \
where your data goes only if you agree. The archive is checked whole \
before anything is written; importing it again changes nothing.

Examples:
  nodequiz import --archive ~/nodequiz-backup.zip --dry-run     what would it do?
  nodequiz import --archive ~/nodequiz-backup.zip"
)]
pub struct ImportArgs {
    /// The archive to bring in
    #[arg(long, value_name = "FILE")]
    archive: Option<PathBuf>,

    /// Only show what would be done
    #[arg(long, requires = "archive")]
    dry_run: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long, requires = "archive")]
    json: bool,
}

#[derive(Serialize)]
struct ImportJson<'a> {
    schema: u32,
    #[serde(flatten)]
    report: &'a ImportReport,
}

impl ImportArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
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
        let _lock = files::lock(context, "import")?;
        // Everything is checked before anything is written.
        let foreseen = store::import(&context.home, &archive, true, false)
            .map_err(|error| Failure::failed(&error).hint("nothing was changed"))?;
        let agreed = !self.dry_run && !self.json && agrees(context, &foreseen)?;
        let mut report = import_report(&foreseen, self.dry_run, agreed);
        if !self.json {
            let lines = report::imported(&report, context.output.width());
            context.output.lines(&lines)?;
            context.output.flush()?;
        }
        if !self.dry_run {
            let arrived =
                store::import(&context.home, &archive, false, agreed).map_err(|error| {
                    Failure::failed(&error).hint(
                        "what was brought in so far counts; run it again, nothing comes twice",
                    )
                })?;
            context.recorded.set(true);
            report = import_report(&arrived, false, agreed);
            files::warm_up(context)?;
        }
        if self.json {
            let report = &report;
            context.output.json(&ImportJson { schema: 1, report })?;
        } else {
            let words = match (self.dry_run, report.changes_nothing()) {
                (true, _) => "Nothing was written (--dry-run).",
                (false, true) => "Everything in it was here already; nothing changed.",
                (false, false) => "Imported.",
            };
            let lines = wrap(&Line::from(words), context.output.width(), 0);
            context.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }
}

/// Whether the learner wants the settings of the archive that run a program or say where data goes. Without a
/// terminal nobody can agree.
fn agrees(context: &mut Context, foreseen: &Arrivals) -> Result<bool, Failure> {
    let SettingsArrival::Taken { reaching_out } = &foreseen.settings else {
        return Ok(false);
    };
    if reaching_out.is_empty() || !is_interactive() {
        return Ok(false);
    }
    let mut lines = vec![Line::from(
        "These settings in the archive run programs or say where your data goes:",
    )];
    let each = reaching_out.iter();
    lines.extend(each.map(|(name, value)| Line::from(format!("  {name} = {value}"))));
    context.output.lines(&lines)?;
    context.output.flush()?;
    let question = "Take them over? Only if the archive is yours.";
    let colors = context.output.colors();
    agreed(context, confirm(&context.restore, question, colors))
}

fn import_report(arrivals: &Arrivals, dry_run: bool, agreed: bool) -> ImportReport {
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
        reaching_out: Vec::new(),
        left_out: arrivals.left_out.clone(),
    };
    let mut devices = BTreeSet::new();
    for file in &arrivals.files {
        match &file.applied {
            Applied::New { events } | Applied::Events(events) if file.journal => {
                report.events += events;
                devices.extend(file.name.split('/').nth(1).map(str::to_owned));
            }
            Applied::New { .. } => report.new.push(file.name.clone()),
            Applied::Beside { file: other, known } => report.beside.push(BesideReport {
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
        SettingsArrival::Taken { reaching_out } => {
            let each = reaching_out.iter();
            report.reaching_out = each
                .map(|(name, value)| SettingReport {
                    name,
                    value: value.clone(),
                    taken: agreed,
                })
                .collect();
            "taken"
        }
        SettingsArrival::Different(differences) => {
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
        SettingsArrival::Invalid(fault) => {
            report.settings_fault = Some(fault.clone());
            "unsound"
        }
    };
    report
}
