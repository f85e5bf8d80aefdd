//! A card being asked in a round, as a state machine: keys in, what they do out. No screen.

use std::time::Duration;

use super::key_table::{Command, Phase, normal};
use super::kinds::{
    Bug, Choice, Cloze, Code, CodeNews, Content, Idle, KeyOutcome, KindScreen, MarkedAnswer, Offer,
    Offers, Order, Output, PointDrill, Points, Recall, TextRenderer, Typed, context, explanation,
};
use crate::question::Question;
use crate::session::{Event, Graded, View};
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;

/// What a round does with its cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Every answer gets a grade.
    Study,
    /// Each answer is marked; no grade is asked for.
    Quiz,
    /// A quiz's wrong answers once more; nothing is recorded.
    Repeat,
    /// Finds out where to start; it ends at this time.
    Place { until: Duration },
}

impl Round {
    pub(crate) const fn is_place(self) -> bool {
        matches!(self, Self::Place { .. })
    }

    /// Its name on the screen, where it is not the usual one.
    pub(crate) const fn title(self) -> Option<&'static str> {
        match self {
            Self::Study => None,
            Self::Quiz => Some("Quiz"),
            Self::Repeat => Some("Once more"),
            Self::Place { .. } => Some("Where to start"),
        }
    }
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

/// A card being asked.
pub(crate) struct Asking<'v> {
    view: &'v View<'v>,
    kind: Box<dyn KindScreen + 'v>,
    /// The points that were left out twice, which are asked before the card.
    drill: Option<PointDrill<'v>>,
    /// Milliseconds that they took; they are not part of the card's answer.
    drilled_ms: u64,
    /// The answer, once there is one.
    marked: Option<MarkedAnswer>,
    situation: Situation,
    /// Whether a field or a list was left.
    left: bool,
    idle: Idle,
}

impl<'v> Asking<'v> {
    pub(crate) fn new(view: &'v View<'v>, situation: Situation) -> Self {
        let quick = situation.round.is_place();
        let drill = match view.card.data() {
            Question::Points(points) if !quick => {
                let missed = view.missed_twice.iter();
                let missed = missed.filter_map(|index| points.points.get(*index));
                Some(PointDrill::new(view.card, missed, true)).filter(|drill| !drill.is_done())
            }
            _ => None,
        };
        Self {
            view,
            kind: kind_screen(view, quick),
            drill,
            drilled_ms: 0,
            marked: None,
            situation,
            left: false,
            idle: Idle::default(),
        }
    }

    /// Whether the answer is on the screen.
    pub(crate) fn revealed(&self) -> bool {
        self.marked.is_some() || self.kind.phase() == Phase::Points
    }

    /// How many lines have a letter now.
    pub(crate) fn lettered(&self) -> usize {
        if self.drill.is_some() || self.marked.is_some() {
            0
        } else {
            self.kind.lettered()
        }
    }

    /// What is shown of the card.
    pub(crate) fn show(&self, renderer: &TextRenderer) -> Content {
        if let Some(drill) = &self.drill {
            return drill.show(renderer);
        }
        let card = self.view.card;
        let mut content = Content::question(&card.question, renderer);
        content.text(&context(card), renderer);
        let marked = self.marked.as_ref();
        self.kind.show(renderer, marked, &mut content);
        if self.revealed() {
            explanation(card, renderer, &mut content);
        }
        content
    }

    /// The text being typed, if an editor makes sense for it.
    pub(crate) fn text(&self) -> Option<String> {
        self.kind.text().filter(|_| self.marked.is_none())
    }

    /// Replaces the text that is being typed.
    pub(crate) fn replace_text(&mut self, text: &str) {
        self.kind.replace_text(text);
    }

    /// Code that was typed and is saved nowhere yet.
    pub(crate) fn unsaved_code(&self) -> Option<String> {
        self.kind.unsaved_code()
    }

    /// Takes the outcome of writing or testing code, `ms` milliseconds after the card was shown.
    pub(crate) fn code_news(&mut self, news: CodeNews, ms: u64) -> KeyOutcome {
        let outcome = self.kind.code_news(news);
        self.pressed(outcome, ms)
    }

    /// What is on the screen, as far as keys are concerned.
    pub(crate) fn phase(&self) -> Phase {
        if self.left {
            Phase::Left
        } else if self.drill.is_some() {
            Phase::Question
        } else if self.marked.is_some() {
            Phase::Answer
        } else {
            self.kind.phase()
        }
    }

