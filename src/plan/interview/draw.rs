//! Which questions open the threads of an interview.

use std::collections::BTreeSet;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng, SeedableRng as _};

use crate::deck::Level;

use super::asked::Asked;
use super::pool::Pool;

/// The minutes that a thread takes.
const MINUTES_A_THREAD: u32 = 7;

/// How many threads an interview of so many minutes has: one in about seven.
pub fn threads(minutes: u32) -> usize {
    (minutes / MINUTES_A_THREAD).max(1) as usize
}

/// Draws the openers: prompts and cards in turn, each thread of another topic as long as there are
/// some. What was asked least often comes first, and what came up in the last interview waits;
/// among the rest, what is asked most in interviews, and what is of the interview's level, is more
/// likely.
///
/// No prompt comes up a second time before all in scope came up once.
pub fn draw<'a>(pool: &Pool<'a>, level: Level, threads: usize, seed: u64) -> Vec<Asked<'a>> {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut drawn: Vec<Asked<'a>> = Vec::with_capacity(threads);
    for thread in 0..threads {
        let prompts: Vec<Asked<'a>> = left(pool.prompts(level), &drawn);
        let cards: Vec<Asked<'a>> = left(pool.cards(level), &drawn);
        let topics: BTreeSet<&str> = drawn.iter().map(Asked::topic).collect();
        let other_topic = |asked: &Asked<'_>| !topics.contains(asked.topic());
        let prompt_now = thread % 2 == 0;
        let candidates = if (prompt_now && !prompts.is_empty()) || cards.is_empty() {
            let prompts = least_asked(prompts, pool);
            let prompts = prefer(prompts, |asked| !pool.is_recent(asked.id()));
            prefer(prompts, other_topic)
        } else {
            let cards = prefer(cards, other_topic);
            let cards = least_asked(cards, pool);
            let cards = prefer(cards, |asked| !pool.is_recent(asked.id()));
            prefer(cards, |asked| pool.is_met(asked.id()))
        };
        match pick(&candidates, level, &mut dice) {
            Some(asked) => drawn.push(asked),
            None => break,
        }
    }
    drawn
}

fn left<'a>(all: impl Iterator<Item = Asked<'a>>, drawn: &[Asked<'a>]) -> Vec<Asked<'a>> {
    all.filter(|asked| !drawn.iter().any(|one| one.id() == asked.id()))
        .collect()
}

/// Those that were asked least often.
fn least_asked<'a>(asked: Vec<Asked<'a>>, pool: &Pool<'_>) -> Vec<Asked<'a>> {
    let times = |asked: &Asked<'_>| pool.times(asked.id());
    let least = asked.iter().map(times).min().unwrap_or(0);
    asked
        .into_iter()
        .filter(|asked| times(asked) == least)
        .collect()
}

/// Those that meet a condition; all if none does.
fn prefer<'a>(asked: Vec<Asked<'a>>, holds: impl Fn(&Asked<'a>) -> bool) -> Vec<Asked<'a>> {
    if asked.iter().any(&holds) {
        asked.into_iter().filter(|asked| holds(asked)).collect()
    } else {
        asked
    }
}

/// One of them, more likely by weight and if its level is the interview's.
fn pick<'a>(asked: &[Asked<'a>], level: Level, dice: &mut impl Rng) -> Option<Asked<'a>> {
    let weight = |asked: &Asked<'_>| {
        let weight = match asked {
            Asked::Prompt(prompt) | Asked::Probe(prompt, _) => prompt.weight,
            Asked::Card(card) => card.weight,
        };
        f64::from(weight) * if asked.level() == level { 2.0 } else { 1.0 }
    };
    asked.choose_weighted(dice, weight).ok().copied()
}
