//! What answers reveal about abilities: a small Bayesian model, computed exactly on a grid.
//!
//! A learner's ability in a topic is a common ability and the topic's own deviation from it, so an
//! answer in one topic says something about all others. Abilities are measured in levels: 0 is
//! beginner, 3 is expert; someone at a level knows half of its cards, and 95 % of the cards one
//! level below. A right answer may be a guess, and a wrong one an oversight.

/// The step of the grid of abilities, in levels.
const STEP: f64 = 0.25;

/// The lowest common ability, and how many steps go up from there: −2 to 5.
const LOWEST: f64 = -2.0;
const COMMON: usize = 29;

/// A topic deviates from the common ability by up to 1.5 levels either way.
const LARGEST_DEVIATION: f64 = 1.5;
const DEVIATIONS: usize = 13;

/// The number of abilities in a topic.
const ABILITIES: usize = COMMON + DEVIATIONS - 1;

/// The prior before the first answer: somewhat above intermediate, with its deviation.
const USUAL: f64 = 1.2;
const SPREAD: f64 = 1.3;

/// How much topics differ within one learner.
const TOPIC_SPREAD: f64 = 0.6;

/// How sharply knowledge falls off at a learner's level.
const SHARPNESS: f64 = 3.0;

/// The chance of a wrong answer to what is known.
const SLIP: f64 = 0.08;

/// What is believed about one topic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Belief {
    /// The expected ability, in levels.
    pub(super) mean: f64,
    /// How uncertain that is.
    pub(super) variance: f64,
    /// The expected share of cards known, by level.
    pub(super) known: [f64; 4],
}

/// The answers of one learner, as likelihoods.
#[derive(Clone, Debug)]
pub(super) struct Model {
    topics: Vec<Likelihood>,
    deviations: [f64; DEVIATIONS],
}

#[derive(Clone, Debug)]
struct Likelihood {
    /// Of the topic's answers, by ability in it.
    of_ability: [f64; ABILITIES],
    /// Of the topic's answers, by common ability.
    of_common: [f64; COMMON],
}

/// The chance that a card of this level is known.
fn known(ability: f64, level: usize) -> f64 {
    1.0 / (1.0 + (-SHARPNESS * (ability - level as f64)).exp())
}

fn ability(index: usize) -> f64 {
    LOWEST - LARGEST_DEVIATION + STEP * index as f64
}

/// A normal density, up to a factor.
fn bell(x: f64, spread: f64) -> f64 {
    (-x * x / (2.0 * spread * spread)).exp()
}

impl Model {
    /// A model of this many topics, before any answer.
    pub(super) fn new(topics: usize) -> Self {
        let mut deviations = std::array::from_fn(|index| {
            bell(STEP * index as f64 - LARGEST_DEVIATION, TOPIC_SPREAD)
        });
        let sum: f64 = deviations.iter().sum();
        for chance in &mut deviations {
            *chance /= sum;
        }
        let nothing = Likelihood {
            of_ability: [1.0; ABILITIES],
            of_common: [1.0; COMMON],
        };
        Self {
            topics: vec![nothing; topics],
            deviations,
        }
    }

    /// Adds an answer to a card of this topic and level (0 to 3). `guess` is the chance of being
    /// right without knowing.
    pub(super) fn observe(&mut self, topic: usize, level: usize, right: bool, guess: f64) {
        let guess = guess.clamp(0.0, 1.0 - SLIP);
        let Some(likelihood) = self.topics.get_mut(topic) else {
            return;
        };
        for (index, chance) in likelihood.of_ability.iter_mut().enumerate() {
            let right_here = guess + (1.0 - SLIP - guess) * known(ability(index), level);
            *chance *= if right { right_here } else { 1.0 - right_here };
        }
        for (index, chance) in likelihood.of_common.iter_mut().enumerate() {
            *chance = likelihood.of_ability[index..]
                .iter()
                .zip(&self.deviations)
                .map(|(likelihood, deviation)| likelihood * deviation)
                .sum();
        }
    }

    /// What is believed about every topic.
    pub(super) fn beliefs(&self) -> Vec<Belief> {
        let mut common: [f64; COMMON] =
            std::array::from_fn(|index| bell(LOWEST + STEP * index as f64 - USUAL, SPREAD));
        for likelihood in &self.topics {
            for (chance, likelihood) in common.iter_mut().zip(&likelihood.of_common) {
                *chance *= likelihood;
            }
        }
        self.topics
            .iter()
            .map(|likelihood| self.belief(&common, likelihood))
            .collect()
    }

    fn belief(&self, common: &[f64; COMMON], likelihood: &Likelihood) -> Belief {
        let mut chances = [0.0; ABILITIES];
        for (index, (common, own)) in common.iter().zip(&likelihood.of_common).enumerate() {
            // What all others say about the common ability; a likelihood is never zero.
            let others = common / own;
            for (chance, deviation) in chances[index..].iter_mut().zip(&self.deviations) {
                *chance += others * deviation;
            }
        }
        for (chance, likelihood) in chances.iter_mut().zip(&likelihood.of_ability) {
            *chance *= likelihood;
        }
        let sum: f64 = chances.iter().sum();
        let expect = |of: &dyn Fn(f64) -> f64| -> f64 {
            let weighted = chances.iter().enumerate();
            weighted
                .map(|(index, chance)| chance * of(ability(index)))
                .sum::<f64>()
                / sum
        };
        let mean = expect(&|ability| ability);
        Belief {
            mean,
            variance: expect(&|ability| (ability - mean).powi(2)),
            known: std::array::from_fn(|level| expect(&|ability| known(ability, level))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn before_the_first_answer_the_start_is_intermediate() {
        let beliefs = Model::new(3).beliefs();
        assert!(beliefs.iter().all(|belief| (belief.mean - 1.0).abs() < 0.5));
    }

    #[test]
    fn an_answer_in_one_topic_says_most_there_and_a_little_elsewhere() {
        let mut model = Model::new(2);
        let before = model.beliefs()[0].mean;
        model.observe(0, 1, true, 0.25);
        let after = model.beliefs();
        assert!(after[0].mean > after[1].mean && after[1].mean > before);
    }

    #[test]
    fn what_can_be_guessed_says_less() {
        let mean = |guess| {
            let mut model = Model::new(1);
            model.observe(0, 2, true, guess);
            model.beliefs()[0].mean
        };
        assert!(mean(0.0) > mean(0.25) && mean(0.25) > mean(0.5));
    }

    proptest! {
        #[test]
        fn lower_levels_are_always_better_known_and_a_right_answer_never_lowers_anything(
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
            for (before, after) in before.iter().zip(model.beliefs()) {
                prop_assert!(after.mean >= before.mean - 1e-9);
            }
        }
    }
}
