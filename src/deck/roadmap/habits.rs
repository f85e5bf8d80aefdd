//! Habits: what keeps knowledge fresh besides the cards, week by week and quarter by quarter.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::ladder::read_embedded;

static HABITS: LazyLock<Habits> =
    LazyLock::new(|| read_embedded("habits.json", include_str!("../../../decks/habits.json")));

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habits {
    /// The habits, the weekly ones first.
    pub habits: Vec<Habit>,
}

/// Something to be done again and again.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habit {
    /// Its id, for keeping track of it: a slug.
    pub id: String,
    /// What to do.
    pub title: String,
    /// How often.
    pub every: Rhythm,
    /// What it is good for.
    pub why: String,
    /// Items of the sources that it covers.
    pub from: Vec<String>,
}

/// How often something is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rhythm {
    /// Once a week.
    Week,
    /// Once in three months.
    Quarter,
}

impl Habits {
    /// The habits that come with the program.
    pub fn builtin() -> &'static Self {
        &HABITS
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::id::is_part;

    #[test]
    fn four_habits_are_weekly_and_four_quarterly() {
        let habits = &Habits::builtin().habits;
        let rhythms: Vec<Rhythm> = habits.iter().map(|one| one.every).collect();
        assert_eq!(rhythms, [[Rhythm::Week; 4], [Rhythm::Quarter; 4]].concat());
        let ids: BTreeSet<&str> = habits.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.len(), habits.len(), "ids are unique");
        for habit in habits {
            assert!(is_part(&habit.id), "{}", habit.id);
            assert!(
                !habit.why.is_empty() && !habit.from.is_empty(),
                "{}",
                habit.id
            );
        }
    }
}
