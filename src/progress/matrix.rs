//! The skills matrix: what the cards of an area show, beside the learner's own ratings.

use std::collections::HashMap;

use serde::Serialize;

use super::card_results::{CardResult, CardResults, HistoryItem, ReadingTimes};
use super::level_rule::Tally;
use crate::deck::roadmap::{Area, Matrix};
use crate::deck::{Card, Level};
use crate::history::{Event, Journal, Mastery, Rules};
use crate::memory::StudyDay;

/// An area at a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct AreaLevel {
    pub cards: usize,
    /// Those answered at least once.
    pub answered: usize,
    /// The stable ones.
    pub stable: usize,
    /// Whether the level is shown: at least 60 % of its cards are stable.
    pub shown: bool,
}

/// How well founded a measured stage is: the share of cards answered among those that decide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Under a third: the cards may have much more to show.
    Low,
    /// Under two thirds.
    Fair,
    /// Two thirds or more.
    Good,
}

/// What the cards of an area show.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measured {
    pub stage: Mastery,
    /// How well founded it is.
    pub confidence: Confidence,
    /// The level that decides the next stage; null if all are shown.
    pub next_level: Option<Level>,
}

/// A rating, with what the cards showed when it was given.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RatingThen {
    /// The study day.
    pub day: StudyDay,
    /// The stage that the learner gave.
    pub stage: Mastery,
    /// The note given with it.
    pub note: Option<String>,
    /// What the cards showed at that time; null without evidence.
    pub measured: Option<Mastery>,
}

/// An area of skill.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AreaRow {
    pub id: &'static str,
    pub title: &'static str,
    /// Topics whose cards belong to it.
    pub topics: &'static [String],
    /// Its cards at each level, lowest first.
    pub levels: [AreaLevel; 4],
    pub cards: usize,
    /// Those answered at least once.
    pub answered: usize,
    /// The stable ones.
    pub stable: usize,
    /// What they show; null without evidence, if none was answered yet.
    pub measured: Option<Measured>,
    /// The latest rating.
    pub rating: Option<RatingThen>,
    /// How many stages the rating is above the measured one; null if one of them is missing.
    pub gap: Option<i8>,
    /// All ratings, oldest first.
    pub history: Vec<RatingThen>,
}

/// The whole matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatrixView {
    /// The study day.
    pub day: StudyDay,
    pub areas: Vec<AreaRow>,
}

impl AreaLevel {
    /// The same with whether the level is shown.
    fn judged(self) -> Self {
        let Self { cards, stable, .. } = self;
        let shown = cards > 0 && Tally { cards, stable }.lacks_for_most() == 0;
        Self { shown, ..self }
    }
}

impl Measured {
    /// The stage that the cards show: one above novice for each level that is shown, from the lowest up
    /// to the first that is not. A level without cards is skipped.
    fn of(levels: &[AreaLevel; 4]) -> Option<Self> {
        let levels = Level::ALL.map(|level| (level, levels[level as usize].judged()));
        if levels.iter().all(|(_, one)| one.answered == 0) {
            return None;
        }
        let asked = || levels.iter().filter(|(_, one)| one.cards > 0);
        let next_level = asked().find(|(_, one)| !one.shown).map(|(level, _)| *level);
        let highest = asked()
            .take_while(|(_, one)| one.shown)
            .last()
            .map(|(level, _)| *level);
        let stage = highest.map_or(Mastery::Novice, |level| match level {
            Level::Beginner => Mastery::AdvancedBeginner,
            Level::Intermediate => Mastery::Competent,
            Level::Senior => Mastery::Proficient,
            Level::Expert => Mastery::Expert,
        });
        let deciding = levels
            .iter()
            .filter(|(level, _)| next_level.is_none_or(|next| *level <= next));
        let (cards, answered) = deciding.fold((0, 0), |(cards, answered), (_, one)| {
            (cards + one.cards, answered + one.answered)
        });
        let confidence = match 3 * answered {
            thirds if thirds < cards => Confidence::Low,
            thirds if thirds < 2 * cards => Confidence::Fair,
            _ => Confidence::Good,
        };
        Some(Self {
            stage,
            confidence,
            next_level,
        })
    }
}

