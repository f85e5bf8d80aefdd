//! The actions of one device, as a stack: what `undo` undoes next, and what `redo` writes again.
//!
//! An `undo` event takes its record out. A goal, a pause, and removing a mark or a suspension
//! cannot be undone that way: the former value is written again, and a note says which record that
//! undoes.

use std::collections::HashMap;

use super::contents::{Goal, GoalChange, Note};
use super::event::{Event, Record};
use super::ids::RecordId;
use super::journal::Journal;
use crate::memory::StudyDay;

/// One action.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// The record that it wrote.
    pub record: Record<'static>,
    way: Way,
}

/// How an action is undone.
#[derive(Clone, Debug, PartialEq)]
enum Way {
    /// By an `undo` event that names it.
    TakenOut,
    /// By writing the former value.
    Before(Value),
    /// By the opposite event.
    Opposite(Event<'static>),
}

/// A value that holds until the next one.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Goal(Option<Goal>),
    /// The first day on which study resumes.
    Pause(Option<StudyDay>),
}

impl Value {
    /// What a record sets.
    fn of(record: &Record<'_>) -> Option<Self> {
        match &record.event {
            Event::Goal(GoalChange::Set(goal)) => Some(Self::Goal(Some(goal.clone()))),
            Event::Goal(GoalChange::Clear {}) => Some(Self::Goal(None)),
            Event::Pause { until } => Some(Self::Pause(Some(*until)).on(record.day)),
            _ => None,
        }
    }

    /// The value on a day: a pause ends by itself.
    fn on(self, day: StudyDay) -> Self {
        match self {
            Self::Pause(until) => Self::Pause(until.filter(|until| *until > day)),
            goal @ Self::Goal(_) => goal,
        }
    }

    /// The event that sets it on a day.
    fn event(&self, today: StudyDay) -> Event<'static> {
        match self.clone().on(today) {
            Self::Goal(Some(goal)) => Event::Goal(GoalChange::Set(goal)),
            Self::Goal(None) => Event::Goal(GoalChange::Clear {}),
            Self::Pause(until) => Event::Pause {
                until: until.unwrap_or(today),
            },
        }
    }
}

impl Deed {
    /// The event that undoes it.
    pub fn taken_back(&self, today: StudyDay) -> Event<'static> {
        match &self.way {
            Way::TakenOut => Event::Undo { of: self.record.id },
            Way::Before(value) => value.event(today),
            Way::Opposite(event) => event.clone(),
        }
    }

    /// The day under which it is written again: answers keep theirs.
    pub fn day_again(&self, today: StudyDay) -> StudyDay {
        match self.way {
            Way::TakenOut => self.record.day,
            Way::Before(_) | Way::Opposite(_) => today,
        }
    }

    /// Whether an `undo` event undoes it; otherwise a note has to say what did.
    pub fn is_taken_out(&self) -> bool {
        self.way == Way::TakenOut
    }

    /// Whether a record after its undo writes it again.
    fn is_written_again_by(&self, record: &Record<'_>) -> bool {
        let same_day = record.day == self.record.day;
        record.event == self.record.event && (same_day || self.way != Way::TakenOut)
    }
}

/// The actions of one device.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deeds {
    /// What can be taken back, newest last.
    pub done: Vec<Deed>,
    /// What was undone and can be written again, newest last.
    pub undone: Vec<Deed>,
}

impl Deeds {
    /// The actions of a device, as seen on a day. Levels reached, fits, interviews and notes are
    /// not actions: they stay. A goal or pause that another device has replaced since no longer
    /// counts as one.
    pub fn of(journal: &Journal, device: &str, today: StudyDay) -> Self {
        let mut before = HashMap::new();
        let (mut goal, mut pause) = (Value::Goal(None), Value::Pause(None));
        for record in journal.records() {
            let Some(value) = Value::of(&record) else {
                continue;
            };
            let now = match value {
                Value::Goal(_) => &mut goal,
                Value::Pause(_) => &mut pause,
            };
            before.insert(record.id, std::mem::replace(now, value).on(record.day));
        }
        let mut again = HashMap::new();
        for record in journal.all_of(device) {
            if let Event::Note(Note::TakenBack { taken_back }) = &record.event {
                again.insert(taken_back.by, None);
            }
        }
        let mut deeds = Self::default();
        for record in journal.all_of(device) {
            let record = record.into_owned();
            match (&record.event, again.get_mut(&record.id)) {
                (_, Some(written)) => *written = Some(record),
                (Event::Note(Note::TakenBack { taken_back }), None) => {
                    let by = again.get(&taken_back.by).cloned().flatten();
                    deeds.take_back(taken_back.of, by);
                }
                (_, None) => deeds.take(record, &before),
            }
        }
        let holds = |deed: &Deed| match Value::of(&deed.record).map(|value| value.on(today)) {
            Some(value @ Value::Goal(_)) => value == goal,
            Some(value @ Value::Pause(_)) => value == pause.clone().on(today),
            None => true,
        };
        while deeds.done.pop_if(|deed| !holds(deed)).is_some() {}
        deeds
    }

