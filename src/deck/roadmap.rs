//! What surrounds the cards: the ladder of levels, projects, habits, the skills matrix, reading.
//!
//! Each is a JSON file beside the decks, compiled in and read when it is first asked for.

use std::sync::LazyLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Level;
use crate::id::CardId;

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
        static LADDER: LazyLock<Ladder> =
            LazyLock::new(|| embedded(include_str!("../../decks/ladder.json")));
        &LADDER
    }

    /// The rung of a level.
    pub fn rung(&self, level: Level) -> &Rung {
        &self.levels[level as usize]
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Projects {
    /// The projects, the easier ones first.
    pub projects: Vec<Project>,
}

/// Something to build.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Its name, for keeping track of it: a slug.
    pub id: String,
    /// Its name as a heading.
    pub title: String,
    /// The level that it belongs to.
    pub level: Level,
    /// What is to be built.
    pub description: String,
    /// What it proves, if it works.
    pub proves: Vec<String>,
    /// Topics of the decks that it touches.
    pub topics: Vec<String>,
    /// Cards worth knowing before.
    pub cards: Vec<CardId>,
    /// Items of the sources that it covers.
    pub from: Vec<String>,
}

impl Projects {
    /// The projects that come with the program.
    pub fn builtin() -> &'static Self {
        static PROJECTS: LazyLock<Projects> =
            LazyLock::new(|| embedded(include_str!("../../decks/projects.json")));
        &PROJECTS
    }
}

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
        static HABITS: LazyLock<Habits> =
            LazyLock::new(|| embedded(include_str!("../../decks/habits.json")));
        &HABITS
    }
}

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
        static MATRIX: LazyLock<Matrix> =
            LazyLock::new(|| embedded(include_str!("../../decks/matrix.json")));
        &MATRIX
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resources {
    /// The resources, those of lower levels first.
    pub resources: Vec<Resource>,
}

/// A book, a site or a reference.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The level from which it helps.
    pub level: Level,
    /// What it is called.
    pub title: String,
    /// Its web address.
    pub address: String,
    /// What it is good for.
    pub why: String,
    /// Items of the sources that it covers.
    #[serde(skip_serializing)]
    pub from: Vec<String>,
}

impl Resources {
    /// The resources that come with the program.
    pub fn builtin() -> &'static Self {
        static RESOURCES: LazyLock<Resources> =
            LazyLock::new(|| embedded(include_str!("../../decks/resources.json")));
        &RESOURCES
    }
}

/// The value of a file that comes with the program. Its tests read it, so it cannot fail to be read.
fn embedded<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("tests read it")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::deck::{Library, Source, builtin, parse};
    use crate::id::is_part;

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

    fn library() -> Library {
        let decks = builtin().iter().map(|(file, text)| {
            let parsed = parse(&Source::new(file, *text));
            parsed.deck.expect("built-in decks have no errors")
        });
        Library::assemble(decks.collect(), Vec::new()).0
    }

    #[test]
    fn twenty_six_projects_say_what_they_prove() {
        let projects = &Projects::builtin().projects;
        assert_eq!(projects.len(), 26);
        let ids: BTreeSet<&str> = projects.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.len(), projects.len(), "ids are unique");
        assert!(projects.is_sorted_by_key(|one| one.level));
        for project in projects {
            assert!(is_part(&project.id), "{}", project.id);
            assert!((2..=4).contains(&project.proves.len()), "{}", project.id);
            assert!(!project.from.is_empty(), "{}", project.id);
        }
        for level in Level::ALL {
            let of_level = projects.iter().filter(|one| one.level == level).count();
            assert!(of_level >= 5, "{level}: {of_level}");
        }
    }

    #[test]
    fn the_cards_and_topics_of_every_project_are_there() {
        let library = library();
        let topics: BTreeSet<&str> = library.cards().map(|card| &*card.topic).collect();
        for project in &Projects::builtin().projects {
            assert!((4..=8).contains(&project.cards.len()), "{}", project.id);
            let once: BTreeSet<&CardId> = project.cards.iter().collect();
            assert_eq!(once.len(), project.cards.len(), "{}", project.id);
            for card in &project.cards {
                assert!(
                    library.get(card.as_str()).is_some(),
                    "{}: {card}",
                    project.id
                );
            }
            for topic in &project.topics {
                assert!(topics.contains(topic.as_str()), "{}: {topic}", project.id);
            }
        }
    }

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
        let library = library();
        let topics = library.cards().map(|card| card.topic.to_string());
        let mut topics: Vec<String> = topics.collect();
        topics.sort();
        topics.dedup();
        let areas = Matrix::builtin().areas.iter();
        let mut named: Vec<&String> = areas.flat_map(|area| &area.topics).collect();
        named.sort();
        assert_eq!(named, topics.iter().collect::<Vec<_>>());
    }

    #[test]
    fn every_level_has_something_to_read_at_an_address_of_its_own() {
        let resources = &Resources::builtin().resources;
        assert!(resources.is_sorted_by_key(|one| one.level));
        for level in Level::ALL {
            let of_level = resources.iter().filter(|one| one.level == level).count();
            assert!(of_level >= 5, "{level}: {of_level}");
        }
        let addresses: BTreeSet<&str> = resources.iter().map(|one| one.address.as_str()).collect();
        assert_eq!(addresses.len(), resources.len(), "each address once");
        for one in resources {
            assert!(one.address.starts_with("https://"), "{}", one.address);
            assert!(
                !one.why.is_empty() && !one.title.is_empty(),
                "{}",
                one.address
            );
        }
    }
}
