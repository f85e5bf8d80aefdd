//! `nodequiz doctor`: whether everything is in order, what it costs if not, and how to fix it.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use clap::Args;
use serde::Serialize;

use crate::deck::{Diagnostic, Origin, check, check_prompts};
use crate::history::{Event, Redate};
use crate::report;
use crate::store::{self, HistoryStore, JournalBytes, UnreadableDeck, device};
use crate::terminal::{Line, Tone};
use crate::wording::count;
use crate::wording::health::{
    CheckedCounts, Checkup, CheckupInput, DeckFault, Finding, HomeState, Remedy, Repair, Severity,
    SnapshotState,
};

use crate::app::open_history::terms;
use crate::app::{Context, Exit, Failure, LoadedDecks, ReadDecks, loaded_decks};

/// Check that everything is in order, and fix what is not
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "It checks folders, permissions, settings, every line of every journal, the saved schedule \
and your decks. Each finding says what it costs you and what to do about it. \
Nothing changes without --fix, and no journal is ever edited, not even then: \
a damaged line costs that line alone, and all others count.

The exit code is 0 where nothing is wrong, and 1 otherwise.

Examples:
  nodequiz doctor
  nodequiz doctor --fix        show what it will do, ask, and do it
  nodequiz doctor --json | jq '.findings[].code'"
)]
pub struct DoctorArgs {
    /// Fix what can be fixed, after showing it
    #[arg(long)]
    fix: bool,

    /// Don't ask before --fix
    #[arg(long, requires = "fix")]
    yes: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

impl DoctorArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let gathered = Gathered::of(context);
        let judged = gathered.judge(context);
        if !self.fix {
            self.show(context, &judged, None)?;
            return Ok(exit(&judged.checkup));
        }
        self.fix(context, &gathered, &judged)
    }

    /// Shows what was found.
    fn show(
        &self,
        context: &mut Context,
        judged: &Judged,
        done: Option<&[RepairOutcome]>,
    ) -> Result<(), Failure> {
        let Judged { checkup, snapshot } = judged;
        if self.json {
            context.output.json(&CheckupJson::of(checkup, done))?;
        } else {
            let home = context.home.data().display().to_string();
            let lines = report::doctor(checkup, &home, *snapshot, context.output.width());
            context.output.lines(&lines)?;
        }
        Ok(())
    }

    /// Shows what it will do, asks, does it, and looks again.
    fn fix(
        &self,
        context: &mut Context,
        gathered: &Gathered,
        judged: &Judged,
    ) -> Result<Exit, Failure> {
        let steps = judged.checkup.repairs();
        if steps.is_empty() {
            self.show(context, judged, self.json.then_some(&[]))?;
            if !self.json && judged.checkup.wrong() > 0 {
                context.output.lines(&[Line::from(
                    "There is nothing that --fix can do: see what each finding says.",
                )])?;
            }
            return Ok(exit(&judged.checkup));
        }
        if context.settings_fault.is_some() {
            let message = "the settings cannot be read, and fixing depends on them";
            return Err(Failure::failed(message)
                .hint("correct the settings first: nodequiz doctor says where"));
        }
        let mut plan =
            report::doctor_steps(&judged.checkup, context.today(), context.output.width());
        plan.push(Line::new());
        if self.json {
            context.output.say_lines(&plan);
        } else {
            context.output.lines(&plan)?;
            context.output.flush()?;
        }
        let question = match steps.len() {
            1 => "Do this step?".to_owned(),
            many => format!("Carry out these {many} steps?"),
        };
        let what = "this changes files";
        if !context.may_destroy(self.yes, what, &question)? {
            if self.json {
                self.show(context, judged, Some(&[]))?;
            } else {
                context.output.lines(&[Line::from("Nothing changed.")])?;
            }
            return Ok(exit(&judged.checkup));
        }
        let done = repair(context, &gathered.loaded, &steps);
        let judged = Gathered::of(context).judge(context);
        if !self.json {
            Self::print_outcomes(context, &done)?;
            context.output.lines(&[Line::new()])?;
        }
        self.show(context, &judged, Some(&done))?;
        let failed = done.iter().any(|step| step.why.is_some());
        Ok(if failed {
            Exit::Failed
        } else {
            exit(&judged.checkup)
        })
    }

    /// Says what was done, and what could not be.
    fn print_outcomes(context: &mut Context, steps: &[RepairOutcome]) -> Result<(), Failure> {
        for step in steps {
            let line = match &step.why {
                None => Line::styled("✓ ", Tone::Good).with(&step.step, Tone::Plain),
                Some(why) => {
                    Line::styled("✗ ", Tone::Bad).with(format!("{}: {why}", step.step), Tone::Plain)
                }
            };
            let lines = crate::terminal::wrap::wrap(&line, context.output.width(), 2);
            context.output.lines(&lines)?;
        }
        Ok(())
    }
}

