//! The screen of a study session: shows cards, turns keys into events.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::deck::{Card, Snippet};
use crate::session::{
    CardTools, Event, Leech, LeechChoice, NotSaved, Reply, Retry, SessionScreen, Stop, View,
};

use super::actions::{Action, Offer, Situation, hints, offers};
use super::card_page::{PageContext, ScrollTarget, header, page};
use super::dialog::{Dialog, scrolls, unsaved};
use super::kinds::{KeyOutcome, KindScreen, kind_screen};
use super::tool_dialog::{ToolDialog, ToolOutcome};
use crate::terminal::input::Inputs;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Hint, Page, Viewport};
use crate::terminal::line::Line;
use crate::terminal::screen::Screen;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// The terminal as a session sees it.
pub struct StudyScreen<'a> {
    dialog: Dialog<'a>,
    /// Time since some moment; it runs on whatever the wall clock shows.
    elapsed: &'a dyn Fn() -> Duration,
    /// Titles of decks by id.
    titles: &'a BTreeMap<&'a str, &'a str>,
    /// Editor, browser and the like, where there are any.
    tools: Option<&'a mut dyn CardTools>,
    /// What was done with the last card; shown once.
    notice: Option<&'static str>,
}

/// A card as it is being asked.
struct AskedCard<'v> {
    view: &'v View<'v>,
    ask: Box<dyn KindScreen + 'v>,
    snippet: Option<Snippet>,
    viewport: Viewport,
    /// What was scrolled to last; after that the learner scrolls as they like.
    followed: Option<ScrollTarget>,
}

impl<'a> StudyScreen<'a> {
    pub fn new(
        screen: &'a mut Screen,
        inputs: &'a mut Inputs,
        elapsed: &'a dyn Fn() -> Duration,
        titles: &'a BTreeMap<&'a str, &'a str>,
    ) -> Self {
        Self {
            dialog: Dialog::new(screen, inputs),
            elapsed,
            titles,
            tools: None,
            notice: None,
        }
    }

    /// The same with tools beside the cards.
    pub fn with_tools(self, tools: &'a mut dyn CardTools) -> Self {
        Self {
            tools: Some(tools),
            ..self
        }
    }

    /// The same, saying something on its first page.
    pub fn saying(self, notice: Option<&'static str>) -> Self {
        Self { notice, ..self }
    }

    /// The title of a card's deck.
    fn title(&self, card: &Card) -> &'a str {
        let deck = card.id.deck();
        self.titles.get(deck).copied().unwrap_or_default()
    }

    /// What is on the screen around a card.
    fn around<'s>(&'s self, view: &View<'_>, hints: &'s [Hint]) -> PageContext<'s> {
        PageContext {
            title: self.title(view.card),
            notice: self.notice,
            hints,
            size: self.dialog.size(),
            colors: self.dialog.colors(),
        }
    }

    fn header(&self, view: &View<'_>) -> Header {
        header(view, &self.around(view, &[]))
    }

    fn page(&self, asking: &AskedCard<'_>) -> (Page, Option<ScrollTarget>) {
        let hints = hints(&self.offers(asking));
        page(asking.view, &*asking.ask, &self.around(asking.view, &hints))
    }

    /// The keys that do something with this card now.
    fn offers(&self, asking: &AskedCard<'_>) -> Vec<Offer> {
        let situation = Situation {
            tools: self.tools.is_some(),
            revealed: asking.ask.revealed(),
            snippet: asking.snippet.is_some(),
        };
        offers(asking.view, situation)
    }

    /// What a key means that the card itself has no use for. `None`: the card is still there.
    fn common(
        &mut self,
        asking: &mut AskedCard<'_>,
        key: &Key,
        height: usize,
    ) -> Result<Option<Reply>, Stop> {
        if scrolls(key, &mut asking.viewport, height) {
            return Ok(None);
        }
        let letter = match key {
            Key::Esc | Key::Char('?' | 'h') => match self.show_keys(asking)? {
                Key::Char(letter) => letter,
                _ => return Ok(None),
            },
            Key::Char(letter) => *letter,
            _ => return Ok(None),
        };
        let offers = self.offers(asking);
        let offer = offers.into_iter().find(|offer| offer.letter == letter);
        match offer.map(|offer| offer.action) {
            None => Ok(None),
            Some(Action::Quit) => Err(Stop::Quit),
            Some(Action::Event(event, notice)) => {
                self.notice = Some(notice);
                Ok(Some(Reply::Event(event)))
            }
            Some(Action::Tool(tool)) => {
                let header = self.header(asking.view);
                let Some(mut tools) = self.tools(header) else {
                    return Ok(None);
                };
                match tools.take(tool, asking.view, asking.snippet.as_ref())? {
                    ToolOutcome::Edited => Ok(Some(Reply::Edited)),
                    ToolOutcome::Unchanged(notice) => {
                        self.notice = notice.or(self.notice);
                        Ok(None)
                    }
                }
            }
        }
    }

    fn tools(&mut self, header: Header) -> Option<ToolDialog<'_, 'a>> {
        let tools = self.tools.as_deref_mut()?;
        Some(ToolDialog {
            dialog: &mut self.dialog,
            tools,
            header,
        })
    }

    /// Shows the keys until one is pressed; that key.
    fn show_keys(&mut self, asking: &AskedCard<'_>) -> Result<Key, Stop> {
        let header = self.header(asking.view);
        let offers = self.offers(asking);
        let body = |width: usize| {
            let lines = keys(&offers, asking.view.card);
            lines
                .iter()
                .flat_map(|line| wrap(line, width, 14))
                .collect()
        };
        let footer = [Hint::new("any key", "back to the card")];
        self.dialog.show_until_key(&header, &body, &footer)
    }
}

