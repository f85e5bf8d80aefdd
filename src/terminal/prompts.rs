//! Menus and confirmations, outside of a session.

use std::fmt;
use std::io::{self, IsTerminal as _};

use console::{Term, measure_text_width, truncate_str};
use dialoguer::Input as TextInput;
use dialoguer::theme::{ColorfulTheme, Theme};

use super::frame::{MARK_PASTES, PASTES_UNMARKED};
use super::keys::Key;
use super::line::Line;
use super::plain::{PlainLines, Typed};
use super::restore::TerminalRestore;
use super::screen::{Input, Inputs};
use super::style::Colors;
use super::system::{Keyboard, stop};

/// Whether the program is used interactively: input and output are terminals.
pub fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal()
}

/// Text from anywhere, as it may be printed: nothing else is passed to the library that asks, which prints what it
/// gets.
fn printable(text: &str) -> String {
    Line::from(text).plain()
}

/// Lets a person choose one of several items; `None` when they leave with Esc.
pub fn choose(
    restore: &TerminalRestore,
    prompt: &str,
    items: &[&str],
    colors: Colors,
) -> io::Result<Option<usize>> {
    if restore.is_plain() || too_low() {
        return plain_choice(restore, prompt, items);
    }
    let theme = theme(colors);
    let mut list = List::new(&*theme, prompt, items, None);
    Ok(with_keys(restore, |keys| list.ask(keys))?.then_some(list.at))
}

/// Lets a person choose any number of items, all of which or none is ticked at first; `None` when they leave
/// with Esc.
pub fn choose_several(
    restore: &TerminalRestore,
    prompt: &str,
    items: &[String],
    ticked: bool,
    colors: Colors,
) -> io::Result<Option<Vec<usize>>> {
    if restore.is_plain() || too_low() {
        let usual = if ticked {
            "Their numbers, Enter for all, 0 for none:"
        } else {
            "Their numbers, Enter for none:"
        };
        return plain_choices(restore, &format!("{prompt} {usual}"), items, ticked);
    }
    let theme = theme(colors);
    let mut list = List::new(&*theme, prompt, items, Some(vec![ticked; items.len()]));
    if !with_keys(restore, |keys| list.ask(keys))? {
        return Ok(None);
    }
    let ticks = list.ticks.into_iter().flatten().enumerate();
    Ok(Some(
        ticks
            .filter_map(|(place, ticked)| ticked.then_some(place))
            .collect(),
    ))
}

/// Whether a list has no room beside its prompt.
fn too_low() -> bool {
    Term::stderr().size().0 < 3
}

/// Asks with the keyboard, and sets the terminal back. Ctrl-C, or a signal from elsewhere, is an error of the kind
/// `Interrupted`, and [`TerminalRestore::signal`] reports it.
fn with_keys<T>(
    restore: &TerminalRestore,
    ask: impl FnOnce(&mut PromptKeys<'_>) -> io::Result<T>,
) -> io::Result<T> {
    let Some(keyboard) = restore.found() else {
        return Err(io::ErrorKind::NotConnected.into());
    };
    restore.defer_signals(|| {
        let mut keys = PromptKeys {
            keyboard,
            inputs: Inputs::new(restore),
            term: Term::stderr(),
        };
        let answer = keys.take().and_then(|()| ask(&mut keys));
        let given_back = keys.give_back();
        let answer = answer?;
        given_back.map(|()| answer)
    })
}

/// The keyboard while a prompt waits below what was printed.
struct PromptKeys<'r> {
    keyboard: &'r Keyboard,
    inputs: Inputs,
    term: Term,
}

