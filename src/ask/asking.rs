//! A card being asked in a round, as a state machine: keys in, what they do out. No screen.

use crate::session::{Event, Graded, View};
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;

use super::key_table::{Command, Phase, normal};
use super::kinds::{CodeNews, CodeWish, KeyOutcome, KindScreen, Offer, kind_screen, quick_screen};
use super::offers::{Idle, Offers};

/// What a round does with its cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Round {
    /// Every answer gets a grade.
    Study,
    /// Each answer is marked; no grade is asked for.
    Quiz,
    /// A quiz's wrong answers once more; nothing is recorded.
    Repeat,
    /// Finds out where to start.
    Place,
}

/// What is available besides what the view describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Situation {
    /// The round that it is asked in.
    pub(crate) round: Round,
    /// Whether tools are available.
    pub(crate) tools: bool,
    /// Whether the card has a snippet that can be run.
    pub(crate) snippet: bool,
}

/// What a key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pressed {
    Nothing,
    /// The screen may have changed.
    Stay,
    /// The same, and there is something to say about it.
    Said(&'static str),
    /// Code has to be written or tested; the outcome goes to `code_news`.
    Code(CodeWish),
    /// The card is answered and graded.
    Graded(Graded),
    /// The learner did something with the card.
    Event(Event),
    /// The round carries this out: a tool, the help screen, scrolling, the end.
    Round(Command),
}

impl From<KeyOutcome> for Pressed {
    fn from(outcome: KeyOutcome) -> Self {
        match outcome {
            KeyOutcome::Nothing => Self::Nothing,
            KeyOutcome::Stay => Self::Stay,
            KeyOutcome::Said(words) => Self::Said(words),
            KeyOutcome::Code(wish) => Self::Code(wish),
            KeyOutcome::Done(graded) => Self::Graded(graded),
        }
    }
}

/// A card being asked.
pub(crate) struct Asking<'v> {
    view: &'v View<'v>,
    ask: Box<dyn KindScreen + 'v>,
    situation: Situation,
    /// Whether a field or a list was left.
    left: bool,
    idle: Idle,
}

impl<'v> Asking<'v> {
    pub(crate) fn new(view: &'v View<'v>, situation: Situation) -> Self {
        let ask = match situation.round {
            Round::Place => quick_screen(view),
            Round::Study | Round::Quiz | Round::Repeat => kind_screen(view),
        };
        Self {
            view,
            ask,
            situation,
            left: false,
            idle: Idle::default(),
        }
    }

    /// How the card is asked.
    pub(crate) fn kind(&self) -> &dyn KindScreen {
        &*self.ask
    }

    /// Replaces the text that is being typed.
    pub(crate) fn replace_text(&mut self, text: &str) {
        self.ask.replace_text(text);
    }

    /// Takes the outcome of writing or testing code, `ms` milliseconds after the card was shown.
    pub(crate) fn code_news(&mut self, news: CodeNews, ms: u64) -> Pressed {
        self.ask.code_news(news, ms).into()
    }

    /// What is on the screen, as far as keys are concerned.
    pub(crate) fn phase(&self) -> Phase {
        if self.left {
            Phase::Left
        } else {
            self.ask.phase()
        }
    }

    /// Whether the next Enter or Space ends the round.
    pub(crate) const fn offers_to_end(&self) -> bool {
        self.idle.offers_to_end()
    }

    /// The commands that do something now.
    pub(crate) fn offers(&self) -> Offers {
        let phase = self.phase();
        let graded = self.situation.round == Round::Study;
        let mut offers = if self.left {
            vec![Offer::usual(Command::Return)]
        } else {
            self.ask.offers()
        };
        let knows_not = |offer: &Offer| offer.command == Command::DontKnow;
        if self.left && self.ask.offers().iter().any(knows_not) {
            offers.push(Offer::usual(Command::DontKnow));
        }
        offers.retain_mut(|offer| {
            if offer.command == Command::Take && !graded {
                *offer = Offer::usual(Command::GoOn);
            }
            (graded || offer.command != Command::Grade)
                && (offer.command != Command::Editor || self.situation.tools)
        });
        offers.extend(self.around(phase));
        Offers {
            phase,
            lines: self.ask.lettered(),
            all: offers,
        }
    }

