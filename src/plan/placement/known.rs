//! What a placement says about cards that it did not ask.

use std::collections::HashMap;

use crate::deck::{Card, Level};
use crate::history::Schedule;

use super::model::Model;
use super::round::MOST_QUESTIONS;

/// How likely unmet cards are known already, by the answers of the last placement.
#[derive(Clone, Debug)]
pub(in crate::plan) struct PlacedKnowledge {
    topics: HashMap<String, [f64; 4]>,
    /// Of topics in which nothing was asked.
    others: [f64; 4],
}

impl PlacedKnowledge {
    /// From this chance on, a card is likely to be known.
    const LIKELY: f64 = 0.75;

    /// With fewer answers than this, nothing is concluded.
    const FEWEST: usize = 5;

    /// What the last placement says, if it has enough answers.
    pub(in crate::plan) fn of(schedule: &Schedule) -> Option<Self> {
        let placement = schedule.declared.placements.last()?;
        if placement.answers.len() < Self::FEWEST {
            return None;
        }
        let mut names: Vec<&str> = Vec::new();
        let mut answers = Vec::new();
        for answer in placement.answers.iter().take(MOST_QUESTIONS) {
            let Some(level) = Level::from_name(&answer.level) else {
                continue;
            };
            let known = names.iter().position(|name| *name == answer.topic);
            let topic = known.unwrap_or_else(|| {
                names.push(&answer.topic);
                names.len() - 1
            });
            answers.push((topic, level as usize, answer.right, answer.guess));
        }
        // One more topic, without answers, for all others.
        let mut model = Model::new(names.len() + 1);
        for (topic, level, right, guess) in answers {
            model.observe(topic, level, right, guess);
        }
        let mut beliefs = model.beliefs();
        let others = beliefs.pop()?.known;
        let names = names.into_iter().map(str::to_owned);
        Some(Self {
            topics: names
                .zip(beliefs.into_iter().map(|belief| belief.known))
                .collect(),
            others,
        })
    }

    /// The chance that a card is known.
    pub(in crate::plan) fn chance(&self, card: &Card) -> f64 {
        self.topics.get(&*card.topic).unwrap_or(&self.others)[card.level as usize]
    }

    /// Whether a card is likely known: others of its weight bring more.
    pub(in crate::plan) fn is_likely(&self, card: &Card) -> bool {
        self.chance(card) >= Self::LIKELY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};
    use crate::history::{PlacementAnswer, PlacementRound};

    fn answer(number: usize, topic: &str, right: bool) -> PlacementAnswer {
        PlacementAnswer {
            round: "abc".to_owned(),
            card: format!("{topic}/{number}"),
            topic: topic.to_owned(),
            level: "intermediate".to_owned(),
            right,
            guess: 0.1,
            ms: 5000,
        }
    }

    fn schedule(answers: Vec<PlacementAnswer>) -> Schedule {
        let mut schedule = Schedule::default();
        schedule.declared.placements.push(PlacementRound {
            round: "abc".to_owned(),
            answers,
            claimed: Some(0),
        });
        schedule
    }

    #[test]
    fn cards_of_a_topic_that_went_well_are_likely_known_and_those_of_one_that_did_not_are_not() {
        let answers =
            (0..4).flat_map(|number| [answer(number, "good", true), answer(number, "bad", false)]);
        let placed = PlacedKnowledge::of(&schedule(answers.collect())).expect("enough answers");
        let card = |topic: &str| {
            let text = format!("# D {{#{topic}}}\n\n## Q? {{#q .intermediate}}\n\nAn answer.\n");
            let deck = parse(&Source::new("d.md", text)).deck.expect("a deck");
            deck.cards.into_iter().next().expect("a card")
        };
        assert!(placed.is_likely(&card("good")));
        let (bad, other) = (placed.chance(&card("bad")), placed.chance(&card("other")));
        assert!(bad < 0.25 && bad < other && other < 0.75, "{bad} {other}");
    }

    #[test]
    fn a_placement_of_a_few_answers_says_nothing_yet() {
        let answers = (0..4).map(|number| answer(number, "good", true)).collect();
        assert!(PlacedKnowledge::of(&schedule(answers)).is_none());
        assert!(PlacedKnowledge::of(&Schedule::default()).is_none());
    }
}
