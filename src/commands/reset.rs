//! `nodequiz reset`: a card is learned from the beginning.

use clap::Args;

use crate::history::{CardState, Event};
use crate::terminal::Line;
use crate::terminal::report::count;

use super::asked::may_destroy;
use super::exit::{Exit, Failure};
use super::learner::Learner;
use super::named;
use super::shelf::Shelf;
use super::world::World;

/// Forget what is known about a card, and learn it from the beginning
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "The journal keeps every answer: nodequiz undo takes the reset back.

Examples:
  nodequiz reset runtime/single-threaded
  nodequiz reset single-threaded --yes     without a question"
)]
pub struct ResetArgs {
    /// The card's id; its short id where that is unique
    card: String,

    /// Don't ask
    #[arg(long)]
    yes: bool,
}

impl ResetArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::quick(world)?;
        let mut learner = Learner::open(world, &shelf)?;
        let id = named::card(learner.library, &self.card)?.id.clone();
        let state = learner.schedule().card(id.as_str());
        let answers = state.map_or(0, |state| state.reviews);
        if state.is_none_or(CardState::is_new) {
            let words = format!("{id}: it is new, there is nothing to reset");
            world.output.lines(&[Line::from(words.as_str())])?;
            return Ok(Exit::Done);
        }
        let known = count(answers as usize, "answer", "answers");
        let what = format!("this resets `{id}` with {known}");
        let question = format!("Reset {id} ({known}) and learn it from the beginning?");
        if !may_destroy(world, self.yes, &what, &question)? {
            world.output.lines(&[Line::from("Nothing changed.")])?;
            return Ok(Exit::Done);
        }
        let card = id.as_str().into();
        learner.append(Event::Reset { card })?;
        learner.save(world);
        let words = format!("{id}: reset; nodequiz undo takes that back");
        world.output.lines(&[Line::from(words.as_str())])?;
        Ok(Exit::Done)
    }
}
