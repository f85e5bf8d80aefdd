//! How this learner answers: how long each kind of question takes, and the grades given.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::memory::{Grade, OddsShift};
use crate::question::Kind;

/// Answer times by kind of question, and shares of grades.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerStats {
    /// The capped times of the last answers, in milliseconds, oldest first, in the order of
    /// [`Kind::ALL`].
    times: [VecDeque<u32>; Kind::ALL.len()],
    /// First answers to new cards, by grade.
    new: [u32; 4],
    /// First answers of a day to cards met on an earlier day, by grade.
    known: [u32; 4],
    /// How these compare with what was expected of them, in the order of [`Kind::ALL`].
    odds: [OddsShift; Kind::ALL.len()],
}

impl AnswerStats {
    /// How many answers a median is taken over.
    pub const WINDOW: usize = 200;

    /// With fewer answers than this, the default is mixed into the median.
    pub const FEW: usize = 10;

    /// The median time of an answer to this kind of question, in milliseconds.
    ///
    /// While there are fewer than [`Self::FEW`] answers, the default fills in for the missing ones.
    pub fn median_ms(&self, kind: Kind) -> u32 {
        let times = &self.times[index(kind)];
        let missing = Self::FEW.saturating_sub(times.len());
        let mut sorted: Vec<u32> = times.iter().copied().collect();
        sorted.extend(std::iter::repeat_n(kind.profile().usual_ms, missing));
        let middle = sorted.len() / 2;
        *sorted.select_nth_unstable(middle).1
    }

    /// How many first answers to new cards had this grade.
    pub const fn of_new(&self, grade: Grade) -> u32 {
        self.new[grade.number() as usize - 1]
    }

    /// How many first answers of a day to cards met on an earlier day had this grade.
    pub const fn of_known(&self, grade: Grade) -> u32 {
        self.known[grade.number() as usize - 1]
    }

    /// The shares of Hard, Good and Easy among the answers that passed; they add up to 1.
    ///
    /// A hundred answers of an average learner (10, 80, 10) are included, so that a few answers don't
    /// change much.
    pub fn shares_of_passes(&self) -> [f32; 3] {
        let counts = [(Grade::Hard, 10), (Grade::Good, 80), (Grade::Easy, 10)]
            .map(|(grade, prior)| (self.of_known(grade) + self.of_new(grade) + prior) as f32);
        let sum: f32 = counts.iter().sum();
        counts.map(|count| count / sum)
    }

    /// The shares of Again, Hard, Good and Easy among first answers to new cards; they add up to 1.
    ///
    /// Forty answers of an average learner are counted in (24 % Again, 9 % Hard, 50 % Good, 17 % Easy:
    /// the first ratings that the `fsrs` crate's simulator starts from).
    pub fn shares_of_firsts(&self) -> [f32; 4] {
        let prior = [9.6, 3.76, 19.8, 6.84];
        let counts = [0, 1, 2, 3].map(|grade: usize| self.new[grade] as f32 + prior[grade]);
        let sum: f32 = counts.iter().sum();
        counts.map(|count| count / sum)
    }

    /// By how much the log-odds of recall of this kind of question are lower than the model says; zero or less.
    pub fn odds_shift(&self, kind: Kind) -> f32 {
        self.odds[index(kind)].shift()
    }

    /// Counts the first answer of a day to a card.
    pub(crate) const fn count(&mut self, new: bool, grade: Grade) {
        let counts = if new { &mut self.new } else { &mut self.known };
        counts[grade.number() as usize - 1] += 1;
    }

    /// Compares the first answer of a day to a card of this kind with its expected chance.
    pub(crate) fn compare(&mut self, kind: Kind, chance: f32, passed: bool) {
        self.odds[index(kind)].take(chance, passed);
    }

    /// Adds the capped time of an answer, in milliseconds.
    pub(crate) fn time(&mut self, kind: Kind, ms: u32) {
        let times = &mut self.times[index(kind)];
        if times.len() == Self::WINDOW {
            times.pop_front();
        }
        times.push_back(ms);
    }
}

/// The place of a kind in [`Kind::ALL`].
const fn index(kind: Kind) -> usize {
    kind as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_sensible_time_before_anything_is_measured() {
        for kind in Kind::ALL {
            let ms = AnswerStats::default().median_ms(kind);
            let expected = match kind {
                Kind::Code => 300_000..=1_800_000,
                _ => 10_000..=40_000,
            };
            assert!(expected.contains(&ms), "{kind}");
        }
    }

    #[test]
    fn a_few_answers_move_the_time_a_little_and_many_make_it() {
        let mut habits = AnswerStats::default();
        for _ in 0..4 {
            habits.time(Kind::Recall, 5000);
        }
        assert_eq!(habits.median_ms(Kind::Recall), 20_000);
        for _ in 0..4 {
            habits.time(Kind::Recall, 5000);
        }
        assert_eq!(habits.median_ms(Kind::Recall), 5000);
        assert_eq!(habits.median_ms(Kind::Bug), 40_000);
    }

    #[test]
    fn only_the_last_answers_count() {
        let mut habits = AnswerStats::default();
        for _ in 0..AnswerStats::WINDOW {
            habits.time(Kind::Cloze, 50_000);
        }
        for _ in 0..AnswerStats::WINDOW {
            habits.time(Kind::Cloze, 2000);
        }
        assert_eq!(habits.median_ms(Kind::Cloze), 2000);
        assert_eq!(habits.times[index(Kind::Cloze)].len(), AnswerStats::WINDOW);
    }

    #[test]
    fn shares_of_passes_add_up_and_follow_the_learner() {
        let mut habits = AnswerStats::default();
        for _ in 0..900 {
            habits.count(false, Grade::Easy);
        }
        let [hard, good, easy] = habits.shares_of_passes();
        assert!((hard + good + easy - 1.0).abs() < 1e-5);
        assert!(easy > 0.9 && good < 0.09, "{good} {easy}");
    }

    #[test]
    fn shares_of_first_answers_lean_on_the_average_while_there_are_few() {
        let mut habits = AnswerStats::default();
        assert!((habits.shares_of_firsts()[0] - 0.24).abs() < 1e-4);
        for _ in 0..4 {
            habits.count(true, Grade::Again);
        }
        assert!((0.25..0.35).contains(&habits.shares_of_firsts()[0]));
        for _ in 0..400 {
            habits.count(true, Grade::Again);
        }
        let shares = habits.shares_of_firsts();
        assert!(shares[0] > 0.9 && (shares.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    }
}
