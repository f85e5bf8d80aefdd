//! When a level is reached: 80 % of its cards are stable, and 60 % of those of each of its topics. And what to study
//! for the next one: the topics in which a card becomes stable in the fewest minutes.
//!
//! A topic with only one or two cards at a level does not count separately: a single card that is
//! forgotten now and then would hold back the whole level for months (simulated: a diligent learner
//! did not reach the lowest level within two years).

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::card_results::{CardResults, STABLE_DAYS};
use crate::deck::{Card, Level, Needs};
use crate::history::{CardState, Schedule};
use crate::memory::{Grade, Scheduler, StudyDay};
use crate::plan::Pace;

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
        let topics = self.topics.iter();
        let of_topics = topics.map(|(_, topic)| {
            Tally {
                stable: 0,
                ..*topic
            }
            .topic_lacks()
        });
        let beginning = fifths(FIFTHS_OF_LEVEL, self.all.cards).max(of_topics.sum());
        1.0 - self.missing() as f64 / beginning.max(1) as f64
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

/// After this many right answers in a row a card counts as stable, however hard it is.
const MOST_ANSWERS: u32 = 12;

/// What to study for a level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicSuggestion {
    pub topic: String,
    /// The level that it is studied for.
    pub level: Level,
    /// Cards that would become stable by it, and are missing for the level.
    pub cards: usize,
    /// Minutes of answers that this takes over the coming weeks, if every answer is right.
    pub minutes: u32,
    /// Whether the topic holds the level back: it has less than its 60 %.
    pub holds_back: bool,
}

/// What the suggestions are computed from.
#[derive(Clone, Copy, Debug)]
pub struct NextTopicInput<'g> {
    /// The state of every card.
    pub schedule: &'g Schedule,
    /// What the answers show.
    pub results: &'g CardResults,
    /// The memory model.
    pub scheduler: &'g Scheduler,
    /// How long answers take.
    pub pace: &'g Pace,
    /// The study day.
    pub today: StudyDay,
}

impl NextTopicInput<'_> {
    fn state(&self, card: &Card) -> Option<&CardState> {
        self.schedule.card(card.id.as_str())
    }

    fn is_met(&self, card: &Card) -> bool {
        self.state(card)
            .is_some_and(|state| !state.is_new() || state.suspended)
    }

    /// Seconds of answers until a card is stable, if it is asked when due and always known. The
    /// first answer to a new card takes longer.
    fn seconds(&self, card: &Card) -> f32 {
        let state = self.state(card);
        let mut memory = state.and_then(|state| state.memory);
        let before = state.map_or(0, |state| state.reviews);
        let last = state.and_then(|state| state.last);
        let mut since = last.map_or(0, |last| self.today.days_after(last));
        let mut seconds = 0.0;
        for reviews in before..before.saturating_add(MOST_ANSWERS) {
            let (wait, answer) = match memory {
                None => (0, self.pace.first_meeting(card)),
                Some(memory) => {
                    let retention = self.scheduler.scheduling().retention.of(card.weight);
                    let id = card.id.as_str();
                    let interval = self.scheduler.interval(memory, retention, id, reviews);
                    (since.max(interval), self.pace.review(card))
                }
            };
            seconds += answer;
            let after = self.scheduler.after(memory, wait, Grade::Good);
            if after.stability >= STABLE_DAYS {
                break;
            }
            memory = Some(after);
            since = 0;
        }
        seconds
    }
}

/// Cards of these topics that can be asked now, or once others of their topic have been: their
/// prerequisites were seen, or belong to their topic and can be asked themselves. Also seen cards
/// of all topics.
fn within_reach<'c>(
    cards: &[&'c Card],
    topics: &HashSet<&str>,
    input: &NextTopicInput<'_>,
) -> HashSet<&'c str> {
    let mut unmet_of_deck: BTreeMap<&str, Vec<&Card>> = BTreeMap::new();
    let mut by_id: BTreeMap<&str, &Card> = BTreeMap::new();
    for card in cards {
        by_id.insert(card.id.as_str(), card);
        if !input.is_met(card) {
            unmet_of_deck.entry(card.id.deck()).or_default().push(card);
        }
    }
    let mut reach: HashSet<&str> = cards
        .iter()
        .filter(|card| input.is_met(card))
        .map(|card| card.id.as_str())
        .collect();
    let open = |reach: &HashSet<&str>, card: &Card, need: &Card| {
        input.is_met(need) || need.topic == card.topic && reach.contains(need.id.as_str())
    };
    let mut waiting: Vec<&'c Card> = cards
        .iter()
        .copied()
        .filter(|card| topics.contains(&*card.topic) && !input.is_met(card))
        .collect();
    loop {
        let (more, rest): (Vec<&Card>, Vec<&Card>) = waiting.iter().partition(|card| {
            card.after.iter().all(|need| match need {
                Needs::Card(id) => by_id
                    .get(id.as_str())
                    .is_none_or(|need| open(&reach, card, need)),
                Needs::Deck(id) => {
                    id.as_str() == card.id.deck()
                        || unmet_of_deck
                            .get(id.as_str())
                            .is_none_or(|unmet| unmet.iter().all(|need| open(&reach, card, need)))
                }
            })
        });
        if more.is_empty() {
            return reach;
        }
        reach.extend(more.iter().map(|card| card.id.as_str()));
        waiting = rest;
    }
}

