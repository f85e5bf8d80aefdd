//! Where one card stands, and what happened to it.

use std::collections::BTreeMap;

use crate::deck::Card;
use crate::history::{CardState, Event, Journal, Schedule};
use crate::memory::{Grade, Memory, Scheduler, StudyDay};
use crate::plan::recall_now;

/// Where a card stands on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct CardProgress<'a> {
    /// The card.
    pub card: &'a Card,
    /// How far it is, in a word or two: `new`, `due`, `in 3 d`.
    pub state: String,
    /// The day on which it is to be asked.
    pub due: Option<StudyDay>,
    /// What the model knows.
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
    /// Where a card stands.
    #[must_use]
    pub fn of(card: &'a Card, schedule: &Schedule, scheduler: &Scheduler, today: StudyDay) -> Self {
        let state = schedule.card(card.id.as_str());
        let recall = state.and_then(|state| recall_now(state, scheduler, today));
        Self {
            card,
            state: state_words(state, today),
            due: state.and_then(|state| state.due),
            memory: state.and_then(|state| state.memory),
            recall,
            reviews: state.map_or(0, |state| state.reviews),
            lapses: state.map_or(0, |state| state.lapses),
            marked: state.is_some_and(|state| state.marked),
        }
    }
}

/// How far a card is, in a word or two.
#[must_use]
pub fn state_words(state: Option<&CardState>, today: StudyDay) -> String {
    let Some(state) = state else {
        return "new".to_owned();
    };
    if state.suspended {
        return "suspended".to_owned();
    }
    if !state.may_be_asked(today) {
        return "buried".to_owned();
    }
    match state.due {
        None => "new".to_owned(),
        Some(due) => match due.days_since(today) {
            days if days <= 0 => "due".to_owned(),
            1 => "tomorrow".to_owned(),
            days => format!("in {days} d"),
        },
    }
}

/// One thing that happened to a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
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

impl Happened {
    /// It in one line: day, grade or event, seconds, and the mode where it is not `study`.
    #[must_use]
    pub fn words(&self) -> String {
        let what = self.grade.map_or(self.event.as_str(), |grade| grade.name());
        let mut words = format!("{}  {what}", self.day);
        if let Some(ms) = self.ms.filter(|ms| *ms > 0) {
            words.push_str(&format!("  {:.1} s", ms as f64 / 1000.0));
        }
        if let Some(mode) = self.mode.filter(|mode| *mode != "study") {
            words.push_str(&format!("  {mode}"));
        }
        words
    }
}

/// Everything that happened to a card, oldest first; what was undone is left out. `renames` says
/// what the decks call a card now that the journal knows by an old name.
#[must_use]
pub fn card_history(
    card: &str,
    journal: &Journal,
    renames: &BTreeMap<String, String>,
) -> Vec<Happened> {
    let is_this = |name: &str| renames.get(name).map_or(name, String::as_str) == card;
    journal
        .records()
        .filter(|record| record.event.card().is_some_and(is_this))
        .map(|record| {
            let review = match &record.event {
                Event::Review(review) => Some(review),
                _ => None,
            };
            Happened {
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
