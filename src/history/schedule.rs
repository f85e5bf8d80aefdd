//! What follows from the history: where every card stands, and what each day held.

use std::hash::BuildHasher as _;

use chrono::{DateTime, Utc};
use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};

use super::answer_stats::AnswerStats;
use super::declared::Declared;
use super::event::RecordId;
use crate::memory::{Grade, Memory, Parameters, StudyDay};

/// Where every card stands, computed from the journal alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schedule {
    /// The cards that have any history, in the order of their names.
    pub cards: Vec<CardState>,
    /// The days with at least one answer, in their order.
    pub days: Vec<DayLog>,
    /// The pauses that the learner took, in the order in which they were set.
    pub pauses: Vec<Pause>,
    /// Answer times and grades.
    pub habits: AnswerStats,
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
}

/// Where one card stands.
#[derive(Clone, Debug, PartialEq)]
pub struct CardState {
    /// The card's full name, as the decks call it now.
    pub id: Box<str>,
    /// What the model knows; `None` for a card that was never answered, or was reset.
    pub memory: Option<Memory>,
    /// The day on which it is to be asked; that of the last answer while it waits to be passed.
    pub due: Option<StudyDay>,
    /// How many answers count for the memory, repeats included.
    pub reviews: u32,
    /// How often it was forgotten after it had been known on an earlier day.
    pub lapses: u32,
    /// The day of the first answer.
    pub first: Option<StudyDay>,
    /// The day of the first answer that passed.
    pub passed: Option<StudyDay>,
    /// The day of the last answer.
    pub last: Option<StudyDay>,
    /// The day of the last answer that failed.
    pub failed: Option<StudyDay>,
    /// The last grade.
    pub last_grade: Option<Grade>,
    /// Days from the last answer to `due`; 0 while it waits to be passed.
    pub interval: u32,
    /// Whether it is not asked at all.
    pub suspended: bool,
    /// The first day on which a buried card may be asked again.
    pub buried_until: Option<StudyDay>,
    /// Whether the learner put a mark on it.
    pub marked: bool,
    /// The day on which the learner said that they know it, until the first answer.
    pub claimed: Option<StudyDay>,
    /// For a card of points, those ticked in its last answer.
    pub ticked: Option<Ticks>,
    /// For a card of points, those ticked in the answer before the last.
    pub ticked_before: Option<Ticks>,
}

/// Which points of a card were ticked: the lowest bit is the first point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticks(u8);

impl Ticks {
    /// The points with these indexes; no card has more than eight.
    #[must_use]
    pub fn of(points: &[u32]) -> Self {
        let bit = |point: &u32| 1_u8.checked_shl(*point).unwrap_or(0);
        Self(points.iter().map(bit).fold(0, |all, bit| all | bit))
    }

    /// The points whose bits are set.
    pub(super) const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// Whether a point was ticked.
    #[must_use]
    pub fn has(self, point: usize) -> bool {
        u32::try_from(point).is_ok_and(|point| self.0.checked_shr(point).unwrap_or(0) & 1 == 1)
    }
}

/// What one study day held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayLog {
    /// The day.
    pub day: StudyDay,
    /// All answers.
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
    /// The time of the first answer.
    pub first_at: DateTime<Utc>,
    /// The time of the last answer.
    pub last_at: DateTime<Utc>,
}

/// Days on which nothing is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The day on which it was set.
    pub from: StudyDay,
    /// The first day on which study goes on.
    pub until: StudyDay,
}

/// How far the journal of one device goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceState {
    /// The device.
    pub device: Box<str>,
    /// The highest number of a record, 0 where there is none.
    pub seq: u64,
    /// The newest event that `undo` would take back.
    pub undoable: Option<RecordId>,
}

/// The place of a record in the merged order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastRecord {
    /// The time by which it was ordered.
    pub at: DateTime<Utc>,
    /// Its device.
    pub device: Box<str>,
    /// Its number on that device.
    pub seq: u64,
}

