//! The interviewer on the screen.

use std::time::Duration;

use crate::ask::card_page::ScrollTarget;
use crate::ask::dialog::{Dialog, scrolls, unsaved};
use crate::ask::key_table::{Phase, help_of, normal};
use crate::ask::kinds::{Content, TextRenderer};
use crate::deck::Level;
use crate::session::{
    AnswerOutcome, DebriefView, InterviewView, Interviewer, NotSaved, RateView, Ratings, Retry,
    Stop, Ticked,
};
use crate::terminal::highlight::highlighter;
use crate::terminal::input::Inputs;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Hint, Page, Progress, Viewport, titled};
use crate::terminal::line::Line;
use crate::terminal::screen::Screen;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::clock::Clock;
use super::debriefing::{DebriefKey, Debriefing};
use super::opening::{DebriefChoice, InterviewIntro};
use super::question::question_content;
use super::questioning::{AnswerKey, Questioning};
use super::rating::Rating;

/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(1);

/// Below this width the clock uses fewer words.
const NARROW: usize = 60;

/// What the four answers to "how sure are you?" mean.
const SURE: [&str; 4] = [
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
}

impl<'a> InterviewScreen<'a> {
    pub fn new(
        screen: &'a mut Screen,
        inputs: &'a mut Inputs,
        elapsed: &'a dyn Fn() -> Duration,
    ) -> Self {
        let mut dialog = Dialog::new(screen, inputs);
        dialog.tick_every(TICK);
        Self { dialog, elapsed }
    }

    /// Shows the introduction until the learner begins, and returns the level they chose; `None` where
    /// they leave.
    pub fn open(&mut self, opening: &InterviewIntro) -> Result<Option<Level>, Stop> {
        let mut opening = opening.clone();
        loop {
            let header = self.header("Interview", &[opening.level.name().to_owned()], Line::new());
            let body = |width: usize| opening.lines(width);
            let key = self
                .dialog
                .show_until_key(&header, &body, &opening.hints())?;
            match key {
                Key::Enter => return Ok(Some(opening.level)),
                Key::Char('q') | Key::Esc => return Ok(None),
                Key::Char(digit @ '1'..='4') if opening.choose => {
                    let index = digit as usize - '1' as usize;
                    opening.level = Level::ALL[index];
                }
                _ => {}
            }
        }
    }

