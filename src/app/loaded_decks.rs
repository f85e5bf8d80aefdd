//! The decks of one run: the built-in ones and those that others shared, with the learner's own over them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::deck::{
    Card, Deck, Diagnostic, LeftOut, Library, PromptFile, SeenCard, Source, builtin,
    builtin_prompts, is_shared, parse, parse_prompts, remembered, renamed, seen_now,
};
use crate::id::DeckId;
use crate::question::Kind;
use crate::report::{self, FaultyFile};
use crate::store::{self, Home, UnreadableDeck};

use super::Context;

/// The kind of a card, by its id.
type KindOf = dyn Fn(&str) -> Option<Kind>;

/// Says the weight of a card by its id.
type WeightOf = dyn Fn(&str) -> u8;

/// All decks, read.
pub(crate) struct LoadedDecks {
    /// The cards that can be asked.
    pub(crate) library: &'static Library,
    /// The kind of a card, for what depends on it in the history.
    pub(crate) kind: &'static KindOf,
    /// The weight of a card; 1 for one that no deck holds.
    pub(crate) weight: &'static WeightOf,
    /// A checksum of all deck files.
    pub(crate) checksum: u32,
    /// The files with errors.
    pub(crate) faulty: Vec<FaultyFile>,
    /// Cards that were edited since they were last seen, for the journal.
    pub(crate) edited: Option<EditedCards>,
}

impl LoadedDecks {
    /// All decks. What has errors is left out with a warning; its history stays.
    ///
    /// The decks are never freed: freeing them piece by piece at the end of a short command would
    /// take as long as reading some of them.
    pub(crate) fn load(context: &mut Context) -> Self {
        let builtin = builtin_sources();
        let indexed = store::indexed_decks(&context.home, &builtin);
        let mut found = indexed.diagnostics;
        let (library, more) =
            Library::assemble_without(indexed.builtin, indexed.own, indexed.left_out);
        let mut loaded = if more.is_empty() || indexed.all_read {
            found.extend(more);
            let checksum = checksum(&builtin, &indexed.checksums);
            Self::recognising(&context.home, library, checksum)
        } else {
            // Diagnostics point into texts, which the index does not hold.
            found.clear();
            let own = own_sources(context, &mut found);
            let read = ReadDecks::of(&own, &mut found);
            let (library, checksum) = Self::assembled(&own, read, &mut found);
            Self::recognising(&context.home, library, checksum)
        };
        loaded.faulty = report::left_out(&found, loaded.library);
        warn(context, &loaded.faulty);
        loaded
    }

    /// The built-in decks with these over them. What is wrong is left out and explained.
    pub(crate) fn of(own: &[Arc<Source>], read: ReadDecks, found: &mut Vec<Diagnostic>) -> Self {
        let (library, checksum) = Self::assembled(own, read, found);
        Self::new(library, checksum)
    }

    fn assembled(
        own: &[Arc<Source>],
        read: ReadDecks,
        found: &mut Vec<Diagnostic>,
    ) -> (Library, u32) {
        let checksums: Vec<(String, u32)> = own
            .iter()
            .map(|source| {
                let crc = crc32fast::hash(source.text.as_bytes());
                (source.file.to_string(), crc)
            })
            .collect();
        let builtin = builtin_sources();
        let checksum = checksum(&builtin, &checksums);
        let builtin = ReadDecks::of(&builtin, found).decks;
        let (library, more) = Library::assemble_without(builtin, read.decks, read.left_out);
        found.extend(more);
        (library, checksum)
    }

    /// With the cards that were edited since they were last seen under their former ids, too.
    fn recognising(home: &Home, library: Library, checksum: u32) -> Self {
        let edited = EditedCards::find(home, &library, checksum);
        let renamed = edited.iter().flat_map(|edited| edited.renamed.clone());
        Self {
            edited: edited.clone(),
            ..Self::new(library.with_renames(renamed), checksum)
        }
    }

    /// These decks and no others, with a checksum of their files.
    pub(crate) fn new(library: Library, checksum: u32) -> Self {
        let library: &'static Library = Box::leak(Box::new(library));
        let kind: Box<KindOf> = Box::new(|id| library.get(id).map(Card::kind));
        let weight: Box<WeightOf> = Box::new(|id| library.get(id).map_or(1, |card| card.weight));
        Self {
            library,
            kind: Box::leak(kind),
            weight: Box::leak(weight),
            checksum,
            faulty: Vec::new(),
            edited: None,
        }
    }
}

/// Cards with another id than when they were last seen.
#[derive(Clone, Debug)]
pub(crate) struct EditedCards {
    /// Their former ids, and those of today.
    pub(crate) renamed: BTreeMap<String, String>,
    /// What is to be remembered once that is recorded.
    pub(crate) seen: Vec<SeenCard>,
}

