//! What to study for the next level: the topics in which a card becomes stable in the fewest minutes.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::card_results::{CardResults, STABLE_DAYS};
use super::level_rule::{LevelTallies, Tally};
use crate::deck::{Card, Level, Needs};
use crate::history::{CardState, Schedule};
use crate::memory::{Grade, Scheduler, StudyDay};
use crate::plan::Pace;

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
        let due = |last: StudyDay| u32::try_from(self.today.days_since(last)).unwrap_or(0);
        let mut since = state.and_then(|state| state.last).map_or(0, due);
        let mut seconds = 0.0;
        for reviews in before..before.saturating_add(MOST_ANSWERS) {
            let (wait, answer) = match memory {
                None => (0, self.pace.first_meeting(card)),
                Some(memory) => {
                    let interval = self.scheduler.interval(memory, card.id.as_str(), reviews);
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
    use super::*;
    use crate::deck::{Deck, Source, parse};
    use crate::memory::Scheduling;
    use crate::question::Kind;

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
            parsed.deck.expect("a sound deck")
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
