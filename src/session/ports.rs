//! What a session and its screen say to each other, and what it needs from the journal, as traits.

use crate::deck::Card;
use crate::history::{self, RecordId, Schedule};
use crate::memory::Grade;
use crate::question::Answer;

use super::view::View;

/// One thing done with a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Answered and graded.
    Graded(Graded),
    /// The last thing done with a card is taken back.
    Undo,
    /// The card goes to the end of the queue.
    Skip,
    /// The card is not asked before tomorrow.
    Bury,
    /// The card is not asked any more.
    Suspend,
    /// The card gets a mark, or loses it.
    Mark,
    /// "I know this": the card is checked in some days.
    Claim,
}

/// An answer with its grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The answer.
    pub answer: Answer,
    /// The grade that the learner settled on.
    pub grade: Grade,
    /// Milliseconds from the question to the grade, uncapped.
    pub ms: u64,
    /// Whether the learner said that a right pick was guessed.
    pub guessed: bool,
}

/// Why a session ends before its queue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The learner has had enough.
    Quit,
    /// The program was asked to end, by this signal: 1, 2 or 15.
    Signal(i32),
}

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
pub struct Leech<'a> {
    /// The card.
    pub card: &'a Card,
    /// How often it was forgotten.
    pub lapses: u32,
}

/// What the learner does about a card that they keep forgetting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeechChoice {
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
    fn on_leech(&mut self, leech: &Leech<'_>) -> LeechChoice {
        let _ = leech;
        LeechChoice::GoOn
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

/// A journal that records nothing: for repeating wrong answers without reviewing the cards again.
#[derive(Clone, Copy, Debug)]
pub struct UnrecordedJournal<'a> {
    schedule: &'a Schedule,
}

impl<'a> UnrecordedJournal<'a> {
    pub const fn new(schedule: &'a Schedule) -> Self {
        Self { schedule }
    }
}

impl Journal for UnrecordedJournal<'_> {
    fn append(&mut self, _: history::Event<'static>) -> Result<RecordId, NotSaved> {
        Ok(RecordId::from_bits(0))
    }

    fn schedule(&self) -> &Schedule {
        self.schedule
    }
}
