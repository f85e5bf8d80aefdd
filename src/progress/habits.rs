//! Habits: what is due this week and this quarter, and what was done.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use crate::deck::roadmap::{Habit, Habits, Rhythm};
use crate::history::{Event, HabitState, Journal};
use crate::memory::StudyDay;

/// How many periods are shown, the current one included.
const SHOWN: usize = 8;

/// For how many periods after it was last done a habit is mentioned at the start.
const REMEMBERED: u32 = 4;

/// A period in which a habit is to be done once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HabitPeriod {
    /// Its first day.
    pub first: StudyDay,
    /// Its last day.
    pub last: StudyDay,
}

impl HabitPeriod {
    /// The week, Monday to Sunday, or the quarter of a year that a day lies in.
    pub fn of(rhythm: Rhythm, day: StudyDay) -> Self {
        match rhythm {
            Rhythm::Week => {
                let first = day.minus(day.weekday().num_days_from_monday());
                Self {
                    first,
                    last: first.plus(6),
                }
            }
            Rhythm::Quarter => {
                let date = day.date();
                let month = date.month0() / 3 * 3 + 1;
                let begins = |year: i32, month: u32| {
                    let date = NaiveDate::from_ymd_opt(year, month, 1);
                    StudyDay::from_date(date.unwrap_or(NaiveDate::MAX))
                };
                let next = if month == 10 {
                    begins(date.year() + 1, 1)
                } else {
                    begins(date.year(), month + 3)
                };
                Self {
                    first: begins(date.year(), month),
                    last: next.minus(1),
                }
            }
        }
    }

    pub fn before(self, rhythm: Rhythm) -> Self {
        Self::of(rhythm, self.first.minus(1))
    }
}

/// A day on which a habit was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HabitDay {
    pub day: StudyDay,
    /// A remark.
    pub note: Option<String>,
}

/// A habit as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HabitRow {
    pub id: &'static str,
    /// What to do.
    pub title: &'static str,
    /// What it is good for.
    pub why: &'static str,
    /// How often.
    pub every: Rhythm,
    /// Whether the learner wants to be reminded of it.
    pub wanted: bool,
    /// Whether it is still to be done in this period.
    pub due: bool,
    /// The last day on which it was done.
    pub last: Option<StudyDay>,
    /// Whether it was done in each of the last periods, the oldest first, the current one last.
    pub periods: Vec<bool>,
    /// Periods in a row in which it was done; the current one counts once it was.
    pub in_a_row: u32,
    /// The days on which it was done, in their order, each once.
    pub kept: Vec<HabitDay>,
}

/// All habits, as of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HabitsView {
    /// The study day.
    pub day: StudyDay,
    pub week: HabitPeriod,
    pub quarter: HabitPeriod,
    /// The habits, the weekly ones first.
    pub habits: Vec<HabitRow>,
}

impl HabitsView {
    /// Every habit. `states` are the declarations that hold.
    pub fn of(journal: &Journal, states: &BTreeMap<String, HabitState>, today: StudyDay) -> Self {
        let mut kept: BTreeMap<String, BTreeMap<StudyDay, Option<String>>> = BTreeMap::new();
        let entries = journal.records().filter_map(|record| match record.event {
            Event::Habit(entry) => Some(entry),
            _ => None,
        });
        for entry in entries {
            if let Some(day) = entry.done {
                let note = kept.entry(entry.habit).or_default().entry(day).or_default();
                *note = entry.note.or(note.take());
            }
        }
        let habits = Habits::builtin().habits.iter();
        Self {
            day: today,
            week: HabitPeriod::of(Rhythm::Week, today),
            quarter: HabitPeriod::of(Rhythm::Quarter, today),
            habits: habits
                .map(|habit| {
                    let days = kept.remove(&habit.id).unwrap_or_default();
                    let wanted = states.get(&habit.id).is_none_or(|state| !state.unwanted);
                    row(habit, days, wanted, today)
                })
                .collect(),
        }
    }
}

fn row(
    habit: &'static Habit,
    days: BTreeMap<StudyDay, Option<String>>,
    wanted: bool,
    today: StudyDay,
) -> HabitRow {
    let now = HabitPeriod::of(habit.every, today);
    let was_kept = |period: HabitPeriod| days.range(period.first..=period.last).next().is_some();
    let back = std::iter::successors(Some(now), |period| Some(period.before(habit.every)));
    let mut periods: Vec<bool> = back.clone().take(SHOWN).map(was_kept).collect();
    periods.reverse();
    let done = was_kept(now);
    let in_a_row = back
        .skip(usize::from(!done))
        .take_while(|period| was_kept(*period))
        .count();
    HabitRow {
        id: &habit.id,
        title: &habit.title,
        why: &habit.why,
        every: habit.every,
        wanted,
        due: wanted && !done,
        last: days.keys().next_back().copied(),
        periods,
        in_a_row: in_a_row as u32,
        kept: days
            .into_iter()
            .map(|(day, note)| HabitDay {
                day,
                note: note.filter(|note| !note.is_empty()),
            })
            .collect(),
    }
}

