//! Ways to spend a day's minutes, and a preparation that follows one of them.

use std::collections::{BTreeMap, HashMap, VecDeque};

use nodequiz::history::Goal;
use nodequiz::memory::{Grade, StudyDay};
use nodequiz::plan::{CurrentGoal, Filter, StudyRequest, plan_today};

use super::learner::SimulatedLearner;

/// A way to choose cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    /// FSRS-6 at 90 %, twenty new cards a day mixed in: what most programs do.
    LongTerm,
    /// SM-2 as published, twenty new cards a day mixed in.
    Sm2,
    /// Over all cards in their order, again and again.
    RoundRobin,
    /// The project's own plan under a goal.
    Goal,
    /// The project's own plan without one, with so many new cards a day at the most.
    Daily(Option<u32>),
}

/// New cards a day of the usual ways.
const NEW: usize = 20;

/// What the policies keep beside the schedule, from the first day on.
#[derive(Default)]
struct Notes {
    /// SM-2: ease, repetitions, interval and day of the next review.
    sm2: HashMap<usize, (f64, u32, f64, StudyDay)>,
    next: usize,
    new_today: usize,
}

/// What a wish for this goal looks like today.
pub(crate) fn study_request(
    learner: &SimulatedLearner<'_>,
    date: StudyDay,
    minutes: u32,
) -> StudyRequest {
    let goal = Goal {
        date,
        minutes,
        levels: Vec::new(),
        topics: Vec::new(),
        tags: Vec::new(),
        weights: BTreeMap::new(),
    };
    StudyRequest {
        filter: Filter::default(),
        minutes,
        new_per_day: None,
        new: None,
        limit: None,
        ahead: false,
        day_off: false,
        aim: Some(CurrentGoal::of(&goal, learner.today, |_| false)),
    }
}

/// Lays new cards evenly between the others.
fn mixed(due: Vec<usize>, new: Vec<usize>) -> Vec<usize> {
    let place = |index: usize, of: usize| (2 * index + 1) as f64 / (2 * of) as f64;
    let (dues, news) = (due.len(), new.len());
    let mut all: Vec<(f64, usize)> = due
        .into_iter()
        .enumerate()
        .map(|(index, card)| (place(index, dues), card))
        .chain(
            new.into_iter()
                .enumerate()
                .map(|(index, card)| (place(index, news), card)),
        )
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.into_iter().map(|(_, card)| card).collect()
}

impl Policy {
    /// What is asked next today; empty when the day is done.
    fn queue(
        self,
        learner: &SimulatedLearner<'_>,
        notes: &Notes,
        date: StudyDay,
        minutes: u32,
    ) -> Vec<usize> {
        let today = learner.today;
        let state = |card: usize| learner.schedule.card(learner.cards[card].id.as_str());
        let all = 0..learner.cards.len();
        let unseen = || {
            let left = NEW.saturating_sub(notes.new_today);
            all.clone()
                .filter(|&card| state(card).is_none())
                .take(left)
                .collect()
        };
        match self {
            Self::LongTerm => {
                let mut due: Vec<(f32, usize)> = all
                    .clone()
                    .filter_map(|card| {
                        let state = state(card).filter(|state| state.is_due(today))?;
                        let days = u32::try_from(today.days_since(state.last?)).unwrap_or(0);
                        Some((learner.scheduler.retrievability(state.memory?, days), card))
                    })
                    .collect();
                due.sort_by(|a, b| a.0.total_cmp(&b.0));
                mixed(due.into_iter().map(|(_, card)| card).collect(), unseen())
            }
            Self::Sm2 => {
                let mut due: Vec<(StudyDay, usize)> = notes
                    .sm2
                    .iter()
                    .filter(|(_, sm2)| sm2.3 <= today)
                    .map(|(card, sm2)| (sm2.3, *card))
                    .collect();
                due.sort_unstable();
                mixed(due.into_iter().map(|(_, card)| card).collect(), unseen())
            }
            Self::RoundRobin => {
                let count = learner.cards.len();
                (0..count)
                    .map(|step| (notes.next + step) % count)
                    .filter(|&card| state(card).is_none_or(|state| state.last != Some(today)))
                    .collect()
            }
            Self::Goal | Self::Daily(_) => {
                let mut study_request = study_request(learner, date, minutes);
                if let Self::Daily(most) = self {
                    study_request.aim = None;
                    study_request.new_per_day = most;
                }
                let plan = plan_today(
                    learner.cards.iter().copied(),
                    &learner.schedule,
                    &learner.scheduler,
                    &learner.pace(),
                    today,
                    &study_request,
                );
                let places: HashMap<&str, usize> = all
                    .map(|card| (learner.cards[card].id.as_str(), card))
                    .collect();
                plan.tasks
                    .iter()
                    .map(|task| places[task.card.id.as_str()])
                    .collect()
            }
        }
    }

