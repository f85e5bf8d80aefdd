//! `nodequiz unsuspend`: a suspended card is asked again.

use clap::Args;

use crate::history::Event;
use crate::progress::state_words;
use crate::terminal::Line;

use super::exit::{Exit, Failure};
use super::learner::Learner;
use super::named;
use super::shelf::Shelf;
use super::world::World;

/// Ask a suspended card again
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz unsuspend runtime/single-threaded
  nodequiz cards --suspended           which cards are suspended")]
pub struct UnsuspendArgs {
    /// The card's id; its short id where that is unique
    card: String,
}

impl UnsuspendArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::quick(world)?;
        let mut learner = Learner::open(world, &shelf)?;
        let id = named::card(learner.library, &self.card)?.id.clone();
        let state = learner.schedule().card(id.as_str());
        let words = if state.is_some_and(|state| state.suspended) {
            let card = id.as_str().into();
            learner.append(Event::Unsuspend { card })?;
            learner.save(world);
            let state = learner.schedule().card(id.as_str());
            format!("{id}: asked again, {}", state_words(state, learner.today))
        } else {
            format!("{id}: it is not suspended")
        };
        world.output.lines(&[Line::from(words.as_str())])?;
        Ok(Exit::Done)
    }
}
