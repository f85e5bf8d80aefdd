//! The screen of a quick round: one question after the other, one line about each answer.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::memory::Grade;
use crate::question::{Answer, Question};
use crate::session::{Event, Graded, NotSaved, Reply, Retry, SessionScreen, Stop, View};

use super::card_page::ScrollTarget;
use super::dialog::{Dialog, scrolls, unsaved};
use super::kinds::{KeyOutcome, KindScreen, TextRenderer, feedback, kind_screen};
use crate::terminal::highlight::highlighter;
use crate::terminal::input::Inputs;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Hint, Page, Progress, Viewport};
use crate::terminal::line::Line;
use crate::terminal::screen::Screen;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// How often the clock of a placement is looked at.
const TICK: Duration = Duration::from_secs(1);

/// What a quick round is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// Each answer is marked at once.
    Quiz,
    /// A quiz's wrong answers once more; nothing is recorded.
    Repeat,
    /// Nothing is taught; it ends when this time has come.
    Placement { until: Duration },
}

/// The terminal as a quick round sees it.
pub struct QuickScreen<'a> {
    dialog: Dialog<'a>,
    /// Time since some moment; it runs on whatever the wall clock shows.
    elapsed: &'a dyn Fn() -> Duration,
    /// Titles of decks by id.
    titles: &'a BTreeMap<&'a str, &'a str>,
    purpose: Purpose,
    /// What ends the round once the answer given is on the disk.
    stop: Option<Stop>,
    /// Whether the time of a placement is over.
    out_of_time: bool,
    /// The sign of the last answer in a placement, or what was done last.
    notice: Option<(&'static str, Tone)>,
}

/// How a question was left.
enum QuestionOutcome {
    /// It was answered.
    Answered(Graded),
    /// Something else was done.
    With(Reply),
}

impl<'a> QuickScreen<'a> {
    /// A screen for a quiz.
    pub fn quiz(
        screen: &'a mut Screen,
        inputs: &'a mut Inputs,
        elapsed: &'a dyn Fn() -> Duration,
        titles: &'a BTreeMap<&'a str, &'a str>,
    ) -> Self {
        Self {
            dialog: Dialog::new(screen, inputs),
            elapsed,
            titles,
            purpose: Purpose::Quiz,
            stop: None,
            out_of_time: false,
            notice: None,
        }
    }

    /// Makes it a repeat, of which nothing is recorded.
    pub fn repeating(self) -> Self {
        Self {
            purpose: Purpose::Repeat,
            ..self
        }
    }

    /// Makes it a placement that has this much time left.
    pub fn placing(mut self, left: Duration) -> Self {
        self.dialog.tick_every(TICK);
        let until = (self.elapsed)().saturating_add(left);
        Self {
            purpose: Purpose::Placement { until },
            ..self
        }
    }

    /// Whether the time of a placement ran out.
    pub const fn out_of_time(&self) -> bool {
        self.out_of_time
    }

    /// What should have ended the round when its last question was answered.
    pub const fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    const fn is_placement(&self) -> bool {
        matches!(self.purpose, Purpose::Placement { .. })
    }

    fn header(&self, view: &View<'_>) -> Header {
        let name = match self.purpose {
            Purpose::Quiz => "Quiz",
            Purpose::Repeat => "Once more",
            Purpose::Placement { .. } => "Where to start",
        };
        let deck = view.card.id.deck();
        let title = self.titles.get(deck).copied().unwrap_or(deck);
        let mut left = Line::styled(name, Style::of(Tone::Accent).bold());
        if let Some((notice, tone)) = self.notice {
            left.push(format!(" {notice}"), tone);
        }
        left.push(format!(" · {title} · {}", view.card.level), Tone::Dim);
        let total = view.answered + view.waiting;
        let mut right = format!("{} of {total}", view.answered + 1);
        if let Purpose::Placement { until } = self.purpose {
            let seconds = until.saturating_sub((self.elapsed)()).as_secs();
            right.push_str(&format!(", {} min", seconds.div_ceil(60)));
        }
        Header {
            left,
            right: Line::styled(right, Tone::Dim),
            progress: Some(Progress {
                done: view.answered,
                total,
            }),
        }
    }

    fn renderer(&self) -> TextRenderer {
        TextRenderer {
            width: Page::body_width(self.dialog.size()),
            highlighter: highlighter(self.dialog.colors()),
        }
    }

