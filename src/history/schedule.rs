//! The result of the history: the state of every card, and the answers of every day.

use chrono::{DateTime, Utc};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::answer_stats::AnswerStats;
use super::declared::Declared;
use super::ids::RecordId;
use crate::memory::{Forgetting, Grade, Memory, OwnFactor, Parameters, Stage, StudyDay};

/// The state of every card, computed from the journal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// The pauses that the learner took, in the order in which they were set.
    pub pauses: Vec<Pause>,
    /// Answer times and grades.
    pub habits: AnswerStats,
    /// By which curve the learner forgets, and how long they keep things compared with the model.
    pub forgetting: Forgetting,
    /// The newest fitted weights, if a `parameters` event set any.
    pub parameters: Option<Parameters>,
    /// What the learner declared besides answers.
    pub declared: Declared,
    /// What each device wrote last, in the order of their names.
    pub devices: Vec<DeviceState>,
    /// The record up to which this was computed.
    pub last: Option<LastRecord>,
    /// The latest study day seen so far: days never run backwards.
    pub latest_day: Option<StudyDay>,
    /// The days with at least one answer, in their order.
    pub days: Vec<DayLog>,
    /// The cards that have any history, in the order of their names.
    pub cards: Vec<CardState>,
}

/// The state of one card. In JSON, what does not apply is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CardState {
    /// The card's full name, as the decks call it now.
    pub id: Box<str>,
    /// Its memory state; `None` if it was never answered, or was reset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<Memory>,
    /// The day on which it is due; that of the last answer until it is passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<StudyDay>,
    /// How many answers count for the memory, repeats included.
    pub reviews: u32,
    /// How often it was forgotten after it had been known on an earlier day.
    pub lapses: u32,
    /// Days from the last answer to `due`; 0 until it is passed.
    pub interval: u32,
    /// The day of the first answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<StudyDay>,
    /// The day of the first answer that passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passed: Option<StudyDay>,
    /// The day of the last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<StudyDay>,
    /// The day of the last answer that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<StudyDay>,
    #[serde(rename = "grade", skip_serializing_if = "Option::is_none")]
    pub last_grade: Option<Grade>,
    /// The stage of learning in which it was last answered; `None` before the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// How much longer or shorter than others it is kept, since it was first failed.
    #[serde(default, skip_serializing_if = "OwnFactor::is_empty")]
    pub own: OwnFactor,
    /// Whether it is not asked at all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub suspended: bool,
    /// The first day on which a buried card may be asked again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buried_until: Option<StudyDay>,
    /// Whether the learner put a mark on it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub marked: bool,
    /// The day on which the learner said that they know it, until the first answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed: Option<StudyDay>,
    /// For a card of points, those ticked in its last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticked: Option<Ticks>,
    /// For a card of points, those ticked in the answer before the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticked_before: Option<Ticks>,
}

/// Which points of a card were ticked: the lowest bit is the first point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticks(u8);

impl Ticks {
    /// The points with these indexes; no card has more than eight.
    pub fn of(points: &[u32]) -> Self {
        let bit = |point: &u32| 1_u8.checked_shl(*point).unwrap_or(0);
        Self(points.iter().map(bit).fold(0, |all, bit| all | bit))
    }

    /// Whether a point was ticked.
    pub fn has(self, point: usize) -> bool {
        u32::try_from(point).is_ok_and(|point| self.0.checked_shr(point).unwrap_or(0) & 1 == 1)
    }
}

/// The answers of one study day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLog {
    pub day: StudyDay,
    pub answers: u32,
    /// Cards answered: the first answer to each.
    pub first_tries: u32,
    /// Of the first answers, those that passed.
    pub passed: u32,
    /// Cards answered for the first time ever, or for the first time since a reset.
    pub new: u32,
    /// Cards answered that had been answered on an earlier day.
    pub reviews: u32,
    /// Of `reviews`, those that passed: true retention is `recalled / reviews`.
    pub recalled: u32,
    /// Answers after the first to the same card.
    pub repeats: u32,
    /// Milliseconds spent, each answer capped.
    pub ms: u64,
    /// The time of the first answer; in JSON in milliseconds since 1970.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub first_at: DateTime<Utc>,
    /// The time of the last answer.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub last_at: DateTime<Utc>,
}

/// Days on which nothing is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The day on which it was set.
    pub from: StudyDay,
    /// The first day on which study resumes.
    pub until: StudyDay,
}

/// The end of one device's journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceState {
    pub device: Box<str>,
    /// The highest number of a record, 0 where there is none.
    pub seq: u64,
    /// The newest event that `undo` would undo.
    pub undoable: Option<RecordId>,
}