impl PromptKeys<'_> {
    fn take(&self) -> io::Result<()> {
        self.keyboard.take()?;
        self.term.write_str(MARK_PASTES)
    }

    fn give_back(&self) -> io::Result<()> {
        self.keyboard.give_back()?;
        self.term.write_str(PASTES_UNMARKED)?;
        self.term.show_cursor()?;
        self.term.flush()
    }

    /// The next key; `None` after the program was stopped and continued, when the prompt has to be drawn again.
    fn next(&mut self) -> io::Result<Option<Key>> {
        match self.inputs.next() {
            Input::Signal(_) => {
                // The next prompt of the shell begins on a line of its own, unless the window was closed.
                let _ = self.term.write_line("");
                Err(io::ErrorKind::Interrupted.into())
            }
            Input::Key(Key::Ctrl('z')) => {
                self.term.write_line("")?;
                self.give_back()?;
                stop()?;
                self.take()?;
                Ok(None)
            }
            Input::Key(key) => Ok(Some(key)),
            Input::Resize | Input::Tick => Ok(Some(Key::Unknown)),
        }
    }
}

/// A list on the screen, from which one or several items are chosen. The library draws it, but doesn't run it: its own lists
/// panic in a window of fewer than three rows, and Ctrl-Z does nothing in them.
struct List<'t> {
    term: Term,
    theme: &'t dyn Theme,
    prompt: String,
    items: Vec<String>,
    /// Which items are ticked, where several can be chosen.
    ticks: Option<Vec<bool>>,
    /// The item under the cursor.
    at: usize,
    /// The lines on the screen.
    drawn: usize,
}

impl<'t> List<'t> {
    fn new(
        theme: &'t dyn Theme,
        prompt: &str,
        items: &[impl AsRef<str>],
        ticks: Option<Vec<bool>>,
    ) -> Self {
        Self {
            term: Term::stderr(),
            theme,
            prompt: printable(prompt),
            items: items.iter().map(|item| printable(item.as_ref())).collect(),
            ticks,
            at: 0,
            drawn: 0,
        }
    }

    /// Asks until something is chosen; `false` where nothing is.
    fn ask(&mut self, keys: &mut PromptKeys<'_>) -> io::Result<bool> {
        if self.items.is_empty() {
            return Ok(false);
        }
        let last = self.items.len() - 1;
        let chosen = loop {
            self.draw()?;
            let Some(key) = keys.next()? else {
                self.drawn = 0;
                continue;
            };
            match (key.as_command(), &mut self.ticks) {
                (Key::Down | Key::Tab | Key::Char('j'), _) => {
                    self.at = if self.at == last { 0 } else { self.at + 1 };
                }
                (Key::Up | Key::BackTab | Key::Char('k'), _) => {
                    self.at = self.at.checked_sub(1).unwrap_or(last);
                }
                (Key::Home | Key::PageUp, _) => self.at = 0,
                (Key::End | Key::PageDown, _) => self.at = last,
                (Key::Char(' '), Some(ticks)) => ticks[self.at] = !ticks[self.at],
                (Key::Char('a'), Some(ticks)) => {
                    let all = ticks.iter().all(|ticked| *ticked);
                    ticks.fill(!all);
                }
                (Key::Enter, _) | (Key::Char(' '), None) => break true,
                (Key::Esc | Key::Char('q'), _) => break false,
                _ => {}
            }
        };
        self.term.clear_last_lines(self.drawn)?;
        Ok(chosen)
    }

    /// Draws the prompt and as many items as there is room for, in place of what was drawn before.
    fn draw(&mut self) -> io::Result<()> {
        let (height, width) = self.term.size();
        let (height, width) = (usize::from(height), usize::from(width));
        let room = height.saturating_sub(2).max(1);
        let from = self.at / room * room;
        let several = self.ticks.is_some();
        let mut lines = vec![String::new()];
        let head = if self.items.len() > room {
            format!("{} ({} of {})", self.prompt, self.at + 1, self.items.len())
        } else {
            self.prompt.clone()
        };
        // What wraps would not be erased whole.
        let head = truncate_str(&head, width.saturating_sub(6), "…");
        if several {
            self.theme.format_multi_select_prompt(&mut lines[0], &head)
        } else {
            self.theme.format_select_prompt(&mut lines[0], &head)
        }
        .map_err(io::Error::other)?;
        for (place, item) in self.items.iter().enumerate().skip(from).take(room) {
            let here = place == self.at;
            let mut line = String::new();
            let item = truncate_str(item, width.saturating_sub(8), "…");
            match &self.ticks {
                Some(ticks) => {
                    let ticked = ticks[place];
                    self.theme
                        .format_multi_select_prompt_item(&mut line, &item, ticked, here)
                }
                None => self.theme.format_select_prompt_item(&mut line, &item, here),
            }
            .map_err(io::Error::other)?;
            lines.push(line);
        }
        self.term.hide_cursor()?;
        self.term.clear_last_lines(self.drawn)?;
        self.drawn = lines.len();
        self.term.write_line(&lines.join("\n"))?;
        self.term.flush()
    }
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
    let question = printable(question);
    let answer = with_keys(restore, |keys| yes_or_no(keys, &*theme, &question, usual))?;
    Ok(answer.unwrap_or(false))
}

