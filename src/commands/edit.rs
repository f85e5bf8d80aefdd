//! `nodequiz edit`: a card in one's editor.

use clap::Args;

use crate::report;
use crate::session::{CardTools as _, Edited, ToolError};
use crate::store::SystemTools;

use crate::app::{Context, Exit, Failure, LoadedDecks, find};

/// Edit a card in your editor.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "The editor is the setting `editor`, then VISUAL, then EDITOR, then one that is installed. Of a \
built-in deck only this card is copied into your decks. A card without an id is given the one it \
goes by already, so that its history survives a new question. If the edited card cannot be read, \
you can edit it again or discard the edit.

Examples:
  nodequiz edit runtime/single-threaded
  nodequiz edit single-threaded"
)]
pub struct EditArgs {
    /// The card's id; its short id where that is unique
    card: String,
}

impl EditArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let loaded = LoadedDecks::load(context);
        let card = find::card(context, &loaded, &self.card)?;
        let (home, clock) = (context.home.clone(), context.clock);
        let settings = context.settings().clone();
        let (editor, node) = (&settings.editor, &settings.node);
        let mut tools = SystemTools::new(&home, clock, loaded.library, editor, node);
        let failed = |ToolError(why): ToolError| Failure::failed(why);
        loop {
            let restore = context.restore.clone();
            let edited = restore.given_away(|| tools.edit(card)).map_err(failed)?;
            match edited {
                Edited::Unchanged => {
                    return context.done("Not changed.");
                }
                Edited::Changed => break,
                Edited::Faulty(found) => {
                    let lines = report::diagnostics(&found, context.output.width());
                    context.output.say_lines(&lines);
                    let question = "This cannot be read. Edit it again? (No discards the edit.)";
                    let again = if context.can_ask() {
                        context.offer(question, true)
                    } else {
                        Ok(false)
                    };
                    if matches!(again, Ok(true)) {
                        continue;
                    }
                    tools.discard(card).map_err(failed)?;
                    again?;
                    return Err(Failure::failed("the edit cannot be read and was discarded")
                        .hint("the card is as it was"));
                }
            }
        }
        let changed = LoadedDecks::load(context);
        let message = match changed.library.get(card.id.as_str()) {
            Some(now) => format!("Edited {}: {}:{}", now.id, now.place.file, now.place.line),
            None => format!("{} is not in the decks any more.", card.id),
        };
        context.done(&message)
    }
}