/// Habits worth a line at the start: begun by the learner, not neglected for long, and due this
/// week; quarterly ones only in the last two weeks of their quarter.
pub fn habits_due(states: &BTreeMap<String, HabitState>, today: StudyDay) -> Vec<&'static str> {
    let habits = Habits::builtin().habits.iter();
    let is_due = |habit: &&Habit| {
        let Some(state) = states.get(&habit.id).filter(|state| !state.unwanted) else {
            return false;
        };
        let now = HabitPeriod::of(habit.every, today);
        let back = std::iter::successors(Some(now), |period| Some(period.before(habit.every)));
        let recent = back.skip(1).take(REMEMBERED as usize).last();
        let urgent = habit.every == Rhythm::Week || now.last.days_since(today) < 14;
        urgent
            && state.last.is_some_and(|last| {
                last < now.first && recent.is_some_and(|recent| recent.first <= last)
            })
    };
    habits
        .filter(is_due)
        .map(|habit| habit.id.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> StudyDay {
        text.parse().expect("a day")
    }

    fn period(rhythm: Rhythm, on: &str) -> (String, String) {
        let period = HabitPeriod::of(rhythm, day(on));
        (period.first.to_string(), period.last.to_string())
    }

    #[test]
    fn weeks_begin_on_monday_and_quarters_with_the_calendar() {
        let week = |on: &str| period(Rhythm::Week, on);
        let expected = ("2026-11-16".to_owned(), "2026-11-22".to_owned());
        for on in ["2026-11-16", "2026-11-20", "2026-11-22"] {
            assert_eq!(week(on), expected, "{on}");
        }
        assert_eq!(
            week("2027-01-01").0,
            "2026-12-28",
            "a week over the new year"
        );
        let quarters = [
            ("2026-01-01", "2026-01-01", "2026-03-31"),
            ("2028-02-29", "2028-01-01", "2028-03-31"),
            ("2026-12-31", "2026-10-01", "2026-12-31"),
        ];
        for (on, first, last) in quarters {
            assert_eq!(
                period(Rhythm::Quarter, on),
                (first.to_owned(), last.to_owned())
            );
        }
        let before = HabitPeriod::of(Rhythm::Quarter, day("2026-02-03")).before(Rhythm::Quarter);
        assert_eq!(before.first, day("2025-10-01"));
        assert_eq!(before.last, day("2025-12-31"));
    }

    fn states(habits: &[(&str, Option<&str>, bool)]) -> BTreeMap<String, HabitState> {
        habits
            .iter()
            .map(|(id, last, unwanted)| {
                let state = HabitState {
                    last: last.map(day),
                    unwanted: *unwanted,
                };
                ((*id).to_owned(), state)
            })
            .collect()
    }

    #[test]
    fn a_start_mentions_only_what_was_taken_up_and_is_due() {
        let today = day("2026-11-20");
        assert_eq!(habits_due(&states(&[]), today), [""; 0]);
        let all = states(&[
            ("read-profile", Some("2026-11-13"), false),
            ("redo-experiment", Some("2026-11-16"), false),
            ("incident-drill", Some("2026-11-13"), true),
            ("review-dependency", None, false),
            ("no-such-habit", Some("2026-11-13"), false),
        ]);
        assert_eq!(habits_due(&all, today), ["read-profile"]);
    }

    #[test]
    fn a_habit_that_was_let_rest_is_not_mentioned_any_more() {
        let all = states(&[("read-profile", Some("2026-11-20"), false)]);
        assert_eq!(habits_due(&all, day("2026-11-22")), [""; 0]);
        assert_eq!(habits_due(&all, day("2026-11-23")), ["read-profile"]);
        assert_eq!(habits_due(&all, day("2026-12-20")), ["read-profile"]);
        assert_eq!(habits_due(&all, day("2026-12-21")), [""; 0]);
    }

    #[test]
    fn a_quarterly_habit_is_mentioned_when_its_quarter_ends() {
        let all = states(&[("check-lines", Some("2026-08-01"), false)]);
        assert_eq!(habits_due(&all, day("2026-12-17")), [""; 0]);
        assert_eq!(habits_due(&all, day("2026-12-18")), ["check-lines"]);
        assert_eq!(habits_due(&all, day("2027-01-02")), [""; 0]);
    }
}
