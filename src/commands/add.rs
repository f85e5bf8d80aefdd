//! `nodequiz add`: a new card in a deck of one's own.

use clap::Args;

use crate::deck::{AddError, add_card};
use crate::report;
use crate::store;
use crate::terminal::Tone;

use crate::app::find::deck_id;
use crate::app::{Context, Exit, Failure, LoadedDecks, OwnDecks};

/// Add a card of your own: a question and an answer.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "The card is added to the end of your deck of that name, which is created if needed. The name of \
a built-in deck works too: your cards are then asked along with its own. A list of points, \
options or blanks in the answer makes another kind of card, as in any deck (see nodequiz docs \
decks). Without --answer, the answer is asked for, or read from standard input if there is no \
terminal.

Examples:
  nodequiz add
  nodequiz add async --question 'What does `await` do?' --answer 'It waits for a promise.'
  nodequiz add mine --question 'Why?' < answer.md"
)]
pub struct AddArgs {
    /// The deck's id
    #[arg(value_name = "DECK", default_value = "mine")]
    deck: String,

    /// The question, on one line
    #[arg(long, value_name = "TEXT")]
    question: Option<String>,

    /// The answer, as Markdown
    #[arg(long, value_name = "TEXT")]
    answer: Option<String>,
}

impl AddArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let id = deck_id(&self.deck, "mine")?;
        let loaded = LoadedDecks::load(context);
        let question = match self.question {
            Some(question) => question,
            None if context.can_ask() => context.ask_line("Question:")?,
            None => {
                let message = "a question is needed, and there is no terminal to ask on";
                return Err(Failure::usage(message).hint("give it with --question"));
            }
        };
        if question.trim().is_empty() {
            return context.done("No question, no card.");
        }
        let answer = match self.answer {
            Some(answer) => answer,
            None if context.can_ask() => context.ask_line("Answer:")?,
            None => store::read_input()?,
        };
        let own_decks = OwnDecks::read(context);
        let own = own_decks.find(&id);
        let taken = |short: &str| loaded.library.get(&format!("{id}/{short}")).is_some();
        let there = loaded.library.deck(id.as_str());
        let title = there.map_or(self.deck.as_str(), |deck| deck.title.as_str());
        let added = add_card(own, &id, title, (&question, &answer), taken).map_err(|error| {
            let failure = Failure::failed(&error);
            match &error {
                AddError::Unreadable(found) => {
                    let lines = report::diagnostics(found, context.output.width());
                    context.output.say_lines(&lines);
                    failure
                        .hint("nothing was written; nodequiz docs decks says how answers are read")
                }
                AddError::Several => failure.hint("nothing was written; put code into a fence"),
                AddError::Faulty(_) | AddError::Empty => failure.hint("nothing was written"),
            }
        })?;
        let file = store::write_deck(&context.home, own.map(|own| &*own.file), &id, &added.text)
            .map_err(|error| Failure::failed(format!("the card could not be written: {error}")))?;
        context.recorded.set(true);
        let message = format!("Added {} to {file}.", added.id);
        context.remark(&message, Tone::Plain)?;
        let next = format!("nodequiz edit {} opens it in your editor.", added.id);
        context.remark(&next, Tone::Dim)?;
        Ok(Exit::Done)
    }
}
