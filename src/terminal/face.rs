//! The face of a session: cards on the screen, keys into events.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::session::{Event, Face, NotSaved, Reply, Retry, Stop, View};

use super::ask::{Step, asking};
use super::input::{Input, Inputs};
use super::keys::Key;
use super::layout::{Header, Hint, Page, Viewport};
use super::line::Line;
use super::screen::Screen;
use super::sheet::{Around, Focus, header, page};
use super::style::{Style, Tone};
use super::wrap::wrap;

/// The terminal as a session sees it.
pub struct TerminalFace<'a> {
    screen: &'a mut Screen,
    inputs: &'a mut Inputs,
    /// Time since some moment; it runs on whatever the wall clock shows.
    elapsed: &'a dyn Fn() -> Duration,
    /// Titles of decks by id.
    titles: &'a BTreeMap<&'a str, &'a str>,
    /// What was done with the last card, said once.
    notice: Option<&'static str>,
}

/// What a key led to.
enum Led {
    Nowhere,
    Scrolled,
    To(Reply, Option<&'static str>),
    Help,
}

impl<'a> TerminalFace<'a> {
    /// A face on this screen.
    pub fn new(
        screen: &'a mut Screen,
        inputs: &'a mut Inputs,
        elapsed: &'a dyn Fn() -> Duration,
        titles: &'a BTreeMap<&'a str, &'a str>,
    ) -> Self {
        Self {
            screen,
            inputs,
            elapsed,
            titles,
            notice: None,
        }
    }

    /// What is on the screen around a card.
    fn around<'s>(&'s self, view: &'s View<'_>) -> Around<'s> {
        let deck = view.card.id.deck();
        Around {
            title: self.titles.get(deck).copied().unwrap_or(deck),
            notice: self.notice,
            size: self.screen.size(),
            colors: self.screen.colors(),
        }
    }

    /// What a key means that the card itself has no use for.
    fn common(view: &View<'_>, key: &Key, viewport: &mut Viewport, height: usize) -> Led {
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
            Key::Char(letter) => return Self::action(view, *letter),
            Key::Esc => return Led::Help,
            _ => return Led::Nowhere,
        }
        Led::Scrolled
    }

    /// What a letter does with the card.
    fn action(view: &View<'_>, letter: char) -> Led {
        let (event, notice) = match letter {
            'q' => return Led::To(Reply::Stop(Stop::Quit), None),
            '?' | 'h' => return Led::Help,
            'u' if view.can_undo => (Event::Undo, "undone"),
            's' if view.waiting > 1 => (Event::Skip, "skipped to the end"),
            'b' => (Event::Bury, "buried until tomorrow"),
            'x' => (Event::Suspend, "suspended"),
            'm' if view.marked => (Event::Mark, "mark taken off"),
            'm' => (Event::Mark, "marked"),
            'k' if view.new => (Event::Claim, "noted as known"),
            _ => return Led::Nowhere,
        };
        Led::To(Reply::Event(event), Some(notice))
    }

    /// The keys that do something with this card, on one screen.
    fn help(view: &View<'_>) -> Vec<Line> {
        let mut keys = vec![
            (
                "1 2 3 4",
                "again, hard, good, easy, once the answer is shown",
            ),
            ("Enter Space", "go on; take the suggested grade"),
        ];
        if view.can_undo {
            keys.push(("u", "undo what was done last"));
        }
        if view.waiting > 1 {
            keys.push(("s", "skip: ask this card at the end"));
        }
        keys.push(("b", "bury: not before tomorrow"));
        keys.push(("x", "suspend: not any more, until `nodequiz unsuspend`"));
        keys.push((
            "m",
            if view.marked {
                "take the mark off"
            } else {
                "mark this card"
            },
        ));
        if view.new {
            keys.push(("k", "I know this: check it in some days"));
        }
        keys.push(("↑↓ PgUp PgDn", "scroll"));
        keys.push(("q Ctrl-C", "end; every answer is saved already"));
        let mut lines = vec![Line::styled("Keys", Style::PLAIN.bold()), Line::new()];
        lines.extend(keys.into_iter().map(|(key, does)| {
            Line::styled(format!("{key:<14}"), Tone::Accent).with(does, Tone::Plain)
        }));
        lines.push(Line::new());
        let card = format!(
            "{}  {}:{}",
            view.card.id, view.card.place.file, view.card.place.line
        );
        lines.push(Line::styled(card, Tone::Dim));
        lines
    }

    /// Shows the keys until one is pressed. Returns what that key does.
    fn show_help(&mut self, view: &View<'_>) -> Option<(Reply, Option<&'static str>)> {
        let mut viewport = Viewport::default();
        loop {
            let size = self.screen.size();
            let width = Page::body_width(size);
            let body = Self::help(view)
                .iter()
                .flat_map(|line| wrap(line, width, 14))
                .collect();
            let footer = vec![Hint::new("any key", "back to the card")];
            let page = Page {
                header: header(view, &self.around(view)),
                body,
                cursor: None,
                footer,
            };
            if let Err(stop) = self.draw(&page, None, &mut viewport) {
                return Some((Reply::Stop(stop), None));
            }
            match self.inputs.next() {
                Input::Tick => {}
                Input::Resize => self.screen.forget(),
                Input::Signal(number) => {
                    return Some((Reply::Stop(Stop::Signal(number)), None));
                }
                Input::Key(key) => {
                    let height = page.body_height(size);
                    match Self::common(view, &key, &mut viewport, height) {
                        Led::Scrolled => {}
                        Led::To(reply, notice) => return Some((reply, notice)),
                        Led::Nowhere | Led::Help => return None,
                    }
                }
            }
        }
    }

    /// Draws; a screen that cannot be drawn on any more is a terminal that was closed.
    fn draw(
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
}

