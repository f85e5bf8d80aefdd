//! Simulated preparations, from today's states to the date: one, and many added up.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde::Serialize;

use super::goal::is_owed;
use super::pick::{Room, pick};
use super::priority::{CardStatus, PriorityModel, StudyCandidate, StudyValue};
use super::projection_setup::{Projection, StudyEffort};
use super::recall::without_guessing;
use crate::memory::{Curve, FourMemories, Memory, OwnFactor, shifted};

/// Cards on the last day.
const LAST_DAY: usize = 20;

/// The result of one preparation.
#[derive(Clone, Debug, Default)]
struct Outcome {
    /// Cards known on the date, each asked once.
    known: f32,
    /// Of the chances, those of cards never asked until then.
    unmet: f32,
    /// Cards never asked so far that are known today, as a sum of chances.
    unmet_now: f32,
    /// Chances summed up, by topic.
    topics: Vec<f32>,
    /// Cards known at the end of each day, as sums of chances.
    by_day: Vec<f32>,
}

/// A card during the preparation.
#[derive(Clone, Copy)]
struct Card {
    /// What the program believes.
    memory: Option<Memory>,
    /// What is true in this run, but for `keeps`.
    truth: Memory,
    /// The day of the last answer, a whole number; before today it is negative.
    last: f32,
    /// How much longer than the model says this card is remembered.
    keeps: f32,
    /// Whether it was failed on the day of its last answer.
    missed: bool,
    /// Whether it never failed.
    unfailed: bool,
}

/// A learner during the preparation.
struct Run<'c> {
    course: &'c Projection,
    cards: Vec<Card>,
    /// The odds of failing a card when it is met.
    first_odds: f32,
    /// How much longer than planned answers take.
    pace: f32,
    /// By which curve the learner forgets.
    curve: Curve,
    dice: StdRng,
}

