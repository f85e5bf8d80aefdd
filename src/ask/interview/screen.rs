//! The interviewer on the screen.

use std::time::Duration;

use super::debriefing::{DebriefKey, Debriefing, Rating};
use super::questioning::{AnswerKey, Clock, Questioning, question_content};
use crate::ask::card_page::ScrollTarget;
use crate::ask::dialog::{Body, Dialog, scrolls, unsaved};
use crate::ask::key_table::{Command, Phase, normal};
use crate::ask::kinds::{CodeNews, Content, Idle, Offers};
use crate::ask::tool_dialog::{NOT_AGREED, ToolDialog};
use crate::deck::{Card, Level};
use crate::history::InterviewScope;
use crate::plan::Asked;
use crate::question::CodeTask;
use crate::session::{
    BrokenOff, CardTools, DebriefView, InterviewView, Interviewer, NotSaved, RateView, Ratings,
    Retry, SpokenAnswer, Stop, TestEnd, Tested, Ticked, ToolError,
};
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Hint, Page, Progress, Viewport, titled};
use crate::terminal::line::Line;
use crate::terminal::screen::{Inputs, Screen};
use crate::terminal::style::{Style, Tone};
use crate::terminal::text::clean;
use crate::terminal::wrap::wrap;

/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(1);

/// Below this width the clock uses fewer words.
const NARROW: usize = 60;

/// What the four answers to "how sure are you?" mean.
pub(crate) const SURE: [&str; 4] = [
    "a guess",
    "unsure",
    "fairly sure",
    "certain, I would bet on it",
];

/// The terminal, as an interview uses it.
pub struct InterviewScreen<'a> {
    dialog: Dialog<'a>,
    /// A monotonic clock, independent of the wall clock.
    elapsed: &'a dyn Fn() -> Duration,
    /// Editor and tests.
    tools: &'a mut dyn CardTools,
}

/// The state of a page that takes keys.
#[derive(Default)]
struct Watch {
    viewport: Viewport,
    /// Whether the learner scrolled; then the page stays where it is.
    scrolled: bool,
    idle: Idle,
}

/// How an interview begins and ends, on a screen or line by line.
pub trait InterviewFace: Interviewer {
    /// Shows the introduction until the learner begins, and returns the level they chose; `None` where
    /// they leave.
    fn open(&mut self, opening: &InterviewIntro) -> Result<Option<Level>, Stop>;

    /// Offers the debrief of an earlier interview, which `words` describe.
    fn offer_debrief(&mut self, words: &str) -> Result<DebriefChoice, Stop>;

    /// Shows the report until the learner leaves it. Returns whether they want to study what it
    /// names.
    fn report(&mut self, lines: &dyn Fn(usize) -> Vec<Line>, study: bool) -> Result<bool, Stop>;
}

impl InterviewFace for InterviewScreen<'_> {
    fn open(&mut self, opening: &InterviewIntro) -> Result<Option<Level>, Stop> {
        let mut opening = opening.clone();
        let offers = opening.offers();
        loop {
            let header = self.header("Interview", &[opening.level.name()], Line::new());
            let body = |width: usize| opening.lines(width);
            match self.choose(&header, &body, &offers)? {
                (Command::Show, _) => return Ok(Some(opening.level)),
                (Command::Quit, _) => return Ok(None),
                (Command::Grade, Key::Char(digit @ '1'..='4')) => {
                    let index = digit as usize - '1' as usize;
                    opening.level = Level::ALL[index];
                }
                _ => {}
            }
        }
    }

    fn offer_debrief(&mut self, words: &str) -> Result<DebriefChoice, Stop> {
        let header = self.header("Interview", &["not gone through yet"], Line::new());
        let body = |width: usize| wrap(&Line::from(words), width, 0);
        let all = [
            Command::Show,
            Command::Discard,
            Command::Quit,
            Command::Help,
        ];
        let offers = Offers::usual(Phase::Waiting, all);
        loop {
            match self.choose(&header, &body, &offers)?.0 {
                Command::Show => return Ok(DebriefChoice::Debrief),
                Command::Quit => return Ok(DebriefChoice::Later),
                Command::Discard if self.really_discarded(&header)? => {
                    return Ok(DebriefChoice::Discard);
                }
                _ => {}
            }
        }
    }

    fn report(&mut self, lines: &dyn Fn(usize) -> Vec<Line>, study: bool) -> Result<bool, Stop> {
        let header = self.header("Interview", &["report"], Line::new());
        let all = [Command::Show, Command::Quit, Command::Help];
        let offered = all
            .into_iter()
            .filter(|command| study || *command != Command::Show);
        let offers = Offers::usual(Phase::Report, offered);
        loop {
            match self.choose(&header, lines, &offers)?.0 {
                Command::Show => return Ok(true),
                Command::Quit => return Ok(false),
                _ => {}
            }
        }
    }
}

