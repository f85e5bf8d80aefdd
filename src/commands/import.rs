//! `nodequiz import`: brings in notes, decks of others, or an archive.

use std::path::PathBuf;

use clap::Args;

use crate::report::{self, ImportReport};
use crate::store::{self, ArchiveError, Arrivals, SettingsArrival};
use crate::terminal::{Line, Tone, is_interactive};

use super::import_notes;
use super::import_notes::NotesArgs;
use crate::app::{Context, Exit, Failure, OpenHistory, interactive};

/// Bring in notes, decks of other programs, or an archive.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Notes become decks: questions with answers in Markdown and text, tables, terms with their meaning, cards of \
hashcards, Obsidian and Anki, CSV, TSV, quizzes in JSON (nodequiz docs import). What was found and what was \
not is shown before anything is written. Import the file again when it has changed: its changes arrive, cards that \
you changed stay yours, and progress is kept.

An archive is what `nodequiz export` wrote. Answers are merged, each once. A deck that differs from yours is kept beside it and not \
used. Settings are taken over only where there are none, and those that run a program or say \
where your data goes only if you agree. The archive is checked whole \
before anything is written; importing it again changes nothing.

Examples:
  nodequiz import notes.md                     a document
  nodequiz import questions/ --dry-run         a folder: what would it bring?
  nodequiz import words.csv --question 2 --answer 3
  nodequiz import topics.txt --outline         questions without answers, to fill in
  nodequiz import --archive ~/nodequiz-backup.zip"
)]
pub struct ImportArgs {
    /// Bring in an archive
    #[arg(long, value_name = "FILE")]
    archive: Option<PathBuf>,

    #[command(flatten)]
    notes: NotesArgs,
}

impl ImportArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let Some(path) = self.archive else {
            return import_notes::run(context, self.notes);
        };
        let NotesArgs { dry_run, json, .. } = self.notes;
        let archive = store::read_archive(&path).map_err(|error| {
            let package = path
                .extension()
                .is_some_and(|ending| ending == "apkg" || ending == "colpkg");
            let hint = match error {
                ArchiveError::Bad { .. } if package => {
                    "this is an Anki package: import it without --archive; nothing was changed"
                }
                ArchiveError::Bad { .. } => "nothing was changed; take another copy of it",
                _ => "nothing was changed; check the name of the file",
            };
            Failure::failed(&error).hint(hint)
        })?;
        let _lock = interactive::lock_files(context, "import")?;
        // Everything is checked before anything is written.
        let foreseen = store::import(&context.home, &archive, true, false)
            .map_err(|error| Failure::failed(&error).hint("nothing was changed"))?;
        let agreed = !dry_run && !json && agrees(context, &foreseen)?;
        let mut report = ImportReport::of(&foreseen, dry_run, agreed);
        if !json {
            let lines = report::imported(&report, context.output.width());
            context.output.lines(&lines)?;
            context.output.flush()?;
        }
        if !dry_run {
            let arrived =
                store::import(&context.home, &archive, false, agreed).map_err(|error| {
                    Failure::failed(&error).hint(
                        "what was brought in so far counts; run it again, nothing comes twice",
                    )
                })?;
            context.recorded.set(true);
            report = ImportReport::of(&arrived, false, agreed);
            OpenHistory::warm_up(context)?;
        }
        if json {
            context.output.json(&report)?;
        } else {
            let words = match (dry_run, report.changes_nothing()) {
                (true, _) => "Nothing was written (--dry-run).",
                (false, true) => "Everything in it was here already; nothing changed.",
                (false, false) => "Imported.",
            };
            context.remark(words, Tone::Plain)?;
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
    context.confirm(question)
}
