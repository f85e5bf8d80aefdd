//! The screen of a study session: shows cards, turns keys into events.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::deck::{Card, Snippet};
use crate::question::{CodeTask, Question};
use crate::session::{
    CardTools, Event, Leech, LeechChoice, NotSaved, Reply, Retry, SessionScreen, Stop, View,
};

use super::asking::{Asking, Pressed, Round, Situation};
use super::card_page::{PageContext, ScrollTarget, header, page};
use super::dialog::{Dialog, scrolls, unsaved};
use super::key_table::Command;
use super::kinds::{CodeNews, CodeWish};
use super::notice::Notice;
use super::tool_dialog::{ToolDialog, ToolOutcome};
use crate::terminal::input::Inputs;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Hint, Page, Viewport};
use crate::terminal::line::Line;
use crate::terminal::screen::Screen;
use crate::terminal::style::{Style, Tone};
use crate::terminal::text::clean;
use crate::terminal::wrap::wrap;

/// The terminal, as a session uses it.
pub struct StudyScreen<'a> {
    dialog: Dialog<'a>,
    /// A monotonic clock, independent of the wall clock.
    elapsed: &'a dyn Fn() -> Duration,
    /// Titles of decks by id.
    titles: &'a BTreeMap<&'a str, &'a str>,
    /// Editor, browser and the like, where there are any.
    tools: Option<&'a mut dyn CardTools>,
    /// Why tests cannot run, as it was said on a card before.
    why_untested: Option<String>,
    /// What was done last; shown once.
    notice: Option<Notice>,
}

