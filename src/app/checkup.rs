//! Gathers what `nodequiz doctor` examines. Nothing is changed, and one fault does not hide another.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::deck::{Diagnostic, Origin, Source, check, check_prompts};
use crate::history::Journal;
use crate::store::{self, JournalBytes, UnreadableDeck};
use crate::wording::health::{Checkup, DeckFault, Examination, SnapshotState, Surroundings};

use super::context::Context;
use super::loaded_decks;
use super::loaded_decks::LoadedDecks;
use super::open_history::terms;

pub(crate) struct Gathered {
    /// The decks that can be read.
    pub(crate) loaded: LoadedDecks,
    /// The bytes of the journals that can be read.
    pub(crate) bytes: JournalBytes,
    around: Surroundings,
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
        let mut decks = Vec::new();
        let own = sources(&context.home.decks(), "decks", &mut decks);
        let prompts = sources(&context.home.prompts(), "decks/interview", &mut decks);
        let mut found = Vec::new();
        let loaded = LoadedDecks::of(&own, &mut found);
        found.extend(check(
            &loaded_decks::read(&own, &mut Vec::new()),
            Origin::Own,
        ));
        if !prompts.is_empty() {
            let topics: BTreeSet<&str> = loaded.library.cards().map(|card| &*card.topic).collect();
            let files = loaded_decks::read_prompts(&prompts, &mut found);
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

    pub(crate) fn journal(&self, context: &Context) -> Journal {
        self.bytes.journal(context.clock.now())
    }

    /// Judges what was gathered.
    pub(crate) fn judge(&self, context: &Context, journal: &Journal) -> Judged {
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
        let fault = context.settings_fault.as_ref().map(ToString::to_string);
        let checkup = Checkup::of(&Examination {
            surroundings: &self.around,
            settings_fault: fault.as_deref(),
            files: &self.bytes.files(),
            journal,
            snapshot,
            decks: &self.decks,
            is_card: &|card| self.is_card(card),
            decks_and_cards: (self.own_files, self.loaded.library.len()),
        });
        Judged { checkup, snapshot }
    }

    /// Whether some deck has a card, under this or a later name.
    fn is_card(&self, card: &str) -> bool {
        let library = self.loaded.library;
        library.get(card).is_some() || library.renames().contains_key(card)
    }
}

/// The files of a folder that can be read; the others are faults.
fn sources(folder: &Path, shown: &str, faults: &mut Vec<DeckFault>) -> Vec<Arc<Source>> {
    let paths = match store::deck_files(folder) {
        Ok(paths) => paths,
        Err(UnreadableDeck::File { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => {
            return Vec::new();
        }
        Err(error) => {
            faults.push(unreadable(shown, &error));
            return Vec::new();
        }
    };
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    let mut read = Vec::new();
    for (name, path) in paths.iter().filter_map(|path| Some((name(path)?, path))) {
        if name.starts_with('.') {
            continue;
        }
        let shown = format!("{shown}/{name}");
        match store::read_deck(path, &shown) {
            Ok(file) => read.push(Source::new(&file.shown, file.text)),
            Err(error) => faults.push(unreadable(&shown, &error)),
        }
    }
    read
}

fn unreadable(file: &str, error: &UnreadableDeck) -> DeckFault {
    let why = match error {
        UnreadableDeck::File { cause, .. } => cause.to_string(),
        UnreadableDeck::NotText { line, .. } => format!("line {line} is not UTF-8 text"),
    };
    DeckFault {
        file: file.to_owned(),
        errors: 0,
        warnings: 0,
        first: None,
        unreadable: Some(why),
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
