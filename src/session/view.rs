//! What a face needs in order to show a card.

use crate::deck::Card;
use crate::memory::{Grade, StudyDay};
use crate::plan::Why;
use crate::progress::CardProgress;
use crate::question::Answer;

use super::suggest::{Suggestion, suggest};

/// What the four grades would leave until the date of a goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnTheDay {
    /// The date.
    pub date: StudyDay,
    /// The chance of recall on that day if the card is not asked again before, from Again to Easy.
    pub recall: [f32; 4],
}

/// A card, and what is known about this asking of it.
#[derive(Clone, Debug, PartialEq)]
pub struct View<'a> {
    /// The card.
    pub card: &'a Card,
    /// Why it is asked.
    pub why: Why,
    /// Whether it was already asked in this session.
    pub repeat: bool,
    /// Answers given in this session.
    pub answered: usize,
    /// Cards that wait in the queue, this one included.
    pub waiting: usize,
    /// Days until it is asked again, for each grade from Again to Easy; 0 is later today.
    pub intervals: [u32; 4],
    /// Under a goal, what each grade would leave until its date.
    pub on_the_day: Option<OnTheDay>,
    /// Options of a choice, or steps to be ordered, in the order in which they are shown: indexes in
    /// deck order.
    pub order: Vec<usize>,
    /// Milliseconds that this learner usually takes for this kind.
    pub usual_ms: u32,
    /// Whether there is anything to undo.
    pub can_undo: bool,
    /// Whether the learner put a mark on the card.
    pub marked: bool,
    /// Whether the card was never answered before.
    pub new: bool,
    /// How often it was forgotten.
    pub lapses: u32,
    /// Where it stands in figures.
    pub standing: CardProgress<'a>,
    /// The points, by index, that were missing in both of its last answers.
    pub missed_twice: Vec<usize>,
}

impl View<'_> {
    /// What the program makes of an answer that took `ms` milliseconds.
    #[must_use]
    pub fn suggest(&self, answer: &Answer, ms: u64) -> Suggestion {
        suggest(self.card.data(), answer, ms, self.usual_ms)
    }

    /// Days until the card is asked again after this grade; 0 is later today.
    #[must_use]
    pub const fn interval(&self, grade: Grade) -> u32 {
        self.intervals[grade.number() as usize - 1]
    }
}
