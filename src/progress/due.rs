//! What is to be done today, for prompts, scripts and people.

use serde::Serialize;

use crate::deck::{Card, Level};
use crate::history::Schedule;
use crate::memory::{Scheduler, StudyDay};
use crate::plan::{Plan, Task, Why, recall_now};

use super::goal::GoalNow;
use super::workload::Load;

/// A card that is in today's queue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QueuedCard {
    /// Its full id.
    pub id: String,
    /// Its question, as Markdown.
    pub question: String,
    /// Its topic.
    pub topic: String,
    /// Its level.
    pub level: Level,
    /// The day on which it came due; none for a new card.
    pub due: Option<StudyDay>,
    /// The chance that it is remembered now, 0 to 1; none for a card never answered.
    pub recall: Option<f32>,
}

/// What today still holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DueNow {
    /// The study day.
    pub day: StudyDay,
    /// Cards that are due, whether or not the day has room for them.
    pub due: usize,
    /// Due cards that today's minutes have no room for.
    pub held_back: usize,
    /// New cards that today has room for.
    pub new: usize,
    /// Cards never met, in all.
    pub unmet: usize,
    /// What `study` would ask now.
    pub queue: Load,
    /// Minutes of the day that are left, rounded up.
    pub minutes_left: u32,
    /// The day (1 is today) at whose end nothing is overdue any more at this pace; none when that
    /// takes over a year.
    pub clears_in_days: Option<u32>,
    /// What comes due tomorrow.
    pub tomorrow: Load,
    /// The day until which study is paused.
    pub paused_until: Option<StudyDay>,
    /// The learner's goal, if there is one.
    pub goal: Option<GoalNow>,
    /// The first cards of the queue, at most twenty, the least remembered first; new ones last.
    pub next: Vec<QueuedCard>,
}

/// How many cards of the queue are named.
const NAMED: usize = 20;

impl DueNow {
    /// Describes a plan.
    #[must_use]
    pub fn of(
        plan: &Plan<'_>,
        tomorrow: Load,
        schedule: &Schedule,
        scheduler: &Scheduler,
        today: StudyDay,
        goal: Option<GoalNow>,
    ) -> Self {
        let queued = |card: &Card| {
            let state = schedule.card(card.id.as_str());
            let recall = state.and_then(|state| recall_now(state, scheduler, today));
            QueuedCard {
                id: card.id.to_string(),
                question: card.question.to_string(),
                topic: card.topic.to_string(),
                level: card.level,
                due: state.and_then(|state| state.due),
                recall,
            }
        };
        let (new, due): (Vec<&Task<'_>>, Vec<&Task<'_>>) =
            plan.tasks.iter().partition(|task| task.why == Why::New);
        Self {
            day: today,
            due: plan.due,
            held_back: plan.held_back,
            new: new.len(),
            unmet: plan.unmet,
            queue: Load {
                cards: plan.tasks.len(),
                seconds: plan.seconds,
            },
            minutes_left: (plan.seconds_left / 60.0).ceil() as u32,
            clears_in_days: plan.clears_in,
            tomorrow,
            paused_until: plan.paused_until,
            goal,
            next: due
                .into_iter()
                .chain(new)
                .take(NAMED)
                .map(|task| queued(task.card))
                .collect(),
        }
    }
}
