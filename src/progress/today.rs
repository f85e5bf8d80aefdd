//! What is to be done today, and the result of the cards missed on the last study day.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::goal::GoalNow;
use super::workload::Load;
use crate::deck::{Card, Level};
use crate::history::{Event, Record, Review, Schedule, current_name};
use crate::memory::{Scheduler, StudyDay};
use crate::plan::{DayAhead, Plan, Task, Why, recall_now};

/// A card that is in today's queue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QueuedCard {
    /// Its full id.
    pub id: String,
    /// Its question, as Markdown.
    pub question: String,
    pub topic: String,
    pub level: Level,
    /// The day on which it came due; none for a new card.
    pub due: Option<StudyDay>,
    /// The chance that it is remembered now, 0 to 1; none for a card never answered.
    pub recall: Option<f32>,
}

/// What today asks for, and what it leaves for the days after it: the figures that every screen
/// shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayPlan {
    /// Cards that are due, whether or not today asks for them.
    pub due: usize,
    /// Of these, those that today does not ask for.
    pub held_back: usize,
    /// Cards seen before that today asks for.
    pub reviews: usize,
    /// New cards that today asks for.
    pub new: usize,
    /// Unseen cards in total.
    pub unmet: usize,
    /// What `study` would ask now: `reviews` and `new`.
    pub queue: Load,
    /// Minutes of the day that are left, rounded up.
    pub minutes_left: u32,
    /// The day (1 is today) at whose end nothing that is due waits any more at this pace; none when that
    /// takes over a year, and while a goal plans today or tomorrow.
    pub clears_in_days: Option<u32>,
    /// What tomorrow asks for among the cards already seen; under a goal, if today's cards are answered Good.
    pub tomorrow: Load,
    /// The new cards that tomorrow asks for, if the goal plans it.
    pub tomorrow_new: Option<Load>,
    /// The day until which study is paused.
    pub paused_until: Option<StudyDay>,
    /// Whether the goal asks nothing, because the learner does not study on this weekday.
    pub day_off: bool,
    /// Whether the goal chooses the cards.
    pub by_goal: bool,
    /// Today and the days after it.
    #[serde(skip)]
    pub days: Vec<DayAhead>,
}

impl DayPlan {
    /// Describes a plan.
    pub fn of(plan: &Plan<'_>) -> Self {
        let new = plan.count(Why::New);
        let tomorrow = plan.days.get(1).copied().unwrap_or_default();
        Self {
            due: plan.due,
            held_back: plan.held_back,
            reviews: plan.tasks.len() - new,
            new,
            unmet: plan.unmet,
            queue: Load {
                cards: plan.tasks.len(),
                seconds: plan.seconds,
            },
            minutes_left: (plan.seconds_left / 60.0).ceil() as u32,
            clears_in_days: plan.clears_in(),
            tomorrow: Load::asked_on(&tomorrow),
            tomorrow_new: tomorrow.by_goal.then_some(Load {
                cards: tomorrow.new,
                seconds: tomorrow.new_seconds,
            }),
            paused_until: plan.paused_until,
            day_off: plan.day_off,
            by_goal: plan.by_goal,
            days: plan.days.clone(),
        }
    }

    /// What the given number of days from today ask for among the cards already seen.
    pub fn asked_in(&self, days: usize) -> Load {
        let days = self.days.iter().take(days);
        days.fold(Load::default(), |sum, day| sum.plus(Load::asked_on(day)))
    }
}

/// The day as of which "known" is stated: today as long as nothing was answered on it, from then on
/// the next study day. So the figure of an evening is that of the morning after it. `off` says
/// which days are days off.
pub fn known_on(schedule: &Schedule, today: StudyDay, off: impl Fn(StudyDay) -> bool) -> StudyDay {
    let answered = schedule.day(today).is_some_and(|log| log.answers > 0);
    let first = if answered { today.plus(1) } else { today };
    (0..=FARTHEST)
        .map(|days| first.plus(days))
        .find(|day| !off(*day))
        .unwrap_or(first)
}

/// How far ahead to look for a study day, in days: the longest pause.
const FARTHEST: u32 = 366;

/// What is left to do today.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DueNow {
    /// The study day.
    pub day: StudyDay,
    /// What today asks, and what it leaves.
    #[serde(flatten)]
    pub plan: DayPlan,
    /// The learner's goal, if there is one.
    pub goal: Option<GoalNow>,
    /// The first cards of the queue, at most twenty, the least remembered first; new ones last.
    pub next: Vec<QueuedCard>,
}

/// How many cards of the queue are named.
const NAMED: usize = 20;

