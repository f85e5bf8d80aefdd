//! `nodequiz due`: what today still holds.

use clap::Args;
use serde::Serialize;

use crate::plan::{Wishes, plan_today};
use crate::progress::{DueNow, workload};
use crate::terminal::Line;
use crate::terminal::report;

use super::exit::{Exit, Failure};
use super::filters::FilterArgs;
use super::goal::goal_now;
use super::learner::Learner;
use super::shelf::Shelf;
use super::world::World;

/// Show what is due, for people, prompts and scripts.
#[derive(Args, Clone, Debug, Default)]
#[command(after_long_help = "Examples:
  nodequiz due                 what today still holds
  nodequiz due --short         one line for a prompt, empty when nothing is due
  nodequiz due --json | jq .due")]
pub struct DueArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// One line for prompts and status bars; nothing when nothing is to be done
    #[arg(long, conflicts_with = "json")]
    short: bool,

    /// Print JSON (its shape is in docs/json.md)
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    #[serde(flatten)]
    now: &'a DueNow,
}

impl DueArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::quick(world)?;
        self.show(world, &shelf)
    }

    fn show(&self, world: &mut World, shelf: &Shelf) -> Result<Exit, Failure> {
        let learner = Learner::open(world, shelf)?;
        let wishes = Wishes {
            filter: self.filter.resolve(learner.library)?,
            ..world.usual_wishes(learner.schedule())
        };
        let now = due_now(&learner, &wishes);
        let named = now.next.iter();
        if shelf.is_gone(named.map(|queued| queued.id.as_str())) {
            let shelf = Shelf::load(world)?;
            return self.show(world, &shelf);
        }
        if self.json {
            world.output.json(&Json {
                schema: 1,
                now: &now,
            })?;
        } else if self.short {
            let short = report::due_short(&now);
            if !short.is_empty() {
                world.output.lines(&[Line::from(short)])?;
            }
        } else {
            let lines = report::due(&now, world.output.width());
            world.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }
}

/// What today holds under these wishes.
pub(super) fn due_now(learner: &Learner<'_>, wishes: &Wishes) -> DueNow {
    let schedule = learner.schedule();
    let pace = learner.pace();
    let plan = plan_today(
        learner.library.cards(),
        schedule,
        &learner.scheduler,
        &pace,
        learner.today,
        wishes,
    );
    let chosen = learner
        .library
        .cards()
        .filter(|card| wishes.filter.takes(card));
    let loads = workload(chosen, schedule, &pace, learner.today, 2);
    let goal = wishes.aim.as_ref().map(|aim| goal_now(learner, aim));
    DueNow::of(
        &plan,
        loads[1],
        schedule,
        &learner.scheduler,
        learner.today,
        goal,
    )
}
