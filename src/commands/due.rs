//! `nodequiz due`: what is left to do today.

use clap::Args;
use serde::Serialize;

use crate::plan::{Plan, StudyRequest, plan_today};
use crate::progress::DueNow;
use crate::report;
use crate::terminal::Line;

use super::goal::goal_now;
use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::filters::FilterArgs;
use crate::app::loaded_decks::LoadedDecks;
use crate::app::open_history::OpenHistory;

/// Show what is due, for people, prompts and scripts.
#[derive(Args, Clone, Debug, Default)]
#[command(after_long_help = "Examples:
  nodequiz due                 what today still holds
  nodequiz due --short         one line for a prompt, empty when nothing is due
  nodequiz due --json | jq .due")]
pub struct DueArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// One line for prompts and status bars; empty when there is nothing to do
    #[arg(long, conflicts_with = "json")]
    short: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct DueJson<'a> {
    schema: u32,
    #[serde(flatten)]
    now: &'a DueNow,
}

impl DueArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let loaded = LoadedDecks::load(context)?;
        self.show(context, &loaded)
    }

    fn show(&self, context: &mut Context, loaded: &LoadedDecks) -> Result<Exit, Failure> {
        let history = OpenHistory::open(context, loaded)?;
        let request = StudyRequest {
            filter: self.filter.resolve(history.library)?,
            ..context.usual_request(history.schedule())
        };
        let now = due_now(context, &history, &request);
        if self.json {
            context.output.json(&DueJson {
                schema: 1,
                now: &now,
            })?;
        } else if self.short {
            let short = report::due_short(&now);
            if !short.is_empty() {
                context.output.lines(&[Line::from(short)])?;
            }
        } else {
            let lines = report::due(&now, context.output.width());
            context.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }
}

/// The plan of today under this request.
pub(super) fn plan_now<'s>(history: &OpenHistory<'s>, request: &StudyRequest) -> Plan<'s> {
    plan_today(
        history.library.cards(),
        history.schedule(),
        &history.scheduler,
        &history.pace(),
        history.today,
        request,
    )
}

/// What is left today under this request.
pub(super) fn due_now(
    context: &Context,
    history: &OpenHistory<'_>,
    request: &StudyRequest,
) -> DueNow {
    let aim = request.aim.as_ref();
    DueNow::of(
        &plan_now(history, request),
        history.schedule(),
        &history.scheduler,
        history.today,
        aim.map(|aim| goal_now(context, history, aim)),
    )
}
