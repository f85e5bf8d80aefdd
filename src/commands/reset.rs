//! `nodequiz reset`: a card is learned from the beginning.

use clap::Args;

use crate::history::{CardState, Event};
use crate::terminal::Line;
use crate::wording::count;

use crate::app::confirm::may_destroy;
use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::find;
use crate::app::loaded_decks::LoadedDecks;
use crate::app::open_history::OpenHistory;

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
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let loaded = LoadedDecks::load(context)?;
        let mut history = OpenHistory::open(context, &loaded)?;
        let id = find::card(history.library, &self.card)?.id.clone();
        let state = history.schedule().card(id.as_str());
        let answers = state.map_or(0, |state| state.reviews);
        if state.is_none_or(CardState::is_new) {
            let words = format!("{id}: it is new, there is nothing to reset");
            context.output.lines(&[Line::from(words.as_str())])?;
            return Ok(Exit::Done);
        }
        let known = count(answers as usize, "answer", "answers");
        let what = format!("this resets `{id}` with {known}");
        let question = format!("Reset {id} ({known}) and learn it from the beginning?");
        if !may_destroy(context, self.yes, &what, &question)? {
            context.output.lines(&[Line::from("Nothing changed.")])?;
            return Ok(Exit::Done);
        }
        let card = id.as_str().into();
        history.append(Event::Reset { card })?;
        history.save(context);
        let words = format!("{id}: reset; nodequiz undo takes that back");
        context.output.lines(&[Line::from(words.as_str())])?;
        Ok(Exit::Done)
    }
}
