//! Menus and confirmations, outside of a session.

use std::io::{self, IsTerminal as _};

use console::{Term, truncate_str};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, MultiSelect, Select};

use super::restore::TerminalRestore;
use super::style::Colors;

/// Whether a person sits in front of the program: keys come from a terminal and the screen is one.
pub fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal()
}

/// Lets a person choose one of several items; `None` when they leave with Esc.
pub fn choose(
    restore: &TerminalRestore,
    prompt: &str,
    items: &[&str],
    width: usize,
    colors: Colors,
) -> io::Result<Option<usize>> {
    // An item wider than the screen would erase what stands above it.
    let items: Vec<String> = items
        .iter()
        .map(|item| truncate_str(item, width.saturating_sub(4), "…").into_owned())
        .collect();
    let theme = theme(colors);
    restore.prompt(|| {
        Select::with_theme(&*theme)
            .with_prompt(prompt)
            .items(&items)
            .default(0)
            .interact_on_opt(&Term::stderr())
    })
}

/// Lets a person choose any number of items; `None` when they leave with Esc.
pub fn choose_several(
    restore: &TerminalRestore,
    prompt: &str,
    items: &[String],
    width: usize,
    colors: Colors,
) -> io::Result<Option<Vec<usize>>> {
    let items: Vec<String> = items
        .iter()
        .map(|item| truncate_str(item, width.saturating_sub(8), "…").into_owned())
        .collect();
    let theme = theme(colors);
    restore.prompt(|| {
        MultiSelect::with_theme(&*theme)
            .with_prompt(prompt)
            .items(&items)
            .interact_on_opt(&Term::stderr())
    })
}

/// Asks before something is destroyed. Enter and Esc are no.
pub fn confirm(restore: &TerminalRestore, question: &str, colors: Colors) -> io::Result<bool> {
    offer(restore, question, false, colors)
}

/// Offers something; `usual` is what Enter says. Esc is no.
pub fn offer(
    restore: &TerminalRestore,
    question: &str,
    usual: bool,
    colors: Colors,
) -> io::Result<bool> {
    let theme = theme(colors);
    let answer = restore.prompt(|| {
        Confirm::with_theme(&*theme)
            .with_prompt(question)
            .default(usual)
            .interact_on_opt(&Term::stderr())
    })?;
    Ok(answer.unwrap_or(false))
}

/// Asks for a line of text; Enter alone is an empty one.
pub fn ask_line(restore: &TerminalRestore, prompt: &str, colors: Colors) -> io::Result<String> {
    let theme = theme(colors);
    restore.prompt(|| {
        Input::with_theme(&*theme)
            .with_prompt(prompt)
            .allow_empty(true)
            .interact_text_on(&Term::stderr())
    })
}

fn theme(colors: Colors) -> Box<dyn Theme> {
    match colors {
        Colors::None => Box::new(SimpleTheme),
        Colors::Sixteen | Colors::TwoFiftySix | Colors::True => Box::new(ColorfulTheme::default()),
    }
}