/// 0 only if nothing is wrong.
fn exit(checkup: &Checkup) -> Exit {
    if checkup.wrong() == 0 {
        Exit::Done
    } else {
        Exit::Failed
    }
}

/// What is looked at, as far as it can be read: one fault does not hide another.
struct Gathered {
    /// The decks that can be read.
    loaded: LoadedDecks,
    /// The bytes of the journals that can be read.
    bytes: JournalBytes,
    around: HomeState,
    decks: Vec<DeckFault>,
    own_files: usize,
}

struct Judged {
    checkup: Checkup,
    snapshot: SnapshotState,
}

impl Gathered {
    /// Reads whatever can be read.
    fn of(context: &Context) -> Self {
        let (around, bytes) = store::look_around(&context.home);
        let files = store::own_decks(&context.home);
        let mut decks: Vec<DeckFault> = files.unreadable.iter().map(unreadable).collect();
        let own = loaded_decks::sources(files.decks);
        let prompts = loaded_decks::sources(files.prompts);
        let mut found = Vec::new();
        let read = ReadDecks::of(&own, &mut found);
        found.extend(check(&read.mine(), Origin::Own));
        let loaded = LoadedDecks::of(&own, read, &mut found);
        if !prompts.is_empty() {
            let topics: BTreeSet<&str> = loaded.library.cards().map(|card| &*card.topic).collect();
            let (files, _) = loaded_decks::read_prompts(&prompts, &mut found);
            found.extend(check_prompts(&files, &topics));
        }
        decks.extend(faults(&found));
        Self {
            loaded,
            bytes,
            around,
            own_files: own.len() + prompts.len(),
            decks,
        }
    }

    /// Judges what was gathered.
    fn judge(&self, context: &Context) -> Judged {
        let journal = &self.bytes.journal(context.clock.now());
        let complete = self.around.unreadable.is_empty()
            && context.settings_fault.is_none()
            && self.decks.iter().all(|fault| fault.unreadable.is_none());
        let snapshot = if complete {
            let terms = terms(context, &self.loaded);
            store::compare_snapshot(&context.home, &self.bytes, journal, &terms)
        } else if context.home.snapshot().exists() {
            SnapshotState::Unchecked
        } else {
            SnapshotState::Missing
        };
        let library = self.loaded.library;
        let renames = journal.renames(library.renames(), |id| library.get(id).is_some());
        let fault = context.settings_fault.as_ref().map(ToString::to_string);
        let checkup = Checkup::of(&CheckupInput {
            home: &self.around,
            settings_fault: fault.as_deref(),
            files: &self.bytes.files(),
            journal,
            snapshot,
            decks: &self.decks,
            is_card: &|card| library.get(card).is_some() || renames.contains_key(card),
            decks_and_cards: (self.own_files, self.loaded.library.len()),
        });
        Judged { checkup, snapshot }
    }
}

fn unreadable(error: &UnreadableDeck) -> DeckFault {
    DeckFault {
        file: error.shown.clone(),
        errors: 0,
        warnings: 0,
        first: None,
        unreadable: Some(error.why.to_string()),
    }
}

/// What is wrong, one row per file; errors come before warnings.
fn faults(found: &[Diagnostic]) -> Vec<DeckFault> {
    let mut files: BTreeMap<&str, DeckFault> = BTreeMap::new();
    let (errors, warnings): (Vec<&Diagnostic>, Vec<_>) =
        found.iter().partition(|one| one.is_error());
    for diagnostic in errors.into_iter().chain(warnings) {
        let Some((file, line, _)) = diagnostic.place() else {
            continue;
        };
        let fault = files.entry(file).or_insert_with(|| DeckFault {
            file: file.to_owned(),
            errors: 0,
            warnings: 0,
            first: Some((line, diagnostic.message.clone())),
            unreadable: None,
        });
        if diagnostic.is_error() {
            fault.errors += 1;
        } else {
            fault.warnings += 1;
        }
    }
    files.into_values().collect()
}

/// A step of `--fix` that was tried.
#[derive(Serialize)]
struct RepairOutcome {
    step: String,
    done: bool,
    /// Why it could not be done.
    why: Option<String>,
}

impl RepairOutcome {
    fn of<T, E: ToString>(words: impl Into<String>, outcome: Result<T, E>) -> Self {
        let why = outcome.err().map(|error| error.to_string());
        Self {
            step: words.into(),
            done: why.is_none(),
            why,
        }
    }
}

