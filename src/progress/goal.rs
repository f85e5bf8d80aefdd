//! How far a goal is, and what to expect of its date.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::deck::{Card, Level};
use crate::history::{CardState, Journal, ReplayedAnswer, Rules, Schedule};
use crate::memory::{Memory, Scheduler, StudyDay};
use crate::plan::{
    Belief, CurrentGoal, Forecast, GoalPhase, Projection, StudyEffort, TopicForecast, chance_known,
    forecast,
};

/// A goal today: quick to compute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalNow {
    pub date: StudyDay,
    /// Whole days from today to the date; 0 on the day and after it.
    pub days_left: u32,
    /// How far the date is.
    pub phase: GoalPhase,
    /// The first day that the goal plans, if it is still to come.
    pub plans_from: Option<StudyDay>,
    /// Minutes a day.
    pub minutes: u32,
    /// The levels in scope; all where it is empty.
    pub levels: Vec<Level>,
    /// The topics in scope; all where it is empty.
    pub topics: Vec<String>,
    /// The tags in scope; all where it is empty.
    pub tags: Vec<String>,
    /// How much more than others a topic counts.
    pub weights: BTreeMap<String, u32>,
    /// Cards in scope, suspended ones left out.
    pub cards: usize,
    /// The day as of which "known" is stated.
    pub known_on: StudyDay,
    /// Of these cards, those that are known on that day: the sum of their chances.
    pub known: f32,
    /// Of these, claims that were never checked; they don't count as known.
    pub claimed: usize,
    /// Of these, cards never met.
    pub unmet: usize,
    /// Cards out of scope that are due, and wait.
    pub waiting_outside: usize,
}

impl GoalNow {
    /// Adds up the state of a goal's cards today; `known_on` is the day as of which "known" is stated.
    pub fn of<'a>(
        cards: impl Iterator<Item = &'a Card>,
        schedule: &Schedule,
        scheduler: &Scheduler,
        aim: &CurrentGoal,
        today: StudyDay,
        known_on: StudyDay,
    ) -> Self {
        let mut now = Self {
            date: aim.date,
            days_left: aim.days_left,
            phase: aim.phase,
            plans_from: aim.plans_from(),
            minutes: aim.minutes,
            levels: aim.scope.levels.clone(),
            topics: aim.scope.topics.clone(),
            tags: aim.scope.tags.clone(),
            weights: aim.weights.clone(),
            cards: 0,
            known_on,
            known: 0.0,
            claimed: 0,
            unmet: 0,
            waiting_outside: 0,
        };
        let belief = Belief::of(schedule, scheduler);
        let by_name = schedule.by_name();
        for card in cards {
            let state = by_name.get(card.id.as_str()).copied();
            if state.is_some_and(|state| state.suspended) {
                continue;
            }
            if !aim.takes(card) {
                now.waiting_outside += usize::from(state.is_some_and(|state| state.is_due(today)));
                continue;
            }
            now.cards += 1;
            now.unmet += usize::from(CardState::is_unmet(state));
            if let Some(state) = state {
                now.claimed += usize::from(state.claimed.is_some());
                let believed = belief.right_and_known(card, state, known_on);
                now.known += believed.map_or(0.0, |(_, known)| known);
            }
        }
        now
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

/// What other minutes per day would lead to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OtherMinutes {
    /// Minutes a day.
    pub minutes: f32,
    /// Cards expected to be known on the date.
    pub expected: f32,
}

/// What to expect of the date: simulated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outlook {
    /// Cards expected to be known on the date at the goal's minutes.
    pub expected: f32,
    /// Of these, cards that will not have been asked by then: they were known before.
    pub unmet: f32,
    /// Cards never asked so far that are known now: the curve begins with these and the cards known among those met.
    pub unmet_now: f32,
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
    pub topics: Vec<TopicForecast>,
}

impl Outlook {
    /// Half of the range from `low` to `high`.
    pub fn give_or_take(&self) -> f32 {
        (self.high - self.low) / 2.0
    }

    /// Simulates a course; `None` where that takes too long. The same day gives the same figures.
    pub fn of(course: &Projection, minutes: u32, today: StudyDay, threads: u64) -> Option<Self> {
        let (runs, planned) = as_planned(course, today, threads)?;
        // The four other efforts take as many runs together.
        let fewer = |effort| forecast(course, effort, seed(today), runs / 4, threads).expected;
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
        Some(Self {
            expected: planned.expected,
            unmet: planned.unmet,
            unmet_now: planned.unmet_now,
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
            topics: planned.topics,
        })
    }
}

