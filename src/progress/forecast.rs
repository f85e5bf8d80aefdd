//! What comes due in the next weeks, and what new cards will add to it.

use serde::Serialize;

use super::today::DayPlan;
use super::workload::Load;
use crate::history::{AnswerStats, Schedule};
use crate::memory::{Grade, Memory, Scheduler, Scheduling, StudyDay};

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
    /// Cards that new ones are expected to add: those first seen on that day, and those first seen
    /// before that come back.
    pub new: f64,
    /// Cards that come due; for today, including all overdue ones.
    pub comes_due: usize,
    /// Cards that are due at its end and wait for the days after it.
    pub waiting: usize,
    /// Whether the goal chooses its cards: then they are as many as its minutes have room for.
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
    /// The assumed number of new cards per day.
    pub new_per_day: u32,
    /// Unseen cards that can still be asked.
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

/// The forecast. `loads` say what comes due on each day, `plan` what each day asks of it, `unmet` the cards that
/// can still be met: `new_per_day` of them each day that has minutes left for them.
pub fn forecast(
    plan: &DayPlan,
    loads: &[Load],
    schedule: &Schedule,
    scheduler: &Scheduler,
    today: StudyDay,
    unmet: usize,
    new_per_day: u32,
) -> Forecast {
    let mut left = unmet as u32;
    let met: Vec<u32> = plan
        .days
        .iter()
        .take(loads.len())
        .enumerate()
        .map(|(place, day)| {
            let room = match place {
                0 => plan.new as u32,
                _ if day.full => 0,
                _ => new_per_day,
            };
            let meets = room.min(left);
            left -= meets;
            meets
        })
        .collect();
    let returns = returns(scheduler, &schedule.habits, loads.len());
    let days = plan.days.iter().zip(loads).enumerate();
    let days = days.map(|(place, (day, due))| ForecastDay {
        day: today.plus(place as u32),
        asked: Load {
            cards: day.cards,
            seconds: day.seconds,
        },
        new: if day.by_goal && place > 0 {
            0.0
        } else {
            (0..=place)
                .map(|met_on| f64::from(met[met_on]) * returns[place - met_on])
                .fold(0.0, |sum, cards| sum + cards)
        },
        comes_due: due.cards,
        waiting: day.waiting,
        by_goal: day.by_goal,
    });
    Forecast {
        new_per_day,
        unmet,
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
            let interval = interval(&even, memory);
            memory = even.after(Some(memory), interval, Grade::Good);
            day += interval as usize;
        }
    }
    returns
}

/// Whole days until a memory is asked again, without spread.
fn interval(even: &Scheduler, memory: Memory) -> u32 {
    even.interval(memory, "", 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::DayAhead;

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
            paused_until: None,
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
            unmet,
            new_per_day,
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
