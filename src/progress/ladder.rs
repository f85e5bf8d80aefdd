//! The ladder: how far the learner is at each level, and since when a level has been reached.

use std::collections::BTreeMap;

use serde::Serialize;

use super::card_results::{CardResults, HistoryItem, ReadingTimes, STABLE_DAYS};
use super::level_rule::{LevelTallies, LevelTally, Tally};
use super::matrix::area_of;
use crate::deck::roadmap::Ladder;
use crate::deck::{Card, Level};
use crate::history::{Journal, Reached, Rules, Schedule};
use crate::memory::{Scheduler, StudyDay};
use crate::plan::recall_now;

/// How much below the desired retention of light cards a card is still called fresh.
const FRESH_MARGIN: f32 = 0.05;

/// The chance of recall below which a card counts as fading.
const FADING: f32 = 0.8;

/// The history as far as the ladder is concerned.
#[derive(Clone, Debug)]
pub struct LadderHistory<'c> {
    /// What the answers show about each card.
    pub results: CardResults,
    /// The levels as they are now.
    pub tallies: LevelTallies<'c>,
    /// Levels that were reached, each with the first day.
    pub reached: Vec<Reached>,
}

impl<'c> LadderHistory<'c> {
    /// Replays the history of these cards. `kept` holds the levels that the journal says were reached.
    ///
    /// A level is reached on the first day on which its rule is met and the levels below have been
    /// reached. The rule is checked after every answer, so a level counts even if its rule is no
    /// longer met later on the same day.
    pub fn follow(
        cards: &[&'c Card],
        kept: &BTreeMap<String, Reached>,
        journal: &Journal,
        rules: &Rules<'_>,
    ) -> Self {
        let mut tallies = LevelTallies::of(cards.iter().copied());
        let mut reached: Vec<Reached> = Vec::new();
        let reading = ReadingTimes::of(cards.iter().copied());
        let results = CardResults::follow(journal, rules, &reading, |item| {
            let HistoryItem::Result {
                card,
                day,
                before,
                after,
            } = item
            else {
                return;
            };
            if before.is_stable() == after.is_stable()
                || tallies.set_stable(card, after.is_stable()).is_none()
            {
                return;
            }
            reach_levels(&mut reached, &tallies, kept, Some(*day));
        });
        reach_levels(&mut reached, &tallies, kept, None);
        Self {
            results,
            tallies,
            reached,
        }
    }

    /// Since when a level has been reached.
    pub fn reached(&self, level: Level) -> Option<&Reached> {
        self.reached.iter().find(|one| one.level == level.name())
    }
}

/// Adds the levels that were reached on a day; without a day, those reached at the end of the history.
///
/// A level that the journal says was reached counts as reached, whatever today's decks and parameters
/// make of the history.
fn reach_levels(
    reached: &mut Vec<Reached>,
    tallies: &LevelTallies<'_>,
    kept: &BTreeMap<String, Reached>,
    day: Option<StudyDay>,
) {
    while let Some(level) = Level::ALL.get(reached.len()) {
        let tally = tallies.level(*level);
        let on = day.or_else(|| reached.last().map(|below| below.on));
        let rung = match (kept.get(level.name()), on) {
            (Some(known), _) if day.is_none_or(|day| known.on <= day) => known.clone(),
            (None, Some(on)) if tally.is_met() => Reached {
                level: level.name().to_owned(),
                on,
                cards: tally.all.cards as u32,
                stable: tally.all.stable as u32,
            },
            _ => return,
        };
        reached.push(rung);
    }
}

/// Whether a card counts for a level: its topic is one of those of the matrix. Cards of own decks on
/// other topics do not.
pub fn is_on_ladder(card: &Card) -> bool {
    area_of(card).is_some()
}

/// Whether the lowest level that was not reached before may be reached by now, so that a replay of the
/// whole history is worth its time: the rule would be met if every last unaided answer were right.
pub fn may_be_reached(cards: &[&Card], schedule: &Schedule) -> bool {
    let mut tallies = LevelTallies::of(cards.iter().copied());
    for card in cards {
        let state = schedule.card(card.id.as_str());
        let memory = state.and_then(|state| state.memory);
        if memory.is_some_and(|memory| memory.stability >= STABLE_DAYS) {
            tallies.set_stable(card.id.as_str(), true);
        }
    }
    let reached = &schedule.declared.reached;
    let next = Level::ALL
        .into_iter()
        .find(|level| !reached.contains_key(level.name()));
    next.is_some_and(|level| tallies.level(level).is_met())
}

/// The rule by which levels are reached, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LevelRule {
    /// The stability, in days, from which a card is stable.
    pub stability_days: f32,
    /// The share of a level's cards that must be stable.
    pub of_level: f64,
    /// The share of the cards of each of its topics.
    pub of_topic: f64,
    /// The chance of recall from which a card is fresh.
    pub fresh_from: f32,
    /// The chance of recall below which a card is fading.
    pub fading_below: f32,
}

impl LevelRule {
    /// The rule at this desired retention.
    pub fn at(scheduler: &Scheduler) -> Self {
        Self {
            stability_days: STABLE_DAYS,
            of_level: 0.8,
            of_topic: 0.6,
            // In floating point, 0.9 - 0.05 is a little less than 0.85.
            fresh_from: ((scheduler.scheduling().retention.of(1).share() - FRESH_MARGIN) * 1000.0)
                .round()
                / 1000.0,
            fading_below: FADING,
        }
    }
}

