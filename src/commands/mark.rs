//! `nodequiz mark`: a mark on a card, or off it.

use clap::Args;

use crate::history::Event;
use crate::terminal::Line;

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::find;
use crate::app::loaded_decks::LoadedDecks;
use crate::app::open_history::OpenHistory;

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
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let loaded = LoadedDecks::load(context)?;
        let mut history = OpenHistory::open(context, &loaded)?;
        let id = find::card(history.library, &self.card)?.id.clone();
        let state = history.schedule().card(id.as_str());
        let marked = state.is_some_and(|state| state.marked);
        let card = id.as_str().into();
        let words = match (marked, self.off) {
            (false, true) => format!("{id}: it has no mark"),
            (true, _) => {
                history.append(Event::Unmark { card })?;
                format!("{id}: mark taken off")
            }
            (false, false) => {
                history.append(Event::Mark { card })?;
                format!("{id}: marked")
            }
        };
        history.save(context);
        context.output.lines(&[Line::from(words.as_str())])?;
        Ok(Exit::Done)
    }
}
