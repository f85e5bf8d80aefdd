//! `nodequiz import`: brings in notes, decks of others, or an archive.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::report::Lines;
use crate::store::{self, Applied, ArchiveError, Arrivals, Difference, SettingsArrival};
use crate::terminal::{Line, Tone, is_interactive};
use crate::wording::{count, few};

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
        let mut report = import_report(&foreseen, dry_run, agreed);
        if !json {
            let lines = lines_of(&report, context.output.width());
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
            report = import_report(&arrived, false, agreed);
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

/// The result of an import, real or as a dry run.
#[derive(Default, Serialize)]
struct ImportReport {
    /// Whether it was a dry run.
    dry_run: bool,
    /// Events that were missing here.
    events: usize,
    /// The devices that wrote them.
    devices: BTreeSet<String>,
    /// Decks and other texts that were missing here.
    new: Vec<String>,
    /// How many files are here with the same content.
    known: usize,
    /// Texts that differ: the local one stays.
    beside: Vec<BesideReport>,
    /// The result for the settings: `none`, `same`, `taken`, `stay`, `unsound`.
    settings: &'static str,
    /// What is wrong with them.
    settings_fault: Option<String>,
    /// Settings that differ from those here.
    differences: Vec<Difference>,
    /// Settings that run a program or say where your data goes.
    reaching_out: Vec<SettingReport>,
    /// Files that have no place here.
    left_out: Vec<String>,
    /// Files that the archive's list does not name.
    unlisted: Vec<String>,
}

/// A setting that runs a program or says where data goes.
#[derive(Serialize)]
struct SettingReport {
    name: &'static str,
    /// Its value in the archive.
    value: String,
    /// Whether it was taken over.
    taken: bool,
}

/// A text that differs from the local one.
#[derive(Serialize)]
struct BesideReport {
    /// The text.
    file: String,
    /// The file that holds the archive's version.
    other: String,
    /// Whether it was there already.
    known: bool,
}

/// The most names that are listed.
const FEW: usize = 8;

impl ImportReport {
    /// Whether everything is here already.
    fn changes_nothing(&self) -> bool {
        self.events == 0
            && self.new.is_empty()
            && self.beside.iter().all(|text| text.known)
            && self.settings != "taken"
    }
}

fn import_report(arrivals: &Arrivals, dry_run: bool, agreed: bool) -> ImportReport {
    let mut report = ImportReport {
        dry_run,
        left_out: arrivals.left_out.clone(),
        unlisted: arrivals.unlisted.clone(),
        ..ImportReport::default()
    };
    for file in &arrivals.files {
        match &file.applied {
            Applied::New { events } | Applied::Events(events) if file.journal => {
                report.events += events;
                report
                    .devices
                    .extend(file.name.split('/').nth(1).map(str::to_owned));
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
            report.differences.clone_from(differences);
            "stay"
        }
        SettingsArrival::Invalid(fault) => {
            report.settings_fault = Some(fault.clone());
            "unsound"
        }
    };
    report
}

/// What an archive brings.
fn lines_of(report: &ImportReport, width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(10, width);
    let events = match (report.events, report.devices.len()) {
        (0, _) => "nothing new".to_owned(),
        (events, 1) => format!("{} new", count(events, "event", "events")),
        (events, devices) => format!(
            "{} of {devices} devices new",
            count(events, "event", "events")
        ),
    };
    lines.row("Answers", &events);
    let texts = if report.new.is_empty() {
        "nothing new".to_owned()
    } else {
        format!("new: {}", few(&report.new, FEW, "more"))
    };
    lines.row("Decks", &texts);
    let settings = match report.settings {
        "taken" => "taken over: there were none here".to_owned(),
        "same" => "the same as here".to_owned(),
        "stay" => format!("yours are kept; {} in the archive", differences(report)),
        "unsound" => format!(
            "left out: {}",
            report.settings_fault.as_deref().unwrap_or("")
        ),
        _ => "none in the archive".to_owned(),
    };
    lines.row("Settings", &settings);
    for SettingReport { name, value, taken } in &report.reaching_out {
        let words = match (taken, report.dry_run) {
            (true, _) => continue,
            (false, true) => format!(
                "{name} = {value} runs a program or sends your data somewhere: it is taken over only if you agree"
            ),
            (false, false) => format!(
                "left out: {name} = {value}, which runs a program or sends your data somewhere. If it is yours: nodequiz config set {name} '{value}'"
            ),
        };
        lines.warning(&words);
    }
    for text in &report.beside {
        let words = if text.known {
            format!(
                "{} differs from the archive's, which is in {} already.",
                text.file, text.other
            )
        } else {
            format!(
                "{} differs: yours stays in use, the archive's is kept in {}. Copy over what you want of it, then delete it.",
                text.file, text.other
            )
        };
        lines.warning(&words);
    }
    if !report.left_out.is_empty() {
        let names = few(&report.left_out, FEW, "more");
        lines.warning(format!(
            "left out, because it does not belong here: {names}"
        ));
    }
    if !report.unlisted.is_empty() {
        let names = few(&report.unlisted, FEW, "more");
        lines.warning(format!(
            "left out, because it was put into the archive after nodequiz had made it: {names}"
        ));
    }
    lines.all
}

fn differences(report: &ImportReport) -> String {
    let each = report.differences.iter();
    let each = each.map(|difference| {
        let value = match difference.there.as_str() {
            "" => "empty",
            value => value,
        };
        format!("{} is {value}", difference.name)
    });
    each.collect::<Vec<_>>().join(", ")
}
