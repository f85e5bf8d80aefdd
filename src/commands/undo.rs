//! `nodequiz undo`: take back the last thing done on this device.

use clap::Args;

use crate::history::{Event, Journal, RecordId};
use crate::terminal::Line;

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::loaded_decks::LoadedDecks;
use crate::app::open_history::OpenHistory;

/// Take back the last answer, claim, suspension, burial, mark or reset of this device.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Undo can be repeated; an undo itself is never undone. Nothing is erased: the journal \
keeps both.

Examples:
  nodequiz undo"
)]
pub struct UndoArgs {}

impl UndoArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let loaded = LoadedDecks::load(context)?;
        let mut history = OpenHistory::open(context, &loaded)?;
        let before = history.journal()?;
        let Some(of) = history.undo()? else {
            return Err(Failure::failed("there is nothing on this device to undo"));
        };
        let what = describe(of, &before);
        history.save(context);
        context
            .output
            .lines(&[Line::from(format!("Undone: {what}"))])?;
        Ok(Exit::Done)
    }
}

/// The event with this id, in words.
fn describe(id: RecordId, journal: &Journal) -> String {
    let record = journal.records().find(|record| record.id == id);
    record.map_or_else(
        || id.to_string(),
        |record| match &record.event {
            Event::Review(review) => {
                format!("{} for {} on {}", review.grade, review.card, record.day)
            }
            event => match event.card() {
                Some(card) => format!("{} of {card} on {}", event.name(), record.day),
                None => event.name().to_owned(),
            },
        },
    )
}
