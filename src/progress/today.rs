//! What is to be done today, and what became of the cards missed on the last study day.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::goal::GoalNow;
use super::workload::Load;
use crate::deck::{Card, Level};
use crate::history::{Event, Record, Review, Schedule};
use crate::memory::{Scheduler, StudyDay};
use crate::plan::{Plan, Task, Why, recall_now};

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

/// What is left to do today.
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

/// What became of the cards that were failed on the study day before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MissedCards {
    /// That day: the last one before today with an answer.
    pub day: StudyDay,
    /// Cards failed on it at least once.
    pub missed: usize,
    /// Of these, those whose first answer today passed.
    pub known: usize,
    /// Of these, those not asked today.
    pub unasked: usize,
}

/// Looks back from today; none where there was no day before, or nothing was failed on it. `renames`
/// leads from former names of cards to those of today.
pub fn missed_cards<'r>(
    records: &(impl Iterator<Item = Record<'r>> + Clone),
    renames: &BTreeMap<String, String>,
    today: StudyDay,
) -> Option<MissedCards> {
    let reviews = || {
        records.clone().filter_map(|record| match record.event {
            Event::Review(review) => Some((record.day, review)),
            _ => None,
        })
    };
    let name = |review: &Review<'_>| -> String {
        let named = review.card.as_ref();
        renames.get(named).map_or(named, String::as_str).to_owned()
    };
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
    let outcomes = || missed.iter().map(|card| first_today.get(card));
    (!missed.is_empty()).then(|| MissedCards {
        day,
        missed: missed.len(),
        known: outcomes().filter(|passed| *passed == Some(&true)).count(),
        unasked: outcomes().filter(Option::is_none).count(),
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
            missed_cards(&answers.iter().cloned(), &renames, day("2026-11-20")),
            Some(expected)
        );
    }

    #[test]
    fn without_a_day_before_or_without_a_miss_there_is_nothing_to_say() {
        let none = BTreeMap::new();
        let today = records(&[("2026-11-20", "d/a", Grade::Again)]);
        assert_eq!(
            missed_cards(&today.iter().cloned(), &none, day("2026-11-20")),
            None
        );
        let well = records(&[("2026-11-19", "d/a", Grade::Good)]);
        assert_eq!(
            missed_cards(&well.iter().cloned(), &none, day("2026-11-20")),
            None
        );
    }
}
