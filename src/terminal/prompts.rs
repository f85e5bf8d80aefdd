//! Menus and confirmations, outside of a session.

use std::io::{self, IsTerminal as _};

use console::{Term, truncate_str};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Select};

use super::colors::Colors;
use super::guard::Guard;

/// Whether a person sits in front of the program: keys come from a terminal and the screen is one.
#[must_use]
pub fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal()
}

/// Lets a person choose one of several items; `None` when they leave with Esc.
pub fn choose(
    guard: &Guard,
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
    guard.prompt(|| {
        Select::with_theme(&*theme)
            .with_prompt(prompt)
            .items(&items)
            .default(0)
            .interact_on_opt(&Term::stderr())
    })
}

/// Asks before something is destroyed. Esc is no.
pub fn confirm(guard: &Guard, question: &str, colors: Colors) -> io::Result<bool> {
    let theme = theme(colors);
    let answer = guard.prompt(|| {
        Confirm::with_theme(&*theme)
            .with_prompt(question)
            .default(false)
            .interact_on_opt(&Term::stderr())
    })?;
    Ok(answer.unwrap_or(false))
}

fn theme(colors: Colors) -> Box<dyn Theme> {
    match colors {
        Colors::None => Box::new(SimpleTheme),
        Colors::Sixteen | Colors::TwoFiftySix | Colors::True => Box::new(ColorfulTheme::default()),
    }
}
