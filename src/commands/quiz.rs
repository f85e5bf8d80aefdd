//! `nodequiz quiz`: a quick round.

use std::collections::BTreeMap;

use clap::Args;

use crate::deck::Card;
use crate::history::Mode;
use crate::memory::Scheduler;
use crate::plan::{QuizWishes, Task, Why, plan_quiz};
use crate::session::{Answered, Ending, Journal, Rehearsal, Session, Stop, drive};
use crate::store;
use crate::terminal::highlight::highlighter;
use crate::terminal::report::{self, QuizScore};
use crate::terminal::{Line, QuickFace, Tone, confirm};

use super::exit::{Exit, Failure};
use super::filters::FilterArgs;
use super::learner::Learner;
use super::shelf::Shelf;
use super::sitting;
use super::world::World;

/// Answer a quick round of questions that the program marks.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Choices, blanks, typed answers, orders and outputs, from cards that you have met \
already. Each answer is a review of its card: right is good, wrong is again. A repeat of \
what was wrong changes nothing.

Examples:
  nodequiz quiz
  nodequiz quiz async --count 5
  nodequiz quiz --topic security --unseen    cards that you have not met yet"
)]
pub struct QuizArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// How many questions
    #[arg(long, value_name = "N", default_value_t = Self::COUNT, value_parser = count_parser())]
    count: usize,

    /// Cards that you have not met yet, instead of those that you have
    #[arg(long)]
    unseen: bool,
}

fn count_parser() -> impl clap::builder::TypedValueParser<Value = usize> {
    use clap::builder::TypedValueParser as _;
    clap::value_parser!(u16).range(1..=999).map(usize::from)
}

impl Default for QuizArgs {
    fn default() -> Self {
        Self {
            filter: FilterArgs::default(),
            count: Self::COUNT,
            unseen: false,
        }
    }
}

impl QuizArgs {
    /// Questions of a round, where nobody says how many.
    const COUNT: usize = 10;

    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        sitting::needs_a_person("quiz", "scripts can use `nodequiz review CARD GRADE`")?;
        let shelf = Shelf::load(world)?;
        let mut learner = Learner::open(world, &shelf)?;
        let wishes = QuizWishes {
            filter: self.filter.resolve(learner.library)?,
            count: self.count,
            unseen: self.unseen,
        };
        let _lock = sitting::lock(world, "quiz")?;
        let cards = shelf.library.cards();
        let tasks = plan_quiz(
            cards,
            learner.schedule(),
            learner.today,
            &wishes,
            world.seed,
        );
        if tasks.is_empty() {
            return nothing(&wishes, world);
        }
        let round = Round {
            today: learner.today,
            scheduler: learner.scheduler.clone(),
            titles: sitting::titles(shelf.library),
        };
        let (ending, answered) = round.ask(&tasks, world, &mut learner, false)?;
        learner.save(world);
        let exit = sitting::ended(world, &ending);
        if exit == Exit::Signal(1) {
            return Ok(exit);
        }
        if answered.is_empty() {
            sitting::remark(world, "Nothing answered, nothing changed.", Tone::Plain)?;
            return Ok(exit);
        }
        let wrong = tell(world, &answered, false)?;
        match ending {
            Ending::Done { .. } if !wrong.is_empty() => round
                .repeat(&wrong, world, &learner)
                .map(|done| if done == Exit::Done { exit } else { done }),
            Ending::Done { .. }
            | Ending::DecksChanged
            | Ending::Stopped(_)
            | Ending::NotSaved { .. } => Ok(exit),
        }
    }
}

/// What all rounds of one quiz share.
struct Round<'a> {
    today: crate::memory::StudyDay,
    scheduler: Scheduler,
    titles: BTreeMap<&'a str, &'a str>,
}

impl Round<'_> {
    /// Asks these cards, each once.
    fn ask<'c>(
        &self,
        tasks: &[Task<'c>],
        world: &World,
        journal: &mut dyn Journal,
        repeat: bool,
    ) -> Result<(Ending, Vec<Answered<'c>>), Failure> {
        let name = store::session_name();
        let tasks = tasks.iter().copied();
        let mut session = Session::round(tasks, self.today, Mode::Quiz, name, world.seed);
        let (mut screen, mut inputs) = sitting::screen(world)?;
        let elapsed = || world.elapsed();
        let mut face = QuickFace::quiz(&mut screen, &mut inputs, &elapsed, &self.titles);
        if repeat {
            face = face.repeating();
        }
        let ending = drive(&mut session, &self.scheduler, &mut face, journal);
        let ending = match (ending, face.stopped()) {
            // Quitting after the last question is ending all the same.
            (Ending::Done { .. }, Some(stop)) => Ending::Stopped(stop),
            (ending, _) => ending,
        };
        screen.leave();
        Ok((ending, session.answered().to_vec()))
    }

    /// Offers what was wrong once more, until nothing is or the learner has had enough.
    fn repeat(
        &self,
        wrong: &[&Card],
        world: &mut World,
        learner: &Learner<'_>,
    ) -> Result<Exit, Failure> {
        let mut wrong = wrong.to_vec();
        while !wrong.is_empty() {
            world.output.lines(&[Line::new()])?;
            world.output.flush()?;
            let question = "Again, only the wrong ones?";
            match confirm(&world.guard, question, world.output.colors()) {
                Ok(true) => {}
                Ok(false) => return Ok(Exit::Done),
                Err(error) => return sitting::unanswered(world, &error),
            }
            let again = |card| Task {
                card,
                why: Why::Ahead,
            };
            let tasks: Vec<Task<'_>> = wrong.iter().copied().map(again).collect();
            let mut nothing_kept = Rehearsal::new(learner.schedule());
            let (ending, answered) = self.ask(&tasks, world, &mut nothing_kept, true)?;
            let exit = sitting::ended(world, &ending);
            if exit == Exit::Signal(1) || answered.is_empty() {
                return Ok(exit);
            }
            let still = tell(world, &answered, true)?;
            match ending {
                Ending::Done { .. } => wrong = still,
                Ending::DecksChanged
                | Ending::Stopped(Stop::Quit | Stop::Signal(_))
                | Ending::NotSaved { .. } => {
                    return Ok(exit);
                }
            }
        }
        Ok(Exit::Done)
    }
}

/// Prints the score; the cards that were wrong.
fn tell<'c>(
    world: &mut World,
    answered: &[Answered<'c>],
    repeat: bool,
) -> Result<Vec<&'c Card>, Failure> {
    let failed = answered.iter().filter(|answer| !answer.grade.passed());
    let score = QuizScore {
        answers: answered.len(),
        ms: answered.iter().map(|answer| answer.ms).sum(),
        wrong: failed.map(|answer| answer.card).collect(),
        repeat,
    };
    let width = world.output.width();
    let lines = report::quiz(&score, width, highlighter(world.output.colors()));
    world.output.lines(&lines)?;
    Ok(score.wrong)
}

/// Says that there is nothing to ask, and what there is instead.
fn nothing(wishes: &QuizWishes, world: &mut World) -> Result<Exit, Failure> {
    let chosen = if wishes.filter.is_open() {
        ""
    } else {
        " among those you chose"
    };
    let (what, next) = if wishes.unseen {
        (
            "Every card that marks itself has been met",
            "Those that were met: nodequiz quiz",
        )
    } else {
        (
            "No card that marks itself has been met yet",
            "New cards: nodequiz study. Or here and now: nodequiz quiz --unseen",
        )
    };
    sitting::remark(world, &format!("{what}{chosen}."), Tone::Plain)?;
    sitting::remark(world, next, Tone::Dim)?;
    Ok(Exit::Done)
}