impl EditedCards {
    /// Compares the decks with what was last seen of them. Where no card got another id, what is seen now is kept.
    fn find(home: &Home, library: &Library, checksum: u32) -> Option<Self> {
        let before = store::seen_in_other_decks(home, checksum)?;
        let own = |card: &Card| card.place.file.starts_with("decks/");
        let now = seen_now(library, &before, own);
        if now.is_empty() && before.is_empty() {
            return None;
        }
        let renamed = renamed(&before, &now, library);
        let seen = remembered(before, now, &renamed);
        if renamed.is_empty() {
            store::keep_seen(home, checksum, &seen);
            return None;
        }
        Some(Self { renamed, seen })
    }
}

/// Says what the faults of files cost.
pub(crate) fn warn(context: &mut Context, faulty: &[FaultyFile]) {
    for FaultyFile { cost, why } in faulty {
        let line = format!("{cost}: {why}");
        if context.warned.insert(line.clone()) {
            context.warn(line);
        }
    }
}

/// The decks that the program brings along.
pub(crate) fn builtin_sources() -> Vec<Arc<Source>> {
    builtin()
        .iter()
        .map(|(file, text)| Source::new(&format!("built-in decks/{file}"), *text))
        .collect()
}

/// Files as sources.
pub(crate) fn sources(files: Vec<store::DeckFile>) -> Vec<Arc<Source>> {
    let files = files.into_iter();
    files
        .map(|file| Source::new(&file.shown, file.text))
        .collect()
}

/// The learner's own decks, in the order of their names; those that cannot be read are reported.
pub(crate) fn own_sources(context: &Context, found: &mut Vec<Diagnostic>) -> Vec<Arc<Source>> {
    let files = store::own_decks(&context.home);
    found.extend(files.unreadable.iter().map(UnreadableDeck::diagnostic));
    sources(files.decks)
}

/// The deck files that the learner writes, by the ids of their decks, faulty ones by their names.
pub(crate) struct OwnDecks {
    by_id: HashMap<String, Arc<Source>>,
}

impl OwnDecks {
    pub(crate) fn read(context: &Context) -> Self {
        let mut sources = own_sources(context, &mut Vec::new());
        sources.retain(|source| !is_shared(&source.file));
        let mut by_id = HashMap::new();
        let mut nameless = Vec::new();
        for source in sources {
            match parse(&source).deck {
                Some(deck) => {
                    by_id.entry(deck.id.to_string()).or_insert(source);
                }
                None => nameless.push(source),
            }
        }
        for source in nameless {
            by_id.entry(source.stem().to_owned()).or_insert(source);
        }
        Self { by_id }
    }

    /// The file of a deck.
    pub(crate) fn find(&self, id: &DeckId) -> Option<&Arc<Source>> {
        self.by_id.get(id.as_str())
    }
}

/// The interview prompts that the program brings along.
pub(crate) fn builtin_prompt_sources() -> Vec<Arc<Source>> {
    builtin_prompts()
        .iter()
        .map(|(file, text)| Source::new(&format!("built-in decks/interview/{file}"), *text))
        .collect()
}

/// Reads files of prompts; what has errors is left out and explained.
pub(crate) fn read_prompts(
    sources: &[Arc<Source>],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<PromptFile>, Vec<LeftOut>) {
    let mut files = Vec::with_capacity(sources.len());
    let mut left_out = Vec::new();
    for source in sources {
        let parsed = parse_prompts(source);
        diagnostics.extend(parsed.diagnostics);
        left_out.extend(parsed.left_out);
        files.extend(parsed.file);
    }
    (files, left_out)
}

/// Decks as they were read, not put together yet.
pub(crate) struct ReadDecks {
    pub(crate) decks: Vec<Deck>,
    /// The cards that have errors.
    pub(crate) left_out: Vec<LeftOut>,
}

impl ReadDecks {
    /// Reads sources; what has errors is left out and explained.
    pub(crate) fn of(sources: &[Arc<Source>], found: &mut Vec<Diagnostic>) -> Self {
        let mut read = Self {
            decks: Vec::with_capacity(sources.len()),
            left_out: Vec::new(),
        };
        for source in sources {
            let parsed = parse(source);
            found.extend(parsed.diagnostics);
            read.left_out.extend(parsed.left_out);
            read.decks.extend(parsed.deck);
        }
        read
    }

    /// The decks that the learner writes. Only the author of a shared deck can act on a review of it.
    pub(crate) fn mine(&self) -> Vec<&Deck> {
        let decks = self.decks.iter();
        decks.filter(|deck| !is_shared(&deck.file)).collect()
    }
}

/// A number that changes with every deck file.
fn checksum(builtin: &[Arc<Source>], own: &[(String, u32)]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for source in builtin {
        hasher.update(source.file.as_bytes());
        hasher.update(source.text.as_bytes());
    }
    for (file, crc) in own {
        hasher.update(file.as_bytes());
        hasher.update(&crc.to_le_bytes());
    }
    hasher.finalize()
}
