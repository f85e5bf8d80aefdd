//! `nodequiz due`: what is left to do today.

use clap::Args;
use serde::Serialize;

use crate::history::Schedule;
use crate::memory::StudyDay;
use crate::plan::{Pace, Plan, StudyRequest, Task, Why, days_after_goal_day, plan_today};
use crate::progress::DueNow;
use crate::report;
use crate::terminal::Line;

use super::goal::goal_now;
use crate::app::{Context, Exit, Failure, FilterArgs, LoadedDecks, OpenHistory};

/// Show what is due, for people, prompts and scripts.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz due                 what today still holds
  nodequiz due --short         one line for a prompt, empty when nothing is due
  nodequiz due --json | jq .due
  nodequiz due --json --queue | jq .asks      every card, in the order in which study asks")]
pub struct DueArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// One line for prompts and status bars; empty when there is nothing to do, and no deck has an error
    #[arg(long, conflicts_with = "json")]
    short: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,

    /// The whole queue as well, in the order in which study asks
    #[arg(long, requires = "json")]
    queue: bool,
}

#[derive(Serialize)]
struct DueJson<'a> {
    #[serde(flatten)]
    now: &'a DueNow,
    #[serde(skip_serializing_if = "Option::is_none")]
    asks: Option<Vec<AskedJson<'a>>>,
}

/// A card of the queue.
#[derive(Serialize)]
struct AskedJson<'a> {
    id: &'a str,
    kind: &'static str,
    weight: u8,
    /// Why it is asked.
    why: &'static str,
    /// Seconds that it is expected to take.
    seconds: f32,
    /// Cards and decks that come before it.
    after: Vec<String>,
}

impl<'a> AskedJson<'a> {
    fn of(task: &Task<'a>, pace: &Pace) -> Self {
        let card = task.card;
        let (why, seconds) = match task.why {
            Why::New => ("new", pace.first_meeting(card)),
            Why::Due => ("due", pace.review(card)),
            Why::Goal => ("goal", pace.review(card)),
            Why::Ahead => ("ahead", pace.review(card)),
        };
        Self {
            id: card.id.as_str(),
            kind: card.kind().name(),
            weight: card.weight,
            why,
            seconds,
            after: card.after.iter().map(ToString::to_string).collect(),
        }
    }
}

impl DueArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let loaded = LoadedDecks::load(context);
        self.show(context, &loaded)
    }

    pub(super) fn show(
        &self,
        context: &mut Context,
        loaded: &LoadedDecks,
    ) -> Result<Exit, Failure> {
        let history = OpenHistory::of(context, loaded)?;
        let request = StudyRequest {
            filter: self.filter.resolve(history.library)?,
            ..context.usual_request(history.schedule())
        };
        let now = due_now(context, &history, &request);
        if self.json {
            let pace = history.pace();
            let asks = self.queue.then(|| plan_now(&history, &request));
            context.output.json(&DueJson {
                now: &now,
                asks: asks.map(|plan| {
                    let tasks = plan.tasks.iter();
                    tasks.map(|task| AskedJson::of(task, &pace)).collect()
                }),
            })?;
        } else if self.short {
            let short = report::due_short(&now, &loaded.faulty);
            if !short.is_empty() {
                context.output.lines(&[Line::from(short)])?;
            }
        } else {
            let lines = report::due(&now, context.output.width(), context.output.row_width());
            context.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }
}

/// The plan of today under this request.
pub(super) fn plan_now(history: &OpenHistory, request: &StudyRequest) -> Plan<'static> {
    plan_today(
        history.library.cards(),
        history.schedule(),
        &history.scheduler,
        &history.pace(),
        history.today,
        request,
    )
}

/// The same with what the days after it ask for, at least so many of them.
pub(super) fn plan_ahead(
    context: &Context,
    history: &OpenHistory,
    request: &StudyRequest,
    count: u32,
) -> Plan<'static> {
    let mut plan = plan_now(history, request);
    if !plan.by_goal && !goal_begins_tomorrow(context, history) {
        return plan;
    }
    plan.days.truncate(1);
    let pace = history.pace();
    let plan_on = |schedule: &Schedule, day: StudyDay| {
        let request = StudyRequest {
            filter: request.filter.clone(),
            ..context.request_on(schedule, day)
        };
        let cards = history.library.cards();
        plan_today(cards, schedule, &history.scheduler, &pace, day, &request)
    };
    let (schedule, today) = (history.schedule(), history.today);
    let days = days_after_goal_day(&plan, schedule, history.rules(), today, count, plan_on);
    plan.days.extend(days);
    plan
}

/// Whether the goal plans the days from tomorrow on.
fn goal_begins_tomorrow(context: &Context, history: &OpenHistory) -> bool {
    let plans = |day: StudyDay| {
        let aim = context.request_on(history.schedule(), day).aim;
        aim.is_some_and(|aim| aim.phase.plans())
    };
    !plans(history.today) && plans(history.today.plus(1))
}

/// What is left today under this request, and what tomorrow asks for.
pub(super) fn due_now(context: &Context, history: &OpenHistory, request: &StudyRequest) -> DueNow {
    let aim = request.aim.as_ref();
    DueNow::of(
        &plan_ahead(context, history, request, 1),
        history.schedule(),
        &history.scheduler,
        history.today,
        aim.map(|aim| goal_now(context, history, aim)),
    )
}
