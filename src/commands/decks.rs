//! `nodequiz decks`: list, check and create decks.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::deck::{
    Deck, Diagnostic, Library, Origin, Source, add_missing_ids, check as check_decks,
    check_prompts, check_prose, sort_by_place, template,
};
use crate::id::{DeckId, slug};
use crate::report;
use crate::report::DeckListing;
use crate::store;
use crate::terminal::Line;
use crate::wording;

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::loaded_decks;
use crate::app::loaded_decks::LoadedDecks;

/// List, check and create decks.
#[derive(Args, Clone, Debug, Default)]
#[command(after_long_help = "Examples:
  nodequiz decks
  nodequiz decks check                 all decks, the built-in ones and yours
  nodequiz decks new my-deck           a template that explains itself
  nodequiz decks check mine.md --fix   write missing ids into the headings
  nodequiz decks check my/interview    interview prompts: the folder's name says so
  cd \"$(nodequiz decks path)\"

Your own interview prompts are the *.md files in the folder `interview` beside your decks. They are
asked in the mock interview and never in study.")]
pub struct DecksArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// List every deck with its cards and its file
    List {
        /// Print JSON (its shape: nodequiz docs json)
        #[arg(long)]
        json: bool,
    },
    /// Check decks: every fault with its place and what to do; exit 1 if there is an error
    Check {
        /// Deck files, folders with deck files, or ids of your own decks; by default all decks and interview prompts in use. A
        /// file in a folder named `interview` is read as interview prompts, any other as a deck
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,

        /// Write missing ids into the headings
        #[arg(long)]
        fix: bool,

        /// Print JSON (its shape: nodequiz docs json)
        #[arg(long)]
        json: bool,
    },
    /// Create a deck from a template with a card of every kind, ready to be changed
    New {
        /// Its title; the file and the id are made from it
        name: String,
    },
    /// Print the folder of your own decks
    Path,
}

#[derive(Serialize)]
struct DeckListJson {
    schema: u32,
    decks: Vec<DeckListing>,
}

#[derive(Serialize)]
struct DeckCheckJson<'a> {
    schema: u32,
    cards: usize,
    prompts: usize,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

#[derive(Serialize)]
struct DiagnosticJson<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    severity: String,
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
}

impl DecksArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        match self.action.unwrap_or(Action::List { json: false }) {
            Action::List { json } => list(context, json),
            Action::Check { paths, fix, json } => check(context, &paths, fix, json),
            Action::New { name } => new(context, &name),
            Action::Path => {
                let path = context.home.decks();
                context.output.raw(&format!("{}\n", path.display()))?;
                Ok(Exit::Done)
            }
        }
    }
}

fn list(context: &mut Context, json: bool) -> Result<Exit, Failure> {
    let loaded = LoadedDecks::load(context)?;
    let library = loaded.library;
    let decks: Vec<DeckListing> = library
        .decks()
        .iter()
        .map(|deck| DeckListing {
            id: deck.id.to_string(),
            title: deck.title.clone(),
            file: deck.file.to_string(),
            own: deck.file.starts_with("decks/"),
            cards: deck.cards.len(),
            replaced: library.replaced(&deck.id),
        })
        .collect();
    if json {
        context.output.json(&DeckListJson { schema: 1, decks })?;
    } else {
        let lines = report::decks(&decks, context.output.width());
        context.output.lines(&lines)?;
    }
    Ok(Exit::Done)
}

/// Writes the template under an unused name, and prints its path.
fn new(context: &mut Context, name: &str) -> Result<Exit, Failure> {
    let id = DeckId::new(&slug(name)).map_err(|_| {
        Failure::usage(format!("`{name}` has no letter or digit to name a deck by"))
            .hint("a name such as `my-deck`")
    })?;
    let loaded = LoadedDecks::load(context)?;
    if let Some(deck) = loaded.library.deck(id.as_str()) {
        let message = format!("there is a deck `{id}` already: {}", deck.file);
        return Err(Failure::failed(message)
            .hint("choose another name; to change single cards of a built-in deck, write them in a deck with its id"));
    }
    let file = format!("{id}.md");
    match store::create_deck(&context.home, &file, &template(name, &id)) {
        Ok(path) => {
            context.output.raw(&format!("{}\n", path.display()))?;
            Ok(Exit::Done)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let path = context.home.decks().join(&file);
            Err(
                Failure::failed(format!("{} exists already", path.display()))
                    .hint("choose another name, or edit that file"),
            )
        }
        Err(error) => Err(Failure::failed(format!(
            "{}: {error}",
            context.home.decks().join(&file).display()
        ))),
    }
}

