//! Pages on the screen of a session: drawn, scrolled, left with a key; also the page for an answer
//! that cannot be saved.

use std::io;
use std::time::Duration;

use super::card_page::ScrollTarget;
use crate::session::{NotSaved, OnDisk, Retry, Stop};
use crate::terminal::frame::Size;
use crate::terminal::highlight::highlighter;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Hint, Page, Viewport};
use crate::terminal::line::Line;
use crate::terminal::screen::{Input, Inputs, Screen};
use crate::terminal::style::{Colors, Style, Tone};
use crate::terminal::text_field::{FIRST_LINE_KEPT, TextField};
use crate::terminal::wrap::wrap;

use super::kinds::TextRenderer;

/// The screen and the keyboard.
pub(crate) struct Dialog<'a> {
    screen: &'a mut Screen,
    inputs: &'a mut Inputs,
}

/// How long one look at the keyboard takes while something else runs.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// A page's body for a width.
pub(crate) type Body<'b> = dyn Fn(usize) -> Vec<Line> + 'b;

impl<'a> Dialog<'a> {
    pub(crate) fn new(screen: &'a mut Screen, inputs: &'a mut Inputs) -> Self {
        Self { screen, inputs }
    }

    /// The size to draw for.
    pub(crate) fn size(&self) -> Size {
        self.screen.size()
    }

    /// The colours it draws with.
    pub(crate) fn colors(&self) -> Colors {
        self.screen.colors()
    }

    /// What draws text on it.
    pub(crate) fn renderer(&self) -> TextRenderer {
        TextRenderer {
            width: Page::body_width(self.size()),
            highlighter: highlighter(self.colors()),
        }
    }

    /// Makes [`Dialog::key`] return without a key this often, for a page that shows a clock.
    pub(crate) fn tick_every(&mut self, period: Duration) {
        self.inputs.tick_every(Some(period));
    }

    /// Draws a page. Where that fails, the terminal was closed.
    pub(crate) fn draw(
        &mut self,
        page: &Page,
        focus: Option<ScrollTarget>,
        viewport: &mut Viewport,
    ) -> Result<(), Stop> {
        let size = self.screen.size();
        if let Some(focus) = focus {
            focus.scroll_into_view(page, size, viewport);
        }
        let frame = page.compose(size, viewport);
        self.screen.draw(&frame).map_err(|_| Stop::Signal(1))
    }

    /// Waits for a key; `None` where only the page has to be drawn again.
    pub(crate) fn key(&mut self) -> Result<Option<Key>, Stop> {
        match self.inputs.next() {
            Input::Tick => Ok(None),
            Input::Resize => {
                self.screen.forget();
                Ok(None)
            }
            Input::Signal(number) => Err(Stop::Signal(number)),
            Input::Key(Key::Ctrl('z')) => {
                // Where the shell cannot stop us, we simply go on.
                let _ = self.screen.suspend();
                Ok(None)
            }
            Input::Key(key) => Ok(Some(key)),
        }
    }

