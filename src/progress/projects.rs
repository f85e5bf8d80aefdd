//! Projects: how far each one is according to the learner, and how well its cards are known.

use serde::Serialize;

use super::card_results::CardResults;
use crate::deck::roadmap::{Project, Projects};
use crate::deck::{Level, Library};
use crate::history::{Event, Journal, ProjectEntry, ProjectState, Schedule};
use crate::memory::StudyDay;

/// Something that the learner noted about a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProjectStep {
    /// The study day.
    pub day: StudyDay,
    /// The state given; null where only a note was made.
    pub state: Option<ProjectState>,
    /// The note given.
    pub note: Option<String>,
}

/// A card that prepares for a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PreparingCard {
    pub id: String,
    /// Its question, as Markdown.
    pub question: String,
    /// Whether it was ever answered.
    pub answered: bool,
    /// Whether its last unaided answer was right.
    pub right: bool,
    /// Whether it is stable.
    pub stable: bool,
}

/// A project as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProjectRow {
    pub id: &'static str,
    pub title: &'static str,
    pub level: Level,
    /// What is to be built.
    pub description: &'static str,
    /// What it proves.
    pub proves: &'static [String],
    /// Topics that it touches.
    pub topics: &'static [String],
    /// How far it is; null if nothing was recorded.
    pub state: Option<ProjectState>,
    /// The day on which that was recorded.
    pub since: Option<StudyDay>,
    /// The latest note.
    pub note: Option<String>,
    /// The cards worth knowing before.
    pub cards: Vec<PreparingCard>,
    /// Those of them whose last unaided answer was right.
    pub prepared: usize,
    /// The notes, oldest first.
    pub history: Vec<ProjectStep>,
}

/// Every project, easier ones first.
pub fn projects(
    journal: &Journal,
    results: &CardResults,
    schedule: &Schedule,
    library: &Library,
) -> Vec<ProjectRow> {
    let entries: Vec<(StudyDay, ProjectEntry)> = journal
        .records()
        .filter_map(|record| match record.event {
            Event::Project(entry) => Some((record.day, entry)),
            _ => None,
        })
        .collect();
    let all = Projects::builtin().projects.iter();
    all.map(|project| row(project, &entries, results, schedule, library))
        .collect()
}

fn row(
    project: &'static Project,
    entries: &[(StudyDay, ProjectEntry)],
    results: &CardResults,
    schedule: &Schedule,
    library: &Library,
) -> ProjectRow {
    let history: Vec<ProjectStep> = entries
        .iter()
        .filter(|(_, entry)| entry.project == project.id)
        .map(|(day, entry)| ProjectStep {
            day: *day,
            state: entry.state,
            note: entry.note.clone(),
        })
        .collect();
    let newest = history.iter().rev();
    let stated = newest.clone().find(|step| step.state.is_some());
    let note = newest.clone().find_map(|step| step.note.clone());
    let cards: Vec<PreparingCard> = project
        .cards
        .iter()
        .filter_map(|id| library.get(id.as_str()))
        .map(|card| {
            let id = card.id.as_str();
            let shown = results.of(id);
            PreparingCard {
                id: id.to_owned(),
                question: card.question.to_string(),
                answered: schedule.card(id).is_some_and(|state| state.reviews > 0),
                right: shown.unaided_right,
                stable: shown.is_stable(),
            }
        })
        .collect();
    ProjectRow {
        id: &project.id,
        title: &project.title,
        level: project.level,
        description: &project.description,
        proves: &project.proves,
        topics: &project.topics,
        state: stated.and_then(|step| step.state),
        since: stated.map(|step| step.day),
        note: note.filter(|note| !note.is_empty()),
        prepared: cards.iter().filter(|card| card.right).count(),
        cards,
        history,
    }
}

/// The project of a level to work on next: one in progress, else one that is planned, else the one
/// that the learner is best prepared for. None if all are done or dropped.
pub fn next_project(projects: &[ProjectRow], level: Level) -> Option<&ProjectRow> {
    let rank = |project: &ProjectRow| match project.state {
        Some(ProjectState::Doing) => Some(2),
        Some(ProjectState::Planned) => Some(1),
        None => Some(0),
        Some(ProjectState::Done | ProjectState::Dropped) => None,
    };
    // The share of prepared cards in thousandths; ties go to the earlier project.
    let key = |project: &ProjectRow| {
        let share = 1000 * project.prepared / project.cards.len().max(1);
        Some((rank(project)?, share))
    };
    let of_level = projects
        .iter()
        .rev()
        .filter(|project| project.level == level);
    of_level
        .filter_map(|project| Some((key(project)?, project)))
        .max_by_key(|(key, _)| *key)
        .map(|(_, project)| project)
}