impl MatrixView {
    /// The matrix of a history. Cards whose topic is in no area are left out.
    pub fn of<'c>(
        cards: impl Iterator<Item = &'c Card>,
        journal: &Journal,
        rules: &Rules<'_>,
        today: StudyDay,
    ) -> Self {
        let areas = &Matrix::builtin().areas;
        let mut counts = vec![<[AreaLevel; 4]>::default(); areas.len()];
        let mut places: HashMap<&str, (usize, Level)> = HashMap::new();
        let cards: Vec<&Card> = cards.collect();
        let reading = ReadingTimes::of(cards.iter().copied());
        for card in cards {
            if let Some(area) = area_of(card) {
                counts[area][card.level as usize].cards += 1;
                places.insert(card.id.as_str(), (area, card.level));
            }
        }
        let mut ratings: Vec<Vec<RatingThen>> = vec![Vec::new(); areas.len()];
        CardResults::follow(journal, rules, &reading, |item| match item {
            HistoryItem::Result {
                card,
                before,
                after,
                ..
            } => {
                if let Some((area, level)) = places.get(card) {
                    let AreaLevel {
                        answered, stable, ..
                    } = &mut counts[*area][*level as usize];
                    *stable = moved(*stable, *before, *after, CardResult::is_stable);
                    *answered = moved(*answered, *before, *after, |shown| shown.stability > 0.0);
                }
            }
            HistoryItem::Other(record) => {
                if let Event::Assess(rating) = &record.event
                    && let Some(area) = areas.iter().position(|area| area.id == rating.area)
                {
                    ratings[area].push(RatingThen {
                        day: record.day,
                        stage: rating.stage,
                        note: rating.note.clone().filter(|note| !note.is_empty()),
                        measured: Measured::of(&counts[area]).map(|measured| measured.stage),
                    });
                }
            }
        });
        Self {
            day: today,
            areas: areas
                .iter()
                .zip(counts)
                .zip(ratings)
                .map(|((area, levels), history)| AreaRow::of(area, levels, history))
                .collect(),
        }
    }
}

/// The area whose topics a card's topic is one of, by its place in the matrix.
pub(super) fn area_of(card: &Card) -> Option<usize> {
    let mut areas = Matrix::builtin().areas.iter();
    areas.position(|area| area.topics.iter().any(|topic| **topic == *card.topic))
}

/// A count of cards with a property, after one card may have gained or lost it.
fn moved(
    count: usize,
    before: CardResult,
    after: CardResult,
    holds: impl Fn(CardResult) -> bool,
) -> usize {
    match (holds(before), holds(after)) {
        (false, true) => count + 1,
        (true, false) => count.saturating_sub(1),
        _ => count,
    }
}

impl AreaRow {
    fn of(area: &'static Area, levels: [AreaLevel; 4], history: Vec<RatingThen>) -> Self {
        let levels = levels.map(AreaLevel::judged);
        let sum = |part: fn(&AreaLevel) -> usize| levels.iter().map(part).sum();
        let measured = Measured::of(&levels);
        let rating = history.last().cloned();
        let number = |stage: Mastery| stage.number().cast_signed();
        Self {
            id: &area.id,
            title: &area.title,
            topics: &area.topics,
            cards: sum(|one| one.cards),
            answered: sum(|one| one.answered),
            stable: sum(|one| one.stable),
            levels,
            measured,
            gap: measured
                .zip(rating.as_ref())
                .map(|(measured, rating)| number(rating.stage) - number(measured.stage)),
            rating,
            history,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(levels: [(usize, usize, usize); 4]) -> Option<Measured> {
        Measured::of(&levels.map(|(cards, answered, stable)| AreaLevel {
            cards,
            answered,
            stable,
            shown: false,
        }))
    }

    #[test]
    fn a_stage_is_shown_level_by_level_from_below() {
        let stage = |levels| measured(levels).map(|measured| measured.stage);
        assert_eq!(stage([(10, 0, 0); 4]), None, "no evidence");
        assert_eq!(stage([(10, 10, 5); 4]), Some(Mastery::Novice));
        let half = [(10, 10, 6), (10, 3, 0), (10, 0, 0), (10, 0, 0)];
        assert_eq!(stage(half), Some(Mastery::AdvancedBeginner));
        let gap = [(10, 10, 6), (10, 3, 0), (10, 10, 10), (10, 10, 10)];
        assert_eq!(
            stage(gap),
            Some(Mastery::AdvancedBeginner),
            "a rung is missing"
        );
        assert_eq!(stage([(10, 10, 6); 4]), Some(Mastery::Expert));
    }

    #[test]
    fn a_level_without_cards_is_skipped() {
        let stage = |levels| measured(levels).map(|measured| measured.stage);
        let no_expert = [(5, 5, 5), (5, 5, 5), (5, 5, 5), (0, 0, 0)];
        assert_eq!(stage(no_expert), Some(Mastery::Proficient));
        let hole = [(5, 5, 5), (0, 0, 0), (5, 5, 5), (5, 0, 0)];
        assert_eq!(stage(hole), Some(Mastery::Proficient));
    }

    #[test]
    fn confidence_is_the_share_of_deciding_cards_that_were_answered() {
        let confidence = |levels| measured(levels).map(|measured| measured.confidence);
        let begun = [(10, 3, 0), (90, 90, 0), (0, 0, 0), (0, 0, 0)];
        assert_eq!(
            confidence(begun),
            Some(Confidence::Low),
            "only beginner cards decide"
        );
        let more = [(10, 10, 9), (20, 5, 0), (90, 0, 0), (0, 0, 0)];
        assert_eq!(confidence(more), Some(Confidence::Fair));
        let all = [(10, 10, 9), (20, 10, 0), (90, 0, 0), (0, 0, 0)];
        assert_eq!(confidence(all), Some(Confidence::Good));
    }
}
