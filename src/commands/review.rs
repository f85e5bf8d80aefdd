//! `nodequiz review`: one grade without a screen, for editors and scripts.

use clap::Args;

use crate::history::{Event, Mode, Review};
use crate::memory::Grade;
use crate::terminal::Line;
use crate::wording;

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::filters::named;
use crate::app::find;
use crate::app::open_history::OpenHistory;

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
        let mut history = OpenHistory::open(context)?;
        let id = find::recorded_card(&history, &self.card)?.id.clone();
        let mut review = Review::new(id.to_string(), self.grade, self.ms, Mode::Command);
        review.details.guessed = self.guessed;
        history.append(Event::Review(review))?;
        history.save(context);
        let due = history
            .schedule()
            .card(id.as_str())
            .and_then(|state| state.due)
            .filter(|due| *due > history.today)
            .map_or_else(
                || "again today".to_owned(),
                |due| format!("next on {}", wording::day(due)),
            );
        context.lines(&[Line::from(format!("{id}: {}, {due}", self.grade))])
    }
}
