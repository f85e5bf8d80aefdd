//! `nodequiz undo`: take back the newest thing done on this device, or write it again.

use clap::Args;

use crate::history::{Deed, Deeds, Event, GoalChange, Journal, Record, TakenBack};
use crate::terminal::{Line, Tone};
use crate::wording;

use crate::app::{Context, Exit, Failure, OpenHistory};

/// How many things `--list` shows.
const LISTED: usize = 20;

/// Take back the newest thing done on this device.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "That can be an answer, anything else done to a card, a goal, a pause, or what you said about a \
project, a habit or an area. Undo can be repeated. You are asked before anything older than the \
last session is taken back. A level that was reached stays reached, and `nodequiz fit --revert` \
takes back a fit. Nothing is erased: the journal keeps everything.

Examples:
  nodequiz undo
  nodequiz undo --list      what it would take back, newest first
  nodequiz undo --redo      write again what was taken back last; an answer keeps its day
  nodequiz undo --yes       don't ask"
)]
pub struct UndoArgs {
    /// Show what would be taken back, newest first; change nothing
    #[arg(long, conflicts_with = "redo")]
    list: bool,

    /// Write again what was taken back last
    #[arg(long)]
    redo: bool,

    /// Don't ask, even if it was done before the last session
    #[arg(long)]
    yes: bool,
}

impl UndoArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let mut history = OpenHistory::open(context)?;
        let journal = history.journal()?;
        let device = history.device().unwrap_or_default();
        let mut deeds = Deeds::of(&journal, &device, history.today);
        if self.list {
            return list(&deeds, context);
        }
        if self.redo {
            let Some(deed) = deeds.undone.pop() else {
                let message = "nothing was taken back that could be written again";
                return Err(Failure::failed(message));
            };
            let day = deed.day_again(history.today);
            history.append_on(day, deed.record.event.clone())?;
            history.save(context);
            return context.done(format!("Written again: {}.", describe(&deed.record)));
        }
        let Some(deed) = deeds.done.pop() else {
            return Err(Failure::failed("there is nothing on this device to undo"));
        };
        if is_older_than_the_last_session(&deed, &journal, &device) {
            let what = describe(&deed.record);
            let question = format!("This was done before the last session: {what}. Take it back?");
            let what =
                format!("the newest thing to undo was done before the last session ({what})");
            if !context.may_destroy(self.yes, &what, &question)? {
                return context.done("Nothing was taken back.");
            }
        }
        let event = deed.taken_back(history.today);
        let now = holds_again(&event);
        let by = history.append(event)?;
        if !deed.is_taken_out() {
            let of = deed.record.id;
            history.append(Event::Note(TakenBack { of, by }.into()))?;
        }
        history.save(context);
        let message = format!("Undone: {}.{now}", describe(&deed.record));
        context.remark(&message, Tone::Plain)?;
        context.remark("nodequiz undo --redo writes it again.", Tone::Dim)?;
        Ok(Exit::Done)
    }
}

fn list(deeds: &Deeds, context: &mut Context) -> Result<Exit, Failure> {
    if deeds.done.is_empty() {
        return context.done("There is nothing on this device to undo.");
    }
    let newest = deeds.done.iter().rev().take(LISTED).zip(1..);
    let mut lines: Vec<Line> = newest
        .map(|(deed, number)| {
            Line::styled(format!("{number:>3}  "), Tone::Dim)
                .with(describe(&deed.record), Tone::Plain)
        })
        .collect();
    let more = deeds.done.len().saturating_sub(LISTED);
    if more > 0 {
        lines.push(Line::styled(format!("     and {more} more"), Tone::Dim));
    }
    context.lines(&lines)
}

/// Whether something was done before the last session of this device began.
fn is_older_than_the_last_session(deed: &Deed, journal: &Journal, device: &str) -> bool {
    let session = |record: &Record<'_>| match &record.event {
        Event::Review(review) => review.details.session.as_ref().map(ToString::to_string),
        _ => None,
    };
    let own = || journal.all_of(device);
    let Some(last) = own().filter_map(|record| session(&record)).last() else {
        return false;
    };
    let began = own().find(|record| session(record).as_ref() == Some(&last));
    began.is_some_and(|began| deed.record.seq < began.seq)
}

/// What applies again once a former value was written.
fn holds_again(event: &Event<'_>) -> String {
    match event {
        Event::Goal(GoalChange::Set(goal)) => {
            format!(" The goal is {} again.", wording::day(goal.date))
        }
        Event::Goal(GoalChange::Clear {}) => " There is no goal now.".to_owned(),
        _ => String::new(),
    }
}

/// What a record describes, in words.
fn describe(record: &Record<'_>) -> String {
    let day = wording::day(record.day);
    match &record.event {
        Event::Review(review) => format!("{} for {} on {day}", review.grade, review.card),
        Event::Goal(GoalChange::Set(goal)) => {
            format!("the goal {}, set on {day}", wording::day(goal.date))
        }
        Event::Goal(GoalChange::Clear {}) => format!("clearing the goal on {day}"),
        Event::Pause { until } if *until > record.day => {
            format!("the pause until {}, set on {day}", wording::day(*until))
        }
        Event::Pause { .. } => format!("the end of the pause on {day}"),
        Event::Project(entry) => match entry.state {
            Some(state) => format!("project {} is {state}, said on {day}", entry.project),
            None => format!("the note on project {} of {day}", entry.project),
        },
        Event::Habit(entry) => match (entry.done, entry.wanted) {
            (Some(done), _) => format!("habit {} kept on {}", entry.habit, wording::day(done)),
            (None, Some(false)) => format!("dropping habit {} on {day}", entry.habit),
            (None, _) => format!("taking up habit {} on {day}", entry.habit),
        },
        Event::Rename { from, to } => format!("the history of {from} going to {to} on {day}"),
        Event::Assess(rating) => format!("{} rated {} on {day}", rating.area, rating.stage),
        event => match event.card() {
            Some(card) => format!("{} of {card} on {day}", event.name()),
            None => event.name().to_owned(),
        },
    }
}
