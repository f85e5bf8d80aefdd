//! Day after day: what was answered, which days were free, and how many were studied in a row; what comes due in the next
//! weeks, and what new cards will add to it.

use chrono::{DateTime, Duration, FixedOffset, Utc, WeekdaySet};
use serde::Serialize;

use super::answers::Answers;
use super::today::DayPlan;
use super::workload::Load;
use crate::history::{AnswerStats, DayLog, Pause, Schedule};
use crate::memory::{Grade, Scheduler, Scheduling, StudyDay};

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

/// Days of the forecast, including today.
pub const AHEAD: usize = 30;

/// One day to come.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ForecastDay {
    /// The study day.
    pub day: StudyDay,
    /// What it asks for among the cards already seen: what is due, as far as its minutes go.
    #[serde(flatten)]
    pub asked: Load,
    /// New cards: under a goal those that it asks. Otherwise the cards that new ones are expected to add: those first
    /// seen on that day, and those first seen before that come back.
    pub new: f64,
    /// Cards that come due; for today, including all overdue ones.
    pub comes_due: usize,
    /// Cards that are due at its end and wait for the days after it.
    pub waiting: usize,
    /// Whether the goal chooses its cards.
    pub by_goal: bool,
}

impl ForecastDay {
    /// Cards asked and cards that new ones add.
    pub fn total(&self) -> f64 {
        self.asked.cards as f64 + self.new
    }
}

/// The days to come.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Forecast {
    /// New cards a day, at the most; `None` where only the day's minutes count.
    pub new_per_day: Option<u32>,
    /// Cards that can still be met.
    pub unmet: usize,
    /// Today first.
    pub days: Vec<ForecastDay>,
}

/// The assumed first answers to new cards before any are known: Again, Hard, Good and Easy among
/// twenty.
const USUAL_FIRST: [(Grade, u32); 4] = [
    (Grade::Again, 5),
    (Grade::Hard, 3),
    (Grade::Good, 10),
    (Grade::Easy, 2),
];

/// Cards that can still be met, and what a day has for them.
#[derive(Clone, Copy, Debug)]
pub struct NewCards {
    pub unmet: usize,
    /// New cards a day, at the most.
    pub per_day: Option<u32>,
    /// Seconds of a whole day.
    pub day_seconds: f64,
    /// Seconds that a review of one of them takes; meeting it takes two.
    pub review_seconds: f64,
}

impl NewCards {
    /// How many are met on a day whose reviews take so many seconds.
    fn met_beside(&self, seconds: f64) -> u32 {
        let room = (self.day_seconds - seconds) / (2.0 * self.review_seconds.max(1.0));
        (room.round() as u32).min(self.per_day.unwrap_or(u32::MAX))
    }
}

/// The forecast. `loads` say what comes due on each day, `plan` what each day asks of it; `new` cards are met on
/// each day that has minutes left beside what it asks and the new ones that come back.
pub fn forecast(
    plan: &DayPlan,
    loads: &[Load],
    schedule: &Schedule,
    scheduler: &Scheduler,
    today: StudyDay,
    new: &NewCards,
) -> Forecast {
    let returns = returns(scheduler, &schedule.habits, loads.len());
    let planned = || plan.days.iter().take(loads.len()).enumerate();
    let mut left = new.unmet as u32;
    let mut met: Vec<u32> = Vec::with_capacity(loads.len());
    // Cards that were new on a goal's day are among those that its later days ask.
    let returning = |met: &[u32], place: usize| {
        let before = planned().take(place).filter(|(_, day)| !day.by_goal);
        before.fold(0.0, |sum, (on, _)| {
            sum + f64::from(met[on]) * returns[place - on]
        })
    };
    for (place, day) in planned() {
        let room = match place {
            _ if day.by_goal => day.new as u32,
            0 => plan.new as u32,
            _ if day.full => 0,
            _ => {
                let seconds = returning(&met, place) * new.review_seconds;
                new.met_beside(f64::from(day.seconds) + seconds)
            }
        };
        met.push(room.min(left));
        left -= room.min(left);
    }
    let days = planned().zip(loads);
    let days = days.map(|((place, day), due)| ForecastDay {
        day: today.plus(place as u32),
        asked: Load::asked_on(day),
        new: f64::from(met[place]) + returning(&met, place),
        comes_due: due.cards,
        waiting: day.waiting,
        by_goal: day.by_goal,
    });
    Forecast {
        new_per_day: new.per_day,
        unmet: new.unmet,
        days: days.collect(),
    }
}

