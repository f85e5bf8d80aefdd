//! `nodequiz stats`: where the learner stands.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use serde::Serialize;

use crate::progress::{Answers, Hindsight, Moment, Overview, Period, Scope, overview};
use crate::store::{PageError, write_page};
use crate::terminal::Line;
use crate::terminal::page::{GENERATOR, stats_page};
use crate::terminal::report::{self, Section};

use super::exit::{Exit, Failure};
use super::filters::FilterArgs;
use super::goal::goal_ahead;
use super::learner::Learner;
use super::shelf::Shelf;
use super::span::Since;
use super::world::World;

/// Show where you stand: today, streak, what is due, how much you know.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_long_help = "Without a section it is one screen. Of the answers, those of the last 90 days are \
counted; --since sets another first day.

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

    /// Only these sections; several with commas between
    #[arg(long = "section", value_name = "SECTION", value_delimiter = ',', value_parser = section_parser())]
    sections: Vec<Section>,

    /// Every section
    #[arg(long, conflicts_with = "sections")]
    all: bool,

    /// Count answers from this day on: `2026-11-01`, `30d`, `8w`
    #[arg(long, value_name = "DAY")]
    since: Option<Since>,

    /// Print JSON (its shape is in docs/json.md)
    #[arg(long, conflicts_with = "html")]
    json: bool,

    /// Write a page for a browser: one file, for you alone, that loads nothing; `-` prints it
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// With --html, replace the file even if it is no such page
    #[arg(long, requires = "html")]
    force: bool,
}

fn section_parser() -> impl clap::builder::TypedValueParser<Value = Section> {
    PossibleValuesParser::new(Section::ALL.map(Section::name))
        .map(|name| Section::from_name(&name).expect("one of the names just listed"))
}

#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    #[serde(flatten)]
    overview: &'a Overview,
}

impl StatsArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::quick(world)?;
        let today = world.today();
        let since = self.since.map(|since| since.resolve(today)).transpose()?;
        let filter = self.filter.resolve(shelf.library)?;
        let scope = Scope::new(shelf.library, &filter);
        let mut answers = Answers::new(&scope, Period::new(today, since));
        let mut hindsight = Hindsight::default();
        let learner = Learner::watched(world, &shelf, |answered| {
            answers.watch(answered);
            hindsight.watch(answered, today);
        })?;
        let mut overview = overview(
            &answers,
            &Moment {
                schedule: learner.schedule(),
                scheduler: &learner.scheduler,
                pace: learner.pace(),
                now: world.clock.now(),
                study_days: world.settings().study_days,
                new_per_day: world.settings().new_per_day,
            },
        );
        overview.goal = goal_ahead(world, &learner, &hindsight, self.shows_goal());
        let streak = world.settings().streak;
        if let Some(file) = &self.html {
            let page = stats_page(&overview, &self.filter.words(), streak);
            self.write(world, file, &page)?;
        } else if self.json {
            world.output.json(&Json {
                schema: 1,
                overview: &overview,
            })?;
        } else {
            let width = world.output.width();
            let lines = if self.all || !self.sections.is_empty() {
                report::stats_in_full(&overview, &self.sections, width, streak)
            } else {
                report::stats(&overview, width, streak)
            };
            world.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }

    /// Whether the goal is shown with all that is to be expected of it, not just in a line.
    fn shows_goal(&self) -> bool {
        let named = self.sections.contains(&Section::Goal);
        self.all || named || self.json || self.html.is_some()
    }

    /// Writes a page, or prints it.
    fn write(&self, world: &mut World, file: &Path, page: &str) -> Result<(), Failure> {
        if file == Path::new("-") {
            return Ok(world.output.raw(page)?);
        }
        let path = write_page(file, page, GENERATOR, self.force).map_err(|error| {
            let hint = match error {
                PageError::NotOurs(_) => "name another file, or say --force to replace it",
                PageError::Failed { .. } => "see that its folder is there and may be written to",
            };
            Failure::failed(error).hint(hint)
        })?;
        let written = Line::from(path.display().to_string());
        Ok(world.output.lines(&[written])?)
    }
}
