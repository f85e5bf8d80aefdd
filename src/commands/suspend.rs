//! `nodequiz suspend`: a card is not asked any more.

use clap::Args;

use crate::history::Event;
use crate::terminal::Line;

use super::exit::{Exit, Failure};
use super::learner::Learner;
use super::named;
use super::shelf::Shelf;
use super::world::World;

/// Don't ask a card any more; its history stays
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Undone by nodequiz unsuspend, or nodequiz undo. nodequiz cards --suspended lists such \
cards.

Examples:
  nodequiz suspend runtime/single-threaded
  nodequiz suspend single-threaded"
)]
pub struct SuspendArgs {
    /// The card's id; its short id where that is unique
    card: String,
}

impl SuspendArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::quick(world)?;
        let mut learner = Learner::open(world, &shelf)?;
        let id = named::card(learner.library, &self.card)?.id.clone();
        let state = learner.schedule().card(id.as_str());
        let words = if state.is_some_and(|state| state.suspended) {
            format!("{id}: suspended already")
        } else {
            let card = id.as_str().into();
            learner.append(Event::Suspend { card })?;
            learner.save(world);
            format!("{id}: suspended; nodequiz unsuspend {id} brings it back")
        };
        world.output.lines(&[Line::from(words.as_str())])?;
        Ok(Exit::Done)
    }
}
