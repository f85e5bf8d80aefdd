//! `nodequiz decks add`, `update` and `remove`: decks of others, from git repositories.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::deck::{
    Card, Deck, DeckChanges, Diagnostic, Library, Parsed, Source, deck_changes, is_shared, parse,
};
use crate::id::slug;
use crate::report::{self, SharedReport};
use crate::store::{
    self, FetchedDecks, FileError, LeftOut, SharedChange, SharedError, SharedFetch, SharedRecord,
};
use crate::terminal::Tone;
use crate::wording::count;

use crate::app::{Context, Exit, Failure, LoadedDecks, OpenHistory, interactive, needs_terminal};

#[derive(Serialize)]
struct SharedJson {
    shared: Vec<SharedReport>,
    /// Those that could not be fetched.
    failed: Vec<FailedReport>,
}

#[derive(Serialize)]
struct FailedReport {
    name: String,
    why: String,
}

/// What is to be written, and what it brings.
struct Planned {
    change: SharedChange,
    report: SharedReport,
}

pub(super) fn add(
    context: &mut Context,
    url: &str,
    name: Option<&str>,
    json: bool,
) -> Result<Exit, Failure> {
    let address =
        SharedFetch::address(url).map_err(|error| Failure::usage(&error).hint(error.advice()))?;
    let name = name.map_or_else(|| store::shared_name(&address), slug);
    if name.is_empty() {
        let message = "there is no letter or digit to name these decks by";
        return Err(Failure::usage(message).hint("--name gives them a name"));
    }
    let _lock = interactive::lock_files(context, "decks add")?;
    if let Some(known) = store::shared_decks(&context.home)?.remove(&name) {
        let known = readable(&name, known)?;
        let message = format!(
            "there are decks of the name `{name}` already, from {}",
            known.from
        );
        let hint = if known.from == address {
            format!("nodequiz decks update {name} brings in what changed there")
        } else {
            "--name gives these another name".to_owned()
        };
        return Err(Failure::failed(message).hint(hint));
    }
    let fetched = fetch(context, &address).map_err(|error| failed_fetch(context, &error))?;
    let library = LoadedDecks::load(context).library;
    let known = SharedRecord::default();
    let mut planned = plan(context, library, &name, &known, &address, fetched)?;
    if !planned.change.has_decks() {
        let lines = report::shared(&planned.report, context.output.width());
        context.output.say_lines(&lines);
        let message = format!("{address} has no deck that can be taken over");
        let hint = "nothing was changed; nodequiz docs sharing says what such a repository has";
        return Err(Failure::failed(message).hint(hint));
    }
    write(context, &planned)?;
    planned.report.written = true;
    if json {
        let (shared, failed) = (vec![planned.report], Vec::new());
        return context.json(&SharedJson { shared, failed });
    }
    let width = context.output.width();
    context
        .output
        .lines(&report::shared(&planned.report, width))?;
    context.done(format!(
        "Added. nodequiz study shared/{name}/ asks them; nodequiz decks update {name} brings in later changes."
    ))
}

pub(super) fn update(
    context: &mut Context,
    names: &[String],
    yes: bool,
    json: bool,
) -> Result<Exit, Failure> {
    let _lock = interactive::lock_files(context, "decks update")?;
    let mut known = store::shared_decks(&context.home)?;
    if let Some(name) = names.iter().find(|name| !known.contains_key(*name)) {
        return Err(no_such(name, &known));
    }
    known.retain(|name, _| names.is_empty() || names.contains(name));
    if known.is_empty() {
        return Err(Failure::failed("there are no decks of others here")
            .hint("nodequiz decks add URL takes over those in a git repository"));
    }
    let (mut shared, mut failed) = (Vec::new(), Vec::new());
    for (name, record) in known {
        let record = readable(&name, record)?;
        // A record may come from elsewhere, through sync.
        let fetched = SharedFetch::address(&record.from)
            .and_then(|address| Ok((fetch(context, &address)?, address)));
        let (fetched, address) = match fetched {
            Ok(fetched) => fetched,
            Err(SharedError::Interrupted) => return Err(context.interrupted()),
            Err(error) => {
                let message = format!("{name}: {error}");
                context.output.say("error", Tone::Bad, &message);
                context.output.say("hint", Tone::Accent, &error.advice());
                let why = error.to_string();
                failed.push(FailedReport { name, why });
                continue;
            }
        };
        let library = LoadedDecks::load(context).library;
        let mut planned = plan(context, library, &name, &record, &address, fetched)?;
        if !json {
            let lines = report::shared(&planned.report, context.output.width());
            context.output.lines(&lines)?;
            context.output.flush()?;
        }
        let any = planned.change.is_any();
        if any && !json && planned.report.decks.is_empty() {
            context.remark(
                "No card changes, only texts around them or pictures.",
                Tone::Plain,
            )?;
            context.output.flush()?;
        }
        if any && (yes || agrees(context, &name, json)?) {
            write(context, &planned)?;
            planned.report.written = true;
        } else if !any && planned.report.commit != record.commit {
            // Only the record changes.
            planned.change.apply(&context.home)?;
        }
        if !json {
            let words = match (any, planned.report.written) {
                (false, _) => format!("{name} is up to date."),
                (true, true) => format!("Updated {name}."),
                (true, false) => format!("{name} stays as it is."),
            };
            context.remark(&words, Tone::Plain)?;
        }
        shared.push(planned.report);
    }
    let exit = if failed.is_empty() {
        Exit::Done
    } else {
        Exit::Failed
    };
    if json {
        context.json(&SharedJson { shared, failed })?;
    }
    Ok(exit)
}

