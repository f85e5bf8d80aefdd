//! What a session needs from the world, as traits: the screen and the journal put themselves in.

use crate::deck::Card;
use crate::history::{self, RecordId, Schedule};

use super::event::{Event, Stop};
use super::view::View;

/// What comes back from showing a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The learner did something with the card.
    Event(Event),
    /// The card's text was changed: the decks have to be read again.
    Edited,
    /// The session is to end.
    Stop(Stop),
}

/// A card that was forgotten again and again.
#[derive(Clone, Copy, Debug)]
pub struct Stuck<'a> {
    /// The card.
    pub card: &'a Card,
    /// How often it was forgotten.
    pub lapses: u32,
}

/// What the learner does about a card that they keep forgetting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relief {
    /// Nothing more: the session goes on.
    GoOn,
    /// The card is not asked any more.
    Suspend,
    /// The card's text was changed.
    Edited,
    /// The session is to end.
    Stop(Stop),
}

/// What to do with an answer that could not be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Try to save it once more.
    Again,
    /// End the session; the answer is printed.
    GiveUp(Stop),
}

/// All that the learner sees and types.
pub trait SessionScreen {
    /// Shows a card until the learner has done something with it.
    fn ask(&mut self, view: &View<'_>) -> Reply;

    /// Offers help with a card that was just forgotten once more.
    fn stuck(&mut self, stuck: &Stuck<'_>) -> Relief {
        let _ = stuck;
        Relief::GoOn
    }

    /// Says that the last answer could not be saved, and asks what to do.
    fn not_saved(&mut self, problem: &NotSaved) -> Retry;
}

/// Whether an answer is on the disk after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDisk {
    /// It is not.
    No,
    /// Nobody can say: the disk failed while making it stay.
    Perhaps,
    /// It is; only what follows from it could not be computed.
    Yes,
}

/// An answer that was not written down as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct NotSaved {
    /// What went wrong, and what to do about it.
    pub why: String,
    /// Whether trying again can help; after a failed sync it cannot.
    pub retry: bool,
    /// Whether the answer is on the disk.
    pub on_disk: OnDisk,
    /// The sealed line of the journal that is not there for certain, if it came to one.
    pub line: Option<String>,
}

/// The journal, and the schedule that follows from it.
pub trait Journal {
    /// Appends an event. When this returns, the event is on the disk and in the schedule.
    fn append(&mut self, event: history::Event<'static>) -> Result<RecordId, NotSaved>;

    /// Where every card stands after the last event.
    fn schedule(&self) -> &Schedule;
}