/// A normal number.
fn normal(dice: &mut StdRng) -> f64 {
    let (a, b) = (
        dice.random::<f64>().max(f64::MIN_POSITIVE),
        dice.random::<f64>(),
    );
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// Simulates one preparation. Runs with an odd number are the mirror image of the one before them: a
/// learner as much below the mean as that one was above it.
fn run(course: &Projection, effort: StudyEffort, seed: u64, number: u64, whole: bool) -> Outcome {
    let mut traits = StdRng::seed_from_u64(seed ^ (number / 2).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let side = if number.is_multiple_of(2) { 1.0 } else { -1.0 };
    let mut trait_of =
        |(mean, deviation): (f64, f64)| (mean + side * deviation * normal(&mut traits)).exp();
    let keeps = trait_of((0.0, 1.0)).ln();
    let pace = trait_of(course.pace) as f32;
    let odds = trait_of(course.firsts) as f32;
    let curve = Curve::ALL[one_of(&course.curves.map(|weight| weight as f32), &mut traits)];
    let (mean, deviation) = course.keeps[curve as usize];
    let keeps = (mean + deviation * keeps).exp();
    let mut dice =
        StdRng::seed_from_u64(seed.rotate_left(32) ^ number.wrapping_mul(0xd134_2543_de82_ef95));
    let cards = course
        .starts
        .iter()
        .map(|start| {
            let memory = start.memory;
            let stability = match &start.known_before {
                Some(each) => {
                    let each = &each[curve as usize];
                    each[one_of(&each.map(|(weight, _)| weight), &mut dice)].1
                }
                None => memory.map_or(1.0, |memory| memory.stability),
            };
            Card {
                memory,
                truth: Memory {
                    stability,
                    difficulty: memory.map_or(5.0, |memory| memory.difficulty),
                },
                last: -(start.elapsed as f32),
                keeps: {
                    let far = one_of(&start.own, &mut dice) as f64 - 1.0;
                    (keeps * (OwnFactor::FAR * far).exp()) as f32
                },
                missed: start.missed,
                unfailed: start.known_before.is_some(),
            }
        })
        .collect();
    let mut run = Run {
        course,
        cards,
        first_odds: odds,
        pace,
        curve,
        dice,
    };
    let mut unmet_now = 0.0;
    run.known(0.0, |place, chance| {
        if course.starts[place].memory.is_none() {
            unmet_now += chance;
        }
    });
    let mut by_day = Vec::new();
    let mut skipped = [7; 2];
    for day in 0..course.days() {
        if effort.skips && day % 7 == 0 {
            let first = run.dice.random_range(0..7);
            skipped = [first, (first + run.dice.random_range(1..7)) % 7];
        }
        let spent = if day == 0 { course.spent } else { 0.0 };
        let seconds = (course.minutes as f32 * effort.minutes * 60.0 - spent).max(0.0);
        if course.open[day] && !(effort.skips && skipped.contains(&(day % 7))) && seconds > 0.0 {
            run.study(day, seconds);
        }
        if whole {
            // As of the next morning, as everywhere once the day's answers are given.
            by_day.push(run.known(day as f32 + 1.0, |_, _| {}));
        }
    }
    let mut topics = vec![0.0; course.topics.len()];
    let (mut known, mut unmet) = (0.0, 0.0);
    let date = course.days() as f32;
    let mut chances = Vec::with_capacity(run.cards.len());
    run.known(date, |place, chance| chances.push((place, chance)));
    for (place, chance) in chances {
        topics[course.starts[place].topic] += chance;
        if run.cards[place].memory.is_none() {
            unmet += chance;
        }
        if run.dice.random::<f32>() < chance {
            known += 1.0;
        }
    }
    Outcome {
        known,
        unmet,
        unmet_now,
        topics,
        by_day,
    }
}

impl Run<'_> {
    /// Cards known on a day, those never met too: the sum of their chances, each passed to `each`.
    fn known(&self, day: f32, mut each: impl FnMut(usize, f32)) -> f32 {
        let Some(priority) = self.course.priorities.first() else {
            return 0.0;
        };
        let starts = self.course.starts.iter();
        let mut sum = 0.0;
        for (place, (card, start)) in self.cards.iter().zip(starts).enumerate() {
            let right = if card.memory.is_some() {
                let kept = card.truth.stability * card.keeps;
                let recall = self
                    .curve
                    .recall(priority.formulas(), kept, day - card.last);
                shifted(recall, start.shift)
            } else if start.claimed {
                continue;
            } else {
                // What would pass its first answer is known already.
                1.0 / (1.0 + self.first_odds * start.first_odds)
            };
            let chance = without_guessing(right, start.unseen.guessed);
            each(place, chance);
            sum += chance;
        }
        sum
    }

    /// The gain from studying each card on a day.
    fn values(&self, day: usize, priority: &PriorityModel) -> Vec<Option<StudyValue>> {
        // All unseen cards have the same priority except for weight, time and guessing.
        let starts = self.course.starts.iter();
        self.cards
            .iter()
            .zip(starts)
            .map(|(card, start)| {
                if start.from > day as u32 {
                    return None;
                }
                let card_status = match card.memory {
                    Some(memory) => {
                        let elapsed = (day as f32 - card.last).max(0.0) as u32;
                        (elapsed > 0).then_some(CardStatus::Met {
                            memory,
                            elapsed,
                            unfailed: card.unfailed,
                        })?
                    }
                    None if start.claimed => CardStatus::Claimed,
                    None => CardStatus::Unseen,
                };
                priority.of(&StudyCandidate {
                    card_status,
                    ..start.unseen
                })
            })
            .collect()
    }

    /// A day's study: down the ranking until the time is used up.
    fn study(&mut self, day: usize, seconds: f32) {
        let course = self.course;
        let Some(priority) = course.priorities.get(day) else {
            return;
        };
        let queue = if day + 1 == course.days() {
            self.last_day(day)
        } else {
            let mut values = self.values(day, priority);
            let open = day + 2 < course.days() && course.open[day + 1];
            let cards = self.cards.iter().zip(&course.starts).enumerate();
            let owed = cards.filter(|(_, (card, start))| {
                let elapsed = (day as f32 - card.last).max(0.0) as u32;
                start.from <= day as u32 && card.missed && is_owed(elapsed, open)
            });
            let mut queue: Vec<usize> = owed.map(|(place, _)| place).collect();
            for &place in &queue {
                values[place] = None;
            }
            let unseen: Vec<bool> = self
                .cards
                .iter()
                .zip(&course.starts)
                .map(|(card, start)| card.memory.is_none() && !start.claimed)
                .collect();
            // Somewhat more than the plan has room for, for days on which answers are quicker.
            let room = Room {
                seconds: seconds / self.pace.min(1.0) * 1.3,
                cards: usize::MAX,
                code: course.new_code(day),
            };
            queue.extend(pick(&values, &unseen, &course.needs, room).places);
            queue
        };
        let mut left = seconds / self.pace;
        for place in queue {
            if left <= 0.0 {
                break;
            }
            left -= self.answer(place, day, priority);
        }
    }

    /// The weakest of the heaviest cards, unseen ones first.
    fn last_day(&self, day: usize) -> Vec<usize> {
        let priority = self.course.priorities.get(day);
        let mut code = self.course.new_code(day);
        let starts = self.course.starts.iter();
        let mut weakest: Vec<(f32, usize)> = self
            .cards
            .iter()
            .zip(starts)
            .enumerate()
            .filter(|(_, (card, start))| {
                start.heavy
                    && start.from <= day as u32
                    && !start.claimed
                    && (card.memory.is_none() || card.last < day as f32)
            })
            .map(|(place, (card, _))| {
                let recall = card.memory.zip(priority).map_or(0.0, |(memory, priority)| {
                    let days = day as f32 + 1.0 - card.last;
                    priority.formulas().recall(memory.stability, days)
                });
                (recall, place)
            })
            .collect();
        weakest.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let places = weakest.into_iter().map(|(_, place)| place);
        places
            .filter(|&place| {
                let new = self.cards[place].memory.is_none() && self.course.needs.code(place);
                if new && code == 0 {
                    return false;
                }
                code -= usize::from(new);
                true
            })
            .take(LAST_DAY)
            .collect()
    }

    /// Answers a card; returns the seconds that the plan counts for it.
    fn answer(&mut self, place: usize, day: usize, priority: &PriorityModel) -> f32 {
        let start = &self.course.starts[place];
        let card = &mut self.cards[place];
        let formulas = priority.formulas();
        let (after, truth, passed, took): (FourMemories, FourMemories, Option<usize>, f32) =
            match card.memory {
                Some(memory) => {
                    let days = day as f32 - card.last;
                    // The program assumes one recall, the true one may differ.
                    let believed = formulas.recall(memory.stability, days);
                    let kept = card.truth.stability * card.keeps;
                    let recall = self.curve.recall(formulas, kept, days);
                    let passed = self.dice.random::<f32>() < shifted(recall, start.shift);
                    let took = start.unseen.seconds * if passed { 1.0 } else { 2.0 };
                    let grade = passed.then(|| one_of(&self.course.pass_shares, &mut self.dice));
                    let truth = formulas.after(card.truth, recall);
                    (formulas.after(memory, believed), truth, grade, took)
                }
                None if start.claimed => {
                    let knows = self.dice.random::<f32>() < PriorityModel::CLAIMS_HOLD;
                    let grade = knows.then(|| one_of(&self.course.pass_shares, &mut self.dice));
                    let known = known_before(formulas.first(), &mut self.dice);
                    (formulas.first(), known, grade, start.unseen.seconds)
                }
                None => {
                    let odds = self.first_odds * start.first_odds;
                    let grades = first_grades(&self.course.first_shares, odds);
                    let grade = one_of(&grades, &mut self.dice);
                    let passed = grade.checked_sub(1);
                    let known = known_before(formulas.first(), &mut self.dice);
                    (formulas.first(), known, passed, start.unseen.first_seconds)
                }
            };
        let graded = |after: FourMemories| match passed {
            None => after.again,
            Some(0) => after.hard,
            Some(1) => after.good,
            Some(_) => after.easy,
        };
        card.unfailed = passed.is_some() && (card.memory.is_none() || card.unfailed);
        card.memory = Some(graded(after));
        card.truth = graded(truth);
        card.last = day as f32;
        card.missed = passed.is_none();
        took
    }
}

/// What a first answer leaves where what passes was known before, for 1 to 81 times as long.
fn known_before(first: FourMemories, dice: &mut StdRng) -> FourMemories {
    let times = 81_f32.powf(dice.random());
    let longer = |memory: Memory| Memory {
        stability: memory.stability * times,
        ..memory
    };
    FourMemories {
        again: first.again,
        hard: longer(first.hard),
        good: longer(first.good),
        easy: longer(first.easy),
    }
}

/// The shares of the four grades among first answers, where failing has these odds.
fn first_grades(usual: &[f32; 4], odds: f32) -> [f32; 4] {
    let [again, passes @ ..] = usual;
    let fails = odds / (1.0 + odds);
    let others = (1.0 - fails) / (1.0 - again);
    let [hard, good, easy] = passes.map(|share| share * others);
    [fails, hard, good, easy]
}

/// One of these, each with its share.
fn one_of<const N: usize>(shares: &[f32; N], dice: &mut StdRng) -> usize {
    let mut left = dice.random::<f32>() * shares.iter().sum::<f32>();
    let found = shares.iter().position(|share| {
        left -= share;
        left < 0.0
    });
    found.unwrap_or(N - 1)
}

/// A topic on the date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicForecast {
    pub topic: String,
    /// Its cards in scope.
    pub cards: usize,
    /// Cards expected to be known.
    pub expected: f32,
}

