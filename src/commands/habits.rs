//! `nodequiz habits`: what to do every week and every quarter in addition to the cards.

use clap::{Args, Subcommand};

use crate::deck::roadmap::{Habits, Rhythm};
use crate::history::{Event, HabitEntry};
use crate::memory::StudyDay;
use crate::progress::{HabitRow, HabitsView};
use crate::report::{Lines, bold, heading, padded};
use crate::terminal::wrap::wrap;
use crate::terminal::{Line, Tone, text};
use crate::wording::{self, count, day, day_and_month};

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
    context.print(json, &view, |width| lines_of(&view, all, width))
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
    let said = if wanted {
        format!("{id} is among your habits.")
    } else {
        format!("{id} is not shown any more; nodequiz habits want {id} brings it back.")
    };
    context.done(&said)
}

/// The id of the habit named.
fn resolve(name: &str) -> Result<&'static str, Failure> {
    let ids = Habits::builtin().habits.iter().map(|one| one.id.as_str());
    one_of(name, ids, "habit", "nodequiz habits")
}

/// Columns before an id: sign and margin.
const SIGN: usize = 4;

/// All habits that are wanted, or all of them.
fn lines_of(view: &HabitsView, everything: bool, width: usize) -> Vec<Line> {
    let shown: Vec<&HabitRow> = view
        .habits
        .iter()
        .filter(|row| everything || row.wanted)
        .collect();
    let mut lines = Lines::new(width);
    lines.text(heading("Habits").with(format!(" · {}", day(view.day)), Tone::Dim));
    // Someone who keeps habits knows what they are for.
    let explain = everything || view.habits.iter().all(|row| row.last.is_none());
    let parts = [
        (Rhythm::Week, "This week", view.week),
        (Rhythm::Quarter, "This quarter", view.quarter),
    ];
    for (every, title, period) in parts {
        let rows: Vec<&HabitRow> = shown
            .iter()
            .filter(|row| row.every == every)
            .copied()
            .collect();
        if rows.is_empty() {
            continue;
        }
        lines.blank();
        let done = rows.iter().filter(|row| !row.due && row.wanted).count();
        let wanted = rows.iter().filter(|row| row.wanted).count();
        let until = day_and_month(period.last);
        let kept = format!(" · {done} of {wanted} done · until {until}");
        lines.text(bold(title).with(kept, Tone::Dim));
        for row in rows {
            habit(&mut lines, row, view.day, explain);
        }
    }
    let hidden = view.habits.iter().filter(|row| !row.wanted).count();
    lines.blank();
    if hidden > 0 && !everything {
        lines.dim(format!(
            "{} not wanted: nodequiz habits --all",
            count(hidden, "habit is", "habits are")
        ));
    }
    lines.dim("Kept one? nodequiz habits done ID. Not for you? nodequiz habits drop ID");
    lines.all
}

/// A habit: what it is, whether it is due, when it was last done, and how regularly.
fn habit(lines: &mut Lines, row: &HabitRow, today: StudyDay, explain: bool) {
    let (mut line, state) = match (row.wanted, row.due) {
        (false, _) => (Line::styled("  – ", Tone::Dim), "not wanted"),
        (true, true) => (Line::styled("  ○ ", Tone::Accent), "due"),
        (true, false) => (Line::styled("  ✓ ", Tone::Good), "done"),
    };
    line.push(padded(row.id, 20), Tone::Accent);
    line.push(row.title, Tone::Plain);
    lines.hanging(line, SIGN);
    let mut below = Line::from(state);
    if let Some(last) = row.last {
        let ago = match today.days_since(last) {
            days if days <= 0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        below.push(format!(" · last {last}, {ago}"), Tone::Dim);
        let signs: String = row
            .periods
            .iter()
            .map(|kept| if *kept { '✓' } else { '·' })
            .collect();
        let every = match row.every {
            Rhythm::Week => "weeks",
            Rhythm::Quarter => "quarters",
        };
        below.push(format!(" · {every} {signs}"), Tone::Dim);
    } else {
        below.push(" · never kept", Tone::Dim);
    }
    lines.indented(below, SIGN);
    let note = row.kept.last().and_then(|kept| kept.note.as_ref());
    if let Some(note) = note {
        let line = Line::styled(format!("“{note}”"), Tone::Dim);
        lines.indented(line, SIGN);
    }
    if explain {
        lines.indented(Line::styled(row.why, Tone::Dim), SIGN);
    }
}

/// What is due this week, in one line for the start; none if nothing is.
pub(super) fn habits_line(due: &[&str], width: usize) -> Vec<Line> {
    if due.is_empty() {
        return Vec::new();
    }
    let names = due.join(", ");
    let whole = format!("Habits due: {names}.");
    let words = if text::width(&whole) <= width {
        whole
    } else {
        let due = count(due.len(), "habit is due", "habits are due");
        format!("{due}: nodequiz habits")
    };
    wrap(&Line::styled(words, Tone::Dim), width, 0)
}