    /// Notes the first answer of a day.
    fn note(self, notes: &mut Notes, card: usize, grade: Grade, today: StudyDay, new: bool) {
        notes.new_today += usize::from(new);
        notes.next = card + 1;
        if self == Self::Sm2 {
            let quality = [2.0, 3.0, 4.0, 5.0][grade.number() as usize - 1];
            let (ease, times, interval, _) = notes
                .sm2
                .get(&card)
                .copied()
                .unwrap_or((2.5, 0, 0.0, today));
            let ease = (ease + 0.1 - (5.0 - quality) * (0.08 + (5.0 - quality) * 0.02)).max(1.3);
            let (times, interval) = match (grade.passed(), times) {
                (false, _) => (0, 1.0),
                (true, 0) => (1, 1.0),
                (true, 1) => (2, 6.0),
                (true, times) => (times + 1, interval * ease),
            };
            let due = today.plus(interval.round() as u32);
            notes.sm2.insert(card, (ease, times, interval, due));
        }
    }
}

/// One day's study. What is failed comes back after six others, until it is passed; no other card is
/// begun when the minutes are used up, those that the repeats still need among them. All policies alike.
fn study(
    learner: &mut SimulatedLearner<'_>,
    policy: Policy,
    notes: &mut Notes,
    date: StudyDay,
    minutes: u32,
) {
    let most = f64::from(minutes) * 60.0;
    let mut spent = 0.0;
    notes.new_today = 0;
    // Where a queue took less time than expected, `study` is called once more.
    while spent < most {
        let mut queue: VecDeque<(usize, bool)> = policy
            .queue(learner, notes, date, minutes)
            .into_iter()
            .map(|card| (card, false))
            .collect();
        if queue.is_empty() {
            return;
        }
        while let Some((card, repeat)) = queue.pop_front() {
            let repeats = queue.iter().filter(|(_, repeat)| *repeat).count();
            if !repeat && spent + repeats as f64 * learner.material.repeat_seconds() >= most {
                continue;
            }
            let new = learner
                .schedule
                .card(learner.cards[card].id.as_str())
                .is_none();
            let (grade, seconds) = learner.answer(card);
            spent += seconds;
            if !repeat {
                policy.note(notes, card, grade, learner.today, new);
            }
            if grade == Grade::Again {
                queue.insert(queue.len().min(6), (card, true));
            }
        }
    }
}

/// Study by one policy, with a date and minutes for each day.
pub(crate) struct Preparation {
    policy: Policy,
    date: StudyDay,
    minutes: u32,
    /// The share of days that are missed.
    missed: f64,
    notes: Notes,
}

impl Preparation {
    pub(crate) fn new(policy: Policy, date: StudyDay, minutes: u32) -> Self {
        Self {
            policy,
            date,
            minutes,
            missed: 0.0,
            notes: Notes::default(),
        }
    }

    /// The same, with this share of its days missed.
    pub(crate) fn missing(self, missed: f64) -> Self {
        Self { missed, ..self }
    }

    /// Goes on for so many days.
    pub(crate) fn go_on(&mut self, learner: &mut SimulatedLearner<'_>, days: u32) {
        for _ in 0..days {
            learner.begin_stage();
            if !learner.misses_today(self.missed) {
                let (policy, notes) = (self.policy, &mut self.notes);
                study(learner, policy, notes, self.date, self.minutes);
            }
            learner.sleep();
        }
    }
}
