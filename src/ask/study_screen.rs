//! The screen of a round: study, a quiz, a placement. It shows cards and turns keys into events.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::deck::{Card, Snippet};
use crate::question::{CodeTask, Question};
use crate::session::{
    CardTools, Event, Leech, LeechChoice, NotSaved, Reply, Retry, SessionScreen, Stop, ToolError,
    View,
};

use super::asking::{Asking, Round, Situation};
use super::card_page::{Notice, PageContext, ScrollTarget, header, page};
use super::dialog::{Dialog, scrolls, unsaved};
use super::key_table::Command;
use super::kinds::{CodeNews, CodeWish, KeyOutcome};
use super::tool_dialog::{NOT_AGREED, ToolDialog, ToolOutcome};
use crate::terminal::frame::Size;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Viewport};
use crate::terminal::line::Line;
use crate::terminal::screen::{Inputs, Screen};
use crate::terminal::style::{Style, Tone};
use crate::terminal::text::clean;

/// How often the clock of a placement is looked at.
const TICK: Duration = Duration::from_secs(1);

/// Below this width the count of a placement uses fewer words.
const NARROW: usize = 60;

/// The terminal, as a round uses it.
pub struct StudyScreen<'a> {
    dialog: Dialog<'a>,
    /// A monotonic clock, independent of the wall clock.
    elapsed: &'a dyn Fn() -> Duration,
    /// Titles of decks by id.
    titles: &'a BTreeMap<&'a str, &'a str>,
    round: Round,
    /// Editor, browser and the like, where there are any.
    tools: Option<&'a mut dyn CardTools>,
    /// Why tests cannot run, as it was said on a card before.
    why_untested: Option<String>,
    /// What was done last; shown once.
    notice: Option<Notice>,
    /// What ends the round once the answer given is on the disk.
    stop: Option<Stop>,
    /// Whether the time of a placement is over.
    out_of_time: bool,
}

/// A card as it is being asked.
struct AskedCard<'v> {
    view: &'v View<'v>,
    asking: Asking<'v>,
    snippet: Option<Snippet>,
    viewport: Viewport,
    /// What was scrolled to last at this size; after that, the learner is free to scroll.
    followed: Option<ScrollTarget>,
    size: Size,
    /// When it was shown, moved on by the time spent in the help, the editor and the like.
    shown_at: Duration,
    /// In a quick round, when the answer appeared: reading it is not part of the answer.
    answered_at: Option<Duration>,
}

