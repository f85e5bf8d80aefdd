//! When a card is asked again, and what happened to it.

use crate::history::CardState;
use crate::memory::StudyDay;
use crate::progress::{CardEvent, CardStatus};

use super::figures::day;

/// When a card in this state is asked again.
pub fn card_state(state: Option<&CardState>, today: StudyDay) -> String {
    card_status(CardStatus::of(state, today))
}

/// When a card is asked again: `new`, `due`, `in 3 d`.
pub fn card_status(status: CardStatus) -> String {
    match status {
        CardStatus::New => "new".to_owned(),
        CardStatus::Suspended => "suspended".to_owned(),
        CardStatus::Buried => "buried".to_owned(),
        CardStatus::Due => "due".to_owned(),
        CardStatus::DueIn(1) => "tomorrow".to_owned(),
        CardStatus::DueIn(days) => format!("in {days} d"),
    }
}

/// An event in one line: day, grade or event, seconds, and the mode where it is not `study`.
pub fn card_event(event: &CardEvent) -> String {
    let what = event
        .grade
        .map_or(event.event.as_str(), |grade| grade.name());
    let mut words = format!("{:<18}{what}", day(event.day));
    if let Some(ms) = event.ms.filter(|ms| *ms > 0) {
        words.push_str(&format!("  {:.1} s", ms as f64 / 1000.0));
    }
    if let Some(mode) = event.mode.filter(|mode| *mode != "study") {
        words.push_str(&format!("  {mode}"));
    }
    words
}
