//! When a level is reached: 80 % of its cards are stable, and 60 % of those of each of its topics.
//!
//! A topic with only one or two cards at a level does not count separately: a single card that is
//! forgotten now and then would hold back the whole level for months (simulated: a diligent learner
//! did not reach the lowest level within two years).

use std::collections::HashMap;

use crate::deck::{Card, Level};

/// The share of a level's cards that must be stable, in fifths: 80 %.
const FIFTHS_OF_LEVEL: usize = 4;

/// The share of a topic's cards at a level that must be stable, in fifths: 60 %.
const FIFTHS_OF_TOPIC: usize = 3;

/// The number of cards from which a topic counts separately.
const CARDS_OF_TOPIC: usize = 3;

/// The number of cards that makes at least this many fifths of them.
const fn fifths(fifths: usize, cards: usize) -> usize {
    (fifths * cards).div_ceil(5)
}

/// Cards and the stable ones among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub cards: usize,
    /// The stable ones.
    pub stable: usize,
}

impl Tally {
    /// The stable share, 0 to 1; 0 of nothing.
    pub fn share(self) -> f64 {
        self.stable as f64 / self.cards.max(1) as f64
    }

    /// Cards of a topic at a level that are still to become stable for its 60 %.
    pub const fn topic_lacks(self) -> usize {
        if self.is_looked_at() {
            self.lacks_for_most()
        } else {
            0
        }
    }

    /// Whether a topic with these cards counts separately.
    pub const fn is_looked_at(self) -> bool {
        self.cards >= CARDS_OF_TOPIC
    }

    /// Cards that are still to become stable for 60 % of these.
    pub const fn lacks_for_most(self) -> usize {
        fifths(FIFTHS_OF_TOPIC, self.cards).saturating_sub(self.stable)
    }
}

/// A level's cards, topic by topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelTally {
    /// All its cards.
    pub all: Tally,
    /// Its topics, in the order of the decks.
    pub topics: Vec<(String, Tally)>,
}

impl LevelTally {
    /// Whether the level's rule is met. A level without cards cannot be reached.
    pub fn is_met(&self) -> bool {
        self.all.cards > 0 && self.missing() == 0
    }

    /// The least number of cards that still have to become stable for the rule to be met.
    ///
    /// Cards for topics under 60 % also count for the 80 % of the level, so it is the larger of the two.
    pub fn missing(&self) -> usize {
        self.missing_in_all().max(self.missing_in_topics())
    }

    /// How many more cards have to become stable for the 80 % of the level.
    pub const fn missing_in_all(&self) -> usize {
        fifths(FIFTHS_OF_LEVEL, self.all.cards).saturating_sub(self.all.stable)
    }

    /// How many more cards have to become stable for the 60 % of each topic.
    pub fn missing_in_topics(&self) -> usize {
        self.topics
            .iter()
            .map(|(_, topic)| topic.topic_lacks())
            .sum()
    }

    /// The progress, 0 to 1: of the cards that had to become stable at the beginning, the share
    /// that no longer has to.
    pub fn way(&self) -> f64 {
        let empty = |tally: &Tally| Tally {
            stable: 0,
            ..*tally
        };
        let beginning = Self {
            all: empty(&self.all),
            topics: self
                .topics
                .iter()
                .map(|(topic, tally)| (topic.clone(), empty(tally)))
                .collect(),
        };
        1.0 - self.missing() as f64 / beginning.missing().max(1) as f64
    }
}

/// All levels, kept up to date while cards become stable or stop being stable.
#[derive(Clone, Debug)]
pub struct LevelTallies<'c> {
    levels: [LevelTally; 4],
    /// The level of a card, and the place of its topic there.
    places: HashMap<&'c str, (Level, usize)>,
}