/// The place of a record in the merged order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastRecord {
    /// The time by which it was ordered.
    pub at: DateTime<Utc>,
    pub device: Box<str>,
    /// Its number on that device.
    pub seq: u64,
}

impl CardState {
    /// The state of a card without history.
    pub fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// Whether it was never answered (since its last reset) nor claimed.
    pub const fn is_new(&self) -> bool {
        self.reviews == 0 && self.claimed.is_none()
    }

    /// Whether a card in this state is still to be met: never answered nor claimed, and not suspended. A card without
    /// history is.
    pub fn is_unmet(state: Option<&Self>) -> bool {
        state.is_none_or(|state| state.is_new() && !state.suspended)
    }

    /// Whether it may be asked on this day: neither suspended nor buried.
    pub fn may_be_asked(&self, today: StudyDay) -> bool {
        !self.suspended && self.buried_until.is_none_or(|until| until <= today)
    }

    /// Whether it is due on this day and may be asked.
    pub fn is_due(&self, today: StudyDay) -> bool {
        self.may_be_asked(today) && self.due.is_some_and(|due| due <= today)
    }

    /// The day on which it comes due and may be asked: a buried card when it is back.
    pub fn due_from(&self) -> Option<StudyDay> {
        let due = self.due?;
        Some(self.buried_until.map_or(due, |until| until.max(due)))
    }

    /// Of this many points, those that were ticked in neither of the last two answers.
    pub fn missed_twice(&self, points: usize) -> Vec<usize> {
        match (self.ticked, self.ticked_before) {
            (Some(last), Some(before)) => (0..points)
                .filter(|&point| !last.has(point) && !before.has(point))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it was failed on the day of its last answer.
    pub fn is_missed(&self) -> bool {
        self.failed.is_some() && self.failed == self.last
    }

    /// Whether every answer passed, the first one too: it was known before it was met.
    pub fn never_failed(&self) -> bool {
        self.memory.is_some() && self.failed.is_none()
    }

    /// Whether its last answer failed and it waits to be asked again until passed.
    pub fn is_waiting(&self) -> bool {
        self.last_grade == Some(Grade::Again)
    }
}

impl Schedule {
    /// All cards by name. For many lookups this is several times faster than [`Self::card`].
    pub fn by_name(&self) -> HashMap<&str, &CardState> {
        self.cards.iter().map(|card| (&*card.id, card)).collect()
    }

    /// The state of a card, if it has any history.
    pub fn card(&self, id: &str) -> Option<&CardState> {
        self.place_of(id).ok().map(|index| &self.cards[index])
    }

    /// Where a card is in `cards`, or where it would be.
    pub(super) fn place_of(&self, id: &str) -> Result<usize, usize> {
        self.cards.binary_search_by(|card| (*card.id).cmp(id))
    }

    /// The answers of a day, if there are any.
    pub fn day(&self, day: StudyDay) -> Option<&DayLog> {
        self.days
            .binary_search_by_key(&day, |log| log.day)
            .ok()
            .map(|index| &self.days[index])
    }

    /// The day on which study resumes, if there is a pause on this day.
    pub fn paused_until(&self, today: StudyDay) -> Option<StudyDay> {
        self.pauses
            .iter()
            .filter(|pause| pause.from <= today && today < pause.until)
            .map(|pause| pause.until)
            .max()
    }

    /// The newest event of a device that `undo` would undo.
    pub fn undoable(&self, device: &str) -> Option<RecordId> {
        self.device(device).and_then(|state| state.undoable)
    }

    /// The end of a device's journal.
    pub fn device(&self, device: &str) -> Option<&DeviceState> {
        self.devices
            .binary_search_by(|state| (*state.device).cmp(device))
            .ok()
            .map(|index| &self.devices[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_found_by_name_as_it_is_by_search() {
        let schedule = Schedule {
            cards: (0..300)
                .map(|number| CardState::new(&format!("d/{number:03}")))
                .collect(),
            ..Schedule::default()
        };
        let by_name = schedule.by_name();
        for number in 0..400 {
            let id = format!("d/{number:03}");
            assert_eq!(by_name.get(&*id).copied(), schedule.card(&id));
        }
    }

    #[test]
    fn a_point_is_missed_twice_where_neither_of_two_answers_had_it() {
        let mut card = CardState::new("d/c");
        card.ticked = Some(Ticks::of(&[0]));
        assert_eq!(card.missed_twice(3), [0; 0], "one answer is not two");
        card.ticked_before = Some(Ticks::of(&[2]));
        assert_eq!(card.missed_twice(4), [1, 3]);
    }

    #[test]
    fn indexes_out_of_range_are_ignored() {
        let ticks = Ticks::of(&[7, 8, 40, u32::MAX]);
        let had: Vec<usize> = (0..300).filter(|&point| ticks.has(point)).collect();
        assert_eq!(had, [7]);
    }
}
