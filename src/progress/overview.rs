//! Where the learner stands, on one page.

use chrono::{DateTime, FixedOffset, WeekdaySet};
use serde::Serialize;

use crate::deck::Card;
use crate::history::Schedule;
use crate::memory::{Scheduler, StudyDay};
use crate::plan::Pace;

use super::counts::Counts;
use super::retention::{Retained, retained};
use super::streak::{Streak, streak};
use super::workload::{Load, workload};

/// What was done today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Today {
    /// Answers, repeats included.
    pub answers: u32,
    /// Cards answered.
    pub cards: u32,
    /// Of these, right at first.
    pub right_at_first: u32,
    /// Cards met for the first time.
    pub new: u32,
    /// Seconds spent, long pauses cut.
    pub seconds: f64,
}

/// What comes due.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DueSoon {
    /// Now, overdue cards included.
    pub today: Load,
    /// Tomorrow.
    pub tomorrow: Load,
    /// From today on, seven days.
    pub next_7_days: Load,
}

/// One deck.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeckRow {
    /// Its id.
    pub deck: String,
    /// Its title.
    pub title: String,
    /// Its cards by how far they are.
    pub cards: Counts,
    /// Cards due now.
    pub due: usize,
    /// Cards that would be remembered if all were asked now: the sum of their chances.
    pub known: f64,
}

/// Everything that `stats` shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overview {
    /// The study day.
    pub day: StudyDay,
    /// What was done today.
    pub today: Today,
    /// Days in a row.
    pub streak: Streak,
    /// What comes due.
    pub due: DueSoon,
    /// All cards by how far they are.
    pub cards: Counts,
    /// Cards that would be remembered if all were asked now.
    pub known: f64,
    /// True retention of the last 30 days.
    pub retention: Retained,
    /// One row a deck, in the order of the decks.
    pub decks: Vec<DeckRow>,
}

/// Cards that would be remembered if asked today: the sum of retrievabilities of answered cards.
fn known<'a>(
    cards: impl Iterator<Item = &'a Card>,
    schedule: &Schedule,
    scheduler: &Scheduler,
    today: StudyDay,
) -> f64 {
    cards
        .filter_map(|card| schedule.card(card.id.as_str()))
        .filter_map(|state| Some((state.memory?, state.last?)))
        .map(|(memory, last)| {
            let days = u32::try_from(today.days_since(last)).unwrap_or(0);
            f64::from(scheduler.retrievability(memory, days))
        })
        .fold(0.0, |sum, chance| sum + chance)
}

/// Adds everything up. `decks` are the decks in their order: id, title, cards.
#[must_use]
pub fn overview(
    decks: &[(&str, &str, &[&Card])],
    schedule: &Schedule,
    scheduler: &Scheduler,
    pace: &Pace,
    today: StudyDay,
    now: DateTime<FixedOffset>,
    study_days: WeekdaySet,
) -> Overview {
    let all = || decks.iter().flat_map(|(_, _, cards)| cards.iter().copied());
    let loads = workload(all(), schedule, pace, today, 7);
    let done = schedule.day(today);
    Overview {
        day: today,
        today: done.map_or_else(Today::default, |log| Today {
            answers: log.answers,
            cards: log.first_tries,
            right_at_first: log.passed,
            new: log.new,
            seconds: log.ms as f64 / 1000.0,
        }),
        streak: streak(&schedule.days, &schedule.pauses, study_days, today, now),
        due: DueSoon {
            today: loads[0],
            tomorrow: loads[1],
            next_7_days: loads.iter().copied().fold(Load::default(), Load::plus),
        },
        cards: Counts::of(all(), schedule),
        known: known(all(), schedule, scheduler, today),
        retention: retained(&schedule.days, today, 30),
        decks: decks
            .iter()
            .map(|(deck, title, cards)| {
                let cards = || cards.iter().copied();
                DeckRow {
                    deck: (*deck).to_owned(),
                    title: (*title).to_owned(),
                    cards: Counts::of(cards(), schedule),
                    due: cards()
                        .filter_map(|card| schedule.card(card.id.as_str()))
                        .filter(|state| state.is_due(today))
                        .count(),
                    known: known(cards(), schedule, scheduler, today),
                }
            })
            .collect(),
    }
}
