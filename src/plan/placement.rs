//! A placement: which question comes next, when it is over, and the map of what is believed about every topic at every
//! level.
//!
//! It shares what it learns between topics, and ends in claims, never in reviews: a claimed card is checked after some
//! days.
//!
//! It first looks around, one question in each of the largest topics. After that it asks where a row of right
//! answers is expected to prove most: a level of a topic counts as known only after three right answers in a
//! row, at that level or above it.

use std::cmp::Reverse;
use std::collections::HashMap;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng, SeedableRng as _};
use serde::{Deserialize, Serialize};

use crate::deck::{Card, Level};
use crate::history::{CardState, PlacementAnswer, Schedule};

use super::placement_model::{Belief, MOST_QUESTIONS, Model};

/// How many right answers in a row show that a topic is known at a level.
const ROW: usize = 3;

/// How many questions look around before anything is to be proved.
const FIRST_LOOK: usize = 8;

/// The share of known cards at which an answer says most: somewhat above a half, since answers are guessed too.
const MOST_OPEN: f64 = 0.6;

/// The most milliseconds for all answers together: eight minutes.
pub const MOST_MS: u64 = 8 * 60 * 1000;

/// One learner's placement in progress.
#[derive(Clone, Debug)]
pub struct Placement<'a> {
    topics: Vec<Topic<'a>>,
    places: HashMap<&'a str, usize>,
    answers: Vec<PlacementAnswer>,
    model: Model,
}

/// The cards of a topic by level.
#[derive(Clone, Debug, Default)]
struct Topic<'a> {
    name: &'a str,
    cards: [usize; 4],
    /// Those that can be asked.
    questions: [Vec<&'a Card>; 4],
    asked: [usize; 4],
    /// How many answers in a row were right, counting those at this level or above it.
    row: [usize; 4],
}

impl Topic<'_> {
    /// Counts an answer. A wrong one ends every row of the topic.
    fn take(&mut self, level: usize, right: bool) {
        self.asked[level] += 1;
        if right {
            for row in &mut self.row[..=level] {
                *row += 1;
            }
        } else {
            self.row = [0; 4];
        }
    }
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
                    ..Topic::default()
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
    pub fn answer(&mut self, answer: PlacementAnswer) {
        let level = Level::from_name(&answer.level);
        if let Some((&place, level)) = self.places.get(answer.topic.as_str()).zip(level)
            && self.answers.len() < MOST_QUESTIONS
        {
            let level = level as usize;
            self.topics[place].take(level, answer.right);
            self.model.observe(place, level, answer.right, answer.guess);
        }
        self.answers.push(answer);
    }

    /// The answers so far.
    pub fn answers(&self) -> &[PlacementAnswer] {
        &self.answers
    }

    /// Milliseconds that are left.
    pub fn ms_left(&self) -> u64 {
        let spent: u64 = self.answers.iter().map(|answer| answer.ms).sum();
        MOST_MS.saturating_sub(spent)
    }

    /// The next question; none when it is over, or when no question could prove anything more. The same seed
    /// and answers give the same question.
    pub fn next(&self, seed: u64) -> Option<&'a Card> {
        if self.answers.len() >= MOST_QUESTIONS || self.ms_left() == 0 {
            return None;
        }
        let beliefs = self.model.beliefs();
        let mut dice = StdRng::seed_from_u64(seed.wrapping_add(self.answers.len() as u64));
        let looking_around = if self.answers.len() < FIRST_LOOK {
            self.unasked_topic(&beliefs)
        } else {
            None
        };
        let (place, level) = looking_around.or_else(|| self.most_to_prove(&beliefs))?;
        pick(&self.left(place, level), &mut dice)
    }

    /// The largest topic in which nothing was asked, and the level at which the answer is most open.
    fn unasked_topic(&self, beliefs: &[Belief]) -> Option<(usize, usize)> {
        let unasked = self.topics.iter().enumerate().filter(|(_, topic)| {
            topic.asked == [0; 4] && topic.questions.iter().any(|level| !level.is_empty())
        });
        let size = |topic: &Topic<'_>| topic.cards.iter().sum::<usize>();
        let (place, _) = unasked.min_by_key(|(place, topic)| (Reverse(size(topic)), *place))?;
        let level = (0..4)
            .filter(|&level| !self.topics[place].questions[level].is_empty())
            .min_by(|&a, &b| {
                let open = |level: usize| (beliefs[place].known[level] - MOST_OPEN).abs();
                open(a).total_cmp(&open(b))
            })?;
        Some((place, level))
    }

    /// The topic and level where a row of right answers is expected to prove most cards a question.
    fn most_to_prove(&self, beliefs: &[Belief]) -> Option<(usize, usize)> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (place, (topic, belief)) in self.topics.iter().zip(beliefs).enumerate() {
            for level in 0..4 {
                let missing = ROW.saturating_sub(topic.row[level]);
                let left = |level: usize| self.left(place, level).len();
                if missing == 0 || left(level) == 0 || (level..4).map(left).sum::<usize>() < missing
                {
                    continue;
                }
                // A row at a level counts for the levels below it.
                let proved: f64 = (0..=level)
                    .filter(|&lower| topic.row[lower] < ROW)
                    .map(|lower| topic.cards[lower] as f64 * belief.known[lower])
                    .sum();
                let worth = proved * belief.row[level][missing - 1] / missing as f64;
                if best.is_none_or(|(most, ..)| worth > most) {
                    best = Some((worth, place, level));
                }
            }
        }
        best.map(|(_, place, level)| (place, level))
    }

    /// The cards of a topic and level that can be asked and were not yet.
    fn left(&self, place: usize, level: usize) -> Vec<&'a Card> {
        let was_asked = |card: &&Card| {
            let mut answers = self.answers.iter();
            answers.any(|answer| answer.card == card.id.as_str())
        };
        let questions = self.topics[place].questions[level].iter().copied();
        questions.filter(|card| !was_asked(card)).collect()
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
                        Knowledge::of(share, topic.row[index] >= ROW)
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