pub(super) fn remove(context: &mut Context, name: &str, yes: bool) -> Result<Exit, Failure> {
    let _lock = interactive::lock_files(context, "decks remove")?;
    let mut known = store::shared_decks(&context.home)?;
    let record = known.remove(name);
    let record = readable(name, record.ok_or_else(|| no_such(name, &known))?)?;
    let library = LoadedDecks::load(context).library;
    let nothing = FetchedDecks::default();
    let planned = plan(context, library, name, &record, &record.from, nothing)?;
    let removed = planned.report.decks.iter().map(|deck| deck.removed.len());
    let removed = count(removed.sum(), "card", "cards");
    let what = format!("{removed} of the decks `{name}` would be removed");
    let question = format!("Remove `{name}`, {removed}? Progress is kept.");
    if !context.may_destroy(yes, &what, &question)? {
        return context.done(format!("{name} stays as it is."));
    }
    let home = context.home.clone();
    context
        .restore
        .defer_signals(|| planned.change.remove(&home))?;
    OpenHistory::warm_up(context)?;
    for LeftOut { file, why } in &planned.report.kept {
        context.remark(format!("{file} stays: {why}."), Tone::Plain)?;
    }
    if !planned.report.yours.is_empty() {
        let yours = count(planned.report.yours.len(), "card", "cards");
        context.remark(
            format!("Your own version of {yours} stays in your decks."),
            Tone::Plain,
        )?;
    }
    context.done(format!(
        "Removed {name}, {removed}. Your answers to them are kept, and count again after nodequiz decks add {}.",
        record.from
    ))
}

/// Whether the learner wants an update.
fn agrees(context: &Context, name: &str, json: bool) -> Result<bool, Failure> {
    let what = format!("`{name}` would change");
    needs_terminal(json, &what, "--yes takes it over; nothing was changed")?;
    let question = format!("Update {name}?");
    context.offer(&question, true)
}

/// The failure where there are no decks of this name.
fn no_such<T>(name: &str, known: &BTreeMap<String, T>) -> Failure {
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    let failure = Failure::usage(format!("there are no decks of others called `{name}`"));
    if names.is_empty() {
        failure.hint("nodequiz decks add URL takes over those in a git repository")
    } else {
        failure.hint(format!("there are: {}", names.join(", ")))
    }
}

fn readable(name: &str, record: Result<SharedRecord, FileError>) -> Result<SharedRecord, Failure> {
    record.map_err(|error| {
        let hint = format!(
            "delete the folder decks/shared/{name}, and add these decks again: progress is kept"
        );
        Failure::failed(error).hint(hint)
    })
}

/// Fetches, and stops when a signal arrives.
fn fetch(context: &Context, address: &str) -> Result<FetchedDecks, SharedError> {
    let wanted = || context.restore.signal().is_none();
    let fetch = SharedFetch {
        home: &context.home,
        limit: Duration::from_secs(context.settings().sync_timeout.into()),
        wanted: &wanted,
    };
    context.restore.defer_signals(|| fetch.newest(address))
}

fn failed_fetch(context: &Context, error: &SharedError) -> Failure {
    match error {
        SharedError::Interrupted => context.interrupted(),
        error => Failure::failed(error).hint(error.advice()),
    }
}