    /// Undoes an action, by a record with the former value.
    fn take_back(&mut self, of: RecordId, by: Option<Record<'static>>) {
        let Some(place) = self.done.iter().rposition(|deed| deed.record.id == of) else {
            return;
        };
        let deed = self.done.remove(place);
        if let (Way::Opposite(event), Some(by)) = (&deed.way, by) {
            // The mark now belongs to the newer record.
            let first = self.done.iter_mut().rfind(|one| one.record.event == *event);
            if let Some(first) = first {
                first.record = by;
            }
        }
        self.undone.push(deed);
    }

    fn take(&mut self, record: Record<'static>, before: &HashMap<RecordId, Value>) {
        if let Event::Undo { of } = &record.event {
            let place = self.done.iter().rposition(|deed| deed.record.id == *of);
            self.undone
                .extend(place.map(|place| self.done.remove(place)));
            return;
        }
        let way = match &record.event {
            Event::Goal(_) | Event::Pause { .. } => {
                before.get(&record.id).cloned().map(Way::Before)
            }
            Event::Unmark { card } => Some(Way::Opposite(Event::Mark { card: card.clone() })),
            Event::Unsuspend { card } => Some(Way::Opposite(Event::Suspend { card: card.clone() })),
            Event::Parameters { .. } | Event::Unknown(_) => None,
            event => event.can_be_taken_out().then_some(Way::TakenOut),
        };
        let Some(way) = way else { return };
        let again = |deed: &mut Deed| deed.is_written_again_by(&record);
        if self.undone.pop_if(again).is_none() {
            // Doing something new after an undo ends the chance to redo.
            self.undone.clear();
        }
        self.done.push(Deed { record, way });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::test_support::{day, journal_of, lines, record, review};
    use crate::history::{ProjectEntry, TakenBack};
    use crate::memory::Grade;

    fn goal(date: &str) -> Event<'static> {
        Event::Goal(GoalChange::Set(Goal {
            date: day(date),
            minutes: 20,
            levels: Vec::new(),
            topics: Vec::new(),
            tags: Vec::new(),
            weights: std::collections::BTreeMap::new(),
        }))
    }

    const CLEAR: Event<'static> = Event::Goal(GoalChange::Clear {});

    /// What `aaaa` can undo and write again after these events, each of a device.
    fn deeds(events: &[(&'static str, Event<'static>)]) -> Deeds {
        let mut devices: Vec<&str> = events.iter().map(|(device, _)| *device).collect();
        devices.sort_unstable();
        devices.dedup();
        let mut seqs = HashMap::new();
        let records: Vec<Record<'_>> = events
            .iter()
            .zip(0..)
            .map(|((device, event), minute)| {
                let seq = seqs.entry(*device).or_insert(0);
                *seq += 1;
                record(device, *seq, minute, event.clone())
            })
            .collect();
        let of = |device: &&str| {
            let own: Vec<Record<'_>> = records
                .iter()
                .filter(|record| &*record.device == *device)
                .cloned()
                .collect();
            (format!("{device}/2026-11.jsonl"), lines(&own))
        };
        let texts: Vec<(String, String)> = devices.iter().map(of).collect();
        Deeds::of(&journal_of(&texts), "aaaa", day("2026-11-20"))
    }

    fn seqs(deeds: &[Deed]) -> Vec<u64> {
        deeds.iter().map(|deed| deed.record.seq).collect()
    }

