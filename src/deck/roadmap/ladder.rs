//! The ladder: what each level means, and what lies between it and the next.

use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::deck::Level;

static LADDER: LazyLock<Ladder> =
    LazyLock::new(|| read_embedded("ladder.json", include_str!("../../../decks/ladder.json")));

/// The four levels and what separates them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// One rung per level, lowest first.
    pub levels: [Rung; 4],
}

/// One level of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// The level.
    pub id: Level,
    /// Its name as a heading.
    pub title: String,
    /// What someone at this level can do, in a sentence.
    pub goal: String,
    /// What has to be reached for the next level, in a sentence; none at the top.
    pub boundary: Option<String>,
    /// What to do besides the cards.
    pub practice: Vec<String>,
    /// Items of the sources that it covers.
    pub from: Vec<String>,
}

impl Ladder {
    /// The ladder that comes with the program.
    pub fn builtin() -> &'static Self {
        &LADDER
    }

    /// The rung of a level.
    pub fn rung(&self, level: Level) -> &Rung {
        let [beginner, intermediate, senior, expert] = &self.levels;
        match level {
            Level::Beginner => beginner,
            Level::Intermediate => intermediate,
            Level::Senior => senior,
            Level::Expert => expert,
        }
    }
}

/// The value of a file that comes with the program. Its tests read it, so it cannot fail to be read.
pub(super) fn read_embedded<T: DeserializeOwned>(file: &str, text: &str) -> T {
    match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => unreachable!("decks/{file} is not of its type: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_has_its_rung_and_only_the_last_has_no_next() {
        let ladder = Ladder::builtin();
        for level in Level::ALL {
            let rung = ladder.rung(level);
            assert_eq!(rung.id, level);
            assert_eq!(rung.boundary.is_none(), level == Level::Expert, "{level}");
            assert!(!rung.practice.is_empty(), "{level}");
            for text in rung.practice.iter().chain([&rung.title, &rung.goal]) {
                assert!(!text.trim().is_empty(), "{level} has an empty text");
            }
        }
    }
}
