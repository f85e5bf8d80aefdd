//! How far cards are, and what happened to one of them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::deck::Card;
use crate::history::{CardState, Event, Journal, Schedule, current_name};
use crate::memory::{Grade, Memory, Scheduler, StudyDay};
use crate::plan::recall_now;

/// The interval, in days, from which a card counts as mature.
pub const MATURE_DAYS: u32 = 21;

/// How far a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardStage {
    /// Never answered.
    New,
    /// Answered, and asked again until it is passed; or claimed, and not checked yet.
    Learning,
    /// Passed, with an interval of under [`MATURE_DAYS`].
    Young,
    /// Passed, with a longer interval.
    Mature,
    /// Not asked any more.
    Suspended,
}

/// How far a card is, by its state.
pub fn stage(state: Option<&CardState>) -> CardStage {
    match state {
        Some(state) if state.suspended => CardStage::Suspended,
        Some(state) if !state.is_new() => match state.interval {
            _ if state.memory.is_none() => CardStage::Learning,
            0 => CardStage::Learning,
            days if days < MATURE_DAYS => CardStage::Young,
            _ => CardStage::Mature,
        },
        Some(_) | None => CardStage::New,
    }
}

/// Cards by how far they are; every card is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All of them.
    pub total: usize,
    /// Never answered.
    pub new: usize,
    /// Still to be passed, or claimed and not checked.
    pub learning: usize,
    /// With a short interval.
    pub young: usize,
    /// With an interval of at least [`MATURE_DAYS`].
    pub mature: usize,
    /// Not asked any more.
    pub suspended: usize,
}

impl Counts {
    /// The cards that can be asked: all but the suspended ones. What is known is counted among these.
    pub fn active(&self) -> usize {
        self.total - self.suspended
    }

    /// Counts cards by their states.
    pub fn of<'a>(states: impl Iterator<Item = Option<&'a CardState>>) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts.add(state);
        }
        counts
    }

    /// Counts one more card.
    pub(super) fn add(&mut self, state: Option<&CardState>) {
        self.total += 1;
        match stage(state) {
            CardStage::New => self.new += 1,
            CardStage::Learning => self.learning += 1,
            CardStage::Young => self.young += 1,
            CardStage::Mature => self.mature += 1,
            CardStage::Suspended => self.suspended += 1,
        }
    }
}

/// How far a card is on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct CardProgress<'a> {
    pub card: &'a Card,
    /// When it is asked again.
    pub status: CardStatus,
    /// The day on which it is to be asked.
    pub due: Option<StudyDay>,
    /// Its memory according to the model.
    pub memory: Option<Memory>,
    /// How likely it is remembered now, 0 to 1.
    pub recall: Option<f32>,
    /// Answers that count for the memory.
    pub reviews: u32,
    /// How often it was forgotten.
    pub lapses: u32,
    /// Whether the learner put a mark on it.
    pub marked: bool,
}

impl<'a> CardProgress<'a> {
    /// How far a card is.
    pub fn of(card: &'a Card, schedule: &Schedule, scheduler: &Scheduler, today: StudyDay) -> Self {
        let state = schedule.card(card.id.as_str());
        let recall = state.and_then(|state| recall_now(state, scheduler, today));
        Self {
            card,
            status: CardStatus::of(state, today),
            due: state.and_then(|state| state.due),
            memory: state.and_then(|state| state.memory),
            recall,
            reviews: state.map_or(0, |state| state.reviews),
            lapses: state.map_or(0, |state| state.lapses),
            marked: state.is_some_and(|state| state.marked),
        }
    }
}

/// When a card is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardStatus {
    /// It was never answered.
    New,
    /// It is not asked any more.
    Suspended,
    /// It is not asked today.
    Buried,
    /// It is due now.
    Due,
    /// It is due in so many days, at least one.
    DueIn(i64),
}

impl CardStatus {
    /// The status of a card in this state.
    pub fn of(state: Option<&CardState>, today: StudyDay) -> Self {
        match state {
            Some(state) if state.suspended => Self::Suspended,
            Some(state) if !state.may_be_asked(today) => Self::Buried,
            Some(state) => match state.due.map(|due| due.days_since(today)) {
                None => Self::New,
                Some(days) if days <= 0 => Self::Due,
                Some(days) => Self::DueIn(days),
            },
            None => Self::New,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardEvent {
    /// When, as RFC 3339.
    pub at: String,
    /// The study day.
    pub day: StudyDay,
    /// What: the event's word in the journal.
    pub event: String,
    /// The grade of a review.
    pub grade: Option<Grade>,
    /// Milliseconds that an answer took.
    pub ms: Option<u64>,
    /// The mode of a review.
    pub mode: Option<&'static str>,
}

/// Everything that happened to a card, oldest first; what was undone is left out. `renames` leads
/// from former ids to current ones.
pub fn card_history(
    card: &str,
    journal: &Journal,
    renames: &BTreeMap<String, String>,
) -> Vec<CardEvent> {
    let is_this = |name: &str| current_name(name, renames) == card;
    journal
        .records()
        .filter(|record| record.event.card().is_some_and(is_this))
        .map(|record| {
            let review = match &record.event {
                Event::Review(review) => Some(review),
                _ => None,
            };
            CardEvent {
                at: record.at.to_rfc3339(),
                day: record.day,
                event: record.event.name().to_owned(),
                grade: review.map(|review| review.grade),
                ms: review.map(|review| review.ms),
                mode: review.map(|review| review.mode.name()),
            }
        })
        .collect()
}