    /// The screen of a question; and the line that should be in sight.
    fn page(&self, view: &View<'_>, ask: &dyn KindScreen) -> (Page, Option<ScrollTarget>) {
        let content = ask.show(&self.renderer());
        let mut footer = content.hints;
        for hint in &mut footer {
            // Looking at the answer counts as not knowing it.
            if hint.key == "Tab" {
                "don't know".clone_into(&mut hint.does);
            }
        }
        match (self.is_placement(), ask.typing()) {
            (true, true) => footer.push(Hint::new("Esc", "stop")),
            (true, false) => footer.push(Hint::new("q", "stop")),
            (false, true) => footer.push(Hint::new("Esc", "keys")),
            (false, false) => {
                if view.can_undo {
                    footer.push(Hint::new("u", "undo"));
                }
                footer.push(Hint::new("h", "keys"));
                footer.push(Hint::new("q", "quit"));
            }
        }
        let page = Page {
            header: self.header(view),
            body: content.lines,
            cursor: content.cursor,
            footer,
        };
        (page, content.focus.map(ScrollTarget::on))
    }

    /// Waits for a key; `None` where only the page has to be drawn again.
    fn key(&mut self) -> Result<Option<Key>, Stop> {
        let key = self.dialog.key()?;
        if let Purpose::Placement { until } = self.purpose
            && key.is_none()
            && (self.elapsed)() >= until
        {
            self.out_of_time = true;
            return Err(Stop::Quit);
        }
        Ok(key)
    }

    /// Scrolls, if this is a key for that.
    fn scrolls(&self, key: &Key, page: &Page, viewport: &mut Viewport) -> bool {
        scrolls(key, viewport, page.body_height(self.dialog.size()))
    }

    /// What a key means that the question itself has no use for.
    fn common(&mut self, view: &View<'_>, key: &Key) -> Result<Option<Reply>, Stop> {
        let quiz = self.purpose == Purpose::Quiz;
        let event = match key {
            Key::Char('q') => return Err(Stop::Quit),
            Key::Esc if self.is_placement() => return Err(Stop::Quit),
            Key::Esc | Key::Char('h' | '?') if !self.is_placement() => {
                self.show_help(view)?;
                return Ok(None);
            }
            Key::Char('u') if quiz && view.can_undo => (Event::Undo, "undone"),
            Key::Char('s') if !self.is_placement() && view.waiting > 1 => (Event::Skip, "skipped"),
            Key::Char('x') if quiz => (Event::Suspend, "suspended"),
            _ => return Ok(None),
        };
        self.notice = Some((event.1, Tone::Warn));
        Ok(Some(Reply::Event(event.0)))
    }

    fn help(view: &View<'_>, recorded: bool) -> Vec<Line> {
        let mut keys = vec![("Tab ?", "don't know; `?` where nothing is typed")];
        keys.push(("g", "after a right pick: it was guessed"));
        keys.push(("t", "after a near miss: only a typo"));
        if recorded && view.can_undo {
            keys.push(("u", "undo what was done last"));
        }
        if view.waiting > 1 {
            keys.push(("s", "skip: ask this one at the end"));
        }
        if recorded {
            keys.push(("x", "suspend: not any more"));
        }
        keys.push(("↑↓ PgUp PgDn", "scroll"));
        keys.push(("q Ctrl-C", "end; every answer is saved already"));
        let mut lines = vec![Line::styled("Keys", Style::PLAIN.bold()), Line::new()];
        lines.extend(keys.into_iter().map(|(key, does)| {
            Line::styled(format!("{key:<14}"), Tone::Accent).with(does, Tone::Plain)
        }));
        lines
    }

    /// Shows the keys until one is pressed.
    fn show_help(&mut self, view: &View<'_>) -> Result<(), Stop> {
        let header = self.header(view);
        let lines = Self::help(view, self.purpose == Purpose::Quiz);
        let body = |width: usize| {
            let rows = lines.iter().flat_map(|line| wrap(line, width, 14));
            rows.collect()
        };
        let footer = [Hint::new("any key", "back to the question")];
        self.dialog.show_until_key(&header, &body, &footer)?;
        Ok(())
    }