fn check(context: &mut Context, paths: &[PathBuf], fix: bool, json: bool) -> Result<Exit, Failure> {
    if fix {
        fix_ids(context, paths)?;
    }
    let checked = Checked::find(context, paths)?;
    let mut found = Vec::new();
    let builtin = loaded_decks::read(&checked.builtin, &mut found);
    let own = loaded_decks::read(&checked.own, &mut found);
    let builtin_prompts = loaded_decks::read_prompts(&checked.builtin_prompts, &mut found);
    let own_prompts = loaded_decks::read_prompts(&checked.own_prompts, &mut found);
    found.extend(check_decks(&builtin, Origin::BuiltIn));
    found.extend(check_decks(&own, Origin::Own));
    let builtin_files = checked.builtin.iter().chain(&checked.builtin_prompts);
    found.extend(builtin_files.flat_map(check_prose));
    let topics = topics(&own);
    let topics = topics.iter().map(String::as_str).collect();
    found.extend(check_prompts(&builtin_prompts, &topics));
    found.extend(check_prompts(&own_prompts, &topics));
    let (library, more) = Library::assemble(builtin, own);
    found.extend(more);
    sort_by_place(&mut found);
    let errors = found.iter().filter(|one| one.is_error()).count();
    let warnings = found.len() - errors;
    let cards = library.cards().count();
    let prompts = builtin_prompts.iter().chain(&own_prompts);
    let prompts = prompts.map(|file| file.prompts.len()).sum();
    if json {
        let diagnostics = found.iter().map(DiagnosticJson::of).collect();
        context.output.json(&DeckCheckJson {
            schema: 1,
            cards,
            prompts,
            errors,
            warnings,
            diagnostics,
        })?;
    } else {
        let lines = report::diagnostics(&found, context.output.width());
        context.output.lines(&lines)?;
        let read = format!(
            "{}, {}",
            wording::count(cards, "card", "cards"),
            wording::count(prompts, "interview prompt", "interview prompts"),
        );
        let found_count = format!(
            "{}, {}",
            wording::count(errors, "error", "errors"),
            wording::count(warnings, "warning", "warnings")
        );
        context
            .output
            .lines(&[Line::from(read), Line::from(found_count)])?;
    }
    Ok(if errors > 0 { Exit::Failed } else { Exit::Done })
}

impl<'a> DiagnosticJson<'a> {
    fn of(diagnostic: &'a Diagnostic) -> Self {
        let place = diagnostic.place();
        Self {
            file: place.map(|(file, _, _)| file),
            line: place.map(|(_, line, _)| line),
            column: place.map(|(_, _, column)| column),
            severity: diagnostic.severity.to_string(),
            code: diagnostic.code.as_str(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
        }
    }
}

/// The deck files that the learner named.
fn named_files(context: &Context, paths: &[PathBuf]) -> Result<Vec<store::DeckFile>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let deck = format!("{}.md", path.display());
        let own = store::own_decks(&context.home)?.into_iter();
        let mut own = own
            .filter(|file| !path.exists() && file.path.ends_with(&deck))
            .peekable();
        if own.peek().is_some() {
            files.extend(own);
            continue;
        }
        for file in store::deck_files(path)? {
            files.push(store::read_deck(&file, &file.display().to_string())?);
        }
    }
    if files.is_empty() {
        return Err(Failure::failed(
            "there is no deck (a file that ends in .md) in what you named",
        ));
    }
    Ok(files)
}

/// The files to check.
struct Checked {
    builtin: Vec<Arc<Source>>,
    own: Vec<Arc<Source>>,
    builtin_prompts: Vec<Arc<Source>>,
    own_prompts: Vec<Arc<Source>>,
}

impl Checked {
    /// Everything that the program uses, or what the learner named.
    fn find(context: &Context, paths: &[PathBuf]) -> Result<Self, Failure> {
        if paths.is_empty() {
            return Ok(Self {
                builtin: loaded_decks::builtin_sources(),
                own: loaded_decks::own_sources(context)?,
                builtin_prompts: loaded_decks::builtin_prompt_sources(),
                own_prompts: loaded_decks::own_prompt_sources(context)?,
            });
        }
        let (prompts, decks): (Vec<_>, Vec<_>) = named_files(context, paths)?
            .into_iter()
            .partition(|file| store::holds_prompts(&file.path));
        let sources = |files: Vec<store::DeckFile>| {
            let files = files.into_iter();
            files
                .map(|file| Source::new(&file.shown, file.text))
                .collect()
        };
        Ok(Self {
            builtin: Vec::new(),
            own: sources(decks),
            builtin_prompts: Vec::new(),
            own_prompts: sources(prompts),
        })
    }
}

/// All topics: those of the built-in decks and of the decks that are checked.
fn topics(own: &[Deck]) -> BTreeSet<String> {
    let builtin = loaded_decks::read(&loaded_decks::builtin_sources(), &mut Vec::new());
    let cards = builtin.iter().chain(own).flat_map(|deck| &deck.cards);
    cards.map(|card| card.topic.to_string()).collect()
}

/// Writes missing ids into the learner's files and changes nothing else.
fn fix_ids(context: &mut Context, paths: &[PathBuf]) -> Result<(), Failure> {
    let files = if paths.is_empty() {
        let mut files = store::own_decks(&context.home)?;
        files.extend(store::own_prompts(&context.home)?);
        files
    } else {
        named_files(context, paths)?
    };
    for file in files {
        let source = Source::new(&file.shown, file.text);
        if let Some(mended) = add_missing_ids(&source) {
            store::replace_deck(&file.path, &mended)?;
            context
                .output
                .say_lines(&[Line::from(format!("{}: ids written", file.shown))]);
        }
    }
    Ok(())
}
