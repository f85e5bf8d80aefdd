//! Gathers what `nodequiz doctor` examines. Nothing is changed, and one fault does not hide another.

use std::collections::{BTreeMap, BTreeSet};

use crate::deck::{Diagnostic, Origin, check, check_prompts};
use crate::history::Journal;
use crate::store::{self, JournalBytes, UnreadableDeck};
use crate::wording::health::{Checkup, CheckupInput, DeckFault, HomeState, SnapshotState};

use super::context::Context;
use super::loaded_decks;
use super::loaded_decks::{LoadedDecks, ReadDecks};
use super::open_history::terms;

pub(crate) struct Gathered {
    /// The decks that can be read.
    pub(crate) loaded: LoadedDecks,
    /// The bytes of the journals that can be read.
    pub(crate) bytes: JournalBytes,
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