    /// What can be done with the card besides answering it.
    fn around(&self, phase: Phase) -> Vec<Offer> {
        let scroll = Offer::silent(Command::Scroll);
        if phase.is_field() {
            let mut around = vec![scroll];
            // Leaving code leads back to its task, where letters are commands.
            if phase != Phase::Code {
                around.insert(0, Offer::usual(Command::Leave));
            }
            return around;
        }
        let mut around = around(self.view, self.situation, self.ask.revealed());
        if !self.left {
            around.push(Offer::silent(Command::Leave));
        }
        around.push(scroll);
        around
    }

    pub(crate) fn footer(&self) -> Vec<Hint> {
        if self.offers_to_end() {
            return Idle::footer();
        }
        self.offers().footer()
    }

    /// The help screen.
    pub(crate) fn help(&self) -> Vec<Line> {
        self.offers().help()
    }

    /// What Enter would record now, if the answer is on the screen.
    pub(crate) fn given(&mut self, ms: u64) -> Option<Graded> {
        let takes = |offer: &Offer| offer.command == Command::Take;
        if !self.ask.offers().iter().any(takes) {
            return None;
        }
        match self.ask.take(Command::Take, &Key::Enter, ms) {
            KeyOutcome::Done(graded) => Some(graded),
            KeyOutcome::Nothing | KeyOutcome::Stay | KeyOutcome::Code(_) | KeyOutcome::Said(_) => {
                None
            }
        }
    }

    /// Takes a key, `ms` milliseconds after the card was shown.
    pub(crate) fn press(&mut self, key: &Key, ms: u64) -> Pressed {
        let key = normal(key, self.phase());
        if self.idle.ends(&key) {
            return Pressed::Round(Command::Quit);
        }
        let command = self.offers().command(&key);
        let pressed = command.map_or(Pressed::Nothing, |command| {
            self.carry_out(command, &key, ms)
        });
        self.idle.count(&key, pressed == Pressed::Nothing);
        pressed
    }

    fn carry_out(&mut self, command: Command, key: &Key, ms: u64) -> Pressed {
        match command {
            Command::Leave => self.left = true,
            Command::Return => self.left = false,
            Command::Undo => return Pressed::Event(Event::Undo),
            Command::Skip => return Pressed::Event(Event::Skip),
            Command::Bury => return Pressed::Event(Event::Bury),
            Command::Suspend => return Pressed::Event(Event::Suspend),
            Command::Mark => return Pressed::Event(Event::Mark),
            Command::Claim => return Pressed::Event(Event::Claim),
            // Code goes into the editor as it does from its task.
            Command::Editor if self.ask.phase() == Phase::Code => {
                return self.ask.take(command, key, ms).into();
            }
            Command::EditCard
            | Command::History
            | Command::Open
            | Command::Image
            | Command::Run
            | Command::Report
            | Command::Editor
            | Command::Help
            | Command::Scroll
            | Command::Pause
            | Command::Suggested
            | Command::Quit => return Pressed::Round(command),
            Command::GoOn => return self.ask.take(Command::Take, key, ms).into(),
            command => {
                if command == Command::DontKnow {
                    self.left = false;
                }
                return self.ask.take(command, key, ms).into();
            }
        }
        Pressed::Stay
    }
}

/// What can be done with a card besides answering it, on a screen and line by line.
pub(crate) fn around(view: &View<'_>, situation: Situation, revealed: bool) -> Vec<Offer> {
    let Situation {
        round,
        tools,
        snippet,
    } = situation;
    let study = round == Round::Study;
    let recorded = matches!(round, Round::Study | Round::Quiz);
    let shown = study || !revealed;
    let all = [
        (true, Offer::usual(Command::Help)),
        (
            recorded && shown && view.undoes.is_some(),
            Offer::usual(Command::Undo),
        ),
        (tools && revealed && snippet, Offer::usual(Command::Run)),
        (
            tools && revealed && view.card.see.is_some(),
            Offer::usual(Command::Open),
        ),
        (
            tools && !view.card.images(revealed).is_empty(),
            Offer::usual(Command::Image),
        ),
        (true, Offer::usual(Command::Quit)),
        (
            round != Round::Place && shown && view.waiting > 1,
            Offer::silent(Command::Skip),
        ),
        (study, Offer::silent(Command::Bury)),
        (recorded && shown, Offer::silent(Command::Suspend)),
        (study, Offer::silent(Command::Mark)),
        (study && view.new, Offer::silent(Command::Claim)),
        (tools, Offer::silent(Command::EditCard)),
        (tools, Offer::silent(Command::History)),
        (tools, Offer::silent(Command::Report)),
    ];
    let all = all.into_iter();
    all.filter_map(|(applies, offer)| applies.then_some(offer))
        .collect()
}
