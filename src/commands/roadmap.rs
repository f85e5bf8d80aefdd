//! `nodequiz roadmap`: the four levels, and what brings the learner to the next.

use clap::Args;
use serde::Serialize;

use crate::deck::roadmap::{Resource, Resources};
use crate::deck::{Card, Level};
use crate::progress::{Climb, Grounds, LadderView, TopicStep, next_project, next_topics, projects};
use crate::terminal::Line;
use crate::terminal::report::{self, Roadmap};

use super::exit::{Exit, Failure};
use super::filters::FilterArgs;
use super::learner::Learner;
use super::reached::{keep, ladder_cards};
use super::shelf::Shelf;
use super::world::World;

/// Show how far you are on the way from beginner to expert, and what brings most now.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_long_help = "A level is reached when 80 % of its cards, and 60 % of those of each of its topics, are \
stable: their stability is 21 days or more, and your last unaided answer was right. Then \
it stays reached. The levels are made of the topics of the matrix; decks of your own on \
other topics don't count, and neither do projects.

Examples:
  nodequiz roadmap
  nodequiz roadmap --level senior     what it asks, its topics, projects and reading
  nodequiz roadmap --topic async      one topic on all levels
  nodequiz roadmap --json | jq '.levels[] | {level, share, reached}'"
)]
pub struct RoadmapArgs {
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
    view: &'a LadderView,
    next: Next<'a>,
    resources: Vec<JsonResource>,
}

/// What brings most for the next level.
#[derive(Serialize)]
struct Next<'a> {
    topics: &'a [TopicStep],
    project: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonResource {
    level: Level,
    title: &'static str,
    address: &'static str,
    why: &'static str,
}

impl RoadmapArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::load(world)?;
        let mut learner = Learner::open(world, &shelf)?;
        let mut filter = self.filter.resolve(learner.library)?;
        let levels = std::mem::take(&mut filter.levels);
        let filtered = !filter.is_open();
        let cards: Vec<&Card> = if filtered {
            let all = learner.library.cards();
            all.filter(|card| filter.takes(card)).collect()
        } else {
            ladder_cards(&learner)
        };
        let journal = learner.journal()?;
        let kept = &learner.schedule().declared.reached;
        let climb = Climb::follow(&cards, kept, &journal, learner.rules());
        if !filtered && !self.json {
            keep(&climb.reached, &mut learner, world);
        }
        let mut view = LadderView::of(
            &cards,
            &climb,
            learner.schedule(),
            &learner.scheduler,
            learner.today,
            filtered,
        );
        let projects = projects(&journal, &climb.proof, learner.schedule(), learner.library);
        let target = view.next_level.filter(|_| !filtered);
        let every: Vec<&Card> = learner.library.cards().collect();
        let pace = learner.pace();
        let grounds = Grounds {
            schedule: learner.schedule(),
            proof: &climb.proof,
            scheduler: &learner.scheduler,
            pace: &pace,
            today: learner.today,
        };
        let steps = target.map_or_else(Vec::new, |level| {
            next_topics(&every, &climb.tallies, level, &grounds)
        });
        let project = target.and_then(|level| next_project(&projects, level));
        let resources = resources(&levels);
        if self.json {
            if !levels.is_empty() {
                view.levels.retain(|row| levels.contains(&row.level));
            }
            world.output.json(&Json {
                schema: 1,
                view: &view,
                next: Next {
                    topics: &steps,
                    project: project.map(|project| project.id),
                },
                resources: resources.into_iter().map(JsonResource::of).collect(),
            })?;
            return Ok(Exit::Done);
        }
        let roadmap = Roadmap {
            view: &view,
            steps: &steps,
            project,
            projects: &projects,
        };
        let width = world.output.width();
        if levels.is_empty() {
            world.output.lines(&report::roadmap(&roadmap, width))?;
        }
        for (number, level) in levels.iter().enumerate() {
            if number > 0 {
                world.output.lines(&[Line::new(), Line::new()])?;
            }
            let of_level: Vec<&Resource> = resources
                .iter()
                .filter(|one| one.level == *level)
                .copied()
                .collect();
            let lines = report::roadmap_level(&roadmap, *level, &of_level, width);
            world.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }
}

impl JsonResource {
    fn of(resource: &'static Resource) -> Self {
        Self {
            level: resource.level,
            title: &resource.title,
            address: &resource.address,
            why: &resource.why,
        }
    }
}

/// What is worth reading at these levels, or at all.
fn resources(levels: &[Level]) -> Vec<&'static Resource> {
    let all = Resources::builtin().resources.iter();
    all.filter(|one| levels.is_empty() || levels.contains(&one.level))
        .collect()
}