impl<'a> StudyScreen<'a> {
    pub fn new(
        screen: &'a mut Screen,
        inputs: &'a mut Inputs,
        elapsed: &'a dyn Fn() -> Duration,
        titles: &'a BTreeMap<&'a str, &'a str>,
        round: Round,
    ) -> Self {
        let mut dialog = Dialog::new(screen, inputs);
        if round.is_place() {
            dialog.tick_every(TICK);
        }
        Self {
            dialog,
            elapsed,
            titles,
            round,
            tools: None,
            why_untested: None,
            notice: None,
            stop: None,
            out_of_time: false,
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

    /// Whether the time of a placement ran out.
    pub const fn out_of_time(&self) -> bool {
        self.out_of_time
    }

    /// The reason why the round should have ended after its last question.
    pub const fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    /// The title of a card's deck.
    fn title(&self, card: &Card) -> &'a str {
        let deck = card.id.deck();
        self.titles.get(deck).copied().unwrap_or_default()
    }

    /// What the screen shows around a card.
    fn around<'s>(&'s self, asked: &AskedCard<'_>) -> PageContext<'s> {
        PageContext {
            title: self.title(asked.view.card),
            round: self.round.title(),
            count: self.count(asked),
            notice: self.notice.as_ref(),
            size: self.dialog.size(),
            colors: self.dialog.colors(),
        }
    }

    /// What a placement says on the right: how many it asks at most, and the time that is left.
    fn count(&self, asked: &AskedCard<'_>) -> Option<String> {
        let Round::Place { until } = self.round else {
            return None;
        };
        let view = asked.view;
        let now = asked.answered_at.unwrap_or_else(self.elapsed);
        let seconds = until.saturating_sub(now).as_secs();
        let (number, most) = (view.answered + 1, view.answered + view.waiting);
        let left = if seconds < 60 {
            format!("{seconds} s")
        } else {
            format!("{} min", seconds.div_ceil(60))
        };
        Some(if self.dialog.size().width < NARROW {
            format!("{number} of {most}, {left}")
        } else {
            format!("{number} of at most {most}, {left} left")
        })
    }

    fn header(&self, asked: &AskedCard<'_>) -> Header {
        header(asked.view, &self.around(asked), asked.asking.revealed())
    }

    /// Waits for a key; `None` where only the page has to be drawn again. The time of a placement
    /// ends with a question that is still open: what was answered counts.
    fn key(&mut self, revealed: bool) -> Result<Option<Key>, Stop> {
        let key = self.dialog.key()?;
        if let Round::Place { until } = self.round
            && key.is_none()
            && !revealed
            && (self.elapsed)() >= until
        {
            self.out_of_time = true;
            return Err(Stop::Quit);
        }
        Ok(key)
    }

    /// Ends the round. In a quick round, an answer that is on the screen is saved first.
    fn stopped_by(&mut self, stop: Stop, asked: &mut AskedCard<'_>) -> Result<Reply, Stop> {
        let ms = self.taken(asked);
        let is_quick = self.round != Round::Study;
        let given = is_quick.then(|| asked.asking.given(ms)).flatten();
        let graded = given.ok_or(stop)?;
        self.stop = Some(stop);
        Ok(Reply::Event(Event::Graded(graded)))
    }

    /// Milliseconds that the answer took so far.
    fn taken(&self, asked: &AskedCard<'_>) -> u64 {
        let now = asked.answered_at.unwrap_or_else(self.elapsed);
        let taken = now.saturating_sub(asked.shown_at);
        u64::try_from(taken.as_millis()).unwrap_or(u64::MAX)
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
            Command::Quit => return self.stopped_by(Stop::Quit, asked).map(Some),
            Command::Help => self.show_keys(asked)?,
            Command::Scroll => {
                scrolls(key, &mut asked.viewport, height);
            }
            Command::Editor => {
                let header = self.header(asked);
                let text = asked.asking.text().unwrap_or_default();
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
                let revealed = asked.asking.revealed();
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
        let recorded = matches!(self.round, Round::Study | Round::Quiz);
        let done = |done: &str| {
            Some(if recorded {
                Notice::undoable(done, id)
            } else {
                Notice::of(done, id)
            })
        };
        self.notice = match event {
            Event::Graded(_) => None,
            Event::Undo => {
                let card = view.undoes.as_ref();
                card.map(|card| Notice::of("undone", card))
            }
            Event::Skip => done("at the end now"),
            Event::Bury => done("buried until tomorrow"),
            Event::Suspend => done("suspended"),
            Event::Mark if view.standing.marked => done("mark taken off"),
            Event::Mark => done("marked"),
            Event::Claim => done("noted as known"),
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
        let known = self.why_untested.as_ref() == Some(&why);
        self.why_untested = Some(why.clone());
        Some(CodeNews::CannotTest((!known).then_some(why)))
    }

    /// Saves code that was only typed, before its card is left.
    fn keep_code(&mut self, asked: &AskedCard<'_>, stopped: bool) {
        let header = self.header(asked);
        let card = asked.view.card;
        let (Some(code), Question::Code(task)) = (asked.asking.unsaved_code(), card.data()) else {
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
        Ok(match wish {
            CodeWish::Write(text) => tools.write_code(card, task, &text),
            CodeWish::Test(solution) => match tools.test(card, task, &solution)? {
                Some(Ok(run)) => CodeNews::Tested(run),
                Some(Err(ToolError(why))) => CodeNews::Failed(why),
                None => CodeNews::CannotTest(Some(NOT_AGREED.to_owned())),
            },
        })
    }

    /// Shows the keys until one is pressed, which does nothing else.
    fn show_keys(&mut self, asked: &AskedCard<'_>) -> Result<(), Stop> {
        let header = self.header(asked);
        let card = asked.view.card;
        let mut lines = asked.asking.help();
        if self.round == Round::Study {
            lines.push(Line::new());
            let place = format!("{}  {}:{}", card.id, card.place.file, card.place.line);
            lines.push(Line::styled(place, Tone::Dim));
        }
        self.dialog.help(&header, &lines, "back to the card")
    }

    /// Asks until something was done with the card; an error ends the session.
    fn asked(&mut self, view: &View<'_>) -> Result<Reply, Stop> {
        let snippet = view.card.snippet();
        let situation = Situation {
            round: self.round,
            tools: self.tools.is_some(),
            snippet: snippet.is_some(),
        };
        let mut asked = AskedCard {
            view,
            asking: Asking::new(view, situation),
            snippet,
            viewport: Viewport::default(),
            followed: None,
            size: self.dialog.size(),
            shown_at: (self.elapsed)(),
            answered_at: None,
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
        if let (Round::Place { until }, Some(since)) = (&mut self.round, asked.answered_at) {
            // Reading the answer takes no time from a placement.
            *until += (self.elapsed)().saturating_sub(since);
        }
        reply
    }

    fn asked_until_left(&mut self, asked: &mut AskedCard<'_>) -> Result<Reply, Stop> {
        let view = asked.view;
        loop {
            let size = self.dialog.size();
            if size != asked.size {
                asked.size = size;
                asked.followed = None;
            }
            let (page, focus) = page(view, &asked.asking, &self.around(asked));
            let unseen = focus.filter(|_| focus != asked.followed);
            asked.followed = focus;
            let drawn = self.dialog.draw(&page, unseen, &mut asked.viewport);
            let key = match drawn.and_then(|()| self.key(asked.asking.revealed())) {
                Ok(Some(key)) => key,
                Ok(None) => continue,
                Err(stop) => return self.stopped_by(stop, asked),
            };
            let pressed_at = (self.elapsed)();
            let mut pressed = asked.asking.press(&key, self.taken(asked));
            while let KeyOutcome::Code(wish) = pressed {
                let news = self.code(asked, wish)?;
                // Each run is scrolled to anew.
                asked.followed = None;
                pressed = asked.asking.code_news(news, self.taken(asked));
            }
            match pressed {
                KeyOutcome::Nothing | KeyOutcome::Code(_) | KeyOutcome::Answered(_) => {}
                KeyOutcome::Stay => {
                    self.notice = None;
                    if self.round != Round::Study && asked.asking.revealed() {
                        asked.answered_at.get_or_insert(pressed_at);
                    }
                }
                KeyOutcome::Said(words) => self.notice = Some(Notice::new(words)),
                KeyOutcome::Event(event) => {
                    self.note(&event, view);
                    return Ok(Reply::Event(event));
                }
                KeyOutcome::Round(command) => {
                    let height = page.scrolled_height(self.dialog.size());
                    if let Some(reply) = self.carry_out(asked, command, &key, height)? {
                        return Ok(reply);
                    }
                    // Time spent reading or editing is not part of the answer; what comes after it is not either.
                    if asked.answered_at.is_none() {
                        asked.shown_at += (self.elapsed)().saturating_sub(pressed_at);
                    }
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
    fn ask(&mut self, view: &View<'_>) -> Result<Reply, Stop> {
        if let Some(stop) = self.stop {
            return Err(stop);
        }
        let reply = self.asked(view);
        if let Some(tools) = &mut self.tools {
            tools.leave(matches!(reply, Ok(Reply::Event(Event::Graded(_)))));
        }
        reply
    }

    fn on_leech(&mut self, leech: &Leech<'_>) -> Result<LeechChoice, Stop> {
        let header = Header {
            left: Line::styled(self.title(leech.card), Style::of(Tone::Accent).bold())
                .with(" · leech", Tone::Warn),
            ..Header::default()
        };
        let Some(mut tools) = self.tools(header) else {
            return Ok(LeechChoice::GoOn);
        };
        let choice = tools.help_with_leech(leech)?;
        let id = leech.card.id.as_str();
        self.notice = match choice {
            LeechChoice::Suspend => Some(Notice::undoable("suspended", id)),
            LeechChoice::Edited => Some(edited(leech.card)),
            LeechChoice::GoOn => None,
        };
        Ok(choice)
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        unsaved(&mut self.dialog, problem)
    }
}
