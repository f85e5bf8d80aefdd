//! What answers reveal about knowledge: a hierarchical Bayesian model, computed exactly on a grid.
//!
//! The log-odds that a card is known are a common ability, plus how far its topic deviates from that, minus
//! its level's difficulty. How far topics differ and how much harder each level is differ between learners
//! too: twelve combinations are weighed by the answers. So an answer in one topic says something about all
//! others, much for somebody who knows everything about equally well, and little for a specialist. A right
//! answer may be a guess, and a wrong one an oversight.

use std::collections::HashMap;

use crate::deck::{Card, Level};
use crate::history::Schedule;

/// A placement asks no more questions than this.
pub const MOST_QUESTIONS: usize = 24;

/// How much harder a card becomes with each level, in log-odds.
const SHARPNESS: [f64; 3] = [0.5, 1.0, 2.0];

/// How much topics differ within one learner, as a deviation in log-odds.
const TOPIC_SPREAD: [f64; 4] = [0.4, 1.0, 2.0, 3.5];

/// The common ability on the grid: from −4 to 4.5 in steps of 0.5, in log-odds.
const LOWEST: f64 = -4.0;
const STEP: f64 = 0.5;
const COMMON: usize = 18;

/// How much learners differ, as a deviation of the common ability.
const SPREAD: f64 = 1.8;

/// The deviations of a topic on the grid, in units of the spread: from −2.4 to 2.4.
const DEVIATIONS: usize = 13;
const LARGEST_DEVIATION: f64 = 2.4;

/// The level, counted from 0, whose cards somebody of ability 0 knows half of.
const MIDDLE: f64 = 1.3;

/// The chance of a wrong answer to what is known.
const OVERSIGHT: f64 = 0.08;

/// The chance of guessing a question that is not chosen yet.
const USUAL_GUESS: f64 = 0.2;

/// Every combination of sharpness, spread and common ability.
const ABILITIES: usize = SHARPNESS.len() * TOPIC_SPREAD.len() * COMMON;

/// A combination and a topic's deviation: one place of the grid.
const PLACES: usize = ABILITIES * DEVIATIONS;

/// What is believed about one topic, by level.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Belief {
    /// The expected share of cards known.
    pub(super) known: [f64; 4],
    /// The chance that the next one, two or three answers at this level are all right.
    pub(super) row: [[f64; 3]; 4],
}

/// The answers of one learner, as likelihoods.
#[derive(Clone, Debug)]
pub(super) struct Model {
    /// Of each topic's answers, by place of the grid; none for a topic without answers.
    topics: Vec<Option<Vec<f64>>>,
    /// The chance that a card is known, by place and level.
    known: Vec<[f64; 4]>,
    /// How likely each deviation is; they add up to 1.
    deviations: [f64; DEVIATIONS],
}

/// A normal density, up to a factor.
fn bell(x: f64) -> f64 {
    (-x * x / 2.0).exp()
}

fn common_ability(index: usize) -> f64 {
    LOWEST + STEP * index as f64
}

fn deviation(index: usize) -> f64 {
    LARGEST_DEVIATION * (2.0 * index as f64 / (DEVIATIONS - 1) as f64 - 1.0)
}

/// The chance of a right answer where a card is known with this chance.
fn right(known: f64, guess: f64) -> f64 {
    guess + (1.0 - OVERSIGHT - guess) * known
}

impl Model {
    /// A model of this many topics, before any answer.
    pub(super) fn new(topics: usize) -> Self {
        let densities: [f64; DEVIATIONS] = std::array::from_fn(|index| bell(deviation(index)));
        let sum: f64 = densities.iter().sum();
        let mut known = Vec::with_capacity(PLACES);
        for sharpness in SHARPNESS {
            for spread in TOPIC_SPREAD {
                for common in 0..COMMON {
                    known.extend((0..DEVIATIONS).map(|index| {
                        let ability = common_ability(common) + spread * deviation(index);
                        std::array::from_fn(|level| {
                            let odds = ability - sharpness * (level as f64 - MIDDLE);
                            1.0 / (1.0 + (-odds).exp())
                        })
                    }));
                }
            }
        }
        Self {
            topics: vec![None; topics],
            known,
            deviations: densities.map(|density| density / sum),
        }
    }

    /// Adds an answer to a card of this topic and level (0 to 3). `guess` is the chance of being
    /// right without knowing.
    pub(super) fn observe(&mut self, topic: usize, level: usize, was_right: bool, guess: f64) {
        let guess = guess.clamp(0.0, 1.0 - OVERSIGHT);
        let Some(likelihood) = self.topics.get_mut(topic) else {
            return;
        };
        let likelihood = likelihood.get_or_insert_with(|| vec![1.0; PLACES]);
        for (chance, known) in likelihood.iter_mut().zip(&self.known) {
            let right = right(known[level], guess);
            *chance *= if was_right { right } else { 1.0 - right };
        }
    }

    /// What is believed about every topic.
    pub(super) fn beliefs(&self) -> Vec<Belief> {
        // Of each combination: how well it explains a topic's answers, and all of them together.
        let by_topic: Vec<Option<Vec<f64>>> = self
            .topics
            .iter()
            .map(|topic| topic.as_ref().map(|topic| self.explained(topic)))
            .collect();
        let mut together: Vec<f64> = (0..ABILITIES)
            .map(|index| bell(common_ability(index % COMMON) / SPREAD))
            .collect();
        for explained in by_topic.iter().flatten() {
            for (chance, explained) in together.iter_mut().zip(explained) {
                *chance *= explained;
            }
        }
        let unasked = self.belief(&together, None);
        self.topics
            .iter()
            .zip(&by_topic)
            .map(
                |(topic, explained)| match topic.as_ref().zip(explained.as_ref()) {
                    Some(asked) => self.belief(&together, Some(asked)),
                    None => unasked,
                },
            )
            .collect()
    }

