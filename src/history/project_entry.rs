//! What a learner notes about a project: how far it is, and a remark.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::event::{Event, Fields};

/// The fields of a `project` event. The newest state holds, and the newest note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectEntry {
    /// The project's id.
    pub project: String,
    /// How far it is; none where only a note was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ProjectState>,
    /// A remark; an empty one takes the remark off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How far a project is, by the learner's own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProjectState {
    /// It is to be done.
    Planned,
    /// It is being done.
    Doing,
    /// It works.
    Done,
    /// It was given up.
    Dropped,
}

impl ProjectState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Doing, Self::Done, Self::Dropped];

    /// The word for it in the journal, on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Doing => "doing",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl fmt::Display for ProjectState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ProjectEntry {
    /// What an event says about a project, if it says anything.
    #[must_use]
    pub fn of(event: &Event<'_>) -> Option<Self> {
        match event {
            Event::Project(fields) => fields.decoded(),
            _ => None,
        }
    }

    /// The event that says this.
    #[must_use]
    pub fn event(&self) -> Event<'static> {
        Event::Project(Fields::of(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_survives_being_written_and_read() {
        for state in ProjectState::ALL.map(Some).into_iter().chain([None]) {
            let entry = ProjectEntry {
                project: "log-cli".to_owned(),
                state,
                note: Some("reads 2 GB in 64 MB".to_owned()),
            };
            assert_eq!(ProjectEntry::of(&entry.event()), Some(entry));
        }
    }
}
