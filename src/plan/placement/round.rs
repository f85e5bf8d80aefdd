//! A placement: which question comes next, and when it is over.
//!
//! Topics take turns, the least asked first, among those the most uncertain. In a topic the question
//! comes from the level nearest to what is believed: intermediate at first, then up after a right
//! answer and down after a wrong one, in this topic and, by a smaller step, in the others.

use std::collections::HashMap;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng, SeedableRng as _};

use crate::deck::{Card, Level};

use super::answer::PlacedAnswer;
use super::map::{Knowledge, MapCell};
use super::map::{MapRow, PlacementMap};
use super::model::Model;

pub const MOST_QUESTIONS: usize = 24;

/// The most milliseconds for all answers together: eight minutes.
pub const MOST_MS: u64 = 8 * 60 * 1000;

/// One learner's placement in progress.
#[derive(Clone, Debug)]
pub struct Placement<'a> {
    topics: Vec<Topic<'a>>,
    places: HashMap<&'a str, usize>,
    answers: Vec<PlacedAnswer>,
    model: Model,
}

/// The cards of a topic by level.
#[derive(Clone, Debug)]
struct Topic<'a> {
    name: &'a str,
    cards: [usize; 4],
    /// Those that can be asked.
    questions: [Vec<&'a Card>; 4],
    asked: [usize; 4],
}

impl<'a> Placement<'a> {
    /// A placement over these cards, in the order of the decks, that has not begun.
    pub fn new(cards: impl Iterator<Item = &'a Card>) -> Self {
        let mut topics: Vec<Topic<'a>> = Vec::new();
        let mut places = HashMap::new();
        for card in cards {
            let place = *places.entry(&*card.topic).or_insert_with(|| {
                topics.push(Topic {
                    name: &card.topic,
                    cards: [0; 4],
                    questions: Default::default(),
                    asked: [0; 4],
                });
                topics.len() - 1
            });
            let level = card.level as usize;
            topics[place].cards[level] += 1;
            if card.kind().profile().in_quick_rounds {
                topics[place].questions[level].push(card);
            }
        }
        Self {
            model: Model::new(topics.len()),
            topics,
            places,
            answers: Vec::new(),
        }
    }

    /// Adds an answer. One about a topic that no longer exists counts as asked, but has no other
    /// effect.
    pub fn answer(&mut self, answer: PlacedAnswer) {
        if let Some(&place) = self.places.get(answer.topic.as_str()) {
            let level = answer.level as usize;
            self.topics[place].asked[level] += 1;
            self.model.observe(place, level, answer.right, answer.guess);
        }
        self.answers.push(answer);
    }

    /// The answers so far.
    pub fn answers(&self) -> &[PlacedAnswer] {
        &self.answers
    }

    /// Milliseconds that are left.
    pub fn ms_left(&self) -> u64 {
        let spent: u64 = self.answers.iter().map(|answer| answer.ms).sum();
        MOST_MS.saturating_sub(spent)
    }

    /// The next question; none when it is over. The same seed and answers give the same question.
    pub fn next(&self, seed: u64) -> Option<&'a Card> {
        if self.answers.len() >= MOST_QUESTIONS || self.ms_left() == 0 {
            return None;
        }
        let beliefs = self.model.beliefs();
        let mut dice = StdRng::seed_from_u64(seed.wrapping_add(self.answers.len() as u64));
        let (_, candidates) = self
            .topics
            .iter()
            .enumerate()
            .filter_map(|(place, topic)| {
                let wanted = beliefs[place].mean.round().clamp(0.0, 3.0) as usize;
                Some((place, self.candidates(topic, wanted)?))
            })
            .min_by(|(a, _), (b, _)| {
                let asked = |place: usize| self.topics[place].asked.iter().sum::<usize>();
                let by_uncertainty = beliefs[*b].variance.total_cmp(&beliefs[*a].variance);
                asked(*a).cmp(&asked(*b)).then(by_uncertainty)
            })?;
        pick(&candidates, &mut dice)
    }

    /// Cards that were not asked yet, of the level nearest to the one wanted.
    fn candidates(&self, topic: &Topic<'a>, wanted: usize) -> Option<Vec<&'a Card>> {
        let mut levels = [0, 1, 2, 3];
        levels.sort_by_key(|level: &usize| level.abs_diff(wanted));
        levels.into_iter().find_map(|level| {
            let left: Vec<&'a Card> = topic.questions[level]
                .iter()
                .copied()
                .filter(|card| {
                    let asked = |answer: &PlacedAnswer| answer.card == card.id.as_str();
                    !self.answers.iter().any(asked)
                })
                .collect();
            (!left.is_empty()).then_some(left)
        })
    }

    /// The map as far as it is known.
    pub fn map(&self) -> PlacementMap {
        let beliefs = self.model.beliefs();
        let rows = self.topics.iter().zip(&beliefs).map(|(topic, belief)| {
            let began = topic.asked.iter().any(|&asked| asked > 0);
            let field = |level: Level| {
                let index = level as usize;
                let share = belief.known[index];
                (topic.cards[index] > 0).then(|| MapCell {
                    sign: if began {
                        Knowledge::of_share(share)
                    } else {
                        Knowledge::Unasked
                    },
                    share,
                    asked: topic.asked[index],
                    cards: topic.cards[index],
                })
            };
            MapRow {
                topic: topic.name.to_owned(),
                fields: Level::ALL.map(field),
            }
        });
        PlacementMap {
            rows: rows.collect(),
        }
    }
}

/// One of the cards that are asked most in interviews.
fn pick<'a>(cards: &[&'a Card], dice: &mut impl Rng) -> Option<&'a Card> {
    let most = cards.iter().map(|card| card.weight).max()?;
    let heavy: Vec<&'a Card> = cards
        .iter()
        .copied()
        .filter(|card| card.weight == most)
        .collect();
    heavy.choose(dice).copied()
}
