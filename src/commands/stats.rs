//! `nodequiz stats`: the learner's statistics.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::page::{GENERATOR, stats_page};
use crate::plan::StudyRequest;
use crate::progress::{
    AHEAD, Answers, DayPlan, GoalHistory, OverviewInput, Period, Scope, overview,
};
use crate::report;
use crate::store::{PageError, write_page};
use crate::terminal::Line;
use crate::wording::Section;

use super::due::plan_ahead;
use super::goal::goal_ahead;
use crate::app::dates::Since;
use crate::app::find::named;
use crate::app::{Context, Exit, Failure, FilterArgs, LoadedDecks, OpenHistory};

/// Show where you stand: today, streak, what is due, how much you know.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Without a section, it fits on one screen. Answers of the last 90 days are counted; --since sets \
another first day.

Examples:
  nodequiz stats
  nodequiz stats --section topics,decks
  nodequiz stats --all --since 30d
  nodequiz stats async --level senior --section hardest
  nodequiz stats --html stats.html
  nodequiz stats --json | jq .retention"
)]
pub struct StatsArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// Only these sections, separated by commas
    #[arg(long = "section", value_name = "SECTION", value_delimiter = ',', value_parser = named(&Section::ALL, Section::name))]
    sections: Vec<Section>,

    /// Every section
    #[arg(long, conflicts_with = "sections")]
    all: bool,

    /// Count answers from this day on: `2026-11-01`, `30d`, `8w`
    #[arg(long, value_name = "DAY")]
    since: Option<Since>,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long, conflicts_with = "html")]
    json: bool,

    /// Write a page for a browser: one file, for you alone, that loads nothing; `-` prints it
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// With --html, replace the file even if it is not such a page
    #[arg(long, requires = "html")]
    force: bool,
}

impl StatsArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let loaded = LoadedDecks::load(context);
        self.show(context, &loaded)
    }

    pub(super) fn show(
        &self,
        context: &mut Context,
        loaded: &LoadedDecks,
    ) -> Result<Exit, Failure> {
        let today = context.today();
        let since = self.since.map(|since| since.resolve(today)).transpose()?;
        let filter = self.filter.resolve(loaded.library)?;
        let scope = Scope::new(loaded.library, &filter);
        let mut answers = Answers::new(&scope, Period::new(today, since));
        let mut goal_history = GoalHistory::default();
        let history = OpenHistory::watched(context, loaded, |answered| {
            answers.watch(answered);
            goal_history.watch(answered, today);
        })?;
        let request = StudyRequest {
            filter,
            ..context.usual_request(history.schedule())
        };
        let mut overview = overview(
            &answers,
            &OverviewInput {
                schedule: history.schedule(),
                scheduler: &history.scheduler,
                pace: history.pace(),
                now: context.clock.now(),
                study_days: context.settings().study_days,
                new_per_day: context.settings().new_per_day,
                minutes: request.minutes,
                plan: DayPlan::of(&plan_ahead(context, &history, &request, AHEAD as u32 - 1)),
                known_on: context.known_on(history.schedule()),
            },
        );
        overview.goal = goal_ahead(context, &history, &goal_history, self.shows_goal());
        let streak = context.settings().streak;
        if let Some(file) = &self.html {
            let page = stats_page(&overview, &self.filter.words(), streak);
            self.write(context, file, &page)?;
        } else if self.json {
            context.output.json(&overview)?;
        } else {
            let width = context.output.width();
            let lines = if self.all || !self.sections.is_empty() {
                report::stats_in_full(&overview, &self.sections, width, streak)
            } else {
                report::stats(&overview, width, streak)
            };
            context.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }

    /// Whether the goal is shown in full, not just on one line.
    fn shows_goal(&self) -> bool {
        let named = self.sections.contains(&Section::Goal);
        self.all || named || self.json || self.html.is_some()
    }

    /// Writes a page, or prints it.
    fn write(&self, context: &mut Context, file: &Path, page: &str) -> Result<(), Failure> {
        if file == Path::new("-") {
            return Ok(context.output.raw(page)?);
        }
        let path = write_page(file, page, GENERATOR, self.force).map_err(|error| {
            let hint = match error {
                PageError::NotOurs(_) => "name another file, or say --force to replace it",
                PageError::Failed { .. } => "check that its folder exists and can be written to",
            };
            Failure::failed(error).hint(hint)
        })?;
        let written = Line::from(path.display().to_string());
        Ok(context.output.lines(&[written])?)
    }
}
