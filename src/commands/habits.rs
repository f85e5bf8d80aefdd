//! `nodequiz habits`: what to do every week and every quarter in addition to the cards.

use clap::{Args, Subcommand};

use crate::deck::roadmap::Habits;
use crate::history::{Event, HabitEntry};
use crate::memory::StudyDay;
use crate::progress::HabitsView;
use crate::report;
use crate::wording;

use crate::app::find::one_of;
use crate::app::{Context, Exit, Failure, OpenHistory};

/// Show the weekly and quarterly habits; say that you kept one.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "A week runs from Monday to Sunday, a quarter with the calendar. Plain `nodequiz` mentions the \
habits that you have kept before and that are due this week, but not those that you never kept, \
dropped, or left alone for four weeks.

Examples:
  nodequiz habits
  nodequiz habits done read-profile
  nodequiz habits done incident-drill --on 2026-11-18 --note \"EMFILE: lsof showed it\"
  nodequiz habits done read-profile --undo
  nodequiz habits drop audit-dependencies     don't show it any more
  nodequiz habits want audit-dependencies     show it again"
)]
pub struct HabitsArgs {
    #[command(subcommand)]
    action: Option<Action>,

    /// Also show habits that you dropped
    #[arg(long)]
    all: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// Say that you kept a habit, today or on another day
    Done {
        /// The habit's id, or the start of one
        habit: String,

        /// The day on which you kept it, such as 2026-11-18
        #[arg(long, value_name = "DATE", conflicts_with = "undo")]
        on: Option<StudyDay>,

        /// A note: what you did, what surprised you
        #[arg(long, value_name = "TEXT", conflicts_with = "undo")]
        note: Option<String>,

        /// Take back the newest entry about this habit
        #[arg(long)]
        undo: bool,
    },
    /// Drop a habit: it is not shown any more
    Drop {
        /// The habit's id, or the start of one
        habit: String,
    },
    /// Take up a habit again that you dropped
    Want {
        /// The habit's id, or the start of one
        habit: String,
    },
}

impl HabitsArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        if self.action.is_some() && (self.json || self.all) {
            let message = "--json and --all are for the list of habits";
            return Err(Failure::usage(message).hint("nodequiz habits --json"));
        }
        match self.action {
            None => list(self.all, self.json, context),
            Some(Action::Done {
                habit, undo: true, ..
            }) => {
                let id = resolve(&habit)?;
                let mut history = OpenHistory::open(context)?;
                history.take_back(
                    id,
                    context,
                    |event| matches!(event, Event::Habit(entry) if entry.habit == id),
                )
            }
            Some(Action::Done {
                habit, on, note, ..
            }) => done(resolve(&habit)?, on, note, context),
            Some(Action::Drop { habit }) => want(resolve(&habit)?, false, context),
            Some(Action::Want { habit }) => want(resolve(&habit)?, true, context),
        }
    }
}

fn list(all: bool, json: bool, context: &mut Context) -> Result<Exit, Failure> {
    let history = OpenHistory::open(context)?;
    let view = view(&history)?;
    context.print(json, &view, |width| report::habits(&view, all, width))
}

fn view(history: &OpenHistory) -> Result<HabitsView, Failure> {
    let journal = history.journal()?;
    let states = &history.schedule().declared.habits;
    Ok(HabitsView::of(&journal, states, history.today))
}

fn done(
    id: &str,
    on: Option<StudyDay>,
    note: Option<String>,
    context: &mut Context,
) -> Result<Exit, Failure> {
    let mut history = OpenHistory::open(context)?;
    let day = on.unwrap_or(history.today);
    if day > history.today {
        let message = format!(
            "{} is in the future; today is {}",
            wording::day(day),
            wording::day(history.today)
        );
        return Err(Failure::usage(message).hint("record it once you have done it"));
    }
    let view = view(&history)?;
    let known = view.habits.iter().find(|row| row.id == id);
    let known = known.is_some_and(|row| row.wanted && row.kept.iter().any(|kept| kept.day == day));
    let note = note.map(|note| note.trim().to_owned());
    if known && note.is_none() {
        return context.done(format!(
            "{id} is already recorded for {}.",
            wording::day(day)
        ));
    }
    let entry = HabitEntry {
        habit: id.to_owned(),
        done: Some(day),
        note,
        wanted: None,
    };
    history.append(Event::Habit(entry))?;
    history.save(context);
    let when = if day == history.today {
        "today".to_owned()
    } else {
        format!("on {}", wording::day(day))
    };
    context.done(format!("✓ {id} kept {when}."))
}

fn want(id: &str, wanted: bool, context: &mut Context) -> Result<Exit, Failure> {
    let mut history = OpenHistory::open(context)?;
    let now = history.schedule().declared.habits.get(id);
    if now.is_none_or(|state| !state.unwanted) != wanted {
        let entry = HabitEntry {
            habit: id.to_owned(),
            done: None,
            note: None,
            wanted: Some(wanted),
        };
        history.append(Event::Habit(entry))?;
        history.save(context);
    }
    let message = if wanted {
        format!("{id} is among your habits.")
    } else {
        format!("{id} is not shown any more; nodequiz habits want {id} brings it back.")
    };
    context.done(&message)
}

/// The id of the habit named.
fn resolve(name: &str) -> Result<&'static str, Failure> {
    let ids = Habits::builtin().habits.iter().map(|one| one.id.as_str());
    one_of(name, ids, "habit", "nodequiz habits")
}