/// The topics of a level that bring most, best first.
///
/// If topics hold the level back, only these count, each with as many cards as it lacks; otherwise
/// every topic does, with as many as the level lacks. In each the cards that take the fewest
/// seconds are taken, and the topics are ordered by cards made stable for each minute. Suspended
/// cards, and new cards whose `after` is not met, are left out.
pub fn next_topics(
    cards: &[&Card],
    tallies: &LevelTallies<'_>,
    level: Level,
    input: &NextTopicInput<'_>,
) -> Vec<TopicSuggestion> {
    let tally = tallies.level(level);
    let topics = tally.topics.iter().map(|(topic, _)| topic.as_str());
    let reach = within_reach(cards, &topics.collect(), input);
    let mut steps: Vec<(f32, TopicSuggestion)> = tally
        .topics
        .iter()
        .filter_map(|(topic, of_topic): &(String, Tally)| {
            let lacks = of_topic.topic_lacks();
            let wanted = if tally.missing_in_topics() > 0 {
                lacks
            } else {
                tally.missing_in_all()
            };
            let mut seconds: Vec<f32> = cards
                .iter()
                .filter(|card| card.level == level && *card.topic == **topic)
                .filter(|card| !input.results.of(card.id.as_str()).is_stable())
                .filter(|card| !input.state(card).is_some_and(|state| state.suspended))
                .filter(|card| reach.contains(card.id.as_str()))
                .map(|card| input.seconds(card))
                .collect();
            seconds.sort_by(f32::total_cmp);
            seconds.truncate(wanted);
            if seconds.is_empty() {
                return None;
            }
            let sum: f32 = seconds.iter().sum();
            let step = TopicSuggestion {
                topic: topic.clone(),
                level,
                cards: seconds.len(),
                minutes: (sum / 60.0).ceil() as u32,
                holds_back: lacks > 0,
            };
            Some((seconds.len() as f32 / sum.max(1.0), step))
        })
        .collect();
    steps.sort_by(|(a, first), (b, second)| match b.total_cmp(a) {
        Ordering::Equal => second.cards.cmp(&first.cards),
        other => other,
    });
    steps.into_iter().map(|(_, step)| step).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deck::{Deck, Source, parse};
    use crate::memory::Scheduling;
    use crate::question::Kind;

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

    /// Three recall cards, three typed ones, and three that come after one of the first.
    fn decks() -> Vec<Deck> {
        let deck = |id: &str, after: [&str; 3], kind: &str, answer: &str| {
            let cards = (1..).zip(after).map(|(number, after)| {
                let after = match after {
                    "" => String::new(),
                    after => format!("<!-- after: {after} -->\n"),
                };
                format!(
                    "\n## Question {number}? {{#{id}{number} .beginner{kind}}}\n{after}\n{answer}\n"
                )
            });
            let text = format!("# D {{#{id}}}\n") + &cards.collect::<Vec<_>>().concat();
            let parsed = parse(&Source::new(&format!("{id}.md"), text));
            parsed.deck.expect("a deck without faults")
        };
        vec![
            deck("a", ["", "a1", "a2"], "", "An answer."),
            deck("b", ["a/a1", "b1", "b1"], "", "An answer."),
            deck("c", ["", "", ""], " .typed", "`EMFILE`"),
        ]
    }

    /// "topic cards", best first.
    fn steps(schedule: &Schedule) -> Vec<String> {
        let decks = decks();
        let cards: Vec<&Card> = decks.iter().flat_map(|deck| &deck.cards).collect();
        let input = NextTopicInput {
            schedule,
            results: &CardResults::default(),
            scheduler: &Scheduler::new(Scheduling::default()),
            pace: &Pace::new(|kind| if kind == Kind::Typed { 10.0 } else { 30.0 }),
            today: "2026-11-20".parse().expect("a day"),
        };
        let tallies = LevelTallies::of(cards.iter().copied());
        let steps = next_topics(&cards, &tallies, Level::Beginner, &input);
        steps
            .iter()
            .map(|step| format!("{} {}", step.topic, step.cards))
            .collect()
    }

    fn with(card: CardState) -> Schedule {
        Schedule {
            cards: vec![card],
            ..Schedule::default()
        }
    }

    #[test]
    fn quick_cards_come_first_and_none_before_what_it_comes_after() {
        // Two of three are the 60 % of a topic; `b` waits for `a`.
        assert_eq!(steps(&Schedule::default()), ["c 2", "a 2"]);
        let met = CardState {
            reviews: 1,
            ..CardState::new("a/a1")
        };
        assert_eq!(steps(&with(met)), ["c 2", "a 2", "b 2"]);
    }

    #[test]
    fn suspended_cards_are_not_counted_and_block_nothing() {
        let aside = CardState {
            suspended: true,
            ..CardState::new("a/a1")
        };
        assert_eq!(steps(&with(aside)), ["c 2", "a 2", "b 2"]);
        let last = CardState {
            suspended: true,
            ..CardState::new("c/c3")
        };
        assert_eq!(steps(&with(last)), ["c 2", "a 2"]);
    }
}