    /// Offers the debrief of an earlier interview, which `words` describe.
    pub fn offer_debrief(&mut self, words: &str) -> Result<DebriefChoice, Stop> {
        let header = self.header(
            "Interview",
            &["not gone through yet".to_owned()],
            Line::new(),
        );
        let body = |width: usize| wrap(&Line::from(words), width, 0);
        let footer = [
            Hint::new("d", "go through it now").or("debrief"),
            Hint::new("x", "discard it"),
            Hint::new("q", "later"),
        ];
        loop {
            match self.dialog.show_until_key(&header, &body, &footer)? {
                Key::Char('d') | Key::Enter => return Ok(DebriefChoice::Debrief),
                Key::Char('q') | Key::Esc => return Ok(DebriefChoice::Later),
                Key::Char('x') if self.really_discarded(&header)? => {
                    return Ok(DebriefChoice::Discard);
                }
                _ => {}
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

    /// Shows the report until the learner leaves it. Returns whether they want to study what it
    /// names.
    pub fn report(
        &mut self,
        lines: &dyn Fn(usize) -> Vec<Line>,
        study: bool,
    ) -> Result<bool, Stop> {
        let header = self.header("Interview", &["report".to_owned()], Line::new());
        let mut footer = Vec::new();
        if study {
            footer.push(Hint::new("s", "study these now"));
        }
        footer.push(Hint::new("q", "leave"));
        footer.push(Hint::new("↑↓", "scroll"));
        loop {
            match self.dialog.show_until_key(&header, lines, &footer)? {
                Key::Char('s') if study => return Ok(true),
                Key::Char('q') | Key::Esc | Key::Enter => return Ok(false),
                _ => {}
            }
        }
    }

    fn header(&self, title: &str, details: &[String], right: Line) -> Header {
        let title = Line::styled(title, Style::of(Tone::Accent).bold());
        let details: Vec<Line> = details
            .iter()
            .map(|detail| Line::styled(detail, Tone::Dim))
            .collect();
        let room = Page::header_room(self.dialog.size(), &right, false);
        Header {
            left: titled(&title, &details, None, room),
            right,
            progress: None,
        }
    }

    fn renderer(&self) -> TextRenderer {
        TextRenderer {
            width: Page::body_width(self.dialog.size()),
            highlighter: highlighter(self.dialog.colors()),
        }
    }

    fn draw(
        &mut self,
        header: Header,
        content: Content,
        follow: bool,
        viewport: &mut Viewport,
    ) -> Result<Page, Stop> {
        let page = Page {
            header,
            body: content.lines,
            pinned: content.pinned,
            cursor: content.cursor,
            notice: None,
            footer: content.hints,
        };
        let focus = content.focus.filter(|_| follow).map(ScrollTarget::from);
        self.dialog.draw(&page, focus, viewport)?;
        Ok(page)
    }

    fn scrolls(&self, key: &Key, page: &Page, viewport: &mut Viewport) -> bool {
        scrolls(key, viewport, page.scrolled_height(self.dialog.size()))
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
        let details = [
            format!("{thread}{} of {}", view.turn.thread, view.threads),
            format!("question {}", view.turn.number),
            view.level.name().to_owned(),
        ];
        (
            self.header("Interview", &details, clock.line(narrow)),
            clock,
        )
    }

    /// Shows the keys until one is pressed, which does nothing else.
    fn help(&mut self, phase: Phase) -> Result<(), Stop> {
        let header = self.header("Interview", &["keys".to_owned()], Line::new());
        let lines = help_of(phase);
        let body = |width: usize| {
            let rows = lines.iter().flat_map(|line| wrap(line, width, 14));
            rows.collect()
        };
        let footer = [Hint::new("any key", "back")];
        self.dialog
            .show_until_key(&header, &body, &footer)
            .map(|_| ())
    }

    /// Waits until a key is pressed.
    fn pause(&mut self) -> Result<(), Stop> {
        let header = self.header("Interview", &["paused".to_owned()], Line::new());
        let body = |width: usize| {
            let words = "The clock stands still. Take a breath, or a cup of tea.";
            wrap(&Line::from(words), width, 0)
        };
        let footer = [Hint::new("any key", "goes on")];
        self.dialog
            .show_until_key(&header, &body, &footer)
            .map(|_| ())
    }

    /// Asks a question until the learner leaves it. Whatever ends it, what was typed is returned.
    fn question(&mut self, view: &InterviewView<'_>) -> AnswerOutcome {
        let mut asking = Questioning::new(view.turn.asked);
        let began = (self.elapsed)();
        let mut paused = Duration::ZERO;
        let mut viewport = Viewport::default();
        let mut follow = true;
        loop {
            let here = (self.elapsed)()
                .saturating_sub(began)
                .saturating_sub(paused);
            let ms = u64::try_from(here.as_millis()).unwrap_or(u64::MAX);
            let (header, clock) = self.asking_header(view, here);
            let content = asking.show(clock.reminder(), &self.renderer());
            let drawn = self.draw(header, content, follow, &mut viewport);
            let read = drawn.and_then(|page| Ok((page, self.dialog.key()?)));
            let (page, key) = match read {
                Ok((page, Some(key))) => (page, key),
                Ok((_, None)) => continue,
                Err(stop) => return AnswerOutcome::Stop(stop, asking.answer(ms)),
            };
            match asking.key(&key, ms) {
                AnswerKey::Stay => follow = true,
                AnswerKey::Done => return AnswerOutcome::Answer(asking.answer(ms)),
                AnswerKey::GivenUp => return AnswerOutcome::GaveUp(asking.answer(ms)),
                AnswerKey::EndInterview => return AnswerOutcome::EndInterview(asking.answer(ms)),
                AnswerKey::Pause => {
                    let from = (self.elapsed)();
                    if let Err(stop) = self.pause() {
                        return AnswerOutcome::Stop(stop, asking.answer(ms));
                    }
                    paused += (self.elapsed)().saturating_sub(from);
                }
                AnswerKey::Help => {
                    if let Err(stop) = self.help(Phase::Interview) {
                        return AnswerOutcome::Stop(stop, asking.answer(ms));
                    }
                }
                AnswerKey::NotMine => {
                    if self.scrolls(&key, &page, &mut viewport) {
                        follow = false;
                    }
                }
            }
        }
    }

    fn debrief_header(&self, view: &DebriefView<'_>) -> Header {
        let details = [format!("thread {}", view.thread)];
        let right = Line::styled(format!("{} of {}", view.number, view.total), Tone::Dim);
        let mut header = self.header("Debrief", &details, right);
        header.progress = Some(Progress {
            done: view.number - 1,
            total: view.total,
        });
        header
    }
}

impl Interviewer for InterviewScreen<'_> {
    fn ask(&mut self, view: &InterviewView<'_>) -> AnswerOutcome {
        self.question(view)
    }

    fn sure(&mut self, view: &InterviewView<'_>) -> Result<u8, Stop> {
        let details = [
            format!("thread {} of {}", view.turn.thread, view.threads),
            view.level.name().to_owned(),
        ];
        let mut viewport = Viewport::default();
        let mut follow = true;
        loop {
            let renderer = self.renderer();
            let mut content = question_content(view.turn.asked, &renderer);
            // The question can be scrolled back to; the answers are in sight.
            content.gap();
            content.focus = Some(content.lines.len());
            content.add(renderer.remark("Thank you. How sure are you of that?", Tone::Dim));
            for (number, words) in (1..).zip(SURE) {
                let lead = Line::styled(format!("  {number} "), Tone::Accent);
                content.add(renderer.hanging(lead, words, |style| style));
            }
            content.hints = vec![Hint::new("1-4", "how sure you are"), Hint::new("?", "keys")];
            let header = self.header("Interview", &details, Line::new());
            let page = self.draw(header, content, follow, &mut viewport)?;
            let key = self.dialog.key()?;
            match key.map(|key| normal(&key, Phase::Sure)) {
                Some(Key::Char(digit @ '1'..='4')) => {
                    return Ok(digit as u8 - b'0');
                }
                Some(Key::Char('?')) => self.help(Phase::Sure)?,
                Some(key) if self.scrolls(&key, &page, &mut viewport) => follow = false,
                Some(_) | None => {}
            }
        }
    }

    fn tick(&mut self, view: &DebriefView<'_>) -> Result<Ticked, Stop> {
        let mut debriefing = Debriefing::new(view);
        let mut viewport = Viewport::default();
        let mut follow = true;
        loop {
            let content = debriefing.show(&self.renderer());
            let header = self.debrief_header(view);
            let page = self.draw(header, content, follow, &mut viewport)?;
            let Some(key) = self.dialog.key()? else {
                continue;
            };
            let key = normal(&key, Phase::Debrief);
            match debriefing.key(&key) {
                DebriefKey::Finished => return Ok(debriefing.ticked()),
                DebriefKey::PageChanged => follow = true,
                DebriefKey::Stay => {}
                DebriefKey::NotMine if key == Key::Char('q') => return Err(Stop::Quit),
                DebriefKey::NotMine if key == Key::Char('?') => self.help(Phase::Debrief)?,
                DebriefKey::NotMine => {
                    if self.scrolls(&key, &page, &mut viewport) {
                        follow = false;
                    }
                }
            }
        }
    }

    fn rate(&mut self, view: &RateView<'_>) -> Result<Ratings, Stop> {
        let mut rating = Rating::default();
        let mut viewport = Viewport::default();
        loop {
            let content = rating.show(view, &self.renderer());
            let details = [format!("thread {}", view.thread)];
            let header = self.header("Debrief", &details, Line::new());
            let page = self.draw(header, content, true, &mut viewport)?;
            let Some(key) = self.dialog.key()? else {
                continue;
            };
            let key = normal(&key, Phase::Rating);
            match rating.key(&key) {
                Some(true) => return Ok(rating.given()),
                Some(false) => {}
                None if key == Key::Char('q') => return Err(Stop::Quit),
                None if key == Key::Char('?') => self.help(Phase::Rating)?,
                None => {
                    self.scrolls(&key, &page, &mut viewport);
                }
            }
        }
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        unsaved(&mut self.dialog, problem)
    }
}
