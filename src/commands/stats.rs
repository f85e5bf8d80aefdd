//! `nodequiz stats`: where the learner stands.

use clap::Args;
use serde::Serialize;

use crate::deck::Card;
use crate::progress::{Overview, overview};
use crate::terminal::report;

use super::exit::{Exit, Failure};
use super::filters::FilterArgs;
use super::learner::Learner;
use super::shelf::Shelf;
use super::world::World;

/// Show where you stand: today, streak, what is due, how much you know.
#[derive(Args, Clone, Debug, Default)]
#[command(after_long_help = "Examples:
  nodequiz stats
  nodequiz stats --topic async
  nodequiz stats --json | jq .retention")]
pub struct StatsArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// Print JSON (its shape is in docs/json.md)
    #[arg(long)]
    json: bool,
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
        let learner = Learner::open(world, &shelf)?;
        let filter = self.filter.resolve(learner.library)?;
        let chosen: Vec<(&str, &str, Vec<&Card>)> = learner
            .library
            .decks()
            .iter()
            .map(|deck| {
                let cards = deck
                    .cards
                    .iter()
                    .filter(|card| filter.takes(card))
                    .collect();
                (deck.id.as_str(), deck.title.as_str(), cards)
            })
            .filter(|(_, _, cards): &(_, _, Vec<&Card>)| !cards.is_empty())
            .collect();
        let rows: Vec<(&str, &str, &[&Card])> = chosen
            .iter()
            .map(|(id, title, cards)| (*id, *title, cards.as_slice()))
            .collect();
        let overview = overview(
            &rows,
            learner.schedule(),
            &learner.scheduler,
            &learner.pace(),
            learner.today,
            world.clock.now(),
            world.settings().study_days,
        );
        if self.json {
            world.output.json(&Json {
                schema: 1,
                overview: &overview,
            })?;
        } else {
            let streak = world.settings().streak;
            let lines = report::stats(&overview, world.output.width(), streak);
            world.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }
}