    /// Gives the terminal to an editor while it runs.
    pub(crate) fn while_released<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        self.screen.while_released(run)
    }

    /// Shows a page until a key is pressed that does not scroll it, and returns that key as a command.
    pub(crate) fn show_until_key(
        &mut self,
        header: &Header,
        body: &Body<'_>,
        footer: &[Hint],
    ) -> Result<Key, Stop> {
        let mut viewport = Viewport::default();
        loop {
            let page = self.page(header, body, footer);
            self.draw(&page, None, &mut viewport)?;
            let height = page.scrolled_height(self.size());
            match self.key()? {
                None | Some(Key::Unknown | Key::Paste(_)) => {}
                Some(key) if scrolls(&key, &mut viewport, height) => {}
                Some(key) => return Ok(key.as_command()),
            }
        }
    }

    /// Shows the keys until one is pressed, which does nothing else.
    pub(crate) fn help(&mut self, header: &Header, lines: &[Line], back: &str) -> Result<(), Stop> {
        let body = |width: usize| {
            let rows = lines.iter().flat_map(|line| wrap(line, width, 14));
            rows.collect()
        };
        self.show_until_key(header, &body, &[Hint::new("any key", back)])?;
        Ok(())
    }

    /// Shows a page without waiting for a key.
    pub(crate) fn show(
        &mut self,
        header: &Header,
        body: &Body<'_>,
        footer: &[Hint],
    ) -> Result<(), Stop> {
        let page = self.page(header, body, footer);
        self.draw(&page, None, &mut Viewport::default())
    }

    /// Whether the learner keeps waiting: neither Esc nor `q` was pressed. Takes a few tenths of a
    /// second at most.
    pub(crate) fn keep_waiting(&mut self) -> Result<bool, Stop> {
        self.inputs.tick_every(Some(POLL_INTERVAL));
        let input = self.inputs.next();
        self.inputs.tick_every(None);
        match input {
            Input::Signal(number) => Err(Stop::Signal(number)),
            Input::Key(key) if matches!(key.as_command(), Key::Esc | Key::Char('q')) => Ok(false),
            Input::Resize => {
                self.screen.forget();
                Ok(true)
            }
            Input::Key(_) | Input::Tick => Ok(true),
        }
    }

    /// Reads a line typed below a page; `None` where the learner left with Esc.
    pub(crate) fn line(
        &mut self,
        header: &Header,
        body: &Body<'_>,
        footer: &[Hint],
    ) -> Result<Option<String>, Stop> {
        let mut viewport = Viewport::default();
        let mut field = TextField::default();
        let mut notice = None;
        loop {
            let mut page = self.page(header, body, footer);
            page.notice = notice.take();
            let width = Page::body_width(self.size());
            let (line, column) = field.show(&Line::styled("› ", Tone::Accent), width);
            page.cursor = Some((page.body.len(), column));
            page.body.push(line);
            self.draw(&page, None, &mut viewport)?;
            match self.key()? {
                Some(Key::Enter) => return Ok(Some(field.text())),
                Some(Key::Esc) => return Ok(None),
                Some(key) => {
                    if TextField::keeps_first_line(&key) {
                        notice = Some(Line::styled(FIRST_LINE_KEPT, Tone::Warn));
                    }
                    field.key(&key);
                }
                None => {}
            }
        }
    }

    fn page(&self, header: &Header, body: &Body<'_>, footer: &[Hint]) -> Page {
        let width = Page::body_width(self.size());
        let whole = |line: Line| wrap(&line, width, 2);
        Page {
            header: header.clone(),
            body: body(width).into_iter().flat_map(whole).collect(),
            footer: footer.to_vec(),
            ..Page::default()
        }
    }
}

/// Scrolls by a key, if it is one that does.
pub(crate) fn scrolls(key: &Key, viewport: &mut Viewport, height: usize) -> bool {
    let page = isize::try_from(height.saturating_sub(1))
        .unwrap_or(1)
        .max(1);
    match key {
        Key::Up => viewport.scroll(-1),
        Key::Down => viewport.scroll(1),
        Key::PageUp => viewport.scroll(-page),
        Key::PageDown => viewport.scroll(page),
        Key::Home => viewport.to_start(),
        Key::End => viewport.to_end(),
        _ => return false,
    }
    true
}

/// Whether the last answer is saved, in a sentence.
pub(crate) const fn saved_or_not(on_disk: OnDisk) -> &'static str {
    match on_disk {
        OnDisk::No => "Your last answer is not saved.",
        OnDisk::Perhaps => "Your last answer may not be saved.",
        OnDisk::Yes => "Your last answer is saved, but the session cannot go on.",
    }
}

/// Says that an answer is not saved, until the learner knows what to do.
pub(crate) fn unsaved(dialog: &mut Dialog<'_>, problem: &NotSaved) -> Retry {
    ask_what_to_do(dialog, problem).unwrap_or_else(Retry::GiveUp)
}

fn ask_what_to_do(dialog: &mut Dialog<'_>, problem: &NotSaved) -> Result<Retry, Stop> {
    let body = |width: usize| {
        let heading = format!(" {}", saved_or_not(problem.on_disk));
        let mut body = vec![
            Line::styled("✗", Tone::Bad).with(heading, Style::PLAIN.bold()),
            Line::new(),
        ];
        body.extend(wrap(&Line::from(problem.why.as_str()), width, 0));
        if problem.retry {
            body.push(Line::new());
            body.push(Line::from("It is kept here until it can be saved."));
        }
        body
    };
    let mut footer = Vec::new();
    if problem.retry {
        footer.push(Hint::new("r", "try again"));
    }
    footer.push(match problem.on_disk {
        OnDisk::No | OnDisk::Perhaps => Hint::new("q", "end and print the answer"),
        OnDisk::Yes => Hint::new("q", "end"),
    });
    let header = Header {
        left: match problem.on_disk {
            OnDisk::No | OnDisk::Perhaps => "Not saved".into(),
            OnDisk::Yes => "Saved, but not read".into(),
        },
        ..Header::default()
    };
    loop {
        match dialog.show_until_key(&header, &body, &footer)? {
            Key::Char('r') | Key::Enter if problem.retry => return Ok(Retry::Again),
            Key::Char('q') => return Ok(Retry::GiveUp(Stop::Quit)),
            _ => {}
        }
    }
}