    /// The commands with which the question is answered and graded.
    fn answering(&self) -> Vec<Offer> {
        match (&self.drill, &self.marked) {
            (Some(drill), _) => vec![drill.offer()],
            (None, Some(marked)) => marked.offers(self.view),
            (None, None) => self.kind.offers(),
        }
    }

    /// Carries out one of them.
    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        if let Some(drill) = &mut self.drill {
            if command != Command::Show {
                return KeyOutcome::Nothing;
            }
            drill.step();
            if drill.is_done() {
                self.drill = None;
            }
            self.drilled_ms = ms;
            return KeyOutcome::Stay;
        }
        let ms = ms.saturating_sub(self.drilled_ms);
        let outcome = match &self.marked {
            Some(marked) => marked.take(command, key, ms),
            None => self.kind.take(command, key, ms),
        };
        self.pressed(outcome, ms)
    }

    /// What a command did, with its answer marked.
    fn pressed(&mut self, outcome: KeyOutcome, ms: u64) -> KeyOutcome {
        match outcome {
            KeyOutcome::Answered(answer) => {
                self.marked = Some(MarkedAnswer::new(self.view, answer, ms));
                KeyOutcome::Stay
            }
            other => other,
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
            self.answering()
        };
        let knows_not = |offer: &Offer| offer.command == Command::DontKnow;
        if self.left && self.answering().iter().any(knows_not) {
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
            lines: self.lettered(),
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
        let mut around = around(self.view, self.situation, self.revealed());
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
        if !self.answering().iter().any(takes) {
            return None;
        }
        match self.take(Command::Take, &Key::Enter, ms) {
            KeyOutcome::Event(Event::Graded(graded)) => Some(graded),
            _ => None,
        }
    }

    /// Takes a key, `ms` milliseconds after the card was shown.
    pub(crate) fn press(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        let key = normal(key, self.phase());
        if self.idle.ends(&key) {
            return KeyOutcome::Round(Command::Quit);
        }
        let pressed = match self.offers().command(&key) {
            Some(command) => self.carry_out(command, &key, ms),
            None => KeyOutcome::Nothing,
        };
        self.idle.count(&key, pressed == KeyOutcome::Nothing);
        pressed
    }

    fn carry_out(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        match command {
            Command::Leave => self.left = true,
            Command::Return => self.left = false,
            Command::Undo => return KeyOutcome::Event(Event::Undo),
            Command::Skip => return KeyOutcome::Event(Event::Skip),
            Command::Bury => return KeyOutcome::Event(Event::Bury),
            Command::Suspend => return KeyOutcome::Event(Event::Suspend),
            Command::Mark => return KeyOutcome::Event(Event::Mark),
            Command::Claim => return KeyOutcome::Event(Event::Claim),
            // Code goes into the editor as it does from its task.
            Command::Editor if self.phase() == Phase::Code => return self.take(command, key, ms),
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
            | Command::Quit => return KeyOutcome::Round(command),
            Command::GoOn => return self.take(Command::Take, key, ms),
            command => {
                if command == Command::DontKnow {
                    self.left = false;
                }
                return self.take(command, key, ms);
            }
        }
        KeyOutcome::Stay
    }
}

/// How this card is asked; in a quick round options are shown at once.
fn kind_screen<'v>(view: &'v View<'v>, quick: bool) -> Box<dyn KindScreen + 'v> {
    match view.card.data() {
        Question::Recall => Box::new(Recall::new(view)),
        Question::Points(data) => Box::new(Points::new(view, data)),
        Question::Choice(data) => Box::new(Choice::new(view, data, quick)),
        Question::Cloze(data) => Box::new(Cloze::new(data)),
        Question::Typed(data) => Box::new(Typed::new(data)),
        Question::Order(data) => Box::new(Order::new(view, data)),
        Question::Output(data) => Box::new(Output::new(data)),
        Question::Bug(data) => Box::new(Bug::new(view, data)),
        Question::Code(task) => Box::new(Code::new(task)),
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
    Offer::those([
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
            !round.is_place() && shown && view.waiting > 1,
            Offer::silent(Command::Skip),
        ),
        (study, Offer::silent(Command::Bury)),
        (recorded && shown, Offer::silent(Command::Suspend)),
        (study, Offer::silent(Command::Mark)),
        (study && view.new, Offer::silent(Command::Claim)),
        (tools, Offer::silent(Command::EditCard)),
        (tools, Offer::silent(Command::History)),
        (tools, Offer::silent(Command::Report)),
    ])
}
