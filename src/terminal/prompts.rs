//! Menus and confirmations, outside of a session.

use std::io::{self, IsTerminal as _};

use console::{Key, Term, truncate_str};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Input, MultiSelect, Select};

use super::keys::command_of;
use super::line::Line;
use super::plain::{PlainLines, Typed};
use super::restore::TerminalRestore;
use super::style::Colors;

/// Whether the program is used interactively: input and output are terminals.
pub fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal()
}

/// Text from anywhere, as it may be printed: nothing else is passed to the library that asks, which prints what it
/// gets.
struct Printable(String);

impl Printable {
    fn of(text: &str) -> Self {
        Self(Line::from(text).plain())
    }
}

impl From<Printable> for String {
    fn from(printable: Printable) -> Self {
        printable.0
    }
}

/// Items as they fit on the screen: a wider one would erase what stands above it.
fn fitting(items: &[impl AsRef<str>], width: usize) -> Vec<String> {
    let cut = |item: Printable| truncate_str(&item.0, width, "…").into_owned();
    let items = items.iter().map(|item| Printable::of(item.as_ref()));
    items.map(cut).collect()
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
    // A prompt that wraps would not be erased whole.
    let cut = truncate_str(&Printable::of(prompt).0, width.saturating_sub(6), "…").into_owned();
    let fitting = fitting(items, width.saturating_sub(4));
    let theme = theme(colors);
    let chosen = in_its_window(restore, || {
        Select::with_theme(&*theme)
            .with_prompt(cut.as_str())
            .items(&fitting)
            .default(0)
            .interact_on_opt(&Term::stderr())
    });
    chosen.unwrap_or_else(|| plain_choice(restore, prompt, items))
}

/// Lets a person choose any number of items, all of which or none is ticked at first; `None` when they leave
/// with Esc.
pub fn choose_several(
    restore: &TerminalRestore,
    prompt: &str,
    items: &[String],
    ticked: bool,
    width: usize,
    colors: Colors,
) -> io::Result<Option<Vec<usize>>> {
    if restore.is_plain() {
        return plain_several(restore, prompt, items, ticked);
    }
    let fitting = fitting(items, width.saturating_sub(8));
    let theme = theme(colors);
    let chosen = in_its_window(restore, || {
        MultiSelect::with_theme(&*theme)
            .with_prompt(Printable::of(prompt))
            .items(&fitting)
            .defaults(&vec![ticked; items.len()])
            .interact_on_opt(&Term::stderr())
    });
    chosen.unwrap_or_else(|| plain_several(restore, prompt, items, ticked))
}

/// The same in lines: numbers are typed.
fn plain_several(
    restore: &TerminalRestore,
    prompt: &str,
    items: &[String],
    ticked: bool,
) -> io::Result<Option<Vec<usize>>> {
    let usual = if ticked {
        "Their numbers, Enter for all, 0 for none:"
    } else {
        "Their numbers, Enter for none:"
    };
    plain_choices(restore, &format!("{prompt} {usual}"), items, ticked)
}

/// Shows a list to choose from; `None` where the window is too low for that, now or after it got another size: the
/// library panics in a window of less than three rows.
fn in_its_window<T>(
    restore: &TerminalRestore,
    ask: impl FnOnce() -> dialoguer::Result<T>,
) -> Option<io::Result<T>> {
    if Term::stderr().size().0 < 3 {
        return None;
    }
    restore.catching(|| restore.prompt(ask))
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
    let answer = restore.prompt(|| yes_or_no(&*theme, Printable::of(question), usual))?;
    Ok(answer.unwrap_or(false))
}

/// Asks with one key; `None` for Esc and `q`. The library's own prompt knows `y` and `n` of a Latin keyboard only.
fn yes_or_no(theme: &dyn Theme, question: Printable, usual: bool) -> io::Result<Option<bool>> {
    let term = Term::stderr();
    let mut line = String::new();
    let question = String::from(question);
    theme
        .format_confirm_prompt(&mut line, &question, Some(usual))
        .map_err(io::Error::other)?;
    term.hide_cursor()?;
    term.write_str(&line)?;
    term.flush()?;
    let answer = loop {
        // The next prompt of the shell begins on a line of its own.
        let key = term.read_key().inspect_err(|_| _ = term.write_line(""))?;
        match key {
            Key::Char(c) => match command_of(c).to_ascii_lowercase() {
                'y' => break Some(true),
                'n' => break Some(false),
                'q' => break None,
                _ => {}
            },
            Key::Enter => break Some(usual),
            Key::Escape => break None,
            _ => {}
        }
    };
    line.clear();
    theme
        .format_confirm_prompt_selection(&mut line, &question, answer)
        .map_err(io::Error::other)?;
    term.clear_line()?;
    term.write_line(&line)?;
    term.show_cursor()?;
    term.flush()?;
    Ok(answer)
}

/// Asks for a line of text; Enter alone is an empty one.
pub fn ask_line(restore: &TerminalRestore, prompt: &str, colors: Colors) -> io::Result<String> {
    if restore.is_plain() {
        return Ok(plain_line(restore, prompt)?.unwrap_or_default());
    }
    let theme = theme(colors);
    restore.prompt(|| {
        Input::with_theme(&*theme)
            .with_prompt(Printable::of(prompt))
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
        let prompt = format!("{prompt} Its number, Enter for none:");
        let Some(chosen) = plain_choices(restore, &prompt, items, false)? else {
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
    items: &[impl AsRef<str>],
    usually_all: bool,
) -> io::Result<Option<Vec<usize>>> {
    let rows: Vec<Line> = items
        .iter()
        .zip(1..)
        .map(|(item, number)| Line::from(format!("{number:>3}. {}", item.as_ref())))
        .collect();
    PlainLines::new(restore).say(&rows)?;
    loop {
        let Some(line) = plain_line(restore, prompt)? else {
            return Ok(None);
        };
        match line.trim() {
            "" if usually_all => return Ok(Some((0..items.len()).collect())),
            "0" if usually_all => return Ok(Some(Vec::new())),
            _ => {}
        }
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
