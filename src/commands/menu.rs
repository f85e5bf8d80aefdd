//! `nodequiz` alone: today at a glance, and a menu.

use clap::Command;

use crate::terminal::{choose, is_interactive, report};

use super::decks::DecksArgs;
use super::due::{DueArgs, due_now};
use super::exit::{Exit, Failure};
use super::learner::Learner;
use super::shelf::Shelf;
use super::stats::StatsArgs;
use super::study::StudyArgs;
use super::world::World;

/// Shows today and asks what to do; without a terminal, prints the help.
pub fn menu(world: &mut World, mut command: Command) -> Result<Exit, Failure> {
    if !is_interactive() {
        let help = command.render_long_help().to_string();
        world.output.raw(&help)?;
        return Ok(Exit::Done);
    }
    let shelf = Shelf::load(world)?;
    let learner = Learner::open(world, &shelf)?;
    let now = due_now(&learner, &world.usual_wishes());
    drop(learner);
    let lines = report::glance(&now, world.output.width());
    world.output.lines(&lines)?;
    world.output.flush()?;
    let study = if now.queue.cards == 0 {
        "Study ahead".to_owned()
    } else {
        format!("Study: {}", report::due_short(&now))
    };
    let items = [
        study.as_str(),
        "Where do I stand?",
        "What is due?",
        "Decks",
        "Leave",
    ];
    let width = world.output.width();
    let choice = choose(
        &world.guard,
        "What now?",
        &items,
        width,
        world.output.colors(),
    );
    let choice = match choice {
        Ok(choice) => choice,
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {
            return Ok(Exit::Signal(world.guard.signal().unwrap_or(2)));
        }
        Err(error) => {
            return Err(Failure::failed(format!(
                "the menu cannot be shown: {error}"
            )));
        }
    };
    match choice {
        Some(0) if now.queue.cards == 0 => StudyArgs::ahead().run(world),
        Some(0) => StudyArgs::default().run(world),
        Some(1) => StatsArgs::default().run(world),
        Some(2) => DueArgs::default().run(world),
        Some(3) => DecksArgs::default().run(world),
        Some(_) | None => Ok(Exit::Done),
    }
}
