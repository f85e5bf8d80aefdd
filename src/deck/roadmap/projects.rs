//! Projects: what to build, and what having built it proves.

use std::sync::LazyLock;

use serde::Deserialize;

use super::ladder::read_embedded;
use crate::deck::Level;
use crate::id::CardId;

static PROJECTS: LazyLock<Projects> = LazyLock::new(|| {
    read_embedded(
        "projects.json",
        include_str!("../../../decks/projects.json"),
    )
});

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
        &PROJECTS
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::deck::{Library, Source, builtin, parse};
    use crate::id::is_part;

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
}
