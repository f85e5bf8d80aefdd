//! `nodequiz place`: where to start.

use std::time::Duration;

use clap::Args;
use serde::Serialize;

use crate::ask::Round;
use crate::deck::{Card, Level};
use crate::history::{Event, PlacementNote, PlacementRound};
use crate::plan::{Knowledge, MOST_QUESTIONS, MapCell, MapRow, Placement, PlacementMap};
use crate::report;
use crate::session::{Ending, Placing, claim, place};
use crate::store;
use crate::terminal::{Line, Tone};
use crate::wording;

use crate::app::{Context, Exit, Failure, OpenHistory, interactive};

/// Find out where to start: at most 24 questions, and at most 8 minutes.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_long_help = "It samples eight topics first, then asks where an answer tells most. A level of a topic counts \
as known after three right answers in a row at that level or above. At the end you see a map of \
topics and levels. Cards on what you know can be put off; they are checked in 5 to 20 days. What \
you probably know as well comes after the other new cards of its weight. Stop whenever you like \
(Esc or q); you can go on from there on any day.

Examples:
  nodequiz place
  nodequiz place --again           from the start, as if it had never been done
  nodequiz place --markdown        a small table for a profile page
  nodequiz place --json | jq '.fields'"
)]
pub struct PlaceArgs {
    /// Start over, even if it was done or begun before
    #[arg(long)]
    again: bool,

    /// Print the map so far as JSON; asks nothing (its shape: nodequiz docs json)
    #[arg(long, conflicts_with = "again")]
    json: bool,

    /// Print the map so far as a Markdown table, for a profile page; asks nothing
    #[arg(long, conflicts_with_all = ["again", "json"])]
    markdown: bool,
}

#[derive(Serialize)]
struct PlaceJson {
    /// `none`, `open` or `ended`.
    state: &'static str,
    questions: usize,
    right: usize,
    seconds: f64,
    /// Cards claimed at the end.
    claimed: Option<usize>,
    /// Topics in the order of the decks, levels from beginner up; empty fields are left out.
    fields: Vec<TopicJson>,
}

/// A topic at a level.
#[derive(Serialize)]
struct TopicJson {
    topic: String,
    level: Level,
    #[serde(flatten)]
    field: MapCell,
}

impl PlaceArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let mut history = OpenHistory::open(context)?;
        let kept = history.schedule().declared.placements.last().cloned();
        let mut placement = Placement::new(history.library.cards());
        if !self.again {
            for answer in kept.iter().flat_map(|kept| &kept.answers) {
                placement.answer(answer.clone());
            }
        }
        if self.json {
            return context.json(&PlaceJson::of(kept.as_ref(), &placement));
        }
        if self.markdown {
            return context.lines(&report::placement_markdown(&placement.map()));
        }
        let kept = kept.filter(|_| !self.again);
        if let Some(claimed) = kept.as_ref().and_then(|kept| kept.claimed) {
            return done_before(&placement.map(), claimed, context);
        }
        let instead = "`nodequiz place --json` prints the map so far";
        interactive::needs_a_person(context, "place", instead)?;
        let _lock = interactive::lock(context, "place")?;
        let round = kept.map_or_else(store::session_name, |kept| kept.round);
        let done = match ask(&mut placement, &round, &mut history, context)? {
            None => finish(&placement, &round, &mut history, context).map(|()| Exit::Done),
            Some(exit) if exit == Exit::Signal(1) => Ok(exit),
            Some(exit) => later(&placement, context).map(|()| exit),
        };
        history.save(context);
        done
    }
}

impl PlaceJson {
    fn of(kept: Option<&PlacementRound>, placement: &Placement<'_>) -> Self {
        let answers = placement.answers();
        let ms: u64 = answers.iter().map(|answer| answer.ms).sum();
        let claimed = kept.and_then(|kept| kept.claimed);
        let state = match kept {
            None => "none",
            Some(_) if claimed.is_none() => "open",
            Some(_) => "ended",
        };
        Self {
            state,
            questions: answers.len(),
            right: answers.iter().filter(|answer| answer.right).count(),
            seconds: ms as f64 / 1000.0,
            claimed,
            fields: fields(placement.map()),
        }
    }
}

fn fields(map: PlacementMap) -> Vec<TopicJson> {
    let row = |row: MapRow| {
        let topic = row.topic;
        Level::ALL
            .into_iter()
            .zip(row.fields)
            .filter_map(move |(level, field)| {
                let topic = topic.clone();
                field.map(|field| TopicJson {
                    topic,
                    level,
                    field,
                })
            })
    };
    map.rows.into_iter().flat_map(row).collect()
}

/// Whether the learner has done nothing yet, except perhaps set a goal.
pub(super) fn is_first_start(history: &OpenHistory) -> Result<bool, Failure> {
    let schedule = history.schedule();
    if schedule.last.is_none() {
        return Ok(true);
    }
    if !schedule.cards.is_empty() {
        return Ok(false);
    }
    // The schedule does not record notes, and a journal without answers is short.
    let journal = history.journal()?;
    let mut records = journal.records();
    Ok(records.all(|record| matches!(record.event, Event::Goal(_))))
}

/// Offers a placement at the very first start, and never again. Returns whether it is wanted.
pub(super) fn offered_at_first_start(
    history: &mut OpenHistory,
    context: &mut Context,
) -> Result<bool, Failure> {
    if !is_first_start(history)? {
        return Ok(false);
    }
    let welcome = "Welcome. If you know some Node.js already, up to 24 questions in at most 8 minutes find \
                   out what you already know. `nodequiz place` does it at any time.";
    context.output.say_lines(&[Line::from(welcome)]);
    let question = "Find out where to start?";
    let wanted = context.offer(question, false)?;
    history.append(Event::Note(PlacementNote::Offered.into()))?;
    Ok(wanted)
}