/// What will be known on the date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// Cards in scope.
    pub cards: usize,
    /// Cards expected to be known.
    pub expected: f32,
    /// Of these, cards never asked until then: known before.
    pub unmet: f32,
    /// Cards never asked so far that are known today.
    pub unmet_now: f32,
    /// One in ten learners like this one will know fewer.
    pub low: f32,
    /// One in ten will know more.
    pub high: f32,
    /// Cards expected to be known at the end of each day from today on, if asked then; the date last.
    pub by_day: Vec<f32>,
    /// The topics in scope, the weakest first.
    pub topics: Vec<TopicForecast>,
}

impl Forecast {
    /// Half of the range that holds eight outcomes in ten.
    pub fn give_or_take(&self) -> f32 {
        (self.high - self.low) / 2.0
    }
}

/// How many runs the curve is drawn from.
const CURVE_RUNS: u64 = 20;

/// Simulates the course so many times. The same seed gives the same forecast, however many threads work
/// on it.
pub fn forecast(
    course: &Projection,
    effort: StudyEffort,
    seed: u64,
    runs: u64,
    threads: u64,
) -> Forecast {
    let threads = threads.clamp(1, runs.max(1));
    let share = |thread: u64| -> Vec<(u64, Outcome)> {
        (thread..runs)
            .step_by(threads as usize)
            .map(|number| {
                (
                    number,
                    run(course, effort, seed, number, number < CURVE_RUNS),
                )
            })
            .collect()
    };
    let mut outcomes: Vec<(u64, Outcome)> = std::thread::scope(|scope| {
        let share = &share;
        let others: Vec<_> = (1..threads)
            .map(|thread| scope.spawn(move || share(thread)))
            .collect();
        let mut all = share(0);
        for (other, thread) in others.into_iter().zip(1..) {
            // The runs of a thread that died are repeated here.
            all.extend(other.join().unwrap_or_else(|_| share(thread)));
        }
        all
    });
    outcomes.sort_by_key(|(number, _)| *number);
    let outcomes: Vec<Outcome> = outcomes.into_iter().map(|(_, outcome)| outcome).collect();
    added_up(course, &outcomes)
}

