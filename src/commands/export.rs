//! `nodequiz export`: everything of yours in one file.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::report;
use crate::report::ExportReport;
use crate::store::{self, ArchiveError};

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::files;

/// Write everything of yours into one file.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "The archive is a zip with your journals, decks, prompts, reports and settings as they \
are. Only you can read the file. nodequiz import --archive brings it back, here or on \
another machine.

Examples:
  nodequiz export --archive ~/nodequiz-backup.zip
  nodequiz export --archive ~/nodequiz-backup.zip --force     over the one of last week"
)]
pub struct ExportArgs {
    /// The archive to write
    #[arg(long, value_name = "FILE")]
    archive: Option<PathBuf>,

    /// Replace a file of that name
    #[arg(long, requires = "archive")]
    force: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long, requires = "archive")]
    json: bool,
}

#[derive(Serialize)]
struct ExportJson<'a> {
    schema: u32,
    #[serde(flatten)]
    report: &'a ExportReport,
}

impl ExportArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let Some(path) = self.archive else {
            return Err(Failure::usage("nothing says what to export")
                .hint("nodequiz export --archive FILE writes everything of yours into one file"));
        };
        let exported = store::export(&context.home, &path, self.force).map_err(|error| {
            let hint = match &error {
                ArchiveError::Exists(_) => "--force replaces it; or choose another name",
                ArchiveError::Nothing(_) => {
                    "is that the right place? NODEQUIZ_HOME and XDG_DATA_HOME decide about it"
                }
                _ => "nothing was written; see that it can be read and written",
            };
            Failure::failed(&error).hint(hint)
        })?;
        context.recorded.set(true);
        let report = ExportReport {
            archive: exported.path.display().to_string(),
            bytes: exported.bytes,
            events: exported.events,
            decks: exported.decks,
            reports: exported.reports,
            settings: exported.settings,
            left_out: files::left_out(exported.left_out.iter()),
        };
        if self.json {
            let report = &report;
            context.output.json(&ExportJson { schema: 1, report })?;
        } else {
            let lines = report::exported(&report, context.output.width());
            context.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }
}
