//! What a learner notes about a habit: a day on which it was kept, or that they don't want it.

use serde::{Deserialize, Serialize};

use super::event::{Event, Fields};
use crate::memory::StudyDay;

/// The fields of a `habit` event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HabitEntry {
    /// The habit's id.
    pub habit: String,
    /// The day on which it was kept; none where only `wanted` changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<StudyDay>,
    /// A remark on that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the learner wants to hear of it. Keeping a habit is wanting it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<bool>,
}

/// Where a habit stands at the end of the history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HabitState {
    /// The latest day on which it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<StudyDay>,
    /// Whether the learner said that they don't want it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unwanted: bool,
}

impl HabitEntry {
    /// What an event says about a habit, if it says anything.
    #[must_use]
    pub fn of(event: &Event<'_>) -> Option<Self> {
        match event {
            Event::Habit(fields) => fields.decoded(),
            _ => None,
        }
    }

    /// The event that says this.
    #[must_use]
    pub fn event(&self) -> Event<'static> {
        Event::Habit(Fields::of(self))
    }
}

impl HabitState {
    /// Takes in what was noted next.
    pub(super) fn take(&mut self, entry: &HabitEntry) {
        self.last = self.last.max(entry.done);
        if let Some(wanted) = entry.wanted.or(entry.done.map(|_| true)) {
            self.unwanted = !wanted;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(done: Option<&str>, wanted: Option<bool>) -> HabitEntry {
        HabitEntry {
            habit: "read-profile".to_owned(),
            done: done.map(|day| day.parse().expect("a day")),
            note: None,
            wanted,
        }
    }

    #[test]
    fn the_latest_day_holds_in_whatever_order_days_are_noted() {
        let mut state = HabitState::default();
        for day in ["2026-11-18", "2026-11-20", "2026-11-09"] {
            let entry = entry(Some(day), None);
            assert_eq!(HabitEntry::of(&entry.event()), Some(entry.clone()));
            state.take(&entry);
        }
        assert_eq!(state.last, "2026-11-20".parse().ok());
    }

    #[test]
    fn keeping_a_habit_is_wanting_it() {
        let mut state = HabitState::default();
        state.take(&entry(None, Some(false)));
        assert!(state.unwanted);
        state.take(&entry(Some("2026-11-20"), None));
        assert!(!state.unwanted);
    }
}