    /// Asks until the question is answered or left.
    fn question(&mut self, view: &View<'_>) -> Result<QuestionOutcome, Stop> {
        let shown_at = (self.elapsed)();
        let mut ask = kind_screen(view);
        if self.is_placement()
            && let Question::Choice(_) = view.card.data()
        {
            // Its minutes are few: the options are there at once.
            ask.key(&Key::Char(' '), 0);
        }
        let mut viewport = Viewport::default();
        let mut follow = true;
        loop {
            let (page, focus) = self.page(view, &*ask);
            self.dialog
                .draw(&page, focus.filter(|_| follow), &mut viewport)?;
            let Some(key) = self.key()? else { continue };
            let taken = (self.elapsed)().saturating_sub(shown_at);
            let ms = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
            let step = match ask.key(&key, ms) {
                KeyOutcome::NotMine if key == Key::Char('?') && self.is_placement() => {
                    ask.key(&Key::Tab, ms)
                }
                step => step,
            };
            match step {
                KeyOutcome::Done(graded) => return Ok(QuestionOutcome::Answered(graded)),
                KeyOutcome::Stay if ask.revealed() => {
                    // The round takes the suggested grade at once.
                    if let KeyOutcome::Done(graded) = ask.key(&Key::Enter, ms) {
                        return Ok(QuestionOutcome::Answered(settled(graded)));
                    }
                }
                KeyOutcome::Stay => follow = true,
                KeyOutcome::NotMine if self.scrolls(&key, &page, &mut viewport) => follow = false,
                KeyOutcome::NotMine => {
                    if let Some(reply) = self.common(view, &key)? {
                        return Ok(QuestionOutcome::With(reply));
                    }
                }
            }
        }
    }

    /// Says whether an answer was right, until a key goes on.
    fn show_feedback(&mut self, view: &View<'_>, graded: Graded) -> Graded {
        let passed = graded.grade.passed();
        let may_be_luck = passed && matches!(graded.answer, Answer::Picked(_));
        let near_miss = view
            .card
            .data()
            .mark(&graded.answer)
            .is_some_and(|verdict| verdict.near_miss);
        let mut viewport = Viewport::default();
        loop {
            let mut footer = vec![Hint::new("any key", "goes on")];
            if may_be_luck {
                footer.push(Hint::new("g", "guessed"));
            }
            if near_miss {
                footer.push(Hint::new("t", "typo? good"));
            }
            footer.push(Hint::new("q", "quit"));
            let page = Page {
                header: self.header(view),
                body: feedback(view, &graded, &self.renderer()),
                cursor: None,
                footer,
            };
            let last = page.body.len().saturating_sub(1);
            let key = self
                .dialog
                .draw(&page, Some(ScrollTarget::on(last)), &mut viewport)
                .and_then(|()| self.key());
            match key {
                // The answer is saved before the round ends.
                Err(stop) => self.stop = Some(stop),
                Ok(Some(Key::Char('q'))) => self.stop = Some(Stop::Quit),
                Ok(Some(Key::Char('g'))) if may_be_luck => {
                    return Graded {
                        grade: Grade::Again,
                        guessed: true,
                        ..graded
                    };
                }
                Ok(Some(Key::Char('t'))) if near_miss => {
                    return Graded {
                        grade: Grade::Good,
                        ..graded
                    };
                }
                Ok(None | Some(Key::Paste(_) | Key::Unknown)) => continue,
                Ok(Some(key)) if self.scrolls(&key, &page, &mut viewport) => continue,
                Ok(Some(_)) => {}
            }
            return graded;
        }
    }
}

/// An answer that was only looked at counts as not known.
fn settled(graded: Graded) -> Graded {
    if graded.answer == Answer::Revealed {
        return Graded {
            answer: Answer::Unknown,
            grade: Grade::Again,
            ..graded
        };
    }
    graded
}

impl SessionScreen for QuickScreen<'_> {
    fn ask(&mut self, view: &View<'_>) -> Reply {
        if let Some(stop) = self.stop {
            return Reply::Stop(stop);
        }
        let graded = match self.question(view) {
            Err(stop) => return Reply::Stop(stop),
            Ok(QuestionOutcome::With(reply)) => return reply,
            Ok(QuestionOutcome::Answered(graded)) => graded,
        };
        self.notice = None;
        let graded = if self.is_placement() {
            self.notice = Some(if graded.grade.passed() {
                ("✓", Tone::Good)
            } else {
                ("✗", Tone::Bad)
            });
            graded
        } else {
            self.show_feedback(view, graded)
        };
        Reply::Event(Event::Graded(graded))
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        unsaved(&mut self.dialog, problem)
    }
}