/// Asks with one key; `None` for Esc and `q`.
fn yes_or_no(
    keys: &mut PromptKeys<'_>,
    theme: &dyn Theme,
    question: &str,
    usual: bool,
) -> io::Result<Option<bool>> {
    let term = keys.term.clone();
    let mut asked = String::new();
    theme
        .format_confirm_prompt(&mut asked, question, Some(usual))
        .map_err(io::Error::other)?;
    term.hide_cursor()?;
    term.write_str(&asked)?;
    let answer = loop {
        term.flush()?;
        let Some(key) = keys.next()? else {
            term.hide_cursor()?;
            term.write_str(&asked)?;
            continue;
        };
        match key.as_command() {
            Key::Char('y' | 'Y') => break Some(true),
            Key::Char('n' | 'N') => break Some(false),
            Key::Enter => break Some(usual),
            Key::Esc | Key::Char('q' | 'Q') => break None,
            _ => {}
        }
    };
    let mut line = String::new();
    theme
        .format_confirm_prompt_selection(&mut line, question, answer)
        .map_err(io::Error::other)?;
    // A long question has taken several rows.
    let rows = measure_text_width(&asked) / usize::from(term.size().1).max(1);
    term.clear_line()?;
    term.clear_last_lines(rows)?;
    term.write_line(&line)?;
    Ok(answer)
}

/// Asks for a line of text; Enter alone is an empty one.
pub fn ask_line(restore: &TerminalRestore, prompt: &str, colors: Colors) -> io::Result<String> {
    if restore.is_plain() {
        return Ok(plain_line(restore, prompt)?.unwrap_or_default());
    }
    let prompt = printable(prompt);
    // While the library waits, a signal ends the program.
    restore.set_open_line(true);
    // The library takes a signal that wakes it for Ctrl-C, so it does not get the main thread, which signals wake.
    let typed = std::thread::spawn(move || {
        TextInput::with_theme(&*theme(colors))
            .with_prompt(prompt)
            .allow_empty(true)
            .interact_text_on(&Term::stderr())
            .map_err(io::Error::from)
    })
    .join()
    .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    if typed
        .as_ref()
        .is_err_and(|error| error.kind() == io::ErrorKind::Interrupted)
    {
        // It has read Ctrl-C and sent the signal.
        restore.wait_for_signal();
    }
    restore.set_open_line(false);
    // The next prompt of the shell begins on a line of its own.
    let typed = typed.inspect_err(|_| _ = Term::stderr().write_line(""))?;
    // What was pasted after the line answers no later question, and is no command for the shell.
    Keyboard::forget_typed_ahead()?;
    Ok(typed)
}

/// A line typed after a plain prompt; `None` at the end of input.
fn plain_line(restore: &TerminalRestore, prompt: &str) -> io::Result<Option<String>> {
    match PlainLines::new(restore).ask(prompt, None)? {
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

/// The library's theme without colours, but for the colon that it puts behind a question.
struct Colorless;

impl Theme for Colorless {
    fn format_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        f.write_str(prompt)
    }
}

fn theme(colors: Colors) -> Box<dyn Theme> {
    match colors {
        Colors::None => Box::new(Colorless),
        Colors::Sixteen | Colors::TwoFiftySix | Colors::True => Box::new(ColorfulTheme::default()),
    }
}
