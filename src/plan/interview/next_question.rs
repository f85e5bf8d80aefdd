//! Steering an interview: deeper when an answer was good, sideways when it was not.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

use crate::deck::{Card, Level};
use crate::history::Way;

use super::asked::Asked;
use super::pool::{Pool, fits};

/// The questions of a thread, at the most: an opener and three deeper ones.
pub const DEEPEST: usize = 4;

/// The current question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn<'a> {
    /// The question.
    pub asked: Asked<'a>,
    /// How it followed from the one before.
    pub way: Way,
    /// Its thread, from 1.
    pub thread: usize,
    /// Its place in the interview, from 1.
    pub number: usize,
}

/// An interview in progress. The same pool, openers, seed and impressions give the same questions.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    pool: Pool<'a>,
    openers: Vec<Asked<'a>>,
    minutes: u32,
    seed: u64,
    /// Ids that were asked, or will open a thread.
    taken: BTreeSet<String>,
    turn: Option<Turn<'a>>,
    /// Questions of this thread so far, and answers of it that were not good.
    in_thread: usize,
    misses: usize,
    spent_ms: u64,
}

impl<'a> Interview<'a> {
    /// An interview with these openers, planned for so many minutes.
    pub fn new(pool: Pool<'a>, openers: Vec<Asked<'a>>, minutes: u32, seed: u64) -> Self {
        let taken = openers.iter().map(|asked| asked.id().to_owned()).collect();
        let turn = openers.first().map(|&asked| Turn {
            asked,
            way: Way::Opener,
            thread: 1,
            number: 1,
        });
        Self {
            pool,
            openers,
            minutes,
            seed,
            taken,
            turn,
            in_thread: 1,
            misses: 0,
            spent_ms: 0,
        }
    }

    /// The current question; none when the interview is over.
    pub const fn turn(&self) -> Option<Turn<'a>> {
        self.turn
    }

    /// How many threads it has.
    pub const fn threads(&self) -> usize {
        self.openers.len()
    }

    /// The minutes planned.
    pub const fn minutes(&self) -> u32 {
        self.minutes
    }

    /// Milliseconds that were spent on questions.
    pub const fn spent_ms(&self) -> u64 {
        self.spent_ms
    }

    /// The pool it draws from.
    pub const fn pool(&self) -> &Pool<'a> {
        &self.pool
    }

    /// Records that the current question was answered, well or not, in this many milliseconds.
    pub fn answered(&mut self, good: bool, ms: u64) {
        let Some(turn) = self.turn else { return };
        self.spent_ms = self.spent_ms.saturating_add(ms);
        self.misses += usize::from(!good);
        let next = if self.in_thread >= DEEPEST || self.misses > 1 || self.thread_is_over(turn) {
            None
        } else if good {
            self.deeper(turn.asked).map(|asked| (asked, Way::Deeper))
        } else {
            self.sideways(turn.asked)
                .map(|asked| (asked, Way::Sideways))
        };
        self.turn = match next {
            Some((asked, way)) => {
                self.in_thread += 1;
                self.taken.insert(asked.id().to_owned());
                Some(Turn {
                    asked,
                    way,
                    thread: turn.thread,
                    number: turn.number + 1,
                })
            }
            None => self.next_thread(turn),
        };
    }

    fn next_thread(&mut self, turn: Turn<'a>) -> Option<Turn<'a>> {
        self.in_thread = 1;
        self.misses = 0;
        if self.spent_ms >= self.ms(self.openers.len()) {
            return None;
        }
        self.openers.get(turn.thread).map(|&asked| Turn {
            asked,
            way: Way::Opener,
            thread: turn.thread + 1,
            number: turn.number + 1,
        })
    }

    /// Whether the minutes of the threads so far are used up.
    fn thread_is_over(&self, turn: Turn<'_>) -> bool {
        self.spent_ms >= self.ms(turn.thread)
    }

    /// The milliseconds that this many threads may take.
    fn ms(&self, threads: usize) -> u64 {
        let all = u64::from(self.minutes) * 60_000;
        all * threads as u64 / self.openers.len().max(1) as u64
    }

    fn deeper(&self, asked: Asked<'a>) -> Option<Asked<'a>> {
        match asked {
            Asked::Prompt(prompt) => Some(Asked::Probe(prompt, 0)),
            Asked::Probe(prompt, index) => {
                (index + 1 < prompt.probes.len()).then_some(Asked::Probe(prompt, index + 1))
            }
            Asked::Card(card) => self.pool.deeper(card, &self.taken).map(Asked::Card),
        }
    }

    /// Another card of the topic, no harder than what was asked: of the same level, or the one
    /// below if there is one; among those, one that came up least often, is asked most in
    /// interviews, and was seen before.
    fn sideways(&self, asked: Asked<'a>) -> Option<Asked<'a>> {
        let free: Vec<&'a Card> = self
            .pool
            .beside(asked.topic(), asked.level())
            .filter(|card| !self.taken.contains(card.id.as_str()))
            .collect();
        let rank = |card: &Card| {
            let id = card.id.as_str();
            let times = Reverse(self.pool.times(id));
            let near = fits(card.level, asked.level());
            (near, times, card.weight, self.pool.is_met(id))
        };
        let best = free.iter().map(|card| rank(card)).max()?;
        let best: Vec<&'a Card> = free.into_iter().filter(|card| rank(card) == best).collect();
        let mut dice = StdRng::seed_from_u64(self.seed.wrapping_add(self.taken.len() as u64));
        best.choose(&mut dice).map(|card| Asked::Card(card))
    }
}

/// The threshold for the proposed level: the lowest level at which less than this share of the
/// cards would be known if asked now.
const KNOWN: f64 = 0.6;

/// The level at which an interview is most informative, from the share of cards known at each.
pub fn likely_level(known: impl Fn(Level) -> f64) -> Level {
    let level = Level::ALL.into_iter().find(|&level| known(level) < KNOWN);
    level.unwrap_or(Level::Expert)
}
