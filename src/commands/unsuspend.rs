//! `nodequiz unsuspend`: a suspended card is asked again.

use clap::Args;

use crate::history::Event;
use crate::progress::state_words;
use crate::terminal::Line;

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::find;
use crate::app::loaded_decks::LoadedDecks;
use crate::app::open_history::OpenHistory;

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
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let loaded = LoadedDecks::load(context)?;
        let mut history = OpenHistory::open(context, &loaded)?;
        let id = find::card(history.library, &self.card)?.id.clone();
        let state = history.schedule().card(id.as_str());
        let words = if state.is_some_and(|state| state.suspended) {
            let card = id.as_str().into();
            history.append(Event::Unsuspend { card })?;
            history.save(context);
            let state = history.schedule().card(id.as_str());
            format!("{id}: asked again, {}", state_words(state, history.today))
        } else {
            format!("{id}: it is not suspended")
        };
        context.output.lines(&[Line::from(words.as_str())])?;
        Ok(Exit::Done)
    }
}
