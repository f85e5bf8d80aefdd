//! `nodequiz decks`: list, check and create decks, and take over those of others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::deck::{
    Deck, Diagnostic, Library, Origin, Source, add_missing_ids, check as check_decks,
    check_prompts, check_prose, guessed, is_shared, nearest, parse, sort_by_place, template,
};
use crate::id::markdown_name;
use crate::report::{self, DeckListing};
use crate::store::{self, DeckFiles, UnreadableDeck, WhyUnreadable};
use crate::terminal::{Line, Tone, is_interactive};
use crate::wording;

use super::shared_decks;
use crate::app::find::deck_id;
use crate::app::{Context, Exit, Failure, FilterArgs, LoadedDecks, ReadDecks, loaded_decks};

/// List, check and create decks, and take over those of others.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz decks
  nodequiz decks check                 all decks, the built-in ones and yours
  nodequiz decks new my-deck           a template that explains itself
  nodequiz decks check mine.md --fix   write missing ids into the headings
  nodequiz decks check my/interview    interview prompts: the folder's name says so
  cd \"$(nodequiz decks path)\"
  nodequiz decks add https://example.com/them/decks.git
  nodequiz decks update                see what changed there, and take it over

Your own interview prompts are the *.md files in the folder `interview` beside your decks. They are
asked in the mock interview and never in study.")]
pub struct DecksArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// List every deck with its cards, its file and its tags
    List {
        /// Only decks with cards of this tag; may be given several times
        #[arg(long = "tag", value_name = "TAG")]
        tags: Vec<String>,

        /// Print JSON (its shape: nodequiz docs json)
        #[arg(long)]
        json: bool,
    },
    /// Check decks: every fault with its place and what to do; exit 1 if there is an error
    Check {
        /// Deck files, folders with deck files, or ids of decks; by default all decks and interview prompts in use.
        /// A file in a folder named `interview` is read as interview prompts, any other as a deck
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,

        /// Write missing ids into the headings; offer to save as UTF-8 what is not
        #[arg(long)]
        fix: bool,

        /// Print JSON (its shape: nodequiz docs json)
        #[arg(long)]
        json: bool,
    },
    /// Create a deck from a template with a card of every kind, ready to be changed
    New {
        /// Its title; the file and the id are made from it
        #[arg(value_name = "TITLE")]
        name: String,
    },
    /// Print the folder of your own decks
    Path,
    /// Take over the decks in somebody else's git repository, as they are now
    #[command(
        after_long_help = "Your git fetches them and runs nothing. They are written to decks/shared/NAME and never change by themselves. \
A card that you edit is copied to a deck of yours and stays on top (nodequiz docs sharing).

Examples:
  nodequiz decks add https://example.com/them/decks.git
  nodequiz decks add git@example.com:them/decks.git --name them
  nodequiz decks add ~/clones/decks"
    )]
    Add {
        /// https://…, ssh://…, user@host:path, or a folder with a repository
        url: String,

        /// The name for its folder; by default the last part of the address
        #[arg(long, value_name = "FOLDER")]
        name: Option<String>,

        /// Print JSON (its shape: nodequiz docs json)
        #[arg(long)]
        json: bool,
    },
    /// Show what changed in decks of others, and take it over if you agree
    #[command(
        after_long_help = "Progress is kept, and so are cards and files that you changed.

Examples:
  nodequiz decks update            all of them
  nodequiz decks update them --yes"
    )]
    Update {
        /// Which ones; by default all
        #[arg(value_name = "NAME")]
        names: Vec<String>,

        /// Take it over without asking
        #[arg(long)]
        yes: bool,

        /// Print JSON (its shape: nodequiz docs json)
        #[arg(long)]
        json: bool,
    },
    /// Remove decks of others; what you learned of them is kept
    #[command(after_long_help = "Examples:
  nodequiz decks remove them")]
    Remove {
        /// Which ones: the folder below decks/shared
        #[arg(value_name = "NAME")]
        name: String,

        /// Remove them without asking
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Serialize)]
struct DeckCheckJson<'a> {
    cards: usize,
    examples: usize,
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
        let all = Action::List {
            tags: Vec::new(),
            json: false,
        };
        match self.action.unwrap_or(all) {
            Action::List { tags, json } => list(context, tags, json),
            Action::Check { paths, fix, json } => check(context, &paths, fix, json),
            Action::New { name } => new(context, &name),
            Action::Path => {
                let path = context.home.decks();
                context.output.raw(&format!("{}\n", path.display()))?;
                Ok(Exit::Done)
            }
            Action::Add { url, name, json } => {
                shared_decks::add(context, &url, name.as_deref(), json)
            }
            Action::Update { names, yes, json } => shared_decks::update(context, &names, yes, json),
            Action::Remove { name, yes } => shared_decks::remove(context, &name, yes),
        }
    }
}