    fn next(deeds: &Deeds) -> Event<'static> {
        let newest = deeds.done.last().expect("something to take back");
        newest.taken_back(day("2026-11-20"))
    }

    /// The id of a record of `aaaa`.
    fn id(seq: u64) -> RecordId {
        record("aaaa", seq, 0, CLEAR).id
    }

    fn note(of: u64, by: u64) -> Event<'static> {
        let taken_back = TakenBack {
            of: id(of),
            by: id(by),
        };
        Event::Note(taken_back.into())
    }

    #[test]
    fn clearing_a_goal_is_taken_back_by_the_goal_and_not_by_an_answer() {
        let mut events = vec![
            ("aaaa", review("d/a", Grade::Good)),
            ("aaaa", goal("2026-12-15")),
            ("aaaa", CLEAR),
        ];
        let found = deeds(&events);
        assert_eq!(seqs(&found.done), [1, 2, 3]);
        assert_eq!(next(&found), goal("2026-12-15"));
        events.extend([("aaaa", next(&found)), ("aaaa", note(3, 4))]);
        let found = deeds(&events);
        assert_eq!(
            (seqs(&found.done), seqs(&found.undone)),
            (vec![1, 2], vec![3])
        );
        assert_eq!(next(&found), CLEAR);
        events.extend([("aaaa", CLEAR), ("aaaa", note(2, 6))]);
        let found = deeds(&events);
        assert_eq!(
            (seqs(&found.done), seqs(&found.undone)),
            (vec![1], vec![3, 2])
        );
        // Written again, first the goal, then its end.
        events.extend([("aaaa", goal("2026-12-15")), ("aaaa", CLEAR)]);
        let found = deeds(&events);
        assert_eq!(
            (seqs(&found.done), seqs(&found.undone)),
            (vec![1, 8, 9], vec![])
        );
    }

    #[test]
    fn a_mark_that_came_back_is_taken_back_by_its_newer_record() {
        let card = || "d/a".into();
        let found = deeds(&[
            ("aaaa", Event::Mark { card: card() }),
            ("aaaa", Event::Unmark { card: card() }),
            ("aaaa", Event::Mark { card: card() }),
            ("aaaa", note(2, 3)),
        ]);
        assert_eq!((seqs(&found.done), seqs(&found.undone)), (vec![3], vec![2]));
        assert_eq!(next(&found), Event::Undo { of: id(3) });
    }

    #[test]
    fn a_goal_that_another_device_replaced_is_left_alone() {
        let found = deeds(&[
            ("aaaa", review("d/a", Grade::Good)),
            ("aaaa", goal("2026-12-15")),
            ("bbbb", goal("2026-12-20")),
        ]);
        assert_eq!(seqs(&found.done), [1]);
        let found = deeds(&[("bbbb", goal("2026-12-20")), ("aaaa", goal("2026-12-15"))]);
        assert_eq!(next(&found), goal("2026-12-20"));
    }

    #[test]
    fn an_answer_after_an_undo_leaves_nothing_to_write_again() {
        let mut events = vec![
            ("aaaa", review("d/a", Grade::Good)),
            ("aaaa", Event::Undo { of: id(1) }),
        ];
        assert_eq!(seqs(&deeds(&events).undone), [1]);
        events.push(("aaaa", review("d/b", Grade::Good)));
        let found = deeds(&events);
        assert_eq!((seqs(&found.done), found.undone.len()), (vec![3], 0));
    }

    #[test]
    fn an_answer_written_again_can_be_taken_back_again() {
        let found = deeds(&[
            ("aaaa", review("d/a", Grade::Good)),
            ("aaaa", Event::Undo { of: id(1) }),
            ("aaaa", review("d/a", Grade::Good)),
        ]);
        assert_eq!((seqs(&found.done), found.undone.len()), (vec![3], 0));
    }

    #[test]
    fn levels_fits_and_other_devices_cannot_be_undone() {
        let reached = Event::Reached(crate::history::Reached {
            level: "beginner".to_owned(),
            on: day("2026-11-20"),
            cards: 10,
            stable: 9,
        });
        let project = Event::Project(ProjectEntry {
            project: "log-cli".to_owned(),
            state: None,
            note: Some("x".to_owned()),
        });
        let found = deeds(&[
            ("aaaa", project),
            ("aaaa", reached),
            ("bbbb", review("d/a", Grade::Good)),
        ]);
        assert_eq!(seqs(&found.done), [1]);
    }

    #[test]
    fn a_pause_is_taken_back_by_the_one_before_and_the_end_of_one_by_its_day() {
        let pause = |until: &str| Event::Pause { until: day(until) };
        let found = deeds(&[("aaaa", pause("2026-11-27"))]);
        assert_eq!(next(&found), pause("2026-11-20"));
        let found = deeds(&[("aaaa", pause("2026-11-27")), ("aaaa", pause("2026-11-20"))]);
        assert_eq!(next(&found), pause("2026-11-27"));
    }
}
