//! What a session needs from the world, as traits: the screen and the journal put themselves in.

use crate::history::{self, RecordId, Schedule};

use super::event::{Event, Stop};
use super::view::View;

/// What comes back from showing a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The learner did something with the card.
    Event(Event),
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
pub trait Face {
    /// Shows a card until the learner has done something with it.
    fn ask(&mut self, view: &View<'_>) -> Reply;

    /// Says that the last answer could not be saved, and asks what to do.
    fn not_saved(&mut self, problem: &NotSaved) -> Retry;
}

/// An answer that is not on the disk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct NotSaved {
    /// What went wrong, and what to do about it.
    pub why: String,
    /// Whether trying again can help; after a failed sync it cannot.
    pub retry: bool,
}

/// The journal, and the schedule that follows from it.
pub trait Journal {
    /// Appends an event. When this returns, the event is on the disk and in the schedule.
    fn append(&mut self, event: history::Event<'static>) -> Result<RecordId, NotSaved>;

    /// Where every card stands after the last event.
    fn schedule(&self) -> &Schedule;
}
