//! Pages on the screen while a session has it: drawn, scrolled, left with a key.

use std::io;
use std::time::Duration;

use super::card_page::Focus;
use crate::session::Stop;
use crate::terminal::frame::Size;
use crate::terminal::input::{Input, Inputs};
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Hint, Page, Viewport};
use crate::terminal::line::Line;
use crate::terminal::screen::Screen;

use super::kinds::Field;
use crate::terminal::colors::Colors;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;

/// The screen with the keyboard before it.
pub(crate) struct Dialog<'a> {
    screen: &'a mut Screen,
    inputs: &'a mut Inputs,
}

/// How long the keyboard is looked at while something else goes on.
const GLANCE: Duration = Duration::from_millis(50);

/// A page's body for a width.
pub(crate) type Body<'b> = dyn Fn(usize) -> Vec<Line> + 'b;

impl<'a> Dialog<'a> {
    /// A board on this screen.
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

    /// Has [`Dialog::key`] return without a key as often as this, for a page on which time passes.
    pub(crate) fn tick_every(&mut self, period: Duration) {
        self.inputs.tick_every(Some(period));
    }

    /// Draws; a screen that cannot be drawn on any more is a terminal that was closed.
    pub(crate) fn draw(
        &mut self,
        page: &Page,
        focus: Option<Focus>,
        viewport: &mut Viewport,
    ) -> Result<(), Stop> {
        let size = self.screen.size();
        if let Some(focus) = focus {
            focus.follow(page, size, viewport);
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

    /// Gives the terminal away while an editor runs.
    pub(crate) fn away<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        self.screen.away(run)
    }

    /// Shows a page until a key is pressed that does not scroll it; that key.
    pub(crate) fn sheet(
        &mut self,
        header: &Header,
        body: &Body<'_>,
        footer: &[Hint],
    ) -> Result<Key, Stop> {
        let mut viewport = Viewport::default();
        loop {
            let page = self.page(header, body, footer);
            self.draw(&page, None, &mut viewport)?;
            let height = page.body_height(self.size());
            match self.key()? {
                None | Some(Key::Unknown | Key::Paste(_)) => {}
                Some(key) if scrolls(&key, &mut viewport, height) => {}
                Some(key) => return Ok(key),
            }
        }
    }

    /// Shows a page, and waits for nothing.
    pub(crate) fn show(
        &mut self,
        header: &Header,
        body: &Body<'_>,
        footer: &[Hint],
    ) -> Result<(), Stop> {
        let page = self.page(header, body, footer);
        self.draw(&page, None, &mut Viewport::default())
    }

    /// Looks whether the learner still waits for something: neither Esc nor `q` was pressed. Takes a
    /// few tenths of a second at the most.
    pub(crate) fn waits(&mut self) -> Result<bool, Stop> {
        self.inputs.tick_every(Some(GLANCE));
        let input = self.inputs.next();
        self.inputs.tick_every(None);
        match input {
            Input::Signal(number) => Err(Stop::Signal(number)),
            Input::Key(Key::Esc | Key::Char('q')) => Ok(false),
            Input::Resize => {
                self.screen.forget();
                Ok(true)
            }
            Input::Key(_) | Input::Tick => Ok(true),
        }
    }

    /// Has a line typed below a page; `None` where the learner left with Esc.
    pub(crate) fn line(
        &mut self,
        header: &Header,
        body: &Body<'_>,
        footer: &[Hint],
    ) -> Result<Option<String>, Stop> {
        let mut viewport = Viewport::default();
        let mut field = Field::default();
        loop {
            let mut page = self.page(header, body, footer);
            let width = Page::body_width(self.size());
            let (line, column) = field.show(&Line::styled("› ", Tone::Accent), width);
            page.cursor = Some((page.body.len(), column));
            page.body.push(line);
            self.draw(&page, None, &mut viewport)?;
            match self.key()? {
                Some(Key::Enter) => return Ok(Some(field.text())),
                Some(Key::Esc) => return Ok(None),
                Some(key) => {
                    field.key(&key);
                }
                None => {}
            }
        }
    }

    fn page(&self, header: &Header, body: &Body<'_>, footer: &[Hint]) -> Page {
        let width = Page::body_width(self.size());
        // Nothing is lost in a window that is narrower than a sentence.
        let whole = |line: Line| wrap(&line, width, 2);
        Page {
            header: header.clone(),
            body: body(width).into_iter().flat_map(whole).collect(),
            cursor: None,
            footer: footer.to_vec(),
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