/// How many times a card met on day 0 is expected to be asked on each of the days from then on: once
/// on day 0; then as its first grade schedules it, by the learner's own shares of grades, if it is
/// remembered each time. A card that is failed at first is passed on the same day.
fn returns(scheduler: &Scheduler, habits: &AnswerStats, days: usize) -> Vec<f64> {
    let even = Scheduler::new(Scheduling {
        fuzz: false,
        ..*scheduler.scheduling()
    });
    let counts = USUAL_FIRST.map(|(grade, usual)| (grade, usual + habits.of_new(grade)));
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    let mut returns = vec![0.0; days];
    for (grade, count) in counts {
        let share = f64::from(count) / f64::from(all);
        let mut memory = even.after(None, 0, grade);
        if !grade.passed() {
            memory = even.after(Some(memory), 0, Grade::Good);
        }
        let mut day = 0;
        while let Some(chance) = returns.get_mut(day) {
            *chance += share;
            // Of a light card, without spread.
            let interval = even.interval(memory, even.scheduling().retention.of(1), "", 0);
            memory = even.after(Some(memory), interval, Grade::Good);
            day += interval as usize;
        }
    }
    returns
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;
    use crate::plan::DayAhead;

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

    fn made(unmet: usize, new_per_day: u32, full: impl Fn(usize) -> bool) -> Vec<f64> {
        let scheduler = Scheduler::new(Scheduling::default());
        let today = "2026-11-20".parse().expect("a day");
        let loads = [Load::default(); AHEAD];
        let day = |place| DayAhead {
            full: full(place),
            ..DayAhead::default()
        };
        let plan = DayPlan {
            due: 0,
            held_back: 0,
            reviews: 0,
            new: if full(0) {
                0
            } else {
                unmet.min(new_per_day as usize)
            },
            unmet,
            queue: Load::default(),
            minutes_left: 20,
            clears_in_days: Some(1),
            tomorrow: Load::default(),
            tomorrow_new: None,
            paused_until: None,
            day_off: false,
            by_goal: false,
            days: (0..AHEAD).map(day).collect(),
        };
        let schedule = Schedule::default();
        let forecast = forecast(
            &plan,
            &loads,
            &schedule,
            &scheduler,
            today,
            &NewCards {
                unmet,
                per_day: Some(new_per_day),
                day_seconds: 1200.0,
                review_seconds: 20.0,
            },
        );
        forecast.days.iter().map(|day| day.new).collect()
    }

    #[test]
    fn a_new_card_is_asked_on_its_day_and_comes_back_less_and_less() {
        let one = made(1, 8, |_| false);
        assert!((one[0] - 1.0).abs() < 1e-9);
        assert!(one[1..].iter().all(|chance| (0.0..=1.0).contains(chance)));
        let sum: f64 = one[1..].iter().sum();
        assert!((1.0..6.0).contains(&sum), "{sum}");
    }

    #[test]
    fn new_cards_come_until_none_is_left_and_add_up() {
        let first = made(1, 1, |_| false);
        let three = made(3, 1, |_| false);
        for day in 0..AHEAD {
            let expected: f64 = (0..3)
                .filter(|met| *met <= day)
                .map(|met| first[day - met])
                .sum();
            assert!((three[day] - expected).abs() < 1e-9, "day {day}");
        }
        assert_eq!(made(100, 0, |_| false), [0.0; AHEAD]);
    }

    #[test]
    fn nothing_new_is_met_on_a_day_without_room() {
        let new = made(10, 2, |day| day < 3);
        assert_eq!(new[..3], [0.0; 3]);
        assert!((new[3] - 2.0).abs() < 1e-9);
    }
}
