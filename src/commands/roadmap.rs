//! `nodequiz roadmap`: the four levels, and what leads to the next.

use clap::Args;
use serde::Serialize;

use crate::deck::roadmap::{Ladder, Resource, Resources};
use crate::deck::{Card, Level};
use crate::history::{Event, Reached};
use crate::progress::{
    LadderHistory, LadderView, NextTopicInput, TopicSuggestion, is_on_ladder, may_be_reached,
    next_project, next_topics, projects,
};
use crate::report::{self, Roadmap};
use crate::terminal::{Line, Tone};

use crate::app::{Context, Exit, Failure, FilterArgs, OpenHistory};

/// Show how far you are on the way from beginner to expert, and what helps most now.
#[derive(Args, Clone, Debug)]
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

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct RoadmapJson<'a> {
    #[serde(flatten)]
    view: &'a LadderView,
    next: Next<'a>,
    resources: Vec<&'static Resource>,
}

/// What helps most towards the next level.
#[derive(Serialize)]
struct Next<'a> {
    topics: &'a [TopicSuggestion],
    project: Option<&'a str>,
}

impl RoadmapArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let mut history = OpenHistory::open(context)?;
        let mut filter = self.filter.resolve(history.library)?;
        let levels = std::mem::take(&mut filter.levels);
        let filtered = !filter.is_open();
        let cards: Vec<&Card> = if filtered {
            let all = history.library.cards();
            all.filter(|card| filter.takes(card)).collect()
        } else {
            ladder_cards(&history)
        };
        let journal = history.journal()?;
        let kept = &history.schedule().declared.reached;
        let ladder = LadderHistory::follow(&cards, kept, &journal, history.rules());
        if !filtered && !self.json {
            keep(&ladder.reached, &mut history, context);
        }
        let mut view = LadderView::of(
            &cards,
            &ladder,
            history.schedule(),
            &history.scheduler,
            history.today,
            filtered,
        );
        let projects = projects(
            &journal,
            &ladder.results,
            history.schedule(),
            history.library,
        );
        let target = view.next_level.filter(|_| !filtered);
        let every: Vec<&Card> = history.library.cards().collect();
        let pace = history.pace();
        let input = NextTopicInput {
            schedule: history.schedule(),
            results: &ladder.results,
            scheduler: &history.scheduler,
            pace: &pace,
            today: history.today,
        };
        let steps = target.map_or_else(Vec::new, |level| {
            next_topics(&every, &ladder.tallies, level, &input)
        });
        let project = target.and_then(|level| next_project(&projects, level));
        let resources = resources(&levels);
        if self.json {
            if !levels.is_empty() {
                view.levels.retain(|row| levels.contains(&row.level));
            }
            return context.json(&RoadmapJson {
                view: &view,
                next: Next {
                    topics: &steps,
                    project: project.map(|project| project.id),
                },
                resources,
            });
        }
        let roadmap = Roadmap {
            view: &view,
            steps: &steps,
            project,
            projects: &projects,
        };
        let width = context.output.width();
        if levels.is_empty() {
            context.output.lines(&report::roadmap(&roadmap, width))?;
        }
        for (number, level) in levels.iter().enumerate() {
            if number > 0 {
                context.output.lines(&[Line::new(), Line::new()])?;
            }
            let of_level: Vec<&Resource> = resources
                .iter()
                .filter(|one| one.level == *level)
                .copied()
                .collect();
            let lines = report::roadmap_level(&roadmap, *level, &of_level, width);
            context.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }
}

/// What is worth reading at these levels, or at all.
fn resources(levels: &[Level]) -> Vec<&'static Resource> {
    let all = Resources::builtin().resources.iter();
    all.filter(|one| levels.is_empty() || levels.contains(&one.level))
        .collect()
}

fn ladder_cards(history: &OpenHistory) -> Vec<&'static Card> {
    let cards = history.library.cards();
    cards.filter(|card| is_on_ladder(card)).collect()
}

/// Records the levels that the journal does not have yet, and returns them. A failure is a warning: they
/// are computed again the next time.
fn keep(reached: &[Reached], history: &mut OpenHistory, context: &mut Context) -> Vec<Reached> {
    let known = &history.schedule().declared.reached;
    let new: Vec<Reached> = reached
        .iter()
        .filter(|one| !known.contains_key(&one.level))
        .cloned()
        .collect();
    for one in &new {
        if let Err(failure) = history.append(Event::Reached(one.clone())) {
            let why = failure.message;
            context.warn(format!(
                "a level that was reached could not be recorded: {why}"
            ));
            break;
        }
    }
    if !new.is_empty() {
        history.save(context);
    }
    new
}

/// Says at the end of a session which level was reached, if one was.
pub(super) fn notice_of_level(
    history: &mut OpenHistory,
    context: &mut Context,
) -> Result<(), Failure> {
    let cards = ladder_cards(history);
    if !may_be_reached(&cards, history.schedule()) {
        return Ok(());
    }
    let journal = history.journal()?;
    let kept = &history.schedule().declared.reached;
    let ladder = LadderHistory::follow(&cards, kept, &journal, history.rules());
    for one in keep(&ladder.reached, history, context) {
        let level = Level::from_name(&one.level);
        let title = level.map_or("", |level| Ladder::builtin().rung(level).title.as_str());
        let words = format!(
            "✓ {title} reached: {} of {} cards are stable. See nodequiz roadmap",
            one.stable, one.cards
        );
        context.remark(&words, Tone::Good)?;
    }
    Ok(())
}