fn added_up(course: &Projection, outcomes: &[Outcome]) -> Forecast {
    let count = outcomes.len().max(1) as f32;
    // The chances, not the dice that decide each run: so the topics add up to it.
    let chances = outcomes.iter().flat_map(|outcome| &outcome.topics);
    let expected = chances.sum::<f32>() / count;
    let mut sorted: Vec<f32> = outcomes.iter().map(|outcome| outcome.known).collect();
    sorted.sort_by(f32::total_cmp);
    let drawn: Vec<&Vec<f32>> = outcomes
        .iter()
        .map(|outcome| &outcome.by_day)
        .filter(|days| !days.is_empty())
        .collect();
    let mut by_day: Vec<f32> = (0..course.days())
        .map(|day| {
            let sum: f32 = drawn.iter().filter_map(|days| days.get(day)).sum();
            sum / drawn.len().max(1) as f32
        })
        .collect();
    by_day.push(expected);
    let mut topics: Vec<TopicForecast> = course
        .topics
        .iter()
        .enumerate()
        .map(|(index, topic)| TopicForecast {
            topic: topic.clone(),
            cards: course
                .starts
                .iter()
                .filter(|start| start.topic == index)
                .count(),
            expected: outcomes
                .iter()
                .filter_map(|outcome| outcome.topics.get(index))
                .sum::<f32>()
                / count,
        })
        .collect();
    topics.sort_by(|a, b| {
        let share = |topic: &TopicForecast| topic.expected / topic.cards.max(1) as f32;
        share(a)
            .total_cmp(&share(b))
            .then_with(|| a.topic.cmp(&b.topic))
    });
    let mean = |of: fn(&Outcome) -> f32| outcomes.iter().map(of).sum::<f32>() / count;
    Forecast {
        cards: course.cards(),
        expected,
        unmet: mean(|outcome| outcome.unmet),
        unmet_now: mean(|outcome| outcome.unmet_now),
        low: quantile(&sorted, 0.1),
        high: quantile(&sorted, 0.9),
        by_day,
        topics,
    }
}

/// The value below which a share of all sorted values lies, between two of them where it has to be.
fn quantile(sorted: &[f32], share: f32) -> f32 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let place = (share * (sorted.len() as f32 + 1.0) - 1.0).clamp(0.0, last as f32);
    let (below, part) = (place.floor() as usize, place.fract());
    let above = sorted[(below + 1).min(last)];
    sorted[below] + (above - sorted[below]) * part
}

#[cfg(test)]
mod tests;
