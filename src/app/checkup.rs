//! What `nodequiz doctor` examines, the steps of its `--fix`, and its JSON. One fault does not hide another, and a step
//! that fails does not stop the others.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use serde::Serialize;

use crate::deck::{Diagnostic, Origin, check, check_prompts};
use crate::history::{Event, Redate};
use crate::store::{self, HistoryStore, JournalBytes, UnreadableDeck, device};
use crate::wording::count;
use crate::wording::health::{
    CheckedCounts, Checkup, CheckupInput, DeckFault, Finding, HomeState, Remedy, Repair, Severity,
    SnapshotState,
};

use super::context::Context;
use super::loaded_decks;
use super::loaded_decks::{LoadedDecks, ReadDecks};
use super::open_history::terms;

pub(crate) struct Gathered {
    /// The decks that can be read.
    pub(crate) loaded: LoadedDecks,
    /// The bytes of the journals that can be read.
    bytes: JournalBytes,
    around: HomeState,
    decks: Vec<DeckFault>,
    own_files: usize,
}

pub(crate) struct Judged {
    pub(crate) checkup: Checkup,
    pub(crate) snapshot: SnapshotState,
}

impl Gathered {
    /// Reads whatever can be read.
    pub(crate) fn of(context: &Context) -> Self {
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
    pub(crate) fn judge(&self, context: &Context) -> Judged {
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
pub(crate) struct RepairOutcome {
    pub(crate) step: String,
    done: bool,
    /// Why it could not be done.
    pub(crate) why: Option<String>,
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

/// Does the steps that `--fix` showed before, in their order.
pub(crate) fn repair(
    context: &Context,
    loaded: &LoadedDecks,
    steps: &[&Repair],
) -> Vec<RepairOutcome> {
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
fn make_way(context: &Context, keep: bool) -> Vec<RepairOutcome> {
    let path = context.home.snapshot();
    if keep {
        let kept = store::put_aside(&path, context.today());
        let words = kept.as_ref().map_or_else(
            |_| "schedule.json kept beside".to_owned(),
            |kept| format!("schedule.json kept as {}", kept.display()),
        );
        vec![RepairOutcome::of(words, kept)]
    } else {
        store::remove_left_behind(&path)
            .err()
            .map(|error| RepairOutcome::of("schedule.json written again", Err::<(), _>(error)))
            .into_iter()
            .collect()
    }
}

/// Computes the schedule from the journal and saves it for the next start.
fn save_schedule(context: &Context, loaded: &LoadedDecks) -> RepairOutcome {
    match HistoryStore::open(&context.home, terms(context, loaded)) {
        Ok(mut opened) => RepairOutcome::of("the schedule computed", opened.save()),
        Err(error) => RepairOutcome::of("the journal opened", Err::<(), _>(error)),
    }
}

#[derive(Serialize)]
pub(crate) struct CheckupJson<'a> {
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
    pub(crate) fn of(checkup: &'a Checkup, done: Option<&'a [RepairOutcome]>) -> Self {
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
