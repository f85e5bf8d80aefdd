//! `nodequiz mark`: a mark on a card, or off it.

use clap::Args;

use crate::history::Event;
use crate::terminal::Line;

use super::exit::{Exit, Failure};
use super::learner::Learner;
use super::named;
use super::shelf::Shelf;
use super::world::World;

/// Put a mark on a card, or take it off
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "nodequiz cards --marked lists the cards with a mark.

Examples:
  nodequiz mark runtime/single-threaded         a mark; off where there is one
  nodequiz mark runtime/single-threaded --off   off, whatever it was"
)]
pub struct MarkArgs {
    /// The card's id; its short id where that is unique
    card: String,

    /// Take the mark off, whether or not there is one
    #[arg(long)]
    off: bool,
}

impl MarkArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::quick(world)?;
        let mut learner = Learner::open(world, &shelf)?;
        let id = named::card(learner.library, &self.card)?.id.clone();
        let state = learner.schedule().card(id.as_str());
        let marked = state.is_some_and(|state| state.marked);
        let card = id.as_str().into();
        let words = match (marked, self.off) {
            (false, true) => format!("{id}: it has no mark"),
            (true, _) => {
                learner.append(Event::Unmark { card })?;
                format!("{id}: mark taken off")
            }
            (false, false) => {
                learner.append(Event::Mark { card })?;
                format!("{id}: marked")
            }
        };
        learner.save(world);
        world.output.lines(&[Line::from(words.as_str())])?;
        Ok(Exit::Done)
    }
}
