//! `nodequiz place`: where to start.

use std::time::Duration;

use clap::Args;
use serde::Serialize;

use crate::deck::{Card, Level};
use crate::history::Event;
use crate::plan::{
    Field, KeptPlacement, MOST_QUESTIONS, MapRow, Placement, PlacementMap, PlacementNote,
    RoundState, Sign, kept_placement,
};
use crate::session::{Ending, Placing, claim, place};
use crate::store;
use crate::terminal::{Line, QuickFace, Tone, offer, report};

use super::exit::{Exit, Failure};
use super::learner::Learner;
use super::shelf::Shelf;
use super::sitting;
use super::world::World;

/// Find out where to start: about 24 questions in at most 8 minutes.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_long_help = "Questions become harder after right answers and easier after wrong ones. The end is a map of \
topics and levels. What you know need not be taught: its cards can be put off and are \
checked in 5 to 20 days. Stop whenever you like (Esc or q); it goes on where you left it, \
on any day.

Examples:
  nodequiz place
  nodequiz place --again           from the start, as if it had never been done
  nodequiz place --json | jq '.fields'"
)]
pub struct PlaceArgs {
    /// Begin anew although it was done, or begun, before
    #[arg(long)]
    again: bool,

    /// Print the map so far as JSON; nothing is asked (its shape is in docs/json.md)
    #[arg(long, conflicts_with = "again")]
    json: bool,
}

/// The map as scripts see it.
#[derive(Serialize)]
struct Json {
    schema: u32,
    /// `none`, `open` or `ended`.
    state: &'static str,
    questions: usize,
    right: usize,
    seconds: f64,
    /// Cards claimed at the end.
    claimed: Option<usize>,
    /// Topics in the order of the decks, levels from beginner on; what has no card is left out.
    fields: Vec<JsonField>,
}

/// A topic at a level.
#[derive(Serialize)]
struct JsonField {
    topic: String,
    level: Level,
    #[serde(flatten)]
    field: Field,
}

impl PlaceArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::load(world)?;
        let mut learner = Learner::open(world, &shelf)?;
        let kept = kept(&learner)?;
        let mut placement = Placement::new(shelf.library.cards());
        if !self.again {
            for answer in kept.iter().flat_map(|kept| &kept.answers) {
                placement.answer(answer.clone());
            }
        }
        if self.json {
            world.output.json(&Json::of(kept.as_ref(), &placement))?;
            return Ok(Exit::Done);
        }
        let kept = kept.filter(|_| !self.again);
        if let Some(RoundState::Ended { claimed }) = kept.as_ref().map(|kept| kept.state) {
            return done_before(&placement.map(), claimed, world);
        }
        sitting::needs_a_person("place", "`nodequiz place --json` prints the map so far")?;
        let _lock = sitting::lock(world, "place")?;
        let round = kept.map_or_else(store::session_name, |kept| kept.round);
        let exit = match ask(&mut placement, &round, &mut learner, &shelf, world)? {
            Asked::Over => finish(&placement, &round, &mut learner, world)?,
            Asked::Stopped(exit) => {
                if exit != Exit::Signal(1) {
                    later(&placement, world)?;
                }
                exit
            }
        };
        learner.save(world);
        Ok(exit)
    }
}

impl Json {
    fn of(kept: Option<&KeptPlacement>, placement: &Placement<'_>) -> Self {
        let answers = placement.answers();
        let ms: u64 = answers.iter().map(|answer| answer.ms).sum();
        let (state, claimed) = match kept.map(|kept| kept.state) {
            None => ("none", None),
            Some(RoundState::Open) => ("open", None),
            Some(RoundState::Ended { claimed }) => ("ended", Some(claimed)),
        };
        Self {
            schema: 1,
            state,
            questions: answers.len(),
            right: answers.iter().filter(|answer| answer.right).count(),
            seconds: ms as f64 / 1000.0,
            claimed,
            fields: fields(placement.map()),
        }
    }
}

fn fields(map: PlacementMap) -> Vec<JsonField> {
    let row = |row: MapRow| {
        let topic = row.topic;
        Level::ALL
            .into_iter()
            .zip(row.fields)
            .filter_map(move |(level, field)| {
                let topic = topic.clone();
                field.map(|field| JsonField {
                    topic,
                    level,
                    field,
                })
            })
    };
    map.rows.into_iter().flat_map(row).collect()
}

/// The placement that the journal knows of.
fn kept(learner: &Learner<'_>) -> Result<Option<KeptPlacement>, Failure> {
    Ok(kept_placement(learner.journal()?.records()))
}

/// Whether the learner has done nothing yet, unless it be to set a goal.
pub(super) fn is_first_start(learner: &Learner<'_>) -> Result<bool, Failure> {
    let schedule = learner.schedule();
    if schedule.last.is_none() {
        return Ok(true);
    }
    if !schedule.cards.is_empty() {
        return Ok(false);
    }
    // Remarks and the like leave no trace in the schedule; a journal without cards is short.
    let journal = learner.journal()?;
    let mut records = journal.records();
    Ok(records.all(|record| matches!(record.event, Event::Goal(_))))
}

