//! Menus and confirmations, outside of a session.

use std::io::{self, IsTerminal as _};

use console::{Term, truncate_str};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, MultiSelect, Select};

use super::line::Line;
use super::plain::{PlainLines, Typed};
use super::restore::TerminalRestore;
use super::style::Colors;

/// Whether the program is used interactively: input and output are terminals.
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
    if restore.is_plain() {
        return plain_choice(restore, prompt, items);
    }
    // An item wider than the screen would erase what is above it.
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
    if restore.is_plain() {
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        return plain_choices(restore, prompt, &items);
    }
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

/// Asks before something is destroyed. Enter and Esc mean no.
pub fn confirm(restore: &TerminalRestore, question: &str, colors: Colors) -> io::Result<bool> {
    offer(restore, question, false, colors)
}

/// Offers something; `usual` is what Enter means. Esc means no.
pub fn offer(
    restore: &TerminalRestore,
    question: &str,
    usual: bool,
    colors: Colors,
) -> io::Result<bool> {
    if restore.is_plain() {
        return plain_offer(restore, question, usual);
    }
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
    if restore.is_plain() {
        return Ok(plain_line(restore, prompt)?.unwrap_or_default());
    }
    let theme = theme(colors);
    restore.prompt(|| {
        Input::with_theme(&*theme)
            .with_prompt(prompt)
            .allow_empty(true)
            .interact_text_on(&Term::stderr())
    })
}

/// A line typed after a plain prompt; `None` at the end of input.
fn plain_line(restore: &TerminalRestore, prompt: &str) -> io::Result<Option<String>> {
    let typed = restore.prompt(|| PlainLines::new(restore).ask(prompt, None))?;
    match typed {
        Typed::Line(line) => Ok(Some(line)),
        Typed::End | Typed::Late => Ok(None),
        Typed::Signal(_) => Err(io::ErrorKind::Interrupted.into()),
    }
}

fn plain_offer(restore: &TerminalRestore, question: &str, usual: bool) -> io::Result<bool> {
    let enter = if usual { "yes" } else { "no" };
    let prompt = format!("{question} y or n, Enter for {enter}:");
    loop {
        let Some(line) = plain_line(restore, &prompt)? else {
            return Ok(false);
        };
        match line.trim().to_lowercase().as_str() {
            "" => return Ok(usual),
            "y" | "yes" => return Ok(true),
            "n" | "no" => return Ok(false),
            _ => {}
        }
    }
}

fn plain_choice(
    restore: &TerminalRestore,
    prompt: &str,
    items: &[&str],
) -> io::Result<Option<usize>> {
    loop {
        let Some(chosen) = plain_choices(restore, prompt, items)? else {
            return Ok(None);
        };
        match chosen.as_slice() {
            [] => return Ok(None),
            [only] => return Ok(Some(*only)),
            _ => {}
        }
    }
}

fn plain_choices(
    restore: &TerminalRestore,
    prompt: &str,
    items: &[&str],
) -> io::Result<Option<Vec<usize>>> {
    let rows: Vec<Line> = items
        .iter()
        .zip(1..)
        .map(|(item, number)| Line::from(format!("{number:>3}. {item}")))
        .collect();
    PlainLines::new(restore).say(&rows)?;
    let prompt = format!("{prompt} Its number, Enter for none:");
    loop {
        let Some(line) = plain_line(restore, &prompt)? else {
            return Ok(None);
        };
        let words = line.split([' ', ',']).filter(|word| !word.is_empty());
        let numbers = words.map(|word| word.parse::<usize>().ok());
        let places: Option<Vec<usize>> = numbers
            .map(|number| number?.checked_sub(1).filter(|place| *place < items.len()))
            .collect();
        if places.is_some() {
            return Ok(places);
        }
    }
}

fn theme(colors: Colors) -> Box<dyn Theme> {
    match colors {
        Colors::None => Box::new(SimpleTheme),
        Colors::Sixteen | Colors::TwoFiftySix | Colors::True => Box::new(ColorfulTheme::default()),
    }
}
