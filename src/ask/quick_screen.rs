//! The screen of a quick round: one question after the other, each marked at once.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::session::{Event, NotSaved, Reply, Retry, SessionScreen, Stop, View};

use super::asking::{Asking, Pressed, Round, Situation};
use super::card_page::{PageContext, ScrollTarget, header, page};
use super::dialog::{Dialog, scrolls, unsaved};
use super::key_table::Command;
use super::notice::Notice;
use crate::terminal::input::Inputs;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Hint, Page, Viewport};
use crate::terminal::screen::Screen;
use crate::terminal::wrap::wrap;

/// How often the clock of a placement is looked at.
const TICK: Duration = Duration::from_secs(1);

/// Below this width the count of a placement uses fewer words.
const NARROW: usize = 60;

/// What a quick round is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// Each answer is marked at once.
    Quiz,
    /// A quiz's wrong answers once more; nothing is recorded.
    Repeat,
    /// Finds out where to start; it ends at this time.
    Placement { until: Duration },
}

/// The terminal, as a quick round uses it.
pub struct QuickScreen<'a> {
    dialog: Dialog<'a>,
    /// A monotonic clock, independent of the wall clock.
    elapsed: &'a dyn Fn() -> Duration,
    /// Titles of decks by id.
    titles: &'a BTreeMap<&'a str, &'a str>,
    purpose: Purpose,
    /// What ends the round once the answer given is on the disk.
    stop: Option<Stop>,
    /// Whether the time of a placement is over.
    out_of_time: bool,
    /// When the answer appeared: reading it takes no time from a placement.
    reading_since: Option<Duration>,
    /// What was done last; shown once.
    notice: Option<Notice>,
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
            reading_since: None,
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

    /// The reason why the round should have ended after its last question.
    pub const fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    const fn round(&self) -> Round {
        match self.purpose {
            Purpose::Quiz => Round::Quiz,
            Purpose::Repeat => Round::Repeat,
            Purpose::Placement { .. } => Round::Place,
        }
    }

    fn around(&self, view: &View<'_>) -> PageContext<'_> {
        let deck = view.card.id.deck();
        PageContext {
            title: self.titles.get(deck).copied().unwrap_or_default(),
            round: Some(match self.purpose {
                Purpose::Quiz => "Quiz",
                Purpose::Repeat => "Once more",
                Purpose::Placement { .. } => "Where to start",
            }),
            notice: self.notice.as_ref(),
            size: self.dialog.size(),
            colors: self.dialog.colors(),
        }
    }

    /// What a placement says on the right: how many it asks at the most, and the time that is left.
    fn count(&self, view: &View<'_>) -> Option<String> {
        let Purpose::Placement { until } = self.purpose else {
            return None;
        };
        let now = self.reading_since.unwrap_or_else(self.elapsed);
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

    fn header(&self, view: &View<'_>, asking: &Asking<'_>) -> Header {
        let count = self.count(view);
        header(view, &self.around(view), asking.kind().revealed(), count)
    }

    /// The screen of a question; and the line that should be in sight.
    fn page(&self, view: &View<'_>, asking: &Asking<'_>) -> (Page, Option<ScrollTarget>) {
        let (mut page, focus) = page(view, asking, &self.around(view));
        page.header = self.header(view, asking);
        (page, focus)
    }

    /// Waits for a key; `None` where only the page has to be drawn again. The time of a placement
    /// ends with a question that is still open: what was answered counts.
    fn key(&mut self, revealed: bool) -> Result<Option<Key>, Stop> {
        let key = self.dialog.key()?;
        if let Purpose::Placement { until } = self.purpose
            && key.is_none()
            && !revealed
            && (self.elapsed)() >= until
        {
            self.out_of_time = true;
            return Err(Stop::Quit);
        }
        Ok(key)
    }

    /// Shows the keys until one is pressed, which does nothing else.
    fn show_help(&mut self, view: &View<'_>, asking: &Asking<'_>) -> Result<(), Stop> {
        let header = self.header(view, asking);
        let lines = asking.help();
        let body = |width: usize| {
            let rows = lines.iter().flat_map(|line| wrap(line, width, 14));
            rows.collect()
        };
        let footer = [Hint::new("any key", "back to the question")];
        self.dialog.show_until_key(&header, &body, &footer)?;
        Ok(())
    }

    /// Notes what was done with a card, for the page of the next card.
    fn note(&mut self, event: &Event, view: &View<'_>) {
        let id = view.card.id.as_str();
        let done = |done: &str| {
            Some(if self.purpose == Purpose::Quiz {
                Notice::undoable(done, id)
            } else {
                Notice::of(done, id)
            })
        };
        self.notice = match event {
            Event::Skip => done("at the end now"),
            Event::Suspend => done("suspended"),
            Event::Undo => {
                let card = view.undoes.as_ref();
                card.map(|card| Notice::of("undone", card))
            }
            Event::Graded(_) | Event::Bury | Event::Mark | Event::Claim => None,
        };
    }

    /// Gives a placement the time back that reading the answer took.
    fn read(&mut self) {
        let read = self.reading_since.take();
        let took = read.map(|since| (self.elapsed)().saturating_sub(since));
        if let (Purpose::Placement { until }, Some(took)) = (&mut self.purpose, took) {
            *until = until.saturating_add(took);
        }
    }

    /// Asks until the question is answered or left.
    fn question(&mut self, view: &View<'_>) -> Result<Reply, Stop> {
        let shown_at = (self.elapsed)();
        let situation = Situation {
            round: self.round(),
            tools: false,
            snippet: false,
        };
        let mut asking = Asking::new(view, situation);
        let mut viewport = Viewport::default();
        let mut follow = true;
        // When the answer was given: reading the explanation does not count.
        let mut answered_ms = None;
        loop {
            let (page, focus) = self.page(view, &asking);
            let revealed = asking.kind().revealed();
            let read = self
                .dialog
                .draw(&page, focus.filter(|_| follow), &mut viewport)
                .and_then(|()| self.key(revealed));
            let taken = (self.elapsed)().saturating_sub(shown_at);
            let now_ms = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
            let ms = answered_ms.unwrap_or(now_ms);
            let pressed = match read {
                Ok(Some(key)) => (asking.press(&key, ms), key),
                Ok(None) => continue,
                Err(stop) => return self.stopped_by(stop, &mut asking, ms),
            };
            match pressed {
                // A quick round never asks for code.
                (Pressed::Nothing | Pressed::Code(_), _) => {}
                (Pressed::Stay, _) => {
                    follow = true;
                    self.notice = None;
                    if asking.kind().revealed() {
                        answered_ms = Some(ms);
                        self.reading_since.get_or_insert_with(self.elapsed);
                    }
                }
                (Pressed::Said(words), _) => self.notice = Some(Notice::new(words)),
                (Pressed::Graded(graded), _) => {
                    self.notice = None;
                    return Ok(Reply::Event(Event::Graded(graded)));
                }
                (Pressed::Event(event), _) => {
                    self.note(&event, view);
                    return Ok(Reply::Event(event));
                }
                (Pressed::Round(Command::Quit), _) => {
                    return self.stopped_by(Stop::Quit, &mut asking, ms);
                }
                (Pressed::Round(Command::Help), _) => self.show_help(view, &asking)?,
                (Pressed::Round(_), key) => {
                    let height = page.scrolled_height(self.dialog.size());
                    follow &= !scrolls(&key, &mut viewport, height);
                }
            }
        }
    }

    /// Ends the round; an answer that is on the screen is saved before.
    fn stopped_by(&mut self, stop: Stop, asking: &mut Asking<'_>, ms: u64) -> Result<Reply, Stop> {
        let graded = asking.given(ms).ok_or(stop)?;
        self.stop = Some(stop);
        Ok(Reply::Event(Event::Graded(graded)))
    }
}

impl SessionScreen for QuickScreen<'_> {
    fn ask(&mut self, view: &View<'_>) -> Reply {
        if let Some(stop) = self.stop {
            return Reply::Stop(stop);
        }
        let reply = self.question(view).unwrap_or_else(Reply::Stop);
        self.read();
        reply
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        unsaved(&mut self.dialog, problem)
    }
}
