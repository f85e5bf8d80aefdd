//! `nodequiz quiz`: a quick round.

use clap::Args;

use crate::ask::Round;
use crate::deck::Card;
use crate::history::Mode;
use crate::plan::{QuizRequest, Task, Why, plan_quiz};
use crate::report;
use crate::session::{Ending, Session, SessionAnswer, UnrecordedJournal, drive};
use crate::store;
use crate::terminal::highlight::highlighter;
use crate::terminal::{Line, Tone};

use crate::app::{Context, Exit, Failure, FilterArgs, OpenHistory, interactive};

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
        let (ending, answered) = ask(&tasks, &mut history, context, false)?;
        history.save(context);
        let exit = interactive::ended(context, &ending);
        if exit == Exit::Signal(1) {
            return Ok(exit);
        }
        if answered.is_empty() {
            context.remark("Nothing answered, nothing changed.", Tone::Plain)?;
            return Ok(exit);
        }
        let wrong = print_report(context, &answered, false)?;
        if wrong.is_empty() || !matches!(ending, Ending::Done { .. }) {
            return Ok(exit);
        }
        let done = repeat(wrong, &mut history, context)?;
        Ok(if done == Exit::Done { exit } else { done })
    }
}

/// Asks these cards, each once. A repeat is not recorded.
fn ask<'c>(
    tasks: &[Task<'c>],
    history: &mut OpenHistory,
    context: &Context,
    repeat: bool,
) -> Result<(Ending, Vec<SessionAnswer<'c>>), Failure> {
    let name = store::session_name();
    let tasks = tasks.iter().copied();
    let mut session = Session::round(tasks, history.today, Mode::Quiz, name, context.seed);
    let (library, scheduler) = (history.library, history.scheduler.clone());
    let round = if repeat { Round::Repeat } else { Round::Quiz };
    let asked = interactive::ask(context, library, round, None, None, |face| {
        if repeat {
            let mut nothing_kept = UnrecordedJournal(history.schedule());
            drive(&mut session, &scheduler, face, &mut nothing_kept)
        } else {
            drive(&mut session, &scheduler, face, history)
        }
    })?;
    let ending = match (asked.ending, asked.stopped) {
        // It was stopped while its last answer was shown.
        (Ending::Done { .. }, Some(stop)) => Ending::Stopped(stop),
        (ending, _) => ending,
    };
    Ok((ending, session.answered().to_vec()))
}

/// Offers to repeat wrong answers, until all are right or the learner declines.
fn repeat(
    mut wrong: Vec<&Card>,
    history: &mut OpenHistory,
    context: &mut Context,
) -> Result<Exit, Failure> {
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
        let tasks: Vec<Task<'_>> = wrong.into_iter().map(again).collect();
        let (ending, answered) = ask(&tasks, history, context, true)?;
        let exit = interactive::ended(context, &ending);
        if exit == Exit::Signal(1) || answered.is_empty() {
            return Ok(exit);
        }
        wrong = print_report(context, &answered, true)?;
        if !matches!(ending, Ending::Done { .. }) {
            return Ok(exit);
        }
    }
    Ok(Exit::Done)
}

/// Prints the score; returns the cards that were wrong, in the order in which they were asked.
fn print_report<'c>(
    context: &mut Context,
    answered: &[SessionAnswer<'c>],
    repeat: bool,
) -> Result<Vec<&'c Card>, Failure> {
    let failed = answered.iter().filter(|answer| !answer.grade.passed());
    let wrong: Vec<&Card> = failed.map(|answer| answer.card).collect();
    let (width, colored) = (context.output.width(), highlighter(context.output.colors()));
    let lines = report::quiz(answered, &wrong, repeat, width, colored);
    interactive::after_lines(context)?;
    context.output.lines(&lines)?;
    Ok(wrong)
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