/// Offers a placement at the very first start, and never again. Whether it is wanted.
pub(super) fn offered_at_first_start(
    learner: &mut Learner<'_>,
    world: &mut World,
) -> Result<Result<bool, Exit>, Failure> {
    if !is_first_start(learner)? {
        return Ok(Ok(false));
    }
    let welcome = "Welcome. If you know some Node.js already, up to 24 questions in at most 8 minutes find \
                   out what need not be taught. `nodequiz place` does it at any time.";
    world.output.say_lines(&[Line::from(welcome)]);
    let question = "Find out where to start?";
    match offer(&world.guard, question, false, world.output.colors()) {
        Ok(wanted) => {
            learner.append(PlacementNote::Offered.event())?;
            Ok(Ok(wanted))
        }
        Err(error) => sitting::unanswered(world, &error).map(Err),
    }
}

/// How the questions came to an end.
enum Asked {
    /// There are enough answers, or no more time.
    Over,
    /// It goes on another time.
    Stopped(Exit),
}

fn ask(
    placement: &mut Placement<'_>,
    round: &str,
    learner: &mut Learner<'_>,
    shelf: &Shelf,
    world: &mut World,
) -> Result<Asked, Failure> {
    let scheduler = learner.scheduler.clone();
    let placing = Placing {
        round,
        scheduler: &scheduler,
        today: learner.today,
        seed: world.seed,
    };
    let titles = sitting::titles(shelf.library);
    let (ending, out_of_time) = {
        let (mut screen, mut inputs) = sitting::screen(world)?;
        let elapsed = || world.elapsed();
        let left = Duration::from_millis(placement.ms_left());
        let mut face = QuickFace::quiz(&mut screen, &mut inputs, &elapsed, &titles).placing(left);
        let ending = place(placement, &placing, &mut face, learner);
        let out_of_time = face.out_of_time();
        screen.leave();
        (ending, out_of_time)
    };
    let exit = sitting::ended(world, &ending);
    Ok(match ending {
        Ending::Done { .. } => Asked::Over,
        Ending::Stopped(_) if out_of_time => Asked::Over,
        Ending::DecksChanged | Ending::Stopped(_) | Ending::NotSaved { .. } => Asked::Stopped(exit),
    })
}

/// Shows the map and claims what the learner wants to be claimed.
fn finish(
    placement: &Placement<'_>,
    round: &str,
    learner: &mut Learner<'_>,
    world: &mut World,
) -> Result<Exit, Failure> {
    let map = placement.map();
    if placement.answers().is_empty() {
        sitting::remark(
            world,
            "No question was answered, so there is no map yet.",
            Tone::Plain,
        )?;
        return Ok(Exit::Done);
    }
    let lines = report::placement(&map, world.output.width());
    world.output.lines(&lines)?;
    let claims: Vec<&Card> = map.claims(
        learner.library.cards(),
        learner.schedule(),
        placement.answers(),
    );
    let right = placement.answers().iter().filter(|answer| answer.right);
    let known = format!(
        "{} of {} right. You know {} of {} fields.",
        right.count(),
        placement.answers().len(),
        map.count(Sign::Known),
        map.len()
    );
    sitting::remark(world, &known, Tone::Plain)?;
    let wanted = if claims.is_empty() {
        false
    } else {
        let cards = report::count(claims.len(), "card", "cards");
        let line = format!(
            "{cards} of these fields can be checked in 5 to 20 days instead of being taught."
        );
        sitting::remark(world, &line, Tone::Plain)?;
        match offer(&world.guard, "Put them off?", true, world.output.colors()) {
            Ok(wanted) => wanted,
            Err(error) => return sitting::unanswered(world, &error),
        }
    };
    let names: Vec<String> = claims
        .iter()
        .filter(|_| wanted)
        .map(|card| card.id.to_string())
        .collect();
    let claimed = claim(names.iter().map(String::as_str), round, learner).map_err(|problem| {
        Failure::failed(problem.why).hint("`nodequiz place` goes on from here")
    })?;
    let said = if claimed > 0 {
        format!(
            "{}. The rest: nodequiz study",
            report::count(claimed, "card is put off", "cards are put off")
        )
    } else {
        "Nothing is put off. Begin with: nodequiz study".to_owned()
    };
    sitting::remark(world, &said, Tone::Dim)?;
    Ok(Exit::Done)
}

/// Shows the map of a placement that was done before.
fn done_before(map: &PlacementMap, claimed: usize, world: &mut World) -> Result<Exit, Failure> {
    let lines = report::placement(map, world.output.width());
    world.output.lines(&lines)?;
    let put_off = match claimed {
        0 => "Nothing was put off then.".to_owned(),
        _ => format!(
            "{} put off then.",
            report::count(claimed, "card was", "cards were")
        ),
    };
    sitting::remark(world, &put_off, Tone::Plain)?;
    let again = "Once more, from the start: nodequiz place --again";
    sitting::remark(world, again, Tone::Dim)?;
    Ok(Exit::Done)
}

/// Says what was kept where the learner stopped.
fn later(placement: &Placement<'_>, world: &mut World) -> Result<(), Failure> {
    let answers = placement.answers().len();
    let so_far = if answers == 0 {
        "Nothing answered yet.".to_owned()
    } else {
        format!("{answers} of at most {MOST_QUESTIONS} answered; they are kept.")
    };
    sitting::remark(world, &so_far, Tone::Plain)?;
    sitting::remark(world, "It goes on with: nodequiz place", Tone::Dim)
}
