//! What is requested for a day, and the resulting plan.

use super::current_goal::CurrentGoal;
use super::days_ahead::DayAhead;
use crate::deck::{Card, Level};
use crate::history::{CardState, Schedule};
use crate::id::DeckId;
use crate::memory::StudyDay;
use crate::question::Kind;

/// What the learner requests for a day: from settings, overridden by flags.
#[derive(Clone, Debug)]
pub struct StudyRequest {
    /// Which cards.
    pub filter: Filter,
    /// Minutes for the whole study day.
    pub minutes: u32,
    /// New cards for the whole study day, at the most; `None` where only its minutes count.
    pub new_per_day: Option<u32>,
    /// New cards for this session, requested explicitly: neither the day's count nor a backlog holds
    /// them back.
    pub new: Option<u32>,
    /// The most cards in this session.
    pub limit: Option<usize>,
    /// Whether cards that are not due yet are asked, too; then the minutes don't count.
    pub ahead: bool,
    /// The goal that the learner has, if any.
    pub aim: Option<CurrentGoal>,
    /// Whether the goal has no minutes on this day, because the learner does not study on its weekday.
    pub day_off: bool,
}

/// Why a card is in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Due,
    /// It has never been asked.
    New,
    /// The learner wants more than is due.
    Ahead,
    /// Asking it today helps much by the goal's date.
    Goal,
}

impl Why {
    /// Why a card in this state is asked on a day, whatever is due.
    pub(super) fn of(state: Option<&CardState>, today: StudyDay) -> Self {
        match state {
            Some(state) if state.is_new() => Self::New,
            Some(state) if state.is_due(today) => Self::Due,
            Some(_) => Self::Ahead,
            None => Self::New,
        }
    }
}

/// One card to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task<'a> {
    pub card: &'a Card,
    /// Why it is asked.
    pub why: Why,
}

/// Of the cards met, so many that are surely remembered are asked last.
const SUREST_LAST: usize = 6;

/// Moves the surest of the cards met to the end, but no more than half of them: there they stand between a late
/// failure and its repeat. `recall` is the chance that a card met before is remembered.
pub(super) fn surest_last<'a>(
    tasks: &mut Vec<Task<'a>>,
    recall: impl Fn(&Task<'a>) -> Option<f32>,
) {
    let chances = tasks.iter().enumerate();
    let mut met: Vec<(f32, usize)> = chances
        .filter_map(|(place, task)| Some((recall(task)?, place)))
        .collect();
    met.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    met.truncate(SUREST_LAST.min(met.len() / 2));
    let last: Vec<Task<'a>> = met.iter().rev().map(|(_, place)| tasks[*place]).collect();
    tasks.retain(|task| !last.contains(task));
    tasks.extend(last);
}

/// The plan of today, and what it leaves for the days after it.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The queue, in order; empty in a pause.
    pub tasks: Vec<Task<'a>>,
    /// Chosen cards that are due today, whether or not the day has room for them.
    pub due: usize,
    /// Of these, those that are not in the queue.
    pub held_back: usize,
    /// New cards in scope that have not been met.
    pub unmet: usize,
    /// Seconds that the queue is expected to take.
    pub seconds: f32,
    /// Seconds of the day's minutes that are left now, at least zero.
    pub seconds_left: f32,
    /// The day until which the learner paused, if it is still to come.
    pub paused_until: Option<StudyDay>,
    /// Whether a goal asks nothing, because the learner does not study on this weekday.
    pub day_off: bool,
    /// Whether a goal chose the cards.
    pub by_goal: bool,
    /// What today and the days after it ask for, today first: for a year where the long-term schedule plans
    /// today, and today alone where a goal does ([`super::days_after_goal_day`] goes on).
    pub days: Vec<DayAhead>,
}

impl<'a> Plan<'a> {
    /// These cards and nothing else, in their order.
    pub fn of(cards: &[&'a Card], schedule: &Schedule, today: StudyDay) -> Self {
        let task = |card: &&'a Card| {
            let why = Why::of(schedule.card(card.id.as_str()), today);
            Task { card, why }
        };
        Self {
            tasks: cards.iter().map(task).collect(),
            due: 0,
            held_back: 0,
            unmet: 0,
            seconds: 0.0,
            seconds_left: 0.0,
            paused_until: None,
            day_off: false,
            by_goal: false,
            days: Vec::new(),
        }
    }

    /// The day (1 is today) at whose end no due card waits any more; `None` if that takes over a
    /// year, and while a goal plans today or tomorrow.
    pub fn clears_in(&self) -> Option<u32> {
        let clear = self.days.iter().position(|day| day.waiting == 0)?;
        let by_goal = self.days.iter().take(2).any(|day| day.by_goal);
        (!by_goal).then_some(clear as u32 + 1)
    }

    /// How many cards of the queue have this reason.
    pub fn count(&self, why: Why) -> usize {
        self.tasks.iter().filter(|task| task.why == why).count()
    }
}

/// A choice of cards: in one of the decks, of one of the topics, with one of the tags, at one of the levels. An empty
/// list takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Decks, by id.
    pub decks: Vec<DeckId>,
    pub topics: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Levels.
    pub levels: Vec<Level>,
    /// Whether only cards that ask for code, or only the others; `None` takes both.
    pub code: Option<bool>,
}

impl Filter {
    /// Whether the card is chosen.
    #[must_use]
    pub fn takes(&self, card: &Card) -> bool {
        (self.decks.is_empty()
            || self
                .decks
                .iter()
                .any(|deck| deck.as_str() == card.id.deck()))
            && (self.topics.is_empty() || self.topics.iter().any(|topic| *topic == *card.topic))
            && (self.tags.is_empty() || self.tags.iter().any(|tag| card.tags.contains(tag)))
            && (self.levels.is_empty() || self.levels.contains(&card.level))
            && self
                .code
                .is_none_or(|code| code == (card.kind() == Kind::Code))
    }

    /// Whether every card is chosen.
    pub fn is_open(&self) -> bool {
        let open = Self::default();
        *self == open
    }
}
