//! The interfaces of a session: to its screen and to the journal.

use crate::deck::Card;
use crate::history::{self, RecordId, Schedule};
use crate::memory::Grade;
use crate::question::Answer;

use super::view::View;

/// One action on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Answered and graded.
    Graded(Graded),
    /// The last action is undone.
    Undo,
    /// The card goes to the end of the queue.
    Skip,
    /// The card is not asked before tomorrow.
    Bury,
    /// The card is not asked any more.
    Suspend,
    /// The card is marked, or the mark is removed.
    Mark,
    /// "I know this": the card is checked in some days.
    Claim,
}

/// An answer with its grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    pub answer: Answer,
    /// The learner's final grade.
    pub grade: Grade,
    /// Milliseconds from the question to the grade, uncapped.
    pub ms: u64,
    /// Whether the learner said that a right pick was a guess.
    pub guessed: bool,
}

/// Why a session ends before its queue is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The learner ends it.
    Quit,
    /// The program was asked to end, by this signal: 1, 2 or 15.
    Signal(i32),
}

/// The result of showing a card.
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
pub struct Leech<'a> {
    pub card: &'a Card,
    /// How often it was forgotten.
    pub lapses: u32,
}

/// What the learner decides about a card that they keep forgetting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeechChoice {
    /// Nothing: the session continues.
    GoOn,
    /// The card is not asked any more.
    Suspend,
    /// The card's text was changed.
    Edited,
    /// The session is to end.
    Stop(Stop),
}

/// What to do about an answer that could not be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Try to save it once more.
    Again,
    /// End the session; the answer is printed.
    GiveUp(Stop),
}

/// Everything that the learner sees and types.
pub trait SessionScreen {
    /// Shows a card until the learner has done something with it.
    fn ask(&mut self, view: &View<'_>) -> Reply;

    /// Offers help with a card that was just forgotten again.
    fn on_leech(&mut self, leech: &Leech<'_>) -> LeechChoice {
        let _ = leech;
        LeechChoice::GoOn
    }

    /// Reports that the last answer could not be saved, and asks what to do.
    fn not_saved(&mut self, problem: &NotSaved) -> Retry;
}

/// Whether an answer is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDisk {
    /// It is not.
    No,
    /// Unknown: the disk failed while syncing.
    Perhaps,
    /// It is; only the schedule could not be computed.
    Yes,
}

/// An answer that could not be recorded properly.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct NotSaved {
    /// What went wrong, and what to do about it.
    pub why: String,
    /// Whether trying again can help; it cannot after a failed sync.
    pub retry: bool,
    /// Whether the answer is on disk.
    pub on_disk: OnDisk,
    /// The sealed journal line that may be missing, if there is one.
    pub line: Option<String>,
}

/// The journal, and the schedule that follows from it.
pub trait Journal {
    /// Appends an event. When this returns, the event is on disk and in the schedule.
    fn append(&mut self, event: history::Event<'static>) -> Result<RecordId, NotSaved>;

    /// The state of every card after the last event.
    fn schedule(&self) -> &Schedule;
}

/// A journal that records nothing: for repeating wrong answers without reviewing the cards again.
#[derive(Clone, Copy, Debug)]
pub struct UnrecordedJournal<'a>(pub &'a Schedule);

impl Journal for UnrecordedJournal<'_> {
    fn append(&mut self, _: history::Event<'static>) -> Result<RecordId, NotSaved> {
        Ok(RecordId::from_bits(0))
    }

    fn schedule(&self) -> &Schedule {
        self.0
    }
}