/// What becomes of the files of one repository.
fn plan(
    context: &Context,
    library: &Library,
    name: &str,
    known: &SharedRecord,
    from: &str,
    fetched: FetchedDecks,
) -> Result<Planned, Failure> {
    let FetchedDecks {
        commit,
        decks,
        pictures,
        mut left_out,
    } = fetched;
    let mut files = pictures;
    let mut ids = HashMap::new();
    for (file, text) in decks {
        let parsed = parse(&source(name, &file, text.clone()));
        let why = why_not(&parsed, library, name, &ids);
        if let (None, Some(deck)) = (&why, parsed.deck) {
            ids.insert(deck.id.to_string(), file.clone());
            files.insert(file.clone(), text.into_bytes());
        }
        let why = why.or_else(|| faults(&parsed.left_out, &parsed.diagnostics));
        left_out.extend(why.map(|why| LeftOut { file, why }));
    }
    left_out.sort();
    let change = SharedChange::find(&context.home, name, known, (from, &commit), files)?;
    let decks = deck_changes(read(name, &change.before), read(name, &change.after));
    let is_mine =
        |card: &Card| card.place.file.starts_with("decks/") && !is_shared(&card.place.file);
    let yours = decks
        .iter()
        .flat_map(|deck: &DeckChanges| [&deck.new, &deck.changed, &deck.removed])
        .flatten()
        .filter(|id| library.get(id).is_some_and(is_mine));
    let has_mine = |deck: &str| {
        library
            .cards()
            .any(|card| card.id.deck() == deck && is_mine(card))
    };
    let your_decks = decks
        .iter()
        .map(|deck| &deck.deck)
        .filter(|id| has_mine(id));
    let report = SharedReport {
        name: name.to_owned(),
        from: from.to_owned(),
        before: Some(known.commit.clone()).filter(|commit| !commit.is_empty()),
        commit,
        written: false,
        your_decks: your_decks.cloned().collect(),
        yours: yours.cloned().collect(),
        kept: change.kept.clone(),
        left_out,
        decks,
    };
    Ok(Planned { change, report })
}

fn source(name: &str, file: &str, text: String) -> std::sync::Arc<Source> {
    Source::new(&format!("decks/shared/{name}/{file}"), text)
}

/// The decks among files.
fn read(name: &str, files: &BTreeMap<String, Vec<u8>>) -> Vec<Deck> {
    let decks = files
        .iter()
        .filter(|(file, _)| store::is_deck_file(Path::new(file)));
    let texts =
        decks.filter_map(|(file, bytes)| Some((file, String::from_utf8(bytes.clone()).ok()?)));
    texts
        .filter_map(|(file, text)| parse(&source(name, file, text)).deck)
        .collect()
}

/// Why a deck is not taken over; `ids` are those of decks beside it, with their files.
fn why_not(
    parsed: &Parsed,
    library: &Library,
    name: &str,
    ids: &HashMap<String, String>,
) -> Option<String> {
    let Some(deck) = parsed.deck.as_ref().filter(|deck| !deck.cards.is_empty()) else {
        let why = faults(&parsed.left_out, &parsed.diagnostics);
        return Some(why.unwrap_or_else(|| "it has no cards".to_owned()));
    };
    if let Some(other) = ids.get(deck.id.as_str()) {
        return Some(format!("{other} is the deck `{}`, too", deck.id));
    }
    let there = library.deck(deck.id.as_str())?;
    let folder = format!("decks/shared/{name}/");
    if !there.file.starts_with("decks/") {
        return Some(format!("`{}` is a built-in deck", deck.id));
    }
    let elsewhere = is_shared(&there.file) && !there.file.starts_with(&folder);
    elsewhere.then(|| format!("{} is the deck `{}`, too", there.file, deck.id))
}

/// What is wrong with some cards of a deck.
fn faults(left_out: &[crate::deck::LeftOut], diagnostics: &[Diagnostic]) -> Option<String> {
    let first = diagnostics.iter().find(|one| one.is_error())?;
    let line = first.place().map_or(1, |(_, line, _)| line);
    let cards = match left_out.len() {
        0 => String::new(),
        some => format!("{} with errors, ", count(some, "card", "cards")),
    };
    Some(format!("{cards}line {line}: {}", first.message))
}

/// Writes what was planned.
fn write(context: &mut Context, planned: &Planned) -> Result<(), Failure> {
    let home = context.home.clone();
    context
        .restore
        .defer_signals(|| planned.change.apply(&home))?;
    OpenHistory::warm_up(context)
}