/// The keys that do something with a card, on one screen.
fn keys(offers: &[Offer], card: &Card) -> Vec<Line> {
    let fixed = [
        (
            "1 2 3 4",
            "again, hard, good, easy, once the answer is shown",
        ),
        ("Enter Space", "go on; take the suggested grade"),
        ("↑↓ PgUp PgDn", "scroll"),
    ];
    let row = |key: &str, does: &str| {
        Line::styled(format!("{key:<14}"), Tone::Accent).with(does, Tone::Plain)
    };
    let mut lines = vec![Line::styled("Keys", Style::PLAIN.bold()), Line::new()];
    lines.extend(fixed.map(|(key, does)| row(key, does)));
    lines.extend(
        offers
            .iter()
            .map(|offer| row(&offer.letter.to_string(), offer.does)),
    );
    lines.push(Line::new());
    let place = format!("{}  {}:{}", card.id, card.place.file, card.place.line);
    lines.push(Line::styled(place, Tone::Dim));
    lines
}

impl StudyScreen<'_> {
    /// Asks until something was done with the card; an error is the end of the session.
    fn asked(&mut self, view: &View<'_>) -> Result<Reply, Stop> {
        let mut shown_at = (self.elapsed)();
        let mut asking = AskedCard {
            view,
            ask: kind_screen(view),
            snippet: view.card.snippet(),
            viewport: Viewport::default(),
            followed: None,
        };
        loop {
            let (page, focus) = self.page(&asking);
            let unseen = focus.filter(|_| focus != asking.followed);
            asking.followed = focus;
            self.dialog.draw(&page, unseen, &mut asking.viewport)?;
            let Some(key) = self.dialog.key()? else {
                // The window may have another size.
                asking.followed = None;
                continue;
            };
            let pressed_at = (self.elapsed)();
            let taken = pressed_at.saturating_sub(shown_at);
            let ms = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
            match asking.ask.key(&key, ms) {
                KeyOutcome::Stay => {}
                KeyOutcome::Done(graded) => {
                    self.notice = None;
                    return Ok(Reply::Event(Event::Graded(graded)));
                }
                KeyOutcome::NotMine => {
                    let height = page.body_height(self.dialog.size());
                    if let Some(reply) = self.common(&mut asking, &key, height)? {
                        return Ok(reply);
                    }
                    // Time spent reading or editing is not part of the answer.
                    shown_at += (self.elapsed)().saturating_sub(pressed_at);
                }
            }
        }
    }
}

impl SessionScreen for StudyScreen<'_> {
    fn ask(&mut self, view: &View<'_>) -> Reply {
        self.asked(view).unwrap_or_else(Reply::Stop)
    }

    fn on_leech(&mut self, leech: &Leech<'_>) -> LeechChoice {
        let header = Header {
            left: Line::styled(self.title(leech.card), Style::of(Tone::Accent).bold())
                .with(" · leech", Tone::Warn),
            ..Header::default()
        };
        let relief = self.tools(header).map(|mut tools| tools.help(leech));
        match relief {
            None => LeechChoice::GoOn,
            Some(Ok(relief)) => {
                self.notice = (relief == LeechChoice::Suspend).then_some("suspended");
                relief
            }
            Some(Err(stop)) => LeechChoice::Stop(stop),
        }
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        unsaved(&mut self.dialog, problem)
    }
}
