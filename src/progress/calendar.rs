//! Day after day: what was answered, and which days were free.

use chrono::WeekdaySet;
use serde::Serialize;

use crate::history::Pause;
use crate::memory::StudyDay;

use super::answers::Answers;
use super::period::days_from;
use super::streak::is_free;

/// One day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CalendarDay {
    /// The study day.
    pub day: StudyDay,
    /// Answers, repeats included.
    pub answers: u32,
    /// Seconds spent, long pauses cut.
    pub seconds: f64,
    /// Whether nothing was asked of the learner: no study day of theirs, or in a pause.
    pub free: bool,
}

/// The days up to today.
#[must_use]
pub fn calendar(
    answers: &Answers<'_>,
    pauses: &[Pause],
    study_days: WeekdaySet,
) -> Vec<CalendarDay> {
    let period = answers.period();
    let first = period.calendar_first();
    let mut days: Vec<CalendarDay> = (0..=days_from(first, period.today()))
        .map(|place| {
            let day = first.plus(place);
            CalendarDay {
                day,
                answers: 0,
                seconds: 0.0,
                free: is_free(day, pauses, study_days),
            }
        })
        .collect();
    let skipped = days_from(answers.earliest(), first);
    for answer in answers.all() {
        let place = answer.day.checked_sub(skipped);
        if let Some(day) = place.and_then(|place| days.get_mut(place as usize)) {
            day.answers += 1;
            day.seconds += f64::from(answer.ms) / 1000.0;
        }
    }
    days
}