    /// How well each combination explains a topic's answers.
    fn explained(&self, likelihood: &[f64]) -> Vec<f64> {
        let sum = |chances: &[f64]| -> f64 {
            let weighted = chances.iter().zip(&self.deviations);
            weighted.map(|(chance, deviation)| chance * deviation).sum()
        };
        likelihood.chunks_exact(DEVIATIONS).map(sum).collect()
    }

    /// What is believed about a topic with these answers, or without any.
    fn belief(&self, together: &[f64], asked: Option<(&Vec<f64>, &Vec<f64>)>) -> Belief {
        let mut belief = Belief::default();
        let mut sum = 0.0;
        for (index, (known, common)) in self
            .known
            .iter()
            .zip(
                together
                    .iter()
                    .flat_map(|chance| std::iter::repeat_n(chance, DEVIATIONS)),
            )
            .enumerate()
        {
            // What all other topics say about the combination; a likelihood is never zero.
            let own = asked.map_or(1.0, |(likelihood, explained)| {
                likelihood[index] / explained[index / DEVIATIONS]
            });
            let chance = common * own * self.deviations[index % DEVIATIONS];
            sum += chance;
            for (level, known) in known.iter().enumerate() {
                belief.known[level] += chance * known;
                let once = right(*known, USUAL_GUESS);
                let mut row = chance;
                for times in &mut belief.row[level] {
                    row *= once;
                    *times += row;
                }
            }
        }
        for share in belief.known.iter_mut().chain(belief.row.as_flattened_mut()) {
            *share /= sum;
        }
        belief
    }
}

/// How likely unmet cards are known already, by the answers of the last placement.
#[derive(Clone, Debug)]
pub(super) struct PlacedKnowledge {
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
    pub(super) fn of(schedule: &Schedule) -> Option<Self> {
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
    pub(super) fn chance(&self, card: &Card) -> f64 {
        self.topics.get(&*card.topic).unwrap_or(&self.others)[card.level as usize]
    }

    /// Whether a card is likely known: others of its weight bring more.
    pub(super) fn is_likely(&self, card: &Card) -> bool {
        self.chance(card) >= Self::LIKELY
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deck::{Source, parse};
    use crate::history::{PlacementAnswer, PlacementRound};

    #[test]
    fn before_the_first_answer_the_start_is_intermediate() {
        for belief in Model::new(3).beliefs() {
            assert!((belief.known[1] - 0.55).abs() < 0.05, "{belief:?}");
        }
    }

    #[test]
    fn an_answer_in_one_topic_says_most_there_and_a_little_elsewhere() {
        let mut model = Model::new(2);
        let before = model.beliefs()[0].known[1];
        model.observe(0, 1, true, 0.25);
        let after = model.beliefs();
        assert!(after[0].known[1] > after[1].known[1] && after[1].known[1] > before);
    }

    #[test]
    fn what_can_be_guessed_says_less() {
        let known = |guess| {
            let mut model = Model::new(1);
            model.observe(0, 2, true, guess);
            model.beliefs()[0].known[2]
        };
        assert!(known(0.0) > known(0.25) && known(0.25) > known(0.5));
    }

    #[test]
    fn a_specialist_says_less_about_other_topics() {
        let other = |specialist: bool| {
            let mut model = Model::new(5);
            for topic in 0..4 {
                for _ in 0..3 {
                    model.observe(topic, 1, !specialist || topic < 2, 0.05);
                }
            }
            model.beliefs()[4].known[1]
        };
        assert!(other(false) > 0.85, "{}", other(false));
        assert!((0.4..0.65).contains(&other(true)), "{}", other(true));
    }

    #[test]
    fn a_whole_round_of_surprises_still_gives_chances() {
        let mut model = Model::new(1);
        for question in 0..24 {
            model.observe(0, 3 * (question % 2), question % 2 == 1, 0.0);
        }
        let known = model.beliefs()[0].known;
        assert!(
            known.iter().all(|chance| (0.0..=1.0).contains(chance)),
            "{known:?}"
        );
    }

    proptest! {
        #[test]
        fn lower_levels_are_always_better_known_and_a_right_answer_never_lowers_what_it_is_about(
            answers in proptest::collection::vec((0usize..4, 0usize..4, any::<bool>(), 0.0..0.5f64), 0..60),
            topic in 0usize..4, level in 0usize..4,
        ) {
            let mut model = Model::new(4);
            for (topic, level, right, guess) in answers {
                model.observe(topic, level, right, guess);
            }
            let before = model.beliefs();
            for belief in &before {
                prop_assert!(belief.known.windows(2).all(|pair| pair[0] >= pair[1]), "{belief:?}");
                prop_assert!(belief.known.iter().all(|share| (0.0..=1.0).contains(share)), "{belief:?}");
            }
            model.observe(topic, level, true, 0.25);
            let after = model.beliefs()[topic].known[level];
            prop_assert!(after >= before[topic].known[level] - 1e-9);
        }
    }

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