/// A card as it is being asked.
struct AskedCard<'v> {
    view: &'v View<'v>,
    asking: Asking<'v>,
    snippet: Option<Snippet>,
    viewport: Viewport,
    /// What was scrolled to last; after that, the learner is free to scroll.
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
            why_untested: None,
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

    /// The same, after this was done.
    pub fn saying(self, notice: Option<Notice>) -> Self {
        Self { notice, ..self }
    }

    /// What was done last, if no page has shown it yet.
    pub fn notice(self) -> Option<Notice> {
        self.notice
    }

    /// The title of a card's deck.
    fn title(&self, card: &Card) -> &'a str {
        let deck = card.id.deck();
        self.titles.get(deck).copied().unwrap_or_default()
    }

    /// What the screen shows around a card.
    fn around<'s>(&'s self, view: &View<'_>) -> PageContext<'s> {
        PageContext {
            title: self.title(view.card),
            round: None,
            notice: self.notice.as_ref(),
            size: self.dialog.size(),
            colors: self.dialog.colors(),
        }
    }

    fn header(&self, asked: &AskedCard<'_>) -> Header {
        let revealed = asked.asking.kind().revealed();
        header(asked.view, &self.around(asked.view), revealed, None)
    }

    fn page(&self, asked: &AskedCard<'_>) -> (Page, Option<ScrollTarget>) {
        page(asked.view, &asked.asking, &self.around(asked.view))
    }

    /// Carries out an action that does not change the card itself. `None`: the card is still there.
    fn carry_out(
        &mut self,
        asked: &mut AskedCard<'_>,
        command: Command,
        key: &Key,
        height: usize,
    ) -> Result<Option<Reply>, Stop> {
        match command {
            Command::Quit => return Err(Stop::Quit),
            Command::Help => self.show_keys(asked)?,
            Command::Scroll => {
                scrolls(key, &mut asked.viewport, height);
            }
            Command::Editor => {
                let header = self.header(asked);
                let text = asked.asking.kind().text().unwrap_or_default();
                if let Some(mut tools) = self.tools(header)
                    && let Some(text) = tools.write(&text)?
                {
                    asked.asking.replace_text(&clean(&text));
                }
            }
            tool => {
                let header = self.header(asked);
                let Some(mut tools) = self.tools(header) else {
                    return Ok(None);
                };
                let revealed = asked.asking.kind().revealed();
                match tools.take(tool, asked.view, asked.snippet.as_ref(), revealed)? {
                    ToolOutcome::Edited => {
                        self.notice = Some(edited(asked.view.card));
                        return Ok(Some(Reply::Edited));
                    }
                    ToolOutcome::Unchanged(notice) => {
                        let id = asked.view.card.id.as_str();
                        self.notice = notice.map(|notice| Notice::of(notice, id));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Notes what was done with a card, for the page of the next card.
    fn note(&mut self, event: &Event, view: &View<'_>) {
        let id = view.card.id.as_str();
        let undone = |done: &str| Some(Notice::undoable(done, id));
        self.notice = match event {
            Event::Graded(_) => None,
            Event::Undo => {
                let card = view.undoes.as_ref();
                card.map(|card| Notice::of("undone", card))
            }
            Event::Skip => undone("at the end now"),
            Event::Bury => undone("buried until tomorrow"),
            Event::Suspend => undone("suspended"),
            Event::Mark if view.marked => undone("mark taken off"),
            Event::Mark => undone("marked"),
            Event::Claim => undone("noted as known"),
        };
    }

    fn tools(&mut self, header: Header) -> Option<ToolDialog<'_, 'a>> {
        let tools = self.tools.as_deref_mut()?;
        Some(ToolDialog {
            dialog: &mut self.dialog,
            tools,
            header,
        })
    }

    /// That the tests of a task cannot run, if so; why, where another card has not said it.
    fn cannot_test(&mut self, task: &CodeTask) -> Option<CodeNews> {
        let why = match &mut self.tools {
            Some(tools) => tools.cannot_test(task)?,
            None => "Nothing runs here.".to_owned(),
        };
        let said = self.why_untested.as_ref() == Some(&why);
        self.why_untested = Some(why.clone());
        Some(CodeNews::CannotTest((!said).then_some(why)))
    }

    /// Saves code that was only typed, before its card is left.
    fn keep_code(&mut self, asked: &AskedCard<'_>, stopped: bool) {
        let header = self.header(asked);
        let card = asked.view.card;
        let (Some(code), Question::Code(task)) = (asked.asking.kind().unsaved_code(), card.data())
        else {
            return;
        };
        if let Some(mut tools) = self.tools(header)
            && let Err(trouble) = tools.tools.keep_code(card, task, &code)
            && !stopped
        {
            // Whatever key leads on from there, the card is left.
            let _ = tools.failed(&trouble);
        }
    }

    /// Has code written or tested.
    fn code(&mut self, asked: &AskedCard<'_>, wish: CodeWish) -> Result<CodeNews, Stop> {
        let header = self.header(asked);
        let card = asked.view.card;
        let (Question::Code(task), Some(mut tools)) = (card.data(), self.tools(header)) else {
            return Ok(CodeNews::Failed("there is no editor here".to_owned()));
        };
        match wish {
            CodeWish::Write(text) => Ok(tools.write_code(card, task, &text)),
            CodeWish::Test(solution) => tools.test(card, task, &solution),
        }
    }

    /// Shows the keys until one is pressed, which does nothing else.
    fn show_keys(&mut self, asked: &AskedCard<'_>) -> Result<(), Stop> {
        let header = self.header(asked);
        let card = asked.view.card;
        let mut lines = asked.asking.help();
        lines.push(Line::new());
        let place = format!("{}  {}:{}", card.id, card.place.file, card.place.line);
        lines.push(Line::styled(place, Tone::Dim));
        let body = |width: usize| {
            let rows = lines.iter().flat_map(|line| wrap(line, width, 14));
            rows.collect()
        };
        let footer = [Hint::new("any key", "back to the card")];
        self.dialog.show_until_key(&header, &body, &footer)?;
        Ok(())
    }

    /// Asks until something was done with the card; an error ends the session.
    fn asked(&mut self, view: &View<'_>) -> Result<Reply, Stop> {
        let snippet = view.card.snippet();
        let situation = Situation {
            round: Round::Study,
            tools: self.tools.is_some(),
            snippet: snippet.is_some(),
        };
        let mut asked = AskedCard {
            view,
            asking: Asking::new(view, situation),
            snippet,
            viewport: Viewport::default(),
            followed: None,
        };
        if let Question::Code(task) = view.card.data() {
            let tools = self.tools.as_deref_mut();
            let left = tools.and_then(|tools| tools.begin_code(view.card, task));
            let left = left.map(CodeNews::LeftBefore);
            for news in left.into_iter().chain(self.cannot_test(task)) {
                asked.asking.code_news(news, 0);
            }
        }
        let reply = self.asked_until_left(&mut asked);
        self.keep_code(&asked, matches!(reply, Err(Stop::Signal(_))));
        reply
    }

    fn asked_until_left(&mut self, asked: &mut AskedCard<'_>) -> Result<Reply, Stop> {
        let view = asked.view;
        let mut shown_at = (self.elapsed)();
        loop {
            let (page, focus) = self.page(asked);
            let unseen = focus.filter(|_| focus != asked.followed);
            asked.followed = focus;
            self.dialog.draw(&page, unseen, &mut asked.viewport)?;
            let Some(key) = self.dialog.key()? else {
                // The window may have been resized.
                asked.followed = None;
                continue;
            };
            let pressed_at = (self.elapsed)();
            let taken = pressed_at.saturating_sub(shown_at);
            let ms = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
            let mut pressed = asked.asking.press(&key, ms);
            while let Pressed::Code(wish) = pressed {
                let news = self.code(asked, wish)?;
                // Each run is scrolled to anew.
                asked.followed = None;
                let taken = (self.elapsed)().saturating_sub(shown_at);
                let ms = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
                pressed = asked.asking.code_news(news, ms);
            }
            match pressed {
                Pressed::Nothing | Pressed::Code(_) => {}
                Pressed::Stay => self.notice = None,
                Pressed::Said(words) => self.notice = Some(Notice::new(words)),
                Pressed::Graded(graded) => {
                    self.notice = None;
                    return Ok(Reply::Event(Event::Graded(graded)));
                }
                Pressed::Event(event) => {
                    self.note(&event, view);
                    return Ok(Reply::Event(event));
                }
                Pressed::Round(command) => {
                    let height = page.scrolled_height(self.dialog.size());
                    if let Some(reply) = self.carry_out(asked, command, &key, height)? {
                        return Ok(reply);
                    }
                    // Time spent reading or editing is not part of the answer.
                    shown_at += (self.elapsed)().saturating_sub(pressed_at);
                }
            }
        }
    }
}

/// What is said once a card was edited.
fn edited(card: &Card) -> Notice {
    Notice::of("edited", card.id.as_str())
}

impl SessionScreen for StudyScreen<'_> {
    fn ask(&mut self, view: &View<'_>) -> Reply {
        let reply = self.asked(view);
        if let Some(tools) = &mut self.tools {
            tools.leave(matches!(reply, Ok(Reply::Event(Event::Graded(_)))));
        }
        reply.unwrap_or_else(Reply::Stop)
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
                let id = leech.card.id.as_str();
                self.notice = match relief {
                    LeechChoice::Suspend => Some(Notice::undoable("suspended", id)),
                    LeechChoice::Edited => Some(edited(leech.card)),
                    LeechChoice::GoOn | LeechChoice::Stop(_) => None,
                };
                relief
            }
            Some(Err(stop)) => LeechChoice::Stop(stop),
        }
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        unsaved(&mut self.dialog, problem)
    }
}