impl<'a> InterviewScreen<'a> {
    pub fn new(
        screen: &'a mut Screen,
        inputs: &'a mut Inputs,
        elapsed: &'a dyn Fn() -> Duration,
        tools: &'a mut dyn CardTools,
    ) -> Self {
        let mut dialog = Dialog::new(screen, inputs);
        dialog.tick_every(TICK);
        Self {
            dialog,
            elapsed,
            tools,
        }
    }

    /// Shows a page until a command is chosen, and returns it with its key; help is shown in between.
    fn choose(
        &mut self,
        header: &Header,
        body: &Body<'_>,
        offers: &Offers,
    ) -> Result<(Command, Key), Stop> {
        loop {
            let key = self.dialog.show_until_key(header, body, &offers.footer())?;
            match offers.command(&key) {
                Some(Command::Help) => self.help(offers)?,
                Some(command) => return Ok((command, key)),
                None => {}
            }
        }
    }

    fn really_discarded(&mut self, header: &Header) -> Result<bool, Stop> {
        let words =
            "Discard it? Your answers stay in the journal, but nobody will go through them.";
        let body = |width: usize| wrap(&Line::from(words), width, 0);
        let footer = [
            Hint::new("x", "discard it"),
            Hint::new("any other key", "back").or("back"),
        ];
        let key = self.dialog.show_until_key(header, &body, &footer)?;
        Ok(key == Key::Char('x'))
    }

    fn header(&self, title: &str, details: &[&str], right: Line) -> Header {
        let title = Line::styled(title, Style::of(Tone::Accent).bold());
        let details: Vec<Line> = details
            .iter()
            .map(|detail| Line::styled(detail, Tone::Dim))
            .collect();
        let room = Page::header_room(self.dialog.size(), &right, false);
        Header {
            left: titled(&title, &details, room),
            right,
            progress: None,
        }
    }

    /// Draws a page, and waits for a key that is neither for scrolling nor for help.
    fn key(
        &mut self,
        header: Header,
        content: Content,
        offers: &Offers,
        watch: &mut Watch,
    ) -> Result<Option<Key>, Stop> {
        let offers_to_end = watch.idle.offers_to_end();
        let notice = "Nothing happens? Enter or Space ends here; what you answered is kept.";
        let page = Page {
            header,
            body: content.lines,
            pinned: content.pinned,
            cursor: content.cursor,
            notice: offers_to_end.then(|| Line::styled(notice, Tone::Warn)),
            footer: if offers_to_end {
                Idle::footer()
            } else {
                offers.footer()
            },
        };
        let focus = content.focus.filter(|_| !watch.scrolled);
        let focus = focus.map(ScrollTarget::from);
        self.dialog.draw(&page, focus, &mut watch.viewport)?;
        let Some(key) = self.dialog.key()? else {
            return Ok(None);
        };
        let key = normal(&key, offers.phase);
        if watch.idle.ends(&key) {
            return Err(Stop::Quit);
        }
        match offers.command(&key) {
            Some(Command::Help) => self.help(offers)?,
            Some(Command::Scroll) => {
                let height = page.scrolled_height(self.dialog.size());
                watch.scrolled |= scrolls(&key, &mut watch.viewport, height);
            }
            Some(Command::Quit) if offers.phase != Phase::Interview => return Err(Stop::Quit),
            _ => return Ok(Some(key)),
        }
        watch.idle = Idle::default();
        Ok(None)
    }

    fn asking_header(&self, view: &InterviewView<'_>, here: Duration) -> (Header, Clock) {
        let spent = Duration::from_millis(view.spent_ms).saturating_add(here);
        let clock = Clock {
            here,
            planned: view.turn.asked.planned(),
            spent,
            minutes: view.minutes,
        };
        let narrow = self.dialog.size().width < NARROW;
        let thread = if narrow { "" } else { "thread " };
        let thread = format!("{thread}{} of {}", view.turn.thread, view.threads);
        let question = format!("question {}", view.turn.number);
        let details = [thread.as_str(), &question, view.level.name()];
        (
            self.header("Interview", &details, clock.line(narrow)),
            clock,
        )
    }

    fn help(&mut self, offers: &Offers) -> Result<(), Stop> {
        let header = self.header("Interview", &["keys"], Line::new());
        self.dialog.help(&header, &offers.help(), "back")
    }

    /// Waits until a key is pressed.
    fn pause(&mut self) -> Result<(), Stop> {
        let header = self.header("Interview", &["paused"], Line::new());
        let body = |width: usize| {
            let words = "The clock is stopped. Take a breath, or a cup of tea.";
            wrap(&Line::from(words), width, 0)
        };
        let footer = [Hint::new("any key", "goes on")];
        self.dialog
            .show_until_key(&header, &body, &footer)
            .map(|_| ())
    }

