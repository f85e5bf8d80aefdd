//! The decks of one run: the built-in ones with the learner's own over them.

use std::sync::Arc;

use crate::deck::{
    Card, Deck, Diagnostic, Library, PromptFile, Source, builtin, builtin_prompts, parse,
    parse_prompts, parse_sound,
};
use crate::question::Kind;
use crate::store;
use crate::terminal::{Tone, diagnostics};

use super::exit::Failure;
use super::world::World;

/// Says the kind of a card by its id.
type KindOf = dyn Fn(&str) -> Option<Kind>;

/// All decks, read.
pub(super) struct Shelf {
    /// The cards that can be asked.
    pub(super) library: &'static Library,
    /// The kind of a card, for what depends on it in the history.
    pub(super) kind: Box<KindOf>,
    /// A checksum of all deck files.
    pub(super) checksum: u32,
}

impl Shelf {
    /// Reads all decks. A deck with errors is left out, and that is said; its history stays.
    ///
    /// The decks stay for the whole run: to give them back piece by piece at its end would cost a
    /// short command as much as reading some of them.
    pub(super) fn load(world: &mut World) -> Result<Self, Failure> {
        let own = own_sources(world)?;
        let mut found = Vec::new();
        let shelf = Self::of(&own, &mut found);
        for line in diagnostics::left_out(&found) {
            world.output.say("warning", Tone::Warn, &line);
        }
        Ok(shelf)
    }

    /// The built-in decks with these over them. What is wrong is left out and explained.
    pub(super) fn of(own: &[Arc<Source>], found: &mut Vec<Diagnostic>) -> Self {
        let builtin = builtin_sources();
        let checksum = checksum(builtin.iter().chain(own));
        // A test proves the built-in decks sound, so that they need not be read whole here.
        let builtin = builtin.iter().filter_map(parse_sound).collect();
        let own = read(own, found);
        let (library, more) = Library::assemble(builtin, own);
        found.extend(more);
        let library: &'static Library = Box::leak(Box::new(library));
        let kind = |id: &str| library.get(id).map(Card::kind);
        Self {
            library,
            kind: Box::new(kind),
            checksum,
        }
    }
}

/// The decks that the program brings along.
pub(super) fn builtin_sources() -> Vec<Arc<Source>> {
    builtin()
        .iter()
        .map(|(file, text)| Source::new(&format!("built-in decks/{file}"), *text))
        .collect()
}

/// The learner's own decks, in the order of their names.
pub(super) fn own_sources(world: &World) -> Result<Vec<Arc<Source>>, Failure> {
    let files = store::own_decks(&world.home)?;
    Ok(files
        .into_iter()
        .map(|file| Source::new(&file.shown, file.text))
        .collect())
}

/// The interview prompts that the program brings along.
pub(super) fn builtin_prompt_sources() -> Vec<Arc<Source>> {
    builtin_prompts()
        .iter()
        .map(|(file, text)| Source::new(&format!("built-in decks/interview/{file}"), *text))
        .collect()
}

/// The learner's own interview prompts, in the order of their files' names.
pub(super) fn own_prompt_sources(world: &World) -> Result<Vec<Arc<Source>>, Failure> {
    let files = store::own_prompts(&world.home)?;
    Ok(files
        .into_iter()
        .map(|file| Source::new(&file.shown, file.text))
        .collect())
}

/// Reads files of prompts; one with errors is left out and explained.
pub(super) fn read_prompts(
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
pub(super) fn read(sources: &[Arc<Source>], diagnostics: &mut Vec<Diagnostic>) -> Vec<Deck> {
    sources
        .iter()
        .filter_map(|source| {
            let parsed = parse(source);
            diagnostics.extend(parsed.diagnostics);
            parsed.deck
        })
        .collect()
}

fn checksum<'a>(sources: impl Iterator<Item = &'a Arc<Source>>) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for source in sources {
        hasher.update(source.file.as_bytes());
        hasher.update(source.text.as_bytes());
    }
    hasher.finalize()
}
