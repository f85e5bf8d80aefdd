//! How far a goal is, and what is to be expected of its date.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::deck::{Card, Level};
use crate::history::Schedule;
use crate::memory::{Scheduler, StudyDay};
use crate::plan::{CurrentGoal, Forecast, Phase, Projection, StudyEffort, forecast, scope_of};

/// Where a goal stands today: quick to compute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalNow {
    /// The date.
    pub date: StudyDay,
    /// Whole days from today to the date; 0 on the day and after it.
    pub days_left: u32,
    /// `far`, `running`, `last-day`, `today` or `passed`.
    pub phase: &'static str,
    /// The first day that the goal plans, while that is to come.
    pub plans_from: Option<StudyDay>,
    /// Minutes a day.
    pub minutes: u32,
    /// The levels in scope; all where it is empty.
    pub levels: Vec<Level>,
    /// The topics in scope; all where it is empty.
    pub topics: Vec<String>,
    /// How much more than others a topic counts.
    pub weights: BTreeMap<String, u32>,
    /// Cards in scope, suspended ones left out.
    pub cards: usize,
    /// Of these, those that would be known if asked now: the sum of their chances.
    pub known: f32,
    /// Of these, claims that were never checked; they don't count as known.
    pub claimed: usize,
    /// Of these, cards never met.
    pub unmet: usize,
    /// Cards out of scope that are due, and wait.
    pub waiting_outside: usize,
}

impl GoalNow {
    /// Looks at a goal.
    #[must_use]
    pub fn of<'a>(
        cards: impl Iterator<Item = &'a Card>,
        schedule: &Schedule,
        scheduler: &Scheduler,
        aim: &CurrentGoal,
        today: StudyDay,
    ) -> Self {
        let scope = scope_of(cards, schedule, scheduler, aim, today);
        let (phase, plans_from) = match aim.phase {
            Phase::Far { from } => ("far", Some(from)),
            Phase::Running => ("running", None),
            Phase::LastDay => ("last-day", None),
            Phase::TheDay => ("today", None),
            Phase::Passed => ("passed", None),
        };
        Self {
            date: aim.date,
            days_left: aim.days_left,
            phase,
            plans_from,
            minutes: aim.minutes,
            levels: aim.levels.clone(),
            topics: aim.topics.clone(),
            weights: aim.weights.clone(),
            cards: scope.cards,
            known: scope.known,
            claimed: scope.claimed,
            unmet: scope.unseen,
            waiting_outside: scope.outside_due,
        }
    }

    /// Whether the goal plans today's queue.
    #[must_use]
    pub fn plans(&self) -> bool {
        matches!(self.phase, "running" | "last-day" | "today")
    }
}

/// Cards known at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct KnownOn {
    /// The day; the last one is the date itself, in the morning.
    pub day: StudyDay,
    /// Cards expected to be known, if asked then.
    pub known: f32,
}

/// What other minutes a day would come to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OtherMinutes {
    /// Minutes a day.
    pub minutes: f32,
    /// Cards expected to be known on the date.
    pub expected: f32,
}

/// A topic on the date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicOnTheDay {
    /// The topic.
    pub topic: String,
    /// Its cards in scope.
    pub cards: usize,
    /// Cards expected to be known.
    pub expected: f32,
}

/// What is to be expected of the date: simulated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outlook {
    /// Cards expected to be known on the date at the goal's minutes.
    pub expected: f32,
    /// One learner in ten like this one will know fewer.
    pub low: f32,
    /// One in ten will know more.
    pub high: f32,
    /// Half, the same, one and a half and twice the minutes.
    pub by_minutes: Vec<OtherMinutes>,
    /// Cards expected when two days of each seven are missed.
    pub missing_two_days_a_week: f32,
    /// From the end of today to the date.
    pub curve: Vec<KnownOn>,
    /// The topics in scope, the weakest first.
    pub topics: Vec<TopicOnTheDay>,
}

impl Outlook {
    /// Runs of the projection that is shown; the others have a quarter of that.
    const RUNS: u64 = 200;

    /// Simulates a course. The same day gives the same figures.
    #[must_use]
    pub fn of(course: &Projection, minutes: u32, today: StudyDay, threads: u64) -> Self {
        let planned = as_planned(course, today, Self::RUNS, threads);
        let fewer =
            |effort| forecast(course, effort, seed(today), Self::RUNS / 4, threads).expected;
        let by_minutes = [0.5, 1.0, 1.5, 2.0].map(|times| OtherMinutes {
            minutes: minutes as f32 * times,
            expected: if (times - 1.0_f32).abs() < 0.01 {
                planned.expected
            } else {
                fewer(StudyEffort {
                    minutes: times,
                    ..StudyEffort::AS_PLANNED
                })
            },
        });
        let skips = StudyEffort {
            skips: true,
            ..StudyEffort::AS_PLANNED
        };
        let days = (0_u32..).zip(&planned.by_day);
        Self {
            expected: planned.expected,
            low: planned.low,
            high: planned.high,
            by_minutes: by_minutes.to_vec(),
            missing_two_days_a_week: fewer(skips),
            curve: days
                .map(|(days, known)| KnownOn {
                    day: today.plus(days),
                    known: *known,
                })
                .collect(),
            topics: planned
                .topics
                .into_iter()
                .map(|topic| TopicOnTheDay {
                    topic: topic.topic,
                    cards: topic.cards,
                    expected: topic.known,
                })
                .collect(),
        }
    }
}

/// Where a goal stands, and what is to be expected of it: one of the two ways to look ahead, or none once
/// the date has come.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalAhead {
    /// Where it stands today.
    #[serde(flatten)]
    pub now: GoalNow,
    /// What is to be expected, in full.
    pub outlook: Option<Outlook>,
    /// The same in one line.
    #[serde(skip)]
    pub line: Option<OutlookLine>,
}

/// What is to be expected in one line, quick enough for the end of a session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutlookLine {
    /// The date.
    pub date: StudyDay,
    /// Cards in scope.
    pub cards: usize,
    /// Cards expected to be known on the date.
    pub expected: f32,
    /// Half of the range that holds eight outcomes in ten.
    pub give_or_take: f32,
    /// What today's answers added to the cards known on the date.
    pub today: f32,
}

impl OutlookLine {
    /// Runs behind the line.
    const RUNS: u64 = 60;

    /// A course of more days has half the runs: each takes so much longer.
    const LONG: usize = 45;

    /// Simulates a course; `gained` is what today's answers added.
    #[must_use]
    pub fn of(
        course: &Projection,
        date: StudyDay,
        gained: f32,
        today: StudyDay,
        threads: u64,
    ) -> Self {
        let is_long = course.days() > Self::LONG;
        let runs = if is_long { Self::RUNS / 2 } else { Self::RUNS };
        let planned = as_planned(course, today, runs, threads);
        Self {
            date,
            cards: planned.cards,
            expected: planned.expected,
            give_or_take: planned.give_or_take(),
            today: gained,
        }
    }
}

fn as_planned(course: &Projection, today: StudyDay, runs: u64, threads: u64) -> Forecast {
    forecast(course, StudyEffort::AS_PLANNED, seed(today), runs, threads)
}

/// A day's dice: figures change with answers and days, not from one look to the next.
fn seed(today: StudyDay) -> u64 {
    let epoch = StudyDay::from_date(chrono::NaiveDate::MIN);
    today.days_since(epoch).unsigned_abs()
}
