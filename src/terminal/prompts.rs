//! Menus and confirmations, outside of a session.

use std::fmt;
use std::io::{self, IsTerminal as _};

use console::{Key, Term, measure_text_width, truncate_str};
use dialoguer::Input;
use dialoguer::theme::{ColorfulTheme, Theme};

use super::keys::command_of;
use super::line::Line;
use super::plain::{PlainLines, Typed};
use super::restore::TerminalRestore;
use super::style::Colors;
use super::system::stop;

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
    Ok(restore.prompt(|| list.ask())?.then_some(list.at))
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
        return plain_several(restore, prompt, items, ticked);
    }
    let theme = theme(colors);
    let mut list = List::new(&*theme, prompt, items, Some(vec![ticked; items.len()]));
    if !restore.prompt(|| list.ask())? {
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

/// A key that ends or interrupts any prompt, or another for the prompt itself.
///
/// The lists of the library that asks take no Ctrl-Z, and each key of theirs raises a Ctrl-C a second time, as a signal.
fn read_key(term: &Term) -> io::Result<Option<Key>> {
    match term.read_key_raw()? {
        Key::CtrlC => {
            // The next prompt of the shell begins on a line of its own.
            term.write_line("")?;
            Err(io::ErrorKind::Interrupted.into())
        }
        Key::Char('\u{1a}') => {
            term.write_line("")?;
            term.show_cursor()?;
            term.flush()?;
            stop()?;
            term.hide_cursor()?;
            Ok(None)
        }
        Key::Char(c) => Ok(Some(Key::Char(command_of(c)))),
        key => Ok(Some(key)),
    }
}

/// A list on the screen, from which one or several items are chosen.
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
            prompt: Printable::of(prompt).0,
            items: items
                .iter()
                .map(|item| Printable::of(item.as_ref()).0)
                .collect(),
            ticks,
            at: 0,
            drawn: 0,
        }
    }

    /// Asks until something is chosen; `false` where nothing is.
    fn ask(&mut self) -> io::Result<bool> {
        if self.items.is_empty() {
            return Ok(false);
        }
        self.term.hide_cursor()?;
        let last = self.items.len() - 1;
        let chosen = loop {
            self.draw()?;
            let Some(key) = read_key(&self.term)? else {
                // Someone else has had the screen.
                self.drawn = 0;
                continue;
            };
            match (key, &mut self.ticks) {
                (Key::ArrowDown | Key::Tab | Key::Char('j'), _) => {
                    self.at = if self.at == last { 0 } else { self.at + 1 };
                }
                (Key::ArrowUp | Key::BackTab | Key::Char('k'), _) => {
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
                (Key::Escape | Key::Char('q'), _) => break false,
                _ => {}
            }
        };
        self.term.clear_last_lines(self.drawn)?;
        self.term.show_cursor()?;
        self.term.flush()?;
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
        self.term.clear_last_lines(self.drawn)?;
        self.drawn = lines.len();
        self.term.write_line(&lines.join("\n"))?;
        self.term.flush()
    }
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
    let question = String::from(question);
    let mut asked = String::new();
    theme
        .format_confirm_prompt(&mut asked, &question, Some(usual))
        .map_err(io::Error::other)?;
    term.hide_cursor()?;
    term.write_str(&asked)?;
    let answer = loop {
        term.flush()?;
        match read_key(&term)? {
            Some(Key::Char(c)) => match c.to_ascii_lowercase() {
                'y' => break Some(true),
                'n' => break Some(false),
                'q' => break None,
                _ => {}
            },
            Some(Key::Enter) => break Some(usual),
            Some(Key::Escape) => break None,
            Some(_) => {}
            None => term.write_str(&asked)?,
        }
    };
    let mut line = String::new();
    theme
        .format_confirm_prompt_selection(&mut line, &question, answer)
        .map_err(io::Error::other)?;
    // A long question has taken several rows.
    let rows = measure_text_width(&asked) / usize::from(term.size().1).max(1);
    term.clear_line()?;
    term.clear_last_lines(rows)?;
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
            // The next prompt of the shell begins on a line of its own.
            .inspect_err(|_| _ = Term::stderr().write_line(""))
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
