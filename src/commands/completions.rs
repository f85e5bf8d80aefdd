//! `nodequiz completions`: completion scripts for shells, and what shells offer on Tab: names from the learner's decks and
//! settings.

use std::collections::BTreeSet;

use clap::{Arg, Args, Command};
use clap_complete::Shell;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::Shells;

use crate::deck::Library;
use crate::deck::roadmap::{Habits, Projects};
use crate::store::{self, Home, Loaded};

use super::docs::{PAGES, SCHEMAS};
use crate::app::loaded_decks::builtin_sources;
use crate::app::{Context, Exit, Failure};

/// Print a completion script for a shell: it asks nodequiz for the names of decks, cards, topics and settings.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz completions bash > ~/.local/share/bash-completion/completions/nodequiz
  nodequiz completions zsh > ~/.zfunc/_nodequiz
  nodequiz completions fish > ~/.config/fish/completions/nodequiz.fish
  nodequiz completions powershell >> $PROFILE")]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

impl CompletionsArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        let shell = self.shell.to_string();
        let shells = Shells::builtins();
        let completer = shells
            .completer(&shell)
            .ok_or_else(|| Failure::failed(format!("there is no completion for {shell}")))?;
        completer.write_registration(VARIABLE, "nodequiz", "nodequiz", "nodequiz", &mut script)?;
        context.output.raw(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Done)
    }
}

/// The variable by which a shell asks for candidates.
pub const VARIABLE: &str = "NODEQUIZ_COMPLETE";

/// The command line with candidates for all that has a name. Every argument of one kind has the same value name.
pub fn with_candidates(command: Command) -> Command {
    command
        .mut_args(|arg| match source(&arg) {
            Some(names) => arg.add(ArgValueCandidates::new(names)),
            None => arg,
        })
        .mut_subcommands(with_candidates)
}

/// What makes the candidates of an argument. Files, and what the command line itself lists, need nothing.
fn source(arg: &Arg) -> Option<fn() -> Vec<CompletionCandidate>> {
    let name = arg.get_value_names()?.first()?.as_str();
    Some(match name {
        "DECK" => decks,
        "CARD" => cards,
        "TOPIC" | "TOPIC=N" => topics,
        "TAG" => tags,
        "NAME" => shared,
        "PROJECT" => || {
            all(Projects::builtin()
                .projects
                .iter()
                .map(|one| (&one.id, &one.title)))
        },
        "HABIT" => || {
            all(Habits::builtin()
                .habits
                .iter()
                .map(|one| (&one.id, &one.title)))
        },
        "KEY" => || {
            all(Loaded::defaults()
                .shown()
                .iter()
                .map(|one| (one.name, one.about)))
        },
        "VALUE" => values,
        "PAGE" => || all(PAGES.iter().map(|page| (page.name, page.about()))),
        "SCHEMA" => || all(SCHEMAS.iter().map(|schema| (schema.name, schema.about()))),
        _ => return None,
    })
}

/// Candidates: names, and what they are about.
fn all<T: Into<String>>(names: impl Iterator<Item = (T, T)>) -> Vec<CompletionCandidate> {
    names
        .map(|(name, about)| CompletionCandidate::new(name.into()).help(Some(about.into().into())))
        .collect()
}

/// All decks; none where there is no home, for a shell has no place for an error.
fn library() -> Option<Library> {
    let home = Home::from_environment().ok()?;
    let indexed = store::indexed_decks(&home, &builtin_sources());
    Some(Library::assemble(indexed.builtin, indexed.own).0)
}

fn decks() -> Vec<CompletionCandidate> {
    let library = library();
    let decks = library.iter().flat_map(Library::decks);
    all(decks.map(|deck| (deck.id.as_str(), deck.title.as_str())))
}

fn cards() -> Vec<CompletionCandidate> {
    let library = library();
    let cards = library.iter().flat_map(Library::cards);
    all(cards.map(|card| {
        let first = card.question.lines().next();
        (card.id.as_str(), first.unwrap_or_default())
    }))
}

fn topics() -> Vec<CompletionCandidate> {
    let library = library();
    let cards = library.iter().flat_map(Library::cards);
    let topics: BTreeSet<&str> = cards.map(|card| &*card.topic).collect();
    topics.into_iter().map(CompletionCandidate::new).collect()
}

fn tags() -> Vec<CompletionCandidate> {
    let library = library();
    let cards = library.iter().flat_map(Library::cards);
    let tags: BTreeSet<&str> = cards
        .flat_map(|card| card.tags.iter().map(|tag| &**tag))
        .collect();
    tags.into_iter().map(CompletionCandidate::new).collect()
}

fn shared() -> Vec<CompletionCandidate> {
    let home = Home::from_environment().ok();
    let found = home.and_then(|home| store::shared_decks(&home).ok());
    let found = found.unwrap_or_default().into_iter();
    all(found.map(|(name, record)| (name, record.map_or_else(|_| String::new(), |one| one.from))))
}

/// The values of the setting that was typed before.
fn values() -> Vec<CompletionCandidate> {
    let typed: Vec<String> = std::env::args().collect();
    let shown = Loaded::defaults().shown().into_iter();
    let setting = shown
        .rev()
        .find(|setting| typed.iter().any(|word| word == setting.name));
    let values: &[&str] = match setting
        .as_ref()
        .map(|setting| (setting.name, setting.value.as_str()))
    {
        Some(("color", _)) => &["auto", "always", "never"],
        Some((_, "true" | "false")) => &["true", "false"],
        _ => &[],
    };
    values.iter().map(CompletionCandidate::new).collect()
}
