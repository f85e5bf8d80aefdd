//! The decks of one run: the built-in ones with the learner's own over them.

use std::sync::Arc;

use crate::deck::{
    Card, Deck, Diagnostic, Library, PromptFile, Source, builtin, builtin_prompts, parse,
    parse_prompts,
};
use crate::question::Kind;
use crate::report;
use crate::store;
use crate::terminal::Tone;

use super::context::Context;
use super::exit::Failure;

/// The kind of a card, by its id.
type KindOf = dyn Fn(&str) -> Option<Kind>;

/// All decks, read.
pub(crate) struct LoadedDecks {
    /// The cards that can be asked.
    pub(crate) library: &'static Library,
    /// The kind of a card, for what depends on it in the history.
    pub(crate) kind: Box<KindOf>,
    /// A checksum of all deck files.
    pub(crate) checksum: u32,
}

impl LoadedDecks {
    /// All decks. A deck with errors is left out with a warning; its history stays.
    ///
    /// The decks are never freed: freeing them piece by piece at the end of a short command would
    /// take as long as reading some of them.
    pub(crate) fn load(context: &mut Context) -> Result<Self, Failure> {
        let builtin = builtin_sources();
        let indexed = store::indexed_decks(&context.home, &builtin)?;
        let mut found = indexed.diagnostics;
        let (library, more) = Library::assemble(indexed.builtin, indexed.own);
        let loaded = if more.is_empty() {
            Self::new(library, checksum(&builtin, &indexed.checksums))
        } else {
            // Diagnostics point into texts, which the index does not hold.
            found.clear();
            Self::of(&own_sources(context)?, &mut found)
        };
        tell(context, &found);
        Ok(loaded)
    }

    /// The built-in decks with these over them. What is wrong is left out and explained.
    pub(crate) fn of(own: &[Arc<Source>], found: &mut Vec<Diagnostic>) -> Self {
        let checksums: Vec<(String, u32)> = own
            .iter()
            .map(|source| {
                let crc = crc32fast::hash(source.text.as_bytes());
                (source.file.to_string(), crc)
            })
            .collect();
        let builtin = builtin_sources();
        let checksum = checksum(&builtin, &checksums);
        let own = read(own, found);
        let (library, more) = Library::assemble(read(&builtin, found), own);
        found.extend(more);
        Self::new(library, checksum)
    }

    fn new(library: Library, checksum: u32) -> Self {
        let library: &'static Library = Box::leak(Box::new(library));
        Self {
            library,
            kind: Box::new(|id| library.get(id).map(Card::kind)),
            checksum,
        }
    }
}

/// Says which decks were left out.
fn tell(context: &mut Context, found: &[Diagnostic]) {
    for line in report::left_out(found) {
        context.output.say("warning", Tone::Warn, &line);
    }
}

/// The decks that the program brings along.
pub(crate) fn builtin_sources() -> Vec<Arc<Source>> {
    builtin()
        .iter()
        .map(|(file, text)| Source::new(&format!("built-in decks/{file}"), *text))
        .collect()
}

/// The learner's own decks, in the order of their names.
pub(crate) fn own_sources(context: &Context) -> Result<Vec<Arc<Source>>, Failure> {
    let files = store::own_decks(&context.home)?;
    Ok(files
        .into_iter()
        .map(|file| Source::new(&file.shown, file.text))
        .collect())
}

/// The interview prompts that the program brings along.
pub(crate) fn builtin_prompt_sources() -> Vec<Arc<Source>> {
    builtin_prompts()
        .iter()
        .map(|(file, text)| Source::new(&format!("built-in decks/interview/{file}"), *text))
        .collect()
}

/// The learner's own interview prompts, in the order of their files' names.
pub(crate) fn own_prompt_sources(context: &Context) -> Result<Vec<Arc<Source>>, Failure> {
    let files = store::own_prompts(&context.home)?;
    Ok(files
        .into_iter()
        .map(|file| Source::new(&file.shown, file.text))
        .collect())
}

/// Reads files of prompts; one with errors is left out and explained.
pub(crate) fn read_prompts(
    sources: &[Arc<Source>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PromptFile> {
    sources
        .iter()
        .filter_map(|source| {
            let parsed = parse_prompts(source);
            diagnostics.extend(parsed.diagnostics);
            parsed.file
        })
        .collect()
}

/// Reads sources; a deck with errors is left out and explained.
pub(crate) fn read(sources: &[Arc<Source>], diagnostics: &mut Vec<Diagnostic>) -> Vec<Deck> {
    sources
        .iter()
        .filter_map(|source| {
            let parsed = parse(source);
            diagnostics.extend(parsed.diagnostics);
            parsed.deck
        })
        .collect()
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
