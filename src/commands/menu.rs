//! `nodequiz` alone: today at a glance, and a menu.

use clap::Command;

use crate::progress::habits_due;
use crate::terminal::{Tone, choose, is_interactive, report};

use super::decks::DecksArgs;
use super::due::{DueArgs, due_now};
use super::exit::{Exit, Failure};
use super::goal::GoalArgs;
use super::interview::InterviewArgs;
use super::learner::Learner;
use super::place::{PlaceArgs, is_first_start};
use super::quiz::QuizArgs;
use super::roadmap::RoadmapArgs;
use super::shelf::Shelf;
use super::sitting;
use super::stats::StatsArgs;
use super::study::StudyArgs;
use super::world::World;

/// What the menu leads to.
#[derive(Clone, Copy, Debug)]
enum Choice {
    Study,
    Place,
    Quiz,
    Interview,
    Stats,
    Goal,
    Roadmap,
    Due,
    Decks,
    Leave,
}

/// Shows today and asks what to do; without a terminal, prints the help.
pub fn menu(world: &mut World, mut command: Command) -> Result<Exit, Failure> {
    if !is_interactive() {
        let help = command.render_long_help().to_string();
        world.output.raw(&help)?;
        return Ok(Exit::Done);
    }
    let shelf = Shelf::quick(world)?;
    let learner = Learner::open(world, &shelf)?;
    let now = due_now(&learner, &world.usual_wishes(learner.schedule()));
    let starts = is_first_start(&learner)?;
    let habits = habits_due(&learner.schedule().declared.habits, learner.today);
    let interview = learner.schedule().declared.interview.clone();
    drop(learner);
    let mut lines = report::glance(&now, world.output.width());
    if now.paused_until.is_none() {
        lines.extend(report::habits_line(&habits, world.output.width()));
    }
    world.output.lines(&lines)?;
    if let Some(open) = interview.filter(|open| open.answers > 0) {
        let answers = report::count(open.answers as usize, "answer", "answers");
        let words =
            format!("An interview with {answers} waits for its debrief: nodequiz interview");
        sitting::remark(world, &words, Tone::Dim)?;
    }
    world.output.flush()?;
    let study = if now.queue.cards == 0 {
        "Study ahead".to_owned()
    } else {
        format!("Study: {}", report::due_counts(&now))
    };
    let mut items = vec![(study, Choice::Study)];
    if starts {
        items.push(("Where do I start?".to_owned(), Choice::Place));
    }
    let others = [
        ("Quiz", Choice::Quiz),
        ("Where do I stand?", Choice::Stats),
        ("Goal", Choice::Goal),
        ("Roadmap", Choice::Roadmap),
        ("Interview", Choice::Interview),
        ("What is due?", Choice::Due),
        ("Decks", Choice::Decks),
        ("Leave", Choice::Leave),
    ];
    items.extend(
        others
            .into_iter()
            .filter(|(_, choice)| now.goal.is_some() || !matches!(choice, Choice::Goal))
            .map(|(words, choice)| (words.to_owned(), choice)),
    );
    let words: Vec<&str> = items.iter().map(|(words, _)| words.as_str()).collect();
    let width = world.output.width();
    let colors = world.output.colors();
    let chosen = match choose(&world.guard, "What now?", &words, width, colors) {
        Ok(chosen) => chosen,
        Err(error) => return sitting::unanswered(world, &error),
    };
    match chosen.and_then(|place| items.get(place)).map(|item| item.1) {
        Some(Choice::Study) if now.queue.cards == 0 => StudyArgs::ahead().run(world),
        Some(Choice::Study) => StudyArgs::from_menu().run(world),
        Some(Choice::Place) => PlaceArgs::default().run(world),
        Some(Choice::Interview) => InterviewArgs::default().run(world),
        Some(Choice::Quiz) => QuizArgs::default().run(world),
        Some(Choice::Stats) => StatsArgs::default().run(world),
        Some(Choice::Goal) => GoalArgs::default().run(world),
        Some(Choice::Roadmap) => RoadmapArgs::default().run(world),
        Some(Choice::Due) => DueArgs::default().run(world),
        Some(Choice::Decks) => DecksArgs::default().run(world),
        Some(Choice::Leave) | None => Ok(Exit::Done),
    }
}
