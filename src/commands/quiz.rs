//! `nodequiz quiz`: a quick round.

use std::collections::BTreeMap;

use clap::Args;

use crate::ask::{self, PlainScreen, StudyScreen};
use crate::deck::Card;
use crate::history::Mode;
use crate::memory::Scheduler;
use crate::plan::{QuizRequest, Task, Why, plan_quiz};
use crate::report;
use crate::report::QuizScore;
use crate::session::{Ending, Journal, Session, SessionAnswer, Stop, UnrecordedJournal, drive};
use crate::store;
use crate::terminal::highlight::highlighter;
use crate::terminal::{Line, Tone};

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::filters::FilterArgs;
use crate::app::interactive;
use crate::app::open_history::OpenHistory;

/// Answer a quick round of questions that the program marks.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Choices, blanks, typed answers, orders and outputs, from cards that you have met already. Each \
answer is a review of its card: right is good, wrong is again. Asking the wrong ones once more \
changes nothing.

Examples:
  nodequiz quiz
  nodequiz quiz async --count 5
  nodequiz quiz --topic security --unseen    cards that you have not met yet"
)]
pub struct QuizArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// How many questions
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = count_parser())]
    count: usize,

    /// Ask cards that you have not met yet, instead of those that you have
    #[arg(long)]
    unseen: bool,
}

fn count_parser() -> impl clap::builder::TypedValueParser<Value = usize> {
    use clap::builder::TypedValueParser as _;
    clap::value_parser!(u16).range(1..=999).map(usize::from)
}

impl QuizArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let instead = "scripts can use `nodequiz review CARD GRADE`";
        interactive::needs_a_person(context, "quiz", instead)?;
        let mut history = OpenHistory::open(context)?;
        let request = QuizRequest {
            filter: self.filter.resolve(history.library)?,
            count: self.count,
            unseen: self.unseen,
        };
        let _lock = interactive::lock(context, "quiz")?;
        let cards = history.library.cards();
        let tasks = plan_quiz(
            cards,
            history.schedule(),
            history.today,
            &request,
            context.seed,
        );
        if tasks.is_empty() {
            return nothing(&request, context);
        }
        let round = Round {
            today: history.today,
            scheduler: history.scheduler.clone(),
            titles: interactive::titles(history.library),
        };
        let (ending, answered) = round.ask(&tasks, context, &mut history, false)?;
        history.save(context);
        let exit = interactive::ended(context, &ending);
        if exit == Exit::Signal(1) {
            return Ok(exit);
        }
        if answered.is_empty() {
            context.remark("Nothing answered, nothing changed.", Tone::Plain)?;
            return Ok(exit);
        }
        let wrong = tell(context, &answered, false)?;
        if wrong.is_empty() || !matches!(ending, Ending::Done { .. }) {
            return Ok(exit);
        }
        let done = round.repeat(&wrong, context, &history)?;
        Ok(if done == Exit::Done { exit } else { done })
    }
}

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
        context: &Context,
        journal: &mut dyn Journal,
        repeat: bool,
    ) -> Result<(Ending, Vec<SessionAnswer<'c>>), Failure> {
        let name = store::session_name();
        let tasks = tasks.iter().copied();
        let mut session = Session::round(tasks, self.today, Mode::Quiz, name, context.seed);
        let elapsed = || context.elapsed();
        let kind = if repeat {
            ask::Round::Repeat
        } else {
            ask::Round::Quiz
        };
        if context.is_plain() {
            let (restore, width) = (&context.restore, context.output.width());
            let mut face = PlainScreen::new(restore, width, &elapsed, &self.titles, kind);
            let ending =
                restore.defer_signals(|| drive(&mut session, &self.scheduler, &mut face, journal));
            return Ok((
                finished(ending, face.stopped()),
                session.answered().to_vec(),
            ));
        }
        let (mut screen, mut inputs) = interactive::screen(context)?;
        let mut face = StudyScreen::new(&mut screen, &mut inputs, &elapsed, &self.titles, kind);
        let ending = drive(&mut session, &self.scheduler, &mut face, journal);
        let ending = finished(ending, face.stopped());
        screen.leave();
        Ok((ending, session.answered().to_vec()))
    }

    /// Offers to repeat wrong answers, until all are right or the learner declines.
    fn repeat(
        &self,
        wrong: &[&Card],
        context: &mut Context,
        history: &OpenHistory,
    ) -> Result<Exit, Failure> {
        let mut wrong = wrong.to_vec();
        while !wrong.is_empty() {
            context.output.lines(&[Line::new()])?;
            context.output.flush()?;
            let question = "Again, only the wrong ones?";
            if !context.confirm(question)? {
                return Ok(Exit::Done);
            }
            let again = |card| Task {
                card,
                why: Why::Ahead,
            };
            let tasks: Vec<Task<'_>> = wrong.iter().copied().map(again).collect();
            let mut nothing_kept = UnrecordedJournal(history.schedule());
            let (ending, answered) = self.ask(&tasks, context, &mut nothing_kept, true)?;
            let exit = interactive::ended(context, &ending);
            if exit == Exit::Signal(1) || answered.is_empty() {
                return Ok(exit);
            }
            let still = tell(context, &answered, true)?;
            if !matches!(ending, Ending::Done { .. }) {
                return Ok(exit);
            }
            wrong = still;
        }
        Ok(Exit::Done)
    }
}

/// The exit of a round that was stopped while its last answer was shown.
fn finished(ending: Ending, stopped: Option<Stop>) -> Ending {
    match (ending, stopped) {
        (Ending::Done { .. }, Some(stop)) => Ending::Stopped(stop),
        (ending, _) => ending,
    }
}

/// Prints the score; returns the cards that were wrong.
fn tell<'c>(
    context: &mut Context,
    answered: &[SessionAnswer<'c>],
    repeat: bool,
) -> Result<Vec<&'c Card>, Failure> {
    let failed = answered.iter().filter(|answer| !answer.grade.passed());
    let score = QuizScore {
        answers: answered.len(),
        ms: answered.iter().map(|answer| answer.ms).sum(),
        wrong: failed.map(|answer| answer.card).collect(),
        repeat,
    };
    let width = context.output.width();
    let lines = report::quiz(&score, width, highlighter(context.output.colors()));
    interactive::after_lines(context)?;
    context.output.lines(&lines)?;
    Ok(score.wrong)
}

/// Prints that there is nothing to ask, and what to do instead.
fn nothing(request: &QuizRequest, context: &mut Context) -> Result<Exit, Failure> {
    let chosen = if request.filter.is_open() {
        ""
    } else {
        " among those you chose"
    };
    let (what, next) = if request.unseen {
        (
            "Every card that nodequiz can mark has been met",
            "Those that were met: nodequiz quiz",
        )
    } else {
        (
            "No card that nodequiz can mark has been met yet",
            "New cards: nodequiz study. Or here and now: nodequiz quiz --unseen",
        )
    };
    context.remark(format!("{what}{chosen}."), Tone::Plain)?;
    context.remark(next, Tone::Dim)?;
    Ok(Exit::Done)
}