impl Face for TerminalFace<'_> {
    fn ask(&mut self, view: &View<'_>) -> Reply {
        let shown_at = (self.elapsed)();
        let mut ask = asking(view);
        let mut viewport = Viewport::default();
        // What is new is brought into sight once; then the learner scrolls as they like.
        let mut followed = None;
        loop {
            let (page, focus) = page(view, &*ask, &self.around(view));
            let unseen = focus.filter(|_| focus != followed);
            followed = focus;
            if let Err(stop) = self.draw(&page, unseen, &mut viewport) {
                return Reply::Stop(stop);
            }
            let key = match self.inputs.next() {
                Input::Tick => continue,
                Input::Resize => {
                    self.screen.forget();
                    followed = None;
                    continue;
                }
                Input::Signal(number) => return Reply::Stop(Stop::Signal(number)),
                Input::Key(Key::Ctrl('z')) => {
                    // Where the shell cannot stop us, we simply go on.
                    let _ = self.screen.suspend();
                    continue;
                }
                Input::Key(key) => key,
            };
            let taken = (self.elapsed)().saturating_sub(shown_at);
            let ms = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
            match ask.key(&key, ms) {
                Step::Stay => {}
                Step::Done(graded) => {
                    self.notice = None;
                    return Reply::Event(Event::Graded(graded));
                }
                Step::NotMine => {
                    let height = page.body_height(self.screen.size());
                    let led = Self::common(view, &key, &mut viewport, height);
                    let done = match led {
                        Led::Nowhere | Led::Scrolled => None,
                        Led::Help => self.show_help(view),
                        Led::To(reply, notice) => Some((reply, notice)),
                    };
                    if let Some((reply, notice)) = done {
                        self.notice = notice;
                        return reply;
                    }
                }
            }
        }
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        let mut viewport = Viewport::default();
        loop {
            let width = Page::body_width(self.screen.size());
            let mut body = vec![
                Line::styled("✗", Tone::Bad)
                    .with(" Your last answer is not saved.", Style::PLAIN.bold()),
            ];
            body.push(Line::new());
            body.extend(wrap(&Line::from(problem.why.as_str()), width, 0));
            let mut footer = Vec::new();
            if problem.retry {
                body.push(Line::new());
                body.push(Line::from("It is kept here until it can be saved."));
                footer.push(Hint::new("r", "try again"));
            }
            footer.push(Hint::new("q", "end and print the answer"));
            let header = Header {
                left: "Not saved".into(),
                ..Header::default()
            };
            let page = Page {
                header,
                body,
                cursor: None,
                footer,
            };
            if let Err(stop) = self.draw(&page, None, &mut viewport) {
                return Retry::GiveUp(stop);
            }
            match self.inputs.next() {
                Input::Signal(number) => return Retry::GiveUp(Stop::Signal(number)),
                Input::Key(Key::Char('r') | Key::Enter) if problem.retry => return Retry::Again,
                Input::Key(Key::Char('q')) => return Retry::GiveUp(Stop::Quit),
                Input::Key(_) | Input::Resize | Input::Tick => {}
            }
        }
    }
}