/// Asks until there are enough answers, or time is up. Returns the exit where it was left and can be continued later.
fn ask(
    placement: &mut Placement<'_>,
    round: &str,
    history: &mut OpenHistory,
    context: &mut Context,
) -> Result<Option<Exit>, Failure> {
    let scheduler = history.scheduler.clone();
    let placing = Placing {
        round,
        scheduler: &scheduler,
        today: history.today,
        seed: context.seed,
    };
    let until = context.elapsed() + Duration::from_millis(placement.ms_left());
    let (library, round) = (history.library, Round::Place { until });
    let asked = interactive::ask(context, library, round, None, None, |face| {
        place(placement, &placing, face, history)
    })?;
    let exit = interactive::ended(context, &asked.ending);
    let over = match asked.ending {
        Ending::Done { .. } => true,
        Ending::Stopped(_) => asked.out_of_time,
        Ending::DecksChanged | Ending::NotSaved { .. } => false,
    };
    Ok((!over).then_some(exit))
}

/// Shows the map and records the claims that the learner agrees to.
fn finish(
    placement: &Placement<'_>,
    round: &str,
    history: &mut OpenHistory,
    context: &mut Context,
) -> Result<(), Failure> {
    let map = placement.map();
    if placement.answers().is_empty() {
        context.remark(
            "No question was answered, so there is no map yet.",
            Tone::Plain,
        )?;
        return Ok(());
    }
    let lines = report::placement(&map, context.output.width());
    interactive::after_lines(context)?;
    context.output.lines(&lines)?;
    let claims: Vec<&Card> = map.claims(
        history.library.cards(),
        history.schedule(),
        placement.answers(),
    );
    let right = placement.answers().iter().filter(|answer| answer.right);
    let known = format!(
        "{} of {} right. You know {} of {} topics, counting each level separately.",
        right.count(),
        placement.answers().len(),
        map.count(Knowledge::Known),
        map.fields().count()
    );
    context.remark(&known, Tone::Plain)?;
    let wanted = put_off(&claims, context)?;
    let names = claims
        .iter()
        .filter(|card| wanted.contains(&&*card.topic))
        .map(|card| card.id.as_str());
    let claimed = claim(names, round, history).map_err(|problem| {
        Failure::failed(problem.why).hint("`nodequiz place` goes on from here")
    })?;
    let message = if claimed > 0 {
        format!(
            "{}. The rest: nodequiz study",
            wording::count(claimed, "card is put off", "cards are put off")
        )
    } else {
        "Nothing is put off. Begin with: nodequiz study".to_owned()
    };
    context.remark(&message, Tone::Dim)
}

/// Asks which topics are put off.
fn put_off<'a>(claims: &[&'a Card], context: &mut Context) -> Result<Vec<&'a str>, Failure> {
    let mut topics: Vec<(&str, Vec<&Card>)> = Vec::new();
    for &card in claims {
        match topics.iter_mut().find(|(topic, _)| **topic == *card.topic) {
            Some((_, cards)) => cards.push(card),
            None => topics.push((&card.topic, vec![card])),
        }
    }
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let items: Vec<String> = topics
        .iter()
        .map(|(topic, cards)| {
            let levels = Level::ALL.into_iter();
            let levels = levels.filter(|level| cards.iter().any(|card| card.level == *level));
            let levels: Vec<&str> = levels.map(Level::name).collect();
            let count = wording::count(cards.len(), "card", "cards");
            format!("{topic}: {count}, {}", levels.join(", "))
        })
        .collect();
    let line = "These topics can be checked in 5 to 20 days instead of being taught.";
    // Line by line numbers are typed, and the prompt says so.
    let keys = if context.is_plain() {
        ""
    } else {
        " Space takes one out or puts it back, Enter goes on."
    };
    context.remark(format!("{line}{keys}"), Tone::Plain)?;
    let prompt = "Put which topics off?";
    let chosen = context.choose_several(prompt, &items, true)?;
    let chosen = chosen.into_iter().flatten();
    Ok(chosen.map(|place| topics[place].0).collect())
}

/// Shows the map of an earlier placement.
fn done_before(map: &PlacementMap, claimed: usize, context: &mut Context) -> Result<Exit, Failure> {
    let lines = report::placement(map, context.output.width());
    context.output.lines(&lines)?;
    let put_off = match claimed {
        0 => "Nothing was put off then.".to_owned(),
        _ => format!(
            "{} put off then.",
            wording::count(claimed, "card was", "cards were")
        ),
    };
    context.remark(&put_off, Tone::Plain)?;
    let again = "Start over: nodequiz place --again";
    context.remark(again, Tone::Dim)?;
    Ok(Exit::Done)
}

/// Prints what was saved when the learner stopped.
fn later(placement: &Placement<'_>, context: &mut Context) -> Result<(), Failure> {
    let answers = placement.answers().len();
    let so_far = if answers == 0 {
        "Nothing answered yet.".to_owned()
    } else {
        format!("{answers} of at most {MOST_QUESTIONS} answered; they are kept.")
    };
    context.remark(&so_far, Tone::Plain)?;
    context.remark("Continue with: nodequiz place", Tone::Dim)
}
