//! `nodequiz stats`: where the learner stands.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use serde::Serialize;

use crate::progress::{Answers, Moment, Overview, Period, Scope, overview};
use crate::terminal::report::{self, Section};

use super::exit::{Exit, Failure};
use super::filters::FilterArgs;
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
    #[arg(long)]
    json: bool,
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
        let learner = Learner::watched(world, &shelf, |answered| answers.watch(answered))?;
        let overview = overview(
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
        if self.json {
            world.output.json(&Json {
                schema: 1,
                overview: &overview,
            })?;
        } else {
            let streak = world.settings().streak;
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
}