/// Does the steps that `--fix` showed before, in their order. One that fails does not stop the others.
fn repair(context: &Context, loaded: &LoadedDecks, steps: &[&Repair]) -> Vec<RepairOutcome> {
    let mut done = Vec::new();
    let mut renew = false;
    for step in steps {
        match step {
            Repair::Restrict { path, mode } => done.push(RepairOutcome::of(
                format!("{} closed to others", path.display()),
                store::close_to_others(path, *mode),
            )),
            Repair::Remove(path) => done.push(RepairOutcome::of(
                format!("{} removed", path.display()),
                store::remove_left_behind(path),
            )),
            Repair::Redate(redate) => {
                let records = count(redate.records.len(), "record", "records");
                let words = format!("{records} counted for {}", redate.study_day);
                done.push(RepairOutcome::of(
                    words,
                    append_redate(context, loaded, redate),
                ));
            }
            Repair::RenewSnapshot { keep } => {
                renew = true;
                done.extend(make_way(context, *keep));
            }
            Repair::RenameDevice => {
                let named = device::rename(&context.home);
                let words = named.as_ref().map_or_else(
                    |_| "a new name for this device".to_owned(),
                    |name| format!("this device is now called {name}"),
                );
                done.push(RepairOutcome::of(words, named));
            }
        }
    }
    if renew {
        done.push(save_schedule(context, loaded));
    }
    done
}

/// Appends a redate, in lines of a moderate length.
fn append_redate(
    context: &Context,
    loaded: &LoadedDecks,
    redate: &Redate,
) -> Result<(), Box<dyn Error>> {
    let now = context.clock.now();
    let mut opened = HistoryStore::open(&context.home, terms(context, loaded))?;
    for records in redate.records.chunks(500) {
        let part = Redate {
            records: records.to_vec(),
            ..redate.clone()
        };
        opened.append(Event::Redate(part), now, context.today())?;
    }
    Ok(opened.save()?)
}

/// Moves the old schedule file out of the way.
fn make_way(context: &Context, keep: bool) -> Option<RepairOutcome> {
    let path = context.home.snapshot();
    if keep {
        let kept = store::put_aside(&path, context.today());
        let words = kept.as_ref().map_or_else(
            |_| "schedule.json kept beside".to_owned(),
            |kept| format!("schedule.json kept as {}", kept.display()),
        );
        return Some(RepairOutcome::of(words, kept));
    }
    let error = store::remove_left_behind(&path).err()?;
    Some(RepairOutcome::of(
        "schedule.json written again",
        Err::<(), _>(error),
    ))
}

/// Computes the schedule from the journal and saves it for the next start.
fn save_schedule(context: &Context, loaded: &LoadedDecks) -> RepairOutcome {
    match HistoryStore::open(&context.home, terms(context, loaded)) {
        Ok(mut opened) => RepairOutcome::of("the schedule computed", opened.save()),
        Err(error) => RepairOutcome::of("the journal opened", Err::<(), _>(error)),
    }
}

#[derive(Serialize)]
struct CheckupJson<'a> {
    wrong: usize,
    notices: usize,
    looked_at: CheckedCounts,
    findings: Vec<FindingJson<'a>>,
    /// What `--fix` did.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<&'a [RepairOutcome]>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    code: &'static str,
    severity: Severity,
    area: &'static str,
    found: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    cost: &'a str,
    #[serde(rename = "mend")]
    remedy: RemedyJson<'a>,
}

#[derive(Serialize)]
struct RemedyJson<'a> {
    kind: &'static str,
    command: Option<&'a str>,
    words: Option<&'a str>,
}

impl<'a> CheckupJson<'a> {
    /// The findings as JSON, with what `--fix` did.
    fn of(checkup: &'a Checkup, done: Option<&'a [RepairOutcome]>) -> Self {
        Self {
            wrong: checkup.wrong(),
            notices: checkup.notices(),
            looked_at: checkup.checked,
            findings: checkup.findings.iter().map(FindingJson::of).collect(),
            done,
        }
    }
}

impl<'a> FindingJson<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            code: finding.code.as_str(),
            severity: finding.severity,
            area: finding.code.area().name(),
            found: &finding.found,
            file: finding.place.as_ref().map(|place| place.file.as_str()),
            line: finding.place.as_ref().and_then(|place| place.line),
            cost: &finding.cost,
            remedy: RemedyJson::of(&finding.remedy),
        }
    }
}

impl<'a> RemedyJson<'a> {
    fn of(remedy: &'a Remedy) -> Self {
        let (kind, command, words) = match remedy {
            Remedy::Fix(words) => ("fix", Some("nodequiz doctor --fix"), Some(words.as_str())),
            Remedy::Command { command, when } => {
                ("command", Some(command.as_str()), Some(when.as_str()))
            }
            Remedy::Advice(words) => ("advice", None, Some(words.as_str())),
            Remedy::Nothing => ("nothing", None, None),
        };
        Self {
            kind,
            command,
            words,
        }
    }
}
