//! `nodequiz suspend`, `unsuspend`, `mark` and `reset`: recording something of one card without asking it.

use clap::Args;

use crate::history::{CardState, Event};
use crate::id::CardId;
use crate::terminal::Line;
use crate::wording::{card_state, count};

use crate::app::{Context, Exit, Failure, OpenHistory, find};

/// Don't ask a card any more; its history stays
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "nodequiz unsuspend or nodequiz undo brings it back. nodequiz cards --suspended lists suspended \
cards.

Examples:
  nodequiz suspend runtime/single-threaded
  nodequiz suspend single-threaded"
)]
pub struct SuspendArgs {
    /// The card's id; its short id where that is unique
    card: String,
}

/// Ask a suspended card again
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz unsuspend runtime/single-threaded
  nodequiz cards --suspended           which cards are suspended")]
pub struct UnsuspendArgs {
    /// The card's id; its short id where that is unique
    card: String,
}

/// Mark a card, or take the mark off
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "nodequiz cards --marked lists the marked cards.

Examples:
  nodequiz mark runtime/single-threaded         marks it; takes the mark off where there is one
  nodequiz mark runtime/single-threaded --off   takes the mark off")]
pub struct MarkArgs {
    /// The card's id; its short id where that is unique
    card: String,

    /// Take the mark off, whether or not there is one
    #[arg(long)]
    off: bool,
}

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

impl SuspendArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        on_card(context, &self.card, |id, _, history| {
            if state(history, id).is_some_and(|state| state.suspended) {
                return Ok("suspended already".to_owned());
            }
            history.append(Event::Suspend {
                card: id.as_str().into(),
            })?;
            Ok(format!("suspended; nodequiz unsuspend {id} brings it back"))
        })
    }
}

impl UnsuspendArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        on_card(context, &self.card, |id, _, history| {
            if !state(history, id).is_some_and(|state| state.suspended) {
                return Ok("it is not suspended".to_owned());
            }
            history.append(Event::Unsuspend {
                card: id.as_str().into(),
            })?;
            let words = card_state(state(history, id), history.today);
            Ok(format!("asked again, {words}"))
        })
    }
}

impl MarkArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        on_card(context, &self.card, |id, _, history| {
            let marked = state(history, id).is_some_and(|state| state.marked);
            let card = id.as_str().into();
            match (marked, self.off) {
                (false, true) => return Ok("it has no mark".to_owned()),
                (true, _) => history.append(Event::Unmark { card })?,
                (false, false) => history.append(Event::Mark { card })?,
            };
            Ok(if marked { "mark taken off" } else { "marked" }.to_owned())
        })
    }
}

impl ResetArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        on_card(context, &self.card, |id, context, history| {
            let Some(reviews) = state(history, id)
                .filter(|state| !CardState::is_new(state))
                .map(|state| state.reviews)
            else {
                return Ok("it is new, there is nothing to reset".to_owned());
            };
            let answers = count(reviews as usize, "answer", "answers");
            let what = format!("this resets `{id}` with {answers}");
            let question = format!("Reset {id} ({answers}) and learn it from the beginning?");
            if !context.may_destroy(self.yes, &what, &question)? {
                return Ok("nothing changed".to_owned());
            }
            history.append(Event::Reset {
                card: id.as_str().into(),
            })?;
            Ok("reset; nodequiz undo takes that back".to_owned())
        })
    }
}

/// What is known of a card.
pub(super) fn state<'h>(history: &'h OpenHistory, id: &CardId) -> Option<&'h CardState> {
    history.schedule().card(id.as_str())
}

/// Finds the card, changes its state, saves the schedule, and prints what was done.
pub(super) fn on_card(
    context: &mut Context,
    name: &str,
    act: impl FnOnce(&CardId, &mut Context, &mut OpenHistory) -> Result<String, Failure>,
) -> Result<Exit, Failure> {
    let mut history = OpenHistory::open(context)?;
    let id = find::recorded_card(&history, name)?.id.clone();
    let done = act(&id, context, &mut history)?;
    history.save(context);
    context.lines(&[Line::from(format!("{id}: {done}"))])
}