/// A goal today, and what to expect of its date: in full or in one line, or neither once the date has come.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalAhead {
    /// The goal today.
    #[serde(flatten)]
    pub now: GoalNow,
    /// What to expect, in full.
    pub outlook: Option<Outlook>,
    /// The same on one line.
    #[serde(skip)]
    pub line: Option<OutlookLine>,
}

/// What to expect, on one line, quick enough for the end of a session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutlookLine {
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
    /// Simulates a course; `gained` is what today's answers added. `None` where that takes too long.
    pub fn of(
        course: &Projection,
        date: StudyDay,
        gained: f32,
        today: StudyDay,
        threads: u64,
    ) -> Option<Self> {
        let (_, planned) = as_planned(course, today, threads)?;
        Some(Self {
            date,
            cards: planned.cards,
            expected: planned.expected,
            give_or_take: planned.give_or_take(),
            today: gained,
        })
    }
}

/// How many cards on how many days the runs of one figure may go through, where an answer counts as much as three
/// cards that are looked at.
const WORK: u64 = 2_000_000;

/// Runs for one figure, at the most.
const MOST_RUNS: u64 = 100;

/// Runs without which a figure says too little.
const FEWEST_RUNS: u64 = 6;

/// How often a course is simulated: the same number for every output, so that all state the same figures. It is even:
/// every second run mirrors the one before. `None` where it takes too long.
fn runs_of(course: &Projection) -> Option<u64> {
    let a_day = course.cards() + 3 * course.answers_a_day();
    let each = (course.days() * a_day).max(1) as u64;
    let runs = (WORK / each).min(MOST_RUNS) & !1;
    (runs >= FEWEST_RUNS).then_some(runs)
}

/// The course with the goal's minutes, and how often it was simulated; `None` where that takes too long.
fn as_planned(course: &Projection, today: StudyDay, threads: u64) -> Option<(u64, Forecast)> {
    let runs = runs_of(course)?;
    let planned = forecast(course, StudyEffort::AS_PLANNED, seed(today), runs, threads);
    Some((runs, planned))
}

/// The seed of a day: figures change with answers and days, not from one call to the next.
fn seed(today: StudyDay) -> u64 {
    let epoch = StudyDay::from_date(chrono::NaiveDate::MIN);
    today.days_since(epoch).unsigned_abs()
}

/// What the goal needs to know about the whole history.
#[derive(Clone, Debug, Default)]
pub struct GoalHistory {
    /// The state of the cards answered today, before today's answers: the memory and the day of the
    /// last answer.
    before: BTreeMap<String, Option<(Memory, StudyDay)>>,
}

impl GoalHistory {
    /// Reads the whole history.
    pub fn of(journal: &Journal, rules: &Rules<'_>, today: StudyDay) -> Self {
        let mut goal_history = Self::default();
        let _ = Schedule::replay_watched(journal, rules, |answered| {
            goal_history.watch(answered, today);
        });
        goal_history
    }

    /// Adds one more answer, in the order of the history.
    pub fn watch(&mut self, answered: &ReplayedAnswer<'_>, today: StudyDay) {
        // A card that passes its first answer was known before, so today adds nothing.
        let gains = answered.before.is_some() || !answered.grade.passed();
        if answered.first_of_day && answered.day == today && gains {
            let before = answered
                .before
                .map(|memory| (memory, today.minus(answered.elapsed)));
            self.before.insert(answered.card.to_owned(), before);
        }
    }

    /// What today's answers added to the cards of a goal that will be known on its date if nothing
    /// were studied after today.
    pub fn gained_today<'a>(
        &self,
        cards: impl Iterator<Item = &'a Card>,
        schedule: &Schedule,
        scheduler: &Scheduler,
        aim: &CurrentGoal,
    ) -> f32 {
        let known = |card: &Card, known: Option<(Memory, StudyDay)>| {
            known.map_or(0.0, |(memory, last)| {
                let days = aim.date.days_after(last);
                chance_known(card, scheduler.retrievability(memory, days))
            })
        };
        cards
            .filter(|card| aim.takes(card))
            .filter_map(|card| {
                let before = self.before.get(card.id.as_str())?;
                let state = schedule.card(card.id.as_str())?;
                Some(known(card, state.memory.zip(state.last)) - known(card, *before))
            })
            .sum()
    }
}
