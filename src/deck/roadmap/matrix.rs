//! The skills matrix: areas in which learners rate themselves, for comparison with what their
//! answers show.

use std::sync::LazyLock;

use serde::Deserialize;

use super::ladder::read_embedded;
use crate::deck::Level;

static MATRIX: LazyLock<Matrix> =
    LazyLock::new(|| read_embedded("matrix.json", include_str!("../../../decks/matrix.json")));

/// Areas, levels and the stages of mastery.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// How it is to be used, in a sentence or two.
    pub note: String,
    /// The five stages that learners rate themselves with, lowest first (Dreyfus and Dreyfus 1980).
    pub stages: [MasteryStage; 5],
    pub areas: Vec<Area>,
    /// Items of the sources that it covers as a whole.
    pub from: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MasteryStage {
    /// Its number, 1 to 5.
    pub stage: u8,
    pub name: String,
    /// How someone at this stage works.
    pub means: String,
}

/// An area of skill.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its name, for keeping track of it: a slug.
    pub id: String,
    /// Its name as a heading.
    pub title: String,
    /// Topics of the decks that belong to it: their cards show what the learner knows.
    pub topics: Vec<String>,
    /// What is expected of each level.
    pub levels: Expectations,
    /// Items of the sources that it covers.
    pub from: Vec<String>,
}

/// What is expected in an area, level by level.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectations {
    beginner: String,
    intermediate: String,
    senior: String,
    expert: String,
}

impl Expectations {
    /// What is expected of a level, in a sentence.
    pub fn of(&self, level: Level) -> &str {
        match level {
            Level::Beginner => &self.beginner,
            Level::Intermediate => &self.intermediate,
            Level::Senior => &self.senior,
            Level::Expert => &self.expert,
        }
    }
}

impl Matrix {
    /// The matrix that comes with the program.
    pub fn builtin() -> &'static Self {
        &MATRIX
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::deck::{Source, builtin, parse};
    use crate::id::is_part;

    #[test]
    fn the_stages_are_numbered_from_one() {
        let numbers = Matrix::builtin().stages.iter().map(|one| one.stage);
        assert!(numbers.eq(1..=5));
    }

    #[test]
    fn every_area_expects_something_else_of_each_level() {
        let areas = &Matrix::builtin().areas;
        let ids: BTreeSet<&str> = areas.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.len(), areas.len(), "ids are unique");
        for area in areas {
            assert!(is_part(&area.id), "{}", area.id);
            let texts: BTreeSet<&str> = Level::ALL.map(|level| area.levels.of(level)).into();
            assert_eq!(texts.len(), Level::ALL.len(), "{}", area.id);
            assert!(texts.iter().all(|text| !text.is_empty()), "{}", area.id);
        }
    }

    #[test]
    fn every_topic_of_the_decks_belongs_to_exactly_one_area() {
        let decks = builtin().iter().map(|(file, text)| {
            let parsed = parse(&Source::new(file, *text));
            parsed.deck.expect("built-in decks have no errors")
        });
        let mut topics: Vec<String> = decks
            .flat_map(|deck| deck.cards)
            .map(|card| card.topic.to_string())
            .collect();
        topics.sort();
        topics.dedup();
        let areas = Matrix::builtin().areas.iter();
        let mut named: Vec<&String> = areas.flat_map(|area| &area.topics).collect();
        named.sort();
        assert_eq!(named, topics.iter().collect::<Vec<_>>());
    }
}
