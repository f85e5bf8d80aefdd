//! A goal: the day of an interview, and what to know by then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::Fields;
use crate::memory::StudyDay;

/// What the learner prepares for. A `goal` event without these fields clears it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// The day of the interview.
    pub date: StudyDay,
    /// Minutes to study on each day until then.
    pub minutes: u32,
    /// The levels in scope by name; all where it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<String>,
    /// The topics in scope; all where it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// How much more than others a topic counts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub weights: BTreeMap<String, u32>,
}

impl Goal {
    /// The fields of the event that sets this goal.
    #[must_use]
    pub fn fields(&self) -> Fields {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(map)) => Fields::of_line(map),
            // A struct of texts and numbers always is an object.
            _ => Fields::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::declared::Declared;
    use super::super::event::Event;
    use super::*;

    fn declares(declared: &mut Declared, fields: Fields) {
        declared.take(&Event::Goal(fields));
    }

    #[test]
    fn a_goal_holds_until_another_is_set_or_it_is_cleared() {
        let goal = Goal {
            date: "2026-12-15".parse().expect("a day"),
            minutes: 20,
            levels: vec!["senior".to_owned()],
            topics: Vec::new(),
            weights: BTreeMap::from([("async".to_owned(), 3)]),
        };
        let mut declared = Declared::default();
        declares(&mut declared, goal.fields());
        assert_eq!(declared.goal, Some(goal));
        declares(&mut declared, Fields::default());
        assert_eq!(declared.goal, None);
    }
}