impl CardState {
    /// A card of which nothing is known yet.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            memory: None,
            due: None,
            reviews: 0,
            lapses: 0,
            first: None,
            passed: None,
            last: None,
            failed: None,
            last_grade: None,
            interval: 0,
            suspended: false,
            buried_until: None,
            marked: false,
            claimed: None,
            ticked: None,
            ticked_before: None,
        }
    }

    /// Whether it was never answered (since its last reset) nor claimed.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.reviews == 0 && self.claimed.is_none()
    }

    /// Whether it may be asked on this day: neither suspended nor buried.
    #[must_use]
    pub fn may_be_asked(&self, today: StudyDay) -> bool {
        !self.suspended && self.buried_until.is_none_or(|until| until <= today)
    }

    /// Whether it is due on this day and may be asked.
    #[must_use]
    pub fn is_due(&self, today: StudyDay) -> bool {
        self.may_be_asked(today) && self.due.is_some_and(|due| due <= today)
    }

    /// Of so many points, those that were ticked in neither of the last two answers.
    #[must_use]
    pub fn missed_twice(&self, points: usize) -> Vec<usize> {
        match (self.ticked, self.ticked_before) {
            (Some(last), Some(before)) => (0..points)
                .filter(|&point| !last.has(point) && !before.has(point))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Whether its last answer failed and it waits to be asked again until passed.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.last_grade == Some(Grade::Again)
    }
}

/// The cards of a schedule by name, for those who ask for many: a search takes several times as long.
pub struct ByName<'s> {
    cards: &'s [CardState],
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl<'s> ByName<'s> {
    /// The state of a card, if it has any history.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&'s CardState> {
        let hash = self.hasher.hash_one(id);
        let is_it = |place: &u32| *self.cards[*place as usize].id == *id;
        let place = self.places.find(hash, is_it)?;
        self.cards.get(*place as usize)
    }
}

impl Schedule {
    /// All cards by name.
    #[must_use]
    pub fn by_name(&self) -> ByName<'_> {
        let cards = &self.cards;
        let hasher = DefaultHashBuilder::default();
        let mut places = HashTable::with_capacity(cards.len());
        for (place, card) in cards.iter().enumerate() {
            // Names are unique, and there is room for all.
            let hash = hasher.hash_one(&*card.id);
            places.insert_unique(hash, place as u32, |&place| {
                hasher.hash_one(&*cards[place as usize].id)
            });
        }
        ByName {
            cards,
            places,
            hasher,
        }
    }

    /// The state of a card, if it has any history.
    #[must_use]
    pub fn card(&self, id: &str) -> Option<&CardState> {
        self.place_of(id).ok().map(|index| &self.cards[index])
    }

    /// Where a card is in `cards`, or where it would be.
    pub(super) fn place_of(&self, id: &str) -> Result<usize, usize> {
        self.cards.binary_search_by(|card| (*card.id).cmp(id))
    }

    /// What a day held, if anything was answered on it.
    #[must_use]
    pub fn day(&self, day: StudyDay) -> Option<&DayLog> {
        self.days
            .binary_search_by_key(&day, |log| log.day)
            .ok()
            .map(|index| &self.days[index])
    }

    /// The day on which study goes on, if there is a pause on this day.
    #[must_use]
    pub fn paused_until(&self, today: StudyDay) -> Option<StudyDay> {
        self.pauses
            .iter()
            .filter(|pause| pause.from <= today && today < pause.until)
            .map(|pause| pause.until)
            .max()
    }

    /// The newest event of a device that `undo` would take back.
    #[must_use]
    pub fn undoable(&self, device: &str) -> Option<RecordId> {
        self.device(device).and_then(|state| state.undoable)
    }

    /// How far the journal of a device goes.
    #[must_use]
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
            assert_eq!(by_name.get(&id), schedule.card(&id));
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
    fn indexes_that_no_card_has_are_no_points() {
        let ticks = Ticks::of(&[7, 8, 40, u32::MAX]);
        let had: Vec<usize> = (0..300).filter(|&point| ticks.has(point)).collect();
        assert_eq!(had, [7]);
    }
}
