//! The content of events that are not about a card: goals, ratings, projects, habits, levels,
//! remarks.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ids::RecordId;
use super::interview::InterviewNote;
use crate::memory::StudyDay;

/// When records count that a wrong clock dated. Of several for one record, the one with the highest id holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Redate {
    pub records: Vec<RecordId>,
    #[serde(with = "super::timestamp")]
    pub time: DateTime<FixedOffset>,
    pub study_day: StudyDay,
}

/// What the learner is preparing for: the day of an interview, and what to know by then.
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
    /// The tags in scope; all where it is empty. Programs before tags take all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// How much more than others a topic counts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub weights: BTreeMap<String, u32>,
}

/// What a `goal` event does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum GoalChange {
    /// A goal was set.
    Set(Goal),
    /// The goal was cleared: the event contains no goal.
    Clear {},
}

/// The fields of a `habit` event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HabitEntry {
    pub habit: String,
    /// The day on which it was done; none if only `wanted` changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<StudyDay>,
    /// A remark on that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the learner wants to be reminded of it. Doing a habit implies that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<bool>,
}

/// The state of a habit at the end of the history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HabitState {
    /// The latest day on which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<StudyDay>,
    /// Whether the learner said that they don't want it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unwanted: bool,
}

impl HabitState {
    /// Applies the next event.
    pub(super) fn take(&mut self, entry: &HabitEntry) {
        self.last = self.last.max(entry.done);
        if let Some(wanted) = entry.wanted.or(entry.done.map(|_| true)) {
            self.unwanted = !wanted;
        }
    }
}

/// The fields of a `project` event. The newest state holds, and the newest note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectEntry {
    pub project: String,
    /// How far it is; none if only a note was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ProjectState>,
    /// A remark; an empty one deletes the remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How far a project is, as the learner says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProjectState {
    /// Not begun.
    Planned,
    /// In progress.
    Doing,
    /// Finished.
    Done,
    /// It was given up.
    Dropped,
}

impl ProjectState {
    pub const ALL: [Self; 4] = [Self::Planned, Self::Doing, Self::Done, Self::Dropped];

    /// The word for it in the journal, on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Doing => "doing",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// The state with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl fmt::Display for ProjectState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The fields of an `assess` event. The newest rating of an area holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    pub area: String,
    pub stage: Mastery,
    /// A remark: the reason for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The five stages of mastery (Dreyfus and Dreyfus 1980), lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mastery {
    /// Follows instructions.
    Novice,
    /// Recognizes situations.
    AdvancedBeginner,
    /// Plans and answers for the result.
    Competent,
    /// Sees what matters.
    Proficient,
    /// Acts from experience.
    Expert,
}

impl Mastery {
    /// Every stage, lowest first.
    pub const ALL: [Self; 5] = [
        Self::Novice,
        Self::AdvancedBeginner,
        Self::Competent,
        Self::Proficient,
        Self::Expert,
    ];

    /// Its number, 1 to 5.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The word for it in the journal, on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Novice => "novice",
            Self::AdvancedBeginner => "advanced-beginner",
            Self::Competent => "competent",
            Self::Proficient => "proficient",
            Self::Expert => "expert",
        }
    }

    /// The stage with this name or number.
    pub fn from_name(name: &str) -> Option<Self> {
        let named = |stage: &Self| stage.name() == name || stage.number().to_string() == name;
        Self::ALL.into_iter().find(named)
    }
}

impl fmt::Display for Mastery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The fields of a `reached` event. Of several for one level the earliest day holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    pub level: String,
    /// The day on which the rule was first met.
    pub on: StudyDay,
    /// The cards that the level had.
    pub cards: u32,
    /// Those of them that were stable.
    pub stable: u32,
}

/// A note of an interview or a placement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Note {
    /// What happened in an interview.
    Interview { interview: InterviewNote },
    /// What happened in a placement.
    Placement { placement: PlacementNote },
    /// Something was undone by writing the former value again.
    TakenBack { taken_back: TakenBack },
}

/// What was taken back, and by which record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// The record taken back.
    pub of: RecordId,
    /// The record with the former value.
    pub by: RecordId,
}

/// A note of a placement, which may be continued on another day or device.
///
/// ```text
/// {"placement":{"step":"asked","round":"x7k2mp","card":"async/tick","topic":"async","level":"senior","right":true,"guess":0.25,"ms":5320}}
/// {"placement":{"step":"ended","round":"x7k2mp","claimed":140}}
/// {"placement":{"step":"offered"}}
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "lowercase")]
pub enum PlacementNote {
    /// It was offered at the first start, and is not offered again.
    Offered,
    /// A question of a round was answered.
    Asked(PlacementAnswer),
    /// A round is over and its map was shown.
    Ended {
        round: String,
        /// How many cards were claimed; zero if the learner declined.
        claimed: usize,
    },
}

/// An answer of a placement. It records what it was about, so that it stays useful when the decks change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacementAnswer {
    pub round: String,
    /// The card's full id.
    pub card: String,
    /// Its topic then.
    pub topic: String,
    /// Its level then, by name.
    pub level: String,
    /// Whether the answer was right.
    pub right: bool,
    /// The chance of being right by guessing, 0 to 1.
    pub guess: f64,
    /// Milliseconds that it took, uncapped.
    pub ms: u64,
}

/// A placement, as far as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlacementRound {
    pub round: String,
    /// Its answers, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<PlacementAnswer>,
    /// How many cards were claimed at its end; `None` as long as it has questions left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed: Option<usize>,
}

impl From<InterviewNote> for Note {
    fn from(interview: InterviewNote) -> Self {
        Self::Interview { interview }
    }
}

impl From<TakenBack> for Note {
    fn from(taken_back: TakenBack) -> Self {
        Self::TakenBack { taken_back }
    }
}

impl From<PlacementNote> for Note {
    fn from(placement: PlacementNote) -> Self {
        Self::Placement { placement }
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
            state.take(&entry(Some(day), None));
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

    #[test]
    fn a_stage_is_found_by_name_and_by_number() {
        for (stage, number) in Mastery::ALL.into_iter().zip(1..) {
            assert_eq!(stage.number(), number);
            assert_eq!(Mastery::from_name(stage.name()), Some(stage));
            assert_eq!(Mastery::from_name(&number.to_string()), Some(stage));
        }
    }
}

/// The kind of damage accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Accepted {
    /// Damaged bytes: they are not reported any more.
    Bytes {
        /// The id of the bytes, a hash of them.
        bytes: RecordId,
        /// The line that counts instead, without its seal; nothing if they are ignored for good.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        record: Option<Value>,
    },
    /// Different records with this id: all of them count.
    SameId { same: RecordId },
    /// Records that are lost.
    Missing { missing: Gap },
    /// A device's numbers were given twice: every record counts.
    Doubled { doubled: Doubled },
}

/// Numbers of a device that no record has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    pub device: String,
    pub from: u64,
    pub to: u64,
}

/// Numbers of a device that two records have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubled {
    pub device: String,
    /// The last such number.
    pub to: u64,
}
