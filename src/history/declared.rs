//! What the learner declared besides answers: it hangs on no card, and holds until said otherwise.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::Event;
use super::goal::Goal;
use super::habit_entry::{HabitEntry, HabitState};
use super::open_interview::OpenInterview;
use super::reached::Reached;

/// All declarations that hold at the end of the history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Declared {
    /// What the learner prepares for, unless it was cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// Habits that were kept or declined, by id: a start says what is due this week.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub habits: BTreeMap<String, HabitState>,
    /// Levels that were reached, by name: the end of a session looks whether another one is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reached: BTreeMap<String, Reached>,
    /// The interview that waits for its debrief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interview: Option<OpenInterview>,
}

impl Declared {
    /// Takes in what an event about no card declares. Fields that make no sense declare nothing: a
    /// later version may have written them.
    pub(super) fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Goal(fields) => self.goal = fields.decoded(),
            Event::Habit(_) => {
                if let Some(entry) = HabitEntry::of(event) {
                    let state = self.habits.entry(entry.habit.clone()).or_default();
                    state.take(&entry);
                }
            }
            Event::Reached(_) => {
                if let Some(reached) = Reached::of(event) {
                    let first = self.reached.entry(reached.level.clone());
                    let first = first.or_insert_with(|| reached.clone());
                    if reached.on < first.on {
                        *first = reached;
                    }
                }
            }
            _ => {}
        }
        self.interview = OpenInterview::after(self.interview.take(), event);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::day;
    use super::*;

    #[test]
    fn of_two_devices_that_saw_a_level_reached_the_earlier_day_holds() {
        let mut declared = Declared::default();
        for (on, cards) in [
            ("2026-11-20", 109),
            ("2026-11-18", 108),
            ("2026-11-19", 110),
        ] {
            let reached = Reached {
                level: "beginner".to_owned(),
                on: day(on),
                cards,
                stable: 90,
            };
            declared.take(&reached.event());
        }
        let kept = &declared.reached["beginner"];
        assert_eq!((kept.on, kept.cards), (day("2026-11-18"), 108));
    }
}