/// One topic.
#[derive(Clone, Debug, PartialEq)]
pub struct MapRow {
    pub topic: String,
    /// Its levels from beginner to expert; none where it has no card.
    pub fields: [Option<MapCell>; 4],
}

/// All topics, in the order of the decks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacementMap {
    /// One row per topic.
    pub rows: Vec<MapRow>,
}

impl PlacementMap {
    /// The field of a topic at a level, if it has cards.
    pub fn field(&self, topic: &str, level: Level) -> Option<&MapCell> {
        let row = self.rows.iter().find(|row| row.topic == topic)?;
        row.fields[level as usize].as_ref()
    }

    /// The fields that have cards.
    pub fn fields(&self) -> impl Iterator<Item = &MapCell> {
        self.rows.iter().flat_map(|row| row.fields.iter().flatten())
    }

    /// How many fields have this sign.
    pub fn count(&self, sign: Knowledge) -> usize {
        self.fields().filter(|field| field.sign == sign).count()
    }

    /// The cards to be claimed: those of known fields that were never answered or claimed, except
    /// those that the placement showed not to be known.
    pub fn claims<'a>(
        &self,
        cards: impl Iterator<Item = &'a Card>,
        schedule: &Schedule,
        answers: &[PlacementAnswer],
    ) -> Vec<&'a Card> {
        let missed = |card: &Card| {
            answers
                .iter()
                .any(|answer| !answer.right && answer.card == card.id.as_str())
        };
        cards
            .filter(|card| {
                let field = self.field(&card.topic, card.level);
                field.is_some_and(|field| field.sign == Knowledge::Known)
            })
            .filter(|card| {
                let state = schedule.card(card.id.as_str());
                CardState::is_unmet(state)
            })
            .filter(|card| !missed(card))
            .collect()
    }
}

/// What is believed about a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Knowledge {
    /// Most of its cards are known: three answers in a row were right.
    Known,
    /// Some are, or it is not clear yet.
    Partly,
    /// Most are not known.
    Unknown,
    /// Nothing was asked in its topic.
    Unasked,
}

impl Knowledge {
    /// The expected share of known cards from which a field counts as known: its cards are then
    /// checked later instead of being taught, so in doubt it does not count as known.
    const KNOWN: f64 = 0.85;

    /// The share up to which it counts as not known.
    const UNKNOWN: f64 = 0.3;

    /// The sign for an expected share of known cards. Without a row of right answers nothing counts as known.
    pub fn of(share: f64, proved: bool) -> Self {
        if proved && share >= Self::KNOWN {
            Self::Known
        } else if share > Self::UNKNOWN {
            Self::Partly
        } else {
            Self::Unknown
        }
    }
}

/// A topic at a level.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MapCell {
    /// In a word.
    pub sign: Knowledge,
    /// The share of its cards that the learner is expected to know, 0 to 1.
    pub share: f64,
    /// How many questions were asked in it.
    pub asked: usize,
    /// How many cards it has.
    pub cards: usize,
}

#[cfg(test)]
mod simulated;
