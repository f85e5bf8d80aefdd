//! Day after day: what was answered, which days were free, and how many were studied in a row.

use chrono::{DateTime, Duration, FixedOffset, Utc, WeekdaySet};
use serde::Serialize;

use super::answers::Answers;
use crate::history::{DayLog, Pause};
use crate::memory::StudyDay;

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CalendarDay {
    /// The study day.
    pub day: StudyDay,
    /// Answers, repeats included.
    pub answers: u32,
    /// Seconds spent, with long pauses capped.
    pub seconds: f64,
    /// Whether it was a day off: not a study day, or in a pause.
    pub free: bool,
}

/// The days up to today.
pub fn calendar(
    answers: &Answers<'_>,
    pauses: &[Pause],
    study_days: WeekdaySet,
) -> Vec<CalendarDay> {
    let period = answers.period();
    let first = period.calendar_first();
    let mut days: Vec<CalendarDay> = (0..=period.today().days_after(first))
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
    let skipped = first.days_after(answers.earliest());
    for answer in answers.all() {
        let place = answer.day.checked_sub(skipped);
        if let Some(day) = place.and_then(|place| days.get_mut(place as usize)) {
            day.answers += 1;
            day.seconds += f64::from(answer.ms) / 1000.0;
        }
    }
    days
}

/// How many study days in a row had an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Streak {
    /// Days in the current streak; 0 if it is broken.
    pub current: u32,
    /// Days in the longest streak.
    pub best: u32,
    /// Whether today has its answer.
    pub answered_today: bool,
}

/// Two answers less than this apart belong to the same streak, whatever days they are on: late in
/// the evening and two mornings later still counts.
const FORGIVEN: Duration = Duration::hours(36);

/// The learner's streak. It is broken by a day without an answer, unless that was a day off
/// (`study_days` lacks its weekday), was in a pause, or the answers around it are under 36 hours
/// apart. `days` and `pauses` are those of the schedule.
pub fn streak(
    days: &[DayLog],
    pauses: &[Pause],
    study_days: WeekdaySet,
    today: StudyDay,
    now: DateTime<FixedOffset>,
) -> Streak {
    let free = |day: StudyDay| is_free(day, pauses, study_days);
    let joined = |from: &DayLog, to: StudyDay, at: DateTime<Utc>| {
        at - from.last_at < FORGIVEN || between(from.day, to).all(free)
    };
    let mut row = 0;
    let mut best = 0;
    let mut before: Option<&DayLog> = None;
    for log in days.iter().filter(|log| log.day <= today) {
        let goes_on = before.is_some_and(|before| joined(before, log.day, log.first_at));
        row = if goes_on { row + 1 } else { 1 };
        best = best.max(row);
        before = Some(log);
    }
    let unbroken = before.is_some_and(|last| joined(last, today, now.to_utc()));
    Streak {
        current: if unbroken { row } else { 0 },
        best,
        answered_today: before.is_some_and(|last| last.day == today),
    }
}

/// Whether a day is a day off: `study_days` lacks its weekday, or it is in a pause.
pub fn is_free(day: StudyDay, pauses: &[Pause], study_days: WeekdaySet) -> bool {
    !study_days.contains(day.weekday())
        || pauses
            .iter()
            .any(|pause| pause.from <= day && day < pause.until)
}

/// The days after `from` and before `to`.
fn between(from: StudyDay, to: StudyDay) -> impl Iterator<Item = StudyDay> {
    std::iter::successors(Some(from.plus(1)), |day| Some(day.plus(1)))
        .take_while(move |day| *day < to)
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;

    /// A day's log with answers at two times, such as `2026-11-20 09:00`, in UTC.
    fn log(day: &str, first: &str, last: &str) -> DayLog {
        let time = |text: &str| {
            format!("{text}:00Z")
                .parse::<DateTime<Utc>>()
                .expect("a time")
        };
        DayLog {
            day: day.parse().expect("a day"),
            answers: 2,
            first_tries: 2,
            passed: 2,
            new: 0,
            reviews: 2,
            recalled: 2,
            repeats: 0,
            ms: 9000,
            first_at: time(first),
            last_at: time(last),
        }
    }

    /// A log of one answer at noon.
    fn noon(day: &str) -> DayLog {
        log(day, &format!("{day}T12:00"), &format!("{day}T12:00"))
    }

    fn at(text: &str) -> (StudyDay, DateTime<FixedOffset>) {
        let now = DateTime::parse_from_rfc3339(&format!("{text}:00Z")).expect("a time");
        (StudyDay::of(now, 4), now)
    }

    fn numbers(days: &[DayLog], now: &str) -> (u32, u32, bool) {
        let (today, now) = at(now);
        let streak = streak(days, &[], WeekdaySet::ALL, today, now);
        (streak.current, streak.best, streak.answered_today)
    }

    #[test]
    fn a_row_is_the_days_that_follow_one_another() {
        let days = [
            noon("2026-11-10"),
            noon("2026-11-11"),
            noon("2026-11-12"),
            noon("2026-11-18"),
            noon("2026-11-19"),
        ];
        assert_eq!(numbers(&days, "2026-11-19T20:00"), (2, 3, true));
        assert_eq!(numbers(&days, "2026-11-20T20:00"), (2, 3, false));
        assert_eq!(numbers(&days, "2026-11-21T08:00"), (0, 3, false));
        assert_eq!(numbers(&[], "2026-11-21T08:00"), (0, 0, false));
    }

    #[test]
    fn answers_under_36_hours_apart_do_not_break_it() {
        let late = log("2026-11-17", "2026-11-17T20:00", "2026-11-17T23:30");
        let early = log("2026-11-19", "2026-11-19T11:00", "2026-11-19T11:10");
        assert_eq!(numbers(&[late, early], "2026-11-19T12:00"), (2, 2, true));
        let later = log("2026-11-19", "2026-11-19T11:30", "2026-11-19T11:31");
        assert_eq!(numbers(&[late, later], "2026-11-19T12:00"), (1, 1, true));
        // And the streak is not broken before the 36 hours are over.
        assert_eq!(numbers(&[late], "2026-11-19T11:00"), (1, 1, false));
        assert_eq!(numbers(&[late], "2026-11-19T11:30"), (0, 1, false));
    }

    #[test]
    fn free_days_and_pauses_do_not_break_it() {
        // 13 November 2026 is a Friday.
        let days = [noon("2026-11-13"), noon("2026-11-16")];
        let (today, now) = at("2026-11-16T13:00");
        let workdays =
            WeekdaySet::ALL.difference(WeekdaySet::from_array([Weekday::Sat, Weekday::Sun]));
        assert_eq!(streak(&days, &[], workdays, today, now).current, 2);
        assert_eq!(streak(&days, &[], WeekdaySet::ALL, today, now).current, 1);
        let pause = |from: &str, until: &str| Pause {
            from: from.parse().expect("a day"),
            until: until.parse().expect("a day"),
        };
        let holidays = [pause("2026-11-13", "2026-11-16")];
        assert_eq!(
            streak(&days, &holidays, WeekdaySet::ALL, today, now).current,
            2
        );
        let too_short = [pause("2026-11-13", "2026-11-15")];
        assert_eq!(
            streak(&days, &too_short, WeekdaySet::ALL, today, now).current,
            1
        );
    }

    #[test]
    fn a_day_from_the_future_counts_for_nothing_yet() {
        let days = [noon("2026-11-19"), noon("2026-11-20"), noon("2030-01-01")];
        assert_eq!(numbers(&days, "2026-11-20T20:00"), (2, 2, true));
    }
}
