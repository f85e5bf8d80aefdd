//! How a learner rates their own skill in an area.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::event::{Event, Fields};

/// The fields of an `assess` event. The newest rating of an area holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// The area's id.
    pub area: String,
    /// The stage.
    pub stage: Mastery,
    /// A remark: what it rests on.
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
    /// Acts rightly from experience.
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
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The word for it in the journal, on the command line and in JSON.
    #[must_use]
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
    #[must_use]
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

impl Rating {
    /// What an event says about an area, if it says anything.
    #[must_use]
    pub fn of(event: &Event<'_>) -> Option<Self> {
        match event {
            Event::Assess(fields) => fields.decoded(),
            _ => None,
        }
    }

    /// The event that says this.
    #[must_use]
    pub fn event(&self) -> Event<'static> {
        Event::Assess(Fields::of(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_survives_being_written_and_read() {
        for (stage, number) in Mastery::ALL.into_iter().zip(1..) {
            assert_eq!(stage.number(), number);
            assert_eq!(Mastery::from_name(stage.name()), Some(stage));
            assert_eq!(Mastery::from_name(&number.to_string()), Some(stage));
            let rating = Rating {
                area: "data".to_owned(),
                stage,
                note: None,
            };
            assert_eq!(Rating::of(&rating.event()), Some(rating));
        }
    }

    #[test]
    fn a_stage_that_nobody_knows_yet_is_no_rating() {
        let fields = serde_json::json!({"area": "data", "stage": "master"});
        let fields = Fields::of_line(fields.as_object().cloned().expect("an object"));
        assert_eq!(Rating::of(&Event::Assess(fields)), None);
    }
}