    /// Has an answer written in the editor; without an editor, code is typed here.
    fn write(
        &mut self,
        asked: Asked<'_>,
        asking: &mut Questioning<'_>,
        header: Header,
    ) -> Result<(), Stop> {
        let mut tools = ToolDialog {
            dialog: &mut self.dialog,
            tools: &mut *self.tools,
            header,
        };
        let text = asking.text();
        let written = match asked.code() {
            Some((card, task)) => match tools.write_code(card, task, &text) {
                CodeNews::Written(text) => Some(text),
                CodeNews::Failed(why) => {
                    tools.failed(&ToolError(why))?;
                    None
                }
                _ => None,
            },
            None => tools.write(&text)?,
        };
        match written {
            Some(text) => asking.replace_text(&clean(&text)),
            None => asking.write(),
        }
        Ok(())
    }

    fn debrief_header(&self, view: &DebriefView<'_>) -> Header {
        let thread = format!("thread {}", view.thread);
        let right = Line::styled(format!("{} of {}", view.number, view.total), Tone::Dim);
        let mut header = self.header("Debrief", &[&thread], right);
        header.progress = Some(Progress {
            done: view.number - 1,
            total: view.total,
        });
        header
    }
}

impl Interviewer for InterviewScreen<'_> {
    fn ask(&mut self, view: &InterviewView<'_>) -> (SpokenAnswer, Result<(), BrokenOff>) {
        let mut asking = Questioning::new(view.turn.asked);
        let began = (self.elapsed)();
        let mut paused = Duration::ZERO;
        let mut watch = Watch::default();
        // Whatever ends the question, what was typed is returned.
        let (ms, done) = loop {
            let here = (self.elapsed)()
                .saturating_sub(began)
                .saturating_sub(paused);
            let ms = u64::try_from(here.as_millis()).unwrap_or(u64::MAX);
            let (header, clock) = self.asking_header(view, here);
            let content = asking.show(clock.reminder(), &self.dialog.renderer());
            let key = match self.key(header.clone(), content, &asking.offers(), &mut watch) {
                Ok(Some(key)) => key,
                Ok(None) => continue,
                Err(stop) => break (ms, Err(stop.into())),
            };
            let pressed = asking.key(&key, ms);
            watch.idle.count(&key, pressed == AnswerKey::Nothing);
            let done = match pressed {
                AnswerKey::Nothing => Ok(()),
                AnswerKey::Stay => {
                    watch.scrolled = false;
                    Ok(())
                }
                AnswerKey::Left(done) => break (ms, done),
                AnswerKey::Editor => self.write(view.turn.asked, &mut asking, header),
                AnswerKey::Pause => {
                    let from = (self.elapsed)();
                    let done = self.pause();
                    paused += (self.elapsed)().saturating_sub(from);
                    done
                }
            };
            if let Err(stop) = done {
                break (ms, Err(stop.into()));
            }
        };
        self.tools.leave(false);
        (asking.answer(ms), done)
    }

    fn sure(&mut self, view: &InterviewView<'_>) -> Result<u8, Stop> {
        let thread = format!("thread {} of {}", view.turn.thread, view.threads);
        let details = [thread.as_str(), view.level.name()];
        let all = [Command::Grade, Command::Quit, Command::Help];
        let offers = Offers::usual(Phase::Sure, all);
        let mut watch = Watch::default();
        loop {
            let renderer = self.dialog.renderer();
            let mut content = question_content(view.turn.asked, &renderer);
            // The question can be scrolled back to; the answers are in sight.
            content.gap();
            content.focus = Some(content.lines.len());
            content.add(renderer.remark("Thank you. How sure are you of that?", Tone::Dim));
            for (number, words) in (1..).zip(SURE) {
                let lead = Line::styled(format!("  {number} "), Tone::Accent);
                content.add(renderer.hanging(lead, words, |style| style));
            }
            let header = self.header("Interview", &details, Line::new());
            if let Some(key) = self.key(header, content, &offers, &mut watch)? {
                match key {
                    Key::Char(digit @ '1'..='4') => return Ok(digit as u8 - b'0'),
                    key => watch.idle.count(&key, true),
                }
            }
        }
    }

    fn test(&mut self, card: &Card, task: &CodeTask, solution: &str) -> Result<Tested, Stop> {
        if let Some(why) = self.tools.cannot_test(task) {
            return Ok(Tested::Cannot(why));
        }
        let header = self.header("Debrief", &["the tests"], Line::new());
        let mut tools = ToolDialog {
            dialog: &mut self.dialog,
            tools: &mut *self.tools,
            header,
        };
        Ok(match tools.test(card, task, solution)? {
            Some(Ok(run)) if run.end == TestEnd::Stopped => {
                Tested::Cannot("you ended them.".to_owned())
            }
            Some(Ok(run)) => Tested::Ran(run),
            Some(Err(ToolError(why))) => Tested::Cannot(why),
            None => Tested::Cannot(NOT_AGREED.to_owned()),
        })
    }

    fn tick(&mut self, view: &DebriefView<'_>) -> Result<Ticked, Stop> {
        let mut debriefing = Debriefing::new(view);
        let mut watch = Watch::default();
        loop {
            let content = debriefing.show(&self.dialog.renderer());
            let header = self.debrief_header(view);
            let Some(key) = self.key(header, content, &debriefing.offers(), &mut watch)? else {
                continue;
            };
            let pressed = debriefing.key(&key);
            watch.idle.count(&key, pressed == DebriefKey::Nothing);
            match pressed {
                DebriefKey::Finished => return Ok(debriefing.ticked()),
                DebriefKey::Moved => watch.scrolled = false,
                DebriefKey::Stay | DebriefKey::Nothing => {}
            }
        }
    }

    fn rate(&mut self, view: &RateView<'_>) -> Result<Ratings, Stop> {
        let mut rating = Rating::default();
        let mut watch = Watch::default();
        loop {
            let content = rating.show(view, &self.dialog.renderer());
            let thread = format!("thread {}", view.thread);
            let header = self.header("Debrief", &[&thread], Line::new());
            let Some(key) = self.key(header, content, &rating.offers(), &mut watch)? else {
                continue;
            };
            let rated = rating.key(&key);
            watch.idle.count(&key, rated.is_none());
            match rated {
                Some(true) => return Ok(rating.given()),
                Some(false) => watch.scrolled = false,
                None => {}
            }
        }
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        unsaved(&mut self.dialog, problem)
    }
}