fn list(context: &mut Context, tags: Vec<String>, json: bool) -> Result<Exit, Failure> {
    let loaded = LoadedDecks::load(context);
    let library = loaded.library;
    let filter = FilterArgs {
        tags,
        ..FilterArgs::default()
    };
    let filter = filter.resolve(library)?;
    let shared = store::shared_decks(&context.home)?;
    let from = |deck: &Deck| {
        let below = deck.file.strip_prefix("decks/shared/")?;
        let (name, _) = below.split_once('/')?;
        let record = shared.get(name)?.as_ref().ok()?;
        Some(record.from.clone())
    };
    let decks: Vec<DeckListing> = library
        .decks()
        .iter()
        .filter(|deck| filter.is_open() || deck.cards.iter().any(|card| filter.takes(card)))
        .map(|deck| DeckListing {
            id: deck.id.to_string(),
            title: deck.title.clone(),
            file: deck.file.to_string(),
            own: deck.file.starts_with("decks/") && !is_shared(&deck.file),
            cards: deck.cards.len(),
            replaced: library.replaced(&deck.id),
            from: from(deck),
            tags: tags_of(deck),
        })
        .collect();
    if json {
        return context.json(&BTreeMap::from([("decks", &decks)]));
    }
    context.lines(&report::decks(&decks, context.output.row_width()))
}

fn tags_of(deck: &Deck) -> Vec<String> {
    let tags: BTreeSet<&String> = deck.cards.iter().flat_map(|card| &card.tags).collect();
    tags.into_iter().cloned().collect()
}

