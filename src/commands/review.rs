//! `nodequiz review`: one grade without a screen, for editors and scripts.

use clap::Args;

use crate::history::{Event, Mode, Review};
use crate::memory::Grade;
use crate::wording;

use super::card_state::{on_card, state};
use crate::app::find::named;
use crate::app::{Context, Exit, Failure};

/// Record one grade for a card without asking it.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz review runtime/single-threaded good
  nodequiz review single-threaded again
  nodequiz review event-loop good --ms 8200      as an editor measured it
  nodequiz review event-loop again --guessed")]
pub struct ReviewArgs {
    /// The card's id; its short id where that is unique
    card: String,

    /// How well it was remembered
    #[arg(value_parser = named(&Grade::ALL, Grade::name))]
    grade: Grade,

    /// Milliseconds from the question to the answer
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=86_400_000))]
    ms: u64,

    /// The answer was guessed
    #[arg(long)]
    guessed: bool,
}

impl ReviewArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        on_card(context, &self.card, |id, _, history| {
            let mut review = Review::new(id.to_string(), self.grade, self.ms, Mode::Command);
            review.details.guessed = self.guessed;
            history.append(Event::Review(review))?;
            let due = state(history, id)
                .and_then(|state| state.due)
                .filter(|due| *due > history.today)
                .map_or_else(
                    || "again today".to_owned(),
                    |due| format!("next on {}", wording::day(due)),
                );
            Ok(format!("{}, {due}", self.grade))
        })
    }
}