/// What the interview will be like.
#[derive(Clone, Debug)]
pub struct InterviewIntro {
    /// The level proposed, or asked for.
    pub level: Level,
    /// Whether the level can be chosen here.
    pub choose: bool,
    /// The minutes planned.
    pub minutes: u32,
    /// The threads planned.
    pub threads: usize,
    pub scope: InterviewScope,
    /// Whether there is code to write at the end.
    pub code: bool,
}

impl InterviewIntro {
    pub(crate) fn lines(&self, width: usize) -> Vec<Line> {
        let threads = match self.threads {
            1 => "one thread".to_owned(),
            2 => "two threads".to_owned(),
            3 => "three threads".to_owned(),
            4 => "four threads".to_owned(),
            more => format!("{more} threads"),
        };
        let each = if self.threads == 1 { "" } else { "each " };
        let on = self.scope.on();
        let frame = format!(
            "Welcome. We have {} minutes and {threads}{on}. I begin {each}with a question and \
             then follow up on what you say.",
            self.minutes
        );
        let code = if self.code {
            "At the end you write code; its own minutes come on top. The tests run in the debrief."
        } else {
            ""
        };
        let paragraphs = [
            frame.as_str(),
            "Answer aloud and sum it up in a few lines, or type your answer. After each I ask how sure \
             you are. I say nothing about your answers until the end; then we go through them together.",
            "There is a clock, but nobody cuts you off. You can pause it, give up a question, or end \
             the interview: what you answered is kept.",
            code,
        ];
        let mut lines = Vec::new();
        for paragraph in paragraphs.into_iter().filter(|words| !words.is_empty()) {
            lines.extend(wrap(&Line::from(paragraph), width.min(READABLE), 0));
            lines.push(Line::new());
        }
        if self.choose {
            lines.push(Line::styled("At which level?", Tone::Dim));
            for (number, level) in (1..).zip(Level::ALL) {
                let here = level == self.level;
                let sign = if here { "›" } else { " " };
                let style = if here {
                    Style::PLAIN.bold()
                } else {
                    Style::PLAIN
                };
                lines.push(
                    Line::styled(format!("{sign} {number} "), Tone::Accent)
                        .with(level.name(), style),
                );
            }
        }
        lines
    }

    /// The commands that do something now.
    pub(crate) fn offers(&self) -> Offers {
        let all = [Command::Show, Command::Grade, Command::Quit, Command::Help];
        let offered = |command: &Command| self.choose || *command != Command::Grade;
        Offers::usual(Phase::Opening, all.into_iter().filter(offered))
    }
}

/// The width of running text, in columns.
const READABLE: usize = 100;

/// What to do with an interview that waits for its debrief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebriefChoice {
    /// Debrief it now.
    Debrief,
    Discard,
    /// Leave it for later.
    Later,
}