impl<'c> LevelTallies<'c> {
    /// The tallies of these cards, none of which is stable.
    pub fn of(cards: impl Iterator<Item = &'c Card>) -> Self {
        let mut tallies = Self {
            levels: Default::default(),
            places: HashMap::new(),
        };
        let mut topics: HashMap<(Level, &str), usize> = HashMap::new();
        for card in cards {
            let level = &mut tallies.levels[card.level as usize];
            let topic = *topics.entry((card.level, &card.topic)).or_insert_with(|| {
                level
                    .topics
                    .push((card.topic.to_string(), Tally::default()));
                level.topics.len() - 1
            });
            level.all.cards += 1;
            level.topics[topic].1.cards += 1;
            tallies.places.insert(card.id.as_str(), (card.level, topic));
        }
        tallies
    }

    /// The tally of a level.
    pub const fn level(&self, level: Level) -> &LevelTally {
        &self.levels[level as usize]
    }

    /// A card became stable or stopped being stable. Returns its level, if it is one of these
    /// cards.
    pub fn set_stable(&mut self, card: &str, stable: bool) -> Option<Level> {
        let (level, topic) = *self.places.get(card)?;
        let tally = &mut self.levels[level as usize];
        for count in [&mut tally.all.stable, &mut tally.topics[topic].1.stable] {
            *count = if stable {
                *count + 1
            } else {
                count.saturating_sub(1)
            };
        }
        Some(level)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn level(topics: &[(usize, usize)]) -> LevelTally {
        let tally = |&(cards, stable): &(usize, usize)| Tally { cards, stable };
        LevelTally {
            all: topics
                .iter()
                .map(tally)
                .fold(Tally::default(), |a, b| Tally {
                    cards: a.cards + b.cards,
                    stable: a.stable + b.stable,
                }),
            topics: topics
                .iter()
                .map(|one| (String::new(), tally(one)))
                .collect(),
        }
    }

    #[test]
    fn a_level_wants_four_fifths_of_all_and_three_fifths_of_each_topic() {
        assert!(level(&[(10, 8)]).is_met());
        assert!(!level(&[(10, 7)]).is_met());
        assert!(level(&[(10, 6), (10, 10)]).is_met());
        assert!(
            !level(&[(10, 5), (20, 20)]).is_met(),
            "one topic is at half"
        );
        assert!(!level(&[]).is_met(), "a level without cards");
        assert!(
            level(&[(1, 0), (2, 0), (12, 12)]).is_met(),
            "topics of one card and of two"
        );
        assert!(!level(&[(3, 1), (12, 12)]).is_met(), "a topic of three");
    }

    #[test]
    fn what_a_topic_lacks_also_counts_for_the_level() {
        let one = level(&[(10, 0), (10, 10)]);
        assert_eq!((one.missing_in_all(), one.missing_in_topics()), (6, 6));
        assert_eq!(one.missing(), 6);
        assert_eq!(level(&[(10, 5), (30, 30)]).missing(), 1);
        assert!((level(&[(10, 4)]).way() - 0.5).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn one_more_stable_card_never_takes_from_the_way(
            topics in prop::collection::vec((1_usize..20, 0_usize..20), 1..6), pick in 0_usize..6
        ) {
            let topics: Vec<(usize, usize)> =
                topics.into_iter().map(|(cards, stable)| (cards, stable.min(cards))).collect();
            let pick = pick % topics.len();
            let before = level(&topics);
            let mut more = topics.clone();
            more[pick].1 = (more[pick].1 + 1).min(more[pick].0);
            let after = level(&more);
            prop_assert!(after.way() >= before.way());
            prop_assert!(before.missing() <= after.missing() + 1);
            prop_assert!((0.0..=1.0).contains(&after.way()));
            prop_assert_eq!(after.is_met(), after.missing() == 0);
            prop_assert_eq!(after.is_met(), after.way() >= 1.0);
        }

        #[test]
        fn the_rule_is_that_of_shares(topics in prop::collection::vec((1_usize..30, 0_usize..30), 1..6)) {
            let topics: Vec<(usize, usize)> =
                topics.into_iter().map(|(cards, stable)| (cards, stable.min(cards))).collect();
            let level = level(&topics);
            let share = |tally: Tally, wanted: f64| tally.share() >= wanted - 1e-9;
            let by_shares = share(level.all, 0.8) && level
                .topics
                .iter()
                .all(|(_, one)| one.cards < 3 || share(*one, 0.6));
            prop_assert_eq!(level.is_met(), by_shares);
        }
    }
}