impl DueNow {
    /// Describes a plan.
    pub fn of(
        plan: &Plan<'_>,
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
            plan: DayPlan::of(plan),
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

/// The result of the cards that were failed on the previous study day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MissedCards {
    /// That day: the last one before today with an answer.
    pub day: StudyDay,
    /// Cards failed on it at least once that were asked today, or that today still asks.
    pub missed: usize,
    /// Of these, those whose first answer today passed.
    pub known: usize,
    /// Of these, those that today still asks.
    pub unasked: usize,
}

/// Looks back from today; none if there was no previous day, or nothing was failed on it that today asks. `renames`
/// leads from former ids of cards to current ones; `asks` says whether today still asks a card.
pub fn missed_cards<'r>(
    records: &(impl Iterator<Item = Record<'r>> + Clone),
    renames: &BTreeMap<String, String>,
    today: StudyDay,
    asks: impl Fn(&str) -> bool,
) -> Option<MissedCards> {
    let reviews = || {
        records.clone().filter_map(|record| match record.event {
            Event::Review(review) => Some((record.day, review)),
            _ => None,
        })
    };
    let name = |review: &Review<'_>| current_name(&review.card, renames).to_owned();
    let day = reviews()
        .map(|(day, _)| day)
        .filter(|day| *day < today)
        .max()?;
    let missed: BTreeSet<String> = reviews()
        .filter(|(on, review)| *on == day && !review.grade.passed())
        .map(|(_, review)| name(&review))
        .collect();
    let mut first_today: BTreeMap<String, bool> = BTreeMap::new();
    for (_, review) in reviews().filter(|(on, _)| *on == today) {
        let passed = review.grade.passed();
        first_today.entry(name(&review)).or_insert(passed);
    }
    let outcomes: Vec<Option<&bool>> = missed
        .iter()
        .filter(|card| first_today.contains_key(*card) || asks(card))
        .map(|card| first_today.get(card))
        .collect();
    let count = |outcome| outcomes.iter().filter(|known| **known == outcome).count();
    (!outcomes.is_empty()).then(|| MissedCards {
        day,
        missed: outcomes.len(),
        known: count(Some(&true)),
        unasked: count(None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Mode, RecordId};
    use crate::memory::Grade;

    fn day(text: &str) -> StudyDay {
        text.parse().expect("a day")
    }

    fn records(answers: &[(&str, &'static str, Grade)]) -> Vec<Record<'static>> {
        let numbered = answers.iter().zip(1u64..);
        numbered
            .map(|((on, card, grade), seq)| Record {
                id: RecordId::from_bits(u128::from(seq)),
                device: "test".into(),
                seq,
                at: chrono::DateTime::parse_from_rfc3339(&format!("{on}T09:00:00Z"))
                    .expect("a time"),
                day: day(on),
                event: Event::Review(Review::new(*card, *grade, 1000, Mode::Study)),
            })
            .collect()
    }

    #[test]
    fn the_first_answer_today_decides_about_what_was_missed_the_study_day_before() {
        let answers = records(&[
            ("2026-11-15", "d/old", Grade::Again),
            ("2026-11-18", "d/a", Grade::Again),
            ("2026-11-18", "d/a", Grade::Good),
            ("2026-11-18", "d/b", Grade::Again),
            ("2026-11-18", "d/former", Grade::Again),
            ("2026-11-18", "d/d", Grade::Good),
            ("2026-11-18", "d/e", Grade::Again),
            ("2026-11-20", "d/a", Grade::Hard),
            ("2026-11-20", "d/b", Grade::Again),
            ("2026-11-20", "d/b", Grade::Good),
            ("2026-11-20", "d/c", Grade::Good),
            ("2026-11-20", "d/old", Grade::Good),
        ]);
        let renames = BTreeMap::from([("d/former".to_owned(), "d/c".to_owned())]);
        let expected = MissedCards {
            day: day("2026-11-18"),
            missed: 4,
            known: 2,
            unasked: 1,
        };
        assert_eq!(
            missed_cards(
                &answers.iter().cloned(),
                &renames,
                day("2026-11-20"),
                |card| card == "d/e"
            ),
            Some(expected)
        );
        let asked = MissedCards {
            missed: 3,
            unasked: 0,
            ..expected
        };
        assert_eq!(
            missed_cards(
                &answers.iter().cloned(),
                &renames,
                day("2026-11-20"),
                |_| false
            ),
            Some(asked),
            "what today does not ask is not spoken of"
        );
    }

    #[test]
    fn without_a_day_before_or_without_a_miss_there_is_nothing_to_say() {
        let none = BTreeMap::new();
        let today = records(&[("2026-11-20", "d/a", Grade::Again)]);
        assert_eq!(
            missed_cards(&today.iter().cloned(), &none, day("2026-11-20"), |_| true),
            None
        );
        let well = records(&[("2026-11-19", "d/a", Grade::Good)]);
        assert_eq!(
            missed_cards(&well.iter().cloned(), &none, day("2026-11-20"), |_| true),
            None
        );
    }
}