/// Writes the template under an unused name, and prints its path.
fn new(context: &mut Context, name: &str) -> Result<Exit, Failure> {
    let id = deck_id(name, "my-deck")?;
    let loaded = LoadedDecks::load(context);
    if let Some(deck) = loaded.library.deck(id.as_str()) {
        let message = format!("there is a deck `{id}` already: {}", deck.file);
        return Err(Failure::failed(message)
            .hint("choose another name; to change single cards of a built-in deck, write them in a deck with its id"));
    }
    let file = markdown_name(id.as_str());
    match store::create_deck(&context.home, &file, &template(name, &id)) {
        Ok(path) => {
            context.output.raw(&format!("{}\n", path.display()))?;
            let note = "its cards are examples; each is asked once you have changed its text";
            context.output.say("note", Tone::Accent, note);
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
        fix_files(context, paths)?;
    }
    let mut found = Vec::new();
    // Everything that the program uses, or what the learner named.
    let (files, builtin, builtin_prompts) = if paths.is_empty() {
        let files = store::own_decks(&context.home);
        let builtin_prompts = loaded_decks::builtin_prompt_sources();
        (files, loaded_decks::builtin_sources(), builtin_prompts)
    } else {
        let named = Named::find(context, paths)?;
        (named.files, named.builtin, Vec::new())
    };
    found.extend(files.unreadable.iter().map(UnreadableDeck::diagnostic));
    let builtin_files: Vec<_> = builtin.iter().chain(&builtin_prompts).cloned().collect();
    let builtin = ReadDecks::of(&builtin, &mut found).decks;
    let own = ReadDecks::of(&loaded_decks::sources(files.decks), &mut found);
    let (builtin_prompts, _) = loaded_decks::read_prompts(&builtin_prompts, &mut found);
    let (own_prompts, prompts_left_out) =
        loaded_decks::read_prompts(&loaded_decks::sources(files.prompts), &mut found);
    found.extend(check_decks(
        &builtin.iter().collect::<Vec<_>>(),
        Origin::BuiltIn,
    ));
    found.extend(check_decks(&own.mine(), Origin::Own));
    found.extend(builtin_files.iter().flat_map(check_prose));
    let topics = topics(&own.decks);
    let topics = topics.iter().map(String::as_str).collect();
    found.extend(check_prompts(&builtin_prompts, &topics));
    found.extend(check_prompts(&own_prompts, &topics));
    let (library, more) = Library::assemble_without(builtin, own.decks, own.left_out);
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
            cards,
            examples: library.examples().len(),
            prompts,
            errors,
            warnings,
            diagnostics,
        })?;
    } else {
        let lines = report::diagnostics(&found, context.output.width());
        context.output.lines(&lines)?;
        let not_asked = |left_out: usize, examples: usize| match (left_out, examples) {
            (0, 0) => String::new(),
            (_, 0) => format!(" ({left_out} left out)"),
            (0, _) => format!(" ({examples} not written yet)"),
            _ => format!(" ({left_out} left out, {examples} not written yet)"),
        };
        let read = format!(
            "{}{}, {}{}",
            wording::count(cards, "card", "cards"),
            not_asked(library.left_out().len(), library.examples().len()),
            wording::count(prompts, "interview prompt", "interview prompts"),
            not_asked(prompts_left_out.len(), 0),
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

/// What to name instead of a deck that is not there.
fn instead_of(context: &Context, name: &Path) -> String {
    let (own, builtin) = (
        store::own_decks(&context.home).decks,
        loaded_decks::builtin_sources(),
    );
    let own = own
        .iter()
        .filter_map(|file| file.path.file_stem()?.to_str());
    // A built-in file's name is a number and the deck's id.
    let ids = builtin
        .iter()
        .filter_map(|source| source.stem().split_once('-').map(|(_, id)| id));
    match nearest(&name.to_string_lossy(), own.chain(ids)) {
        Some(near) => format!("did you mean `{near}`? nodequiz decks list shows every deck"),
        None => "nodequiz decks list shows the id and the file of every deck".to_owned(),
    }
}

/// What the learner named.
#[derive(Default)]
struct Named {
    files: DeckFiles,
    builtin: Vec<Arc<Source>>,
}

impl Named {
    /// Finds files and folders by their paths, and decks by their ids.
    fn find(context: &Context, names: &[PathBuf]) -> Result<Self, Failure> {
        let mut named = Self::default();
        for name in names {
            if !name.exists() && named.add_deck(context, name) {
                continue;
            }
            let mut more = store::deck_files(name);
            let refused = |error: &UnreadableDeck| {
                error.path == *name && matches!(error.why, WhyUnreadable::Refused(_))
            };
            if let Some(at) = more.unreadable.iter().position(refused) {
                let why = Failure::from(more.unreadable.remove(at));
                return Err(if name.exists() {
                    why
                } else {
                    why.hint(instead_of(context, name))
                });
            }
            named.files.decks.extend(more.decks);
            named.files.prompts.extend(more.prompts);
            named.files.unreadable.extend(more.unreadable);
        }
        let Self { files, builtin } = &named;
        let no_files = files.decks.is_empty() && files.prompts.is_empty();
        if no_files && files.unreadable.is_empty() && builtin.is_empty() {
            return Err(Failure::failed(
                "there is no deck (a file that ends in .md or .markdown) in what you named",
            ));
        }
        Ok(named)
    }

    /// Adds the files of the deck with this id, the learner's and a built-in one; whether there are any.
    fn add_deck(&mut self, context: &Context, id: &Path) -> bool {
        let Some(id) = id.to_str() else {
            return false;
        };
        let is_of_deck = |source: &Arc<Source>| {
            source.stem() == id
                || parse(source)
                    .deck
                    .is_some_and(|deck| deck.id.as_str() == id)
        };
        let mut own = store::own_decks(&context.home).decks;
        own.retain(|file| is_of_deck(&Source::new(&file.shown, file.text.clone())));
        let mut builtin = loaded_decks::builtin_sources();
        builtin.retain(|source| is_of_deck(source));
        let is_there = !own.is_empty() || !builtin.is_empty();
        self.files.decks.extend(own);
        self.builtin.extend(builtin);
        is_there
    }
}

/// All topics: those of the built-in decks and of the decks that are checked.
fn topics(own: &[Deck]) -> BTreeSet<String> {
    let builtin = ReadDecks::of(&loaded_decks::builtin_sources(), &mut Vec::new()).decks;
    let cards = builtin.iter().chain(own).flat_map(|deck| &deck.cards);
    cards.map(|card| card.topic.to_string()).collect()
}

/// Offers to save a file as UTF-8, with a line of what it would become.
fn offer_encoding(
    context: &mut Context,
    file: &UnreadableDeck,
    line: usize,
    bytes: &[u8],
) -> Result<(), Failure> {
    let shown = &file.shown;
    let Some((encoding, text)) = guessed(bytes) else {
        return Ok(());
    };
    let becomes = text.lines().nth(line - 1).unwrap_or_default().trim();
    context.output.say_lines(&[
        Line::from(format!("{shown} may be {encoding}; then line {line} says:")),
        Line::from(format!("    {becomes}")),
    ]);
    if !is_interactive() {
        let next = "Run this in a terminal to save it as UTF-8, or save it so yourself.";
        context.output.say_lines(&[Line::from(next)]);
        return Ok(());
    }
    let question = format!("Save {shown} as UTF-8?");
    if context.confirm(&question)? {
        store::replace_deck(&file.path, &text)?;
        context
            .output
            .say_lines(&[Line::from(format!("{shown}: saved as UTF-8"))]);
    }
    Ok(())
}

/// Writes missing ids into the learner's files and changes nothing else.
fn fix_files(context: &mut Context, paths: &[PathBuf]) -> Result<(), Failure> {
    let files = if paths.is_empty() {
        let mut files = store::own_decks(&context.home);
        files.decks.retain(|file| !is_shared(&file.shown));
        files.unreadable.retain(|file| !is_shared(&file.shown));
        files
    } else {
        Named::find(context, paths)?.files
    };
    for file in &files.unreadable {
        if let WhyUnreadable::NotText { line, bytes } = &file.why {
            offer_encoding(context, file, *line, bytes)?;
        }
    }
    for file in files.decks.into_iter().chain(files.prompts) {
        let source = Source::new(&file.shown, file.text);
        if let Some(fixed) = add_missing_ids(&source) {
            store::replace_deck(&file.path, &fixed)?;
            context
                .output
                .say_lines(&[Line::from(format!("{}: ids written", file.shown))]);
        }
    }
    Ok(())
}
