//! `nodequiz suspend`: a card is not asked any more.

use clap::Args;

use crate::history::Event;
use crate::terminal::Line;

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::find;
use crate::app::loaded_decks::LoadedDecks;
use crate::app::open_history::OpenHistory;

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
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let loaded = LoadedDecks::load(context)?;
        let mut history = OpenHistory::open(context, &loaded)?;
        let id = find::card(history.library, &self.card)?.id.clone();
        let state = history.schedule().card(id.as_str());
        let words = if state.is_some_and(|state| state.suspended) {
            format!("{id}: suspended already")
        } else {
            let card = id.as_str().into();
            history.append(Event::Suspend { card })?;
            history.save(context);
            format!("{id}: suspended; nodequiz unsuspend {id} brings it back")
        };
        context.output.lines(&[Line::from(words.as_str())])?;
        Ok(Exit::Done)
    }
}