/// How far a level is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LevelState {
    /// It was reached, and stays so.
    Reached,
    /// The lowest level that was not reached.
    Next,
    /// A higher one that was not reached.
    Ahead,
}

/// A topic at a level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicRow {
    pub topic: String,
    /// Its cards at this level.
    pub cards: usize,
    /// The stable ones.
    pub stable: usize,
    /// Their share.
    pub share: f64,
    /// Whether its share counts separately; topics with one or two cards are exempt.
    pub alone: bool,
    /// Whether that is enough for the level.
    pub enough: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelRow {
    /// Which.
    pub level: Level,
    /// Its name as a heading.
    pub title: &'static str,
    /// What someone at this level can do.
    pub goal: &'static str,
    /// What is required for the next level; null at the top.
    pub boundary: Option<&'static str>,
    /// Where it is on the way.
    pub state: LevelState,
    /// Since when it has been reached, and its cards at that time.
    pub reached: Option<LevelReached>,
    /// Whether its rule is met now.
    pub met_now: bool,
    pub cards: usize,
    /// Those answered at least once.
    pub answered: usize,
    /// The stable ones.
    pub stable: usize,
    /// Their share.
    pub share: f64,
    /// The progress towards it, 0 to 1.
    pub way: f64,
    /// The least number of cards that still have to become stable.
    pub missing: usize,
    /// Answered cards that are well remembered now.
    pub fresh: usize,
    /// Answered cards that are being forgotten.
    pub fading: usize,
    /// Its topics, in the order of the decks.
    pub topics: Vec<TopicRow>,
}

/// When a level was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LevelReached {
    /// The day.
    pub on: StudyDay,
    /// The cards that it had then.
    pub cards: u32,
    /// The stable ones.
    pub stable: u32,
}

/// How far the learner is on the ladder.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LadderView {
    /// The study day.
    pub day: StudyDay,
    pub rule: LevelRule,
    /// Whether only some of the cards were counted; in that case no level counts as reached.
    pub filtered: bool,
    /// The lowest level that was not reached; null if there is none, or if the cards are filtered.
    pub next_level: Option<Level>,
    /// The levels, lowest first.
    pub levels: Vec<LevelRow>,
}

impl LadderView {
    /// The ladder of a history. `chosen` are the cards that were followed.
    pub fn of(
        chosen: &[&Card],
        ladder: &LadderHistory<'_>,
        schedule: &Schedule,
        scheduler: &Scheduler,
        today: StudyDay,
        filtered: bool,
    ) -> Self {
        let rule = LevelRule::at(scheduler);
        let reached = |level: Level| {
            let one = ladder.reached(level).filter(|_| !filtered);
            one.map(|one| LevelReached {
                on: one.on,
                cards: one.cards,
                stable: one.stable,
            })
        };
        let next_level = Level::ALL
            .into_iter()
            .find(|level| reached(*level).is_none())
            .filter(|_| !filtered);
        let levels = Level::ALL.map(|level| {
            let since = reached(level);
            let state = match since {
                Some(_) => LevelState::Reached,
                None if next_level == Some(level) => LevelState::Next,
                None => LevelState::Ahead,
            };
            let cards = chosen.iter().copied();
            let cards = cards.filter(|card| card.level == level);
            let recall = Recall::of(cards, schedule, scheduler, rule, today);
            LevelRow::of(level, ladder.tallies.level(level), state, since, recall)
        });
        Self {
            day: today,
            rule,
            filtered,
            next_level,
            levels: levels.into(),
        }
    }

    /// A level's row.
    pub fn level(&self, level: Level) -> &LevelRow {
        &self.levels[level as usize]
    }
}

impl LevelRow {
    fn of(
        level: Level,
        tally: &LevelTally,
        state: LevelState,
        reached: Option<LevelReached>,
        recall: Recall,
    ) -> Self {
        let rung = Ladder::builtin().rung(level);
        let row = |(topic, tally): &(String, Tally)| TopicRow {
            topic: topic.clone(),
            cards: tally.cards,
            stable: tally.stable,
            share: tally.share(),
            alone: tally.is_looked_at(),
            enough: tally.topic_lacks() == 0,
        };
        Self {
            level,
            title: &rung.title,
            goal: &rung.goal,
            boundary: rung.boundary.as_deref(),
            state,
            reached,
            met_now: tally.is_met(),
            cards: tally.all.cards,
            answered: recall.answered,
            stable: tally.all.stable,
            share: tally.all.share(),
            way: tally.way(),
            missing: tally.missing(),
            fresh: recall.fresh,
            fading: recall.fading,
            topics: tally.topics.iter().map(row).collect(),
        }
    }
}

/// How well the cards of a level are remembered now.
#[derive(Clone, Copy, Debug, Default)]
struct Recall {
    answered: usize,
    fresh: usize,
    fading: usize,
}

impl Recall {
    fn of<'c>(
        cards: impl Iterator<Item = &'c Card>,
        schedule: &Schedule,
        scheduler: &Scheduler,
        rule: LevelRule,
        today: StudyDay,
    ) -> Self {
        let mut recall = Self::default();
        let states = cards.filter_map(|card| schedule.card(card.id.as_str()));
        for chance in states.filter_map(|state| recall_now(state, scheduler, today)) {
            let fresh = chance >= rule.fresh_from;
            recall.answered += 1;
            recall.fresh += usize::from(fresh);
            recall.fading += usize::from(!fresh && chance < rule.fading_below);
        }
        recall
    }
}
