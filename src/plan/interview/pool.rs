//! The questions available for interviews, which of them open the threads of one, and how an answer steers it: deeper
//! when it was good, sideways when it was not.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng, SeedableRng as _};

use super::asked::Asked;
use crate::deck::{Card, Level, Prompt};
use crate::history::{CardState, InterviewScope, Schedule, Way};
use crate::memory::StudyDay;
use crate::question::Kind;

/// The weight of cards that open a thread: those asked in most interviews.
const OPENING: u8 = 3;

/// Prompts and cards that an interviewer may draw from.
#[derive(Clone, Debug)]
pub struct Pool<'a> {
    prompts: Vec<&'a Prompt>,
    /// Every card, for following probes.
    cards: BTreeMap<&'a str, &'a Card>,
    /// Cards that are not asked now: suspended or buried.
    aside: BTreeSet<&'a str>,
    /// Cards that were answered before.
    met: BTreeSet<&'a str>,
    scope: InterviewScope,
    before: Before,
}

/// What was asked in earlier interviews.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// In how many interviews each prompt or card came up, by id.
    pub times: BTreeMap<String, u32>,
    /// What came up in the last one.
    pub recent: BTreeSet<String>,
}

impl<'a> Pool<'a> {
    /// Everything in this scope.
    pub fn new(
        prompts: impl IntoIterator<Item = &'a Prompt>,
        cards: impl IntoIterator<Item = &'a Card>,
        schedule: &Schedule,
        today: StudyDay,
        scope: InterviewScope,
    ) -> Self {
        let cards: BTreeMap<&str, &Card> = cards
            .into_iter()
            .map(|card| (card.id.as_str(), card))
            .collect();
        let those = |wanted: &dyn Fn(&CardState) -> bool| -> BTreeSet<&'a str> {
            let ids = cards.keys().copied();
            ids.filter(|id| schedule.card(id).is_some_and(wanted))
                .collect()
        };
        Self {
            prompts: prompts.into_iter().collect(),
            aside: those(&|state| !state.may_be_asked(today)),
            met: those(&|state| state.reviews > 0),
            cards,
            scope,
            before: Before::default(),
        }
    }

    /// The same, given these interviews.
    pub fn after(self, before: Before) -> Self {
        Self { before, ..self }
    }

    /// In how many interviews a prompt or card came up.
    pub(super) fn times(&self, id: &str) -> u32 {
        self.before.times.get(id).copied().unwrap_or(0)
    }

    /// Whether it came up in the last interview.
    pub(super) fn is_recent(&self, id: &str) -> bool {
        self.before.recent.contains(id)
    }

    fn in_scope(&self, card: &Card) -> bool {
        self.scope.takes(&card.topic, &card.tags)
    }

    /// The prompts that may open a thread at a level: of this level or the one below.
    pub(super) fn prompts(&self, level: Level) -> impl Iterator<Item = Asked<'a>> {
        self.prompts
            .iter()
            .filter(move |prompt| {
                fits(prompt.level, level) && self.scope.takes(&prompt.topic, &prompt.tags)
            })
            .map(|prompt| Asked::Prompt(prompt))
    }

    /// The cards that may open a thread at a level.
    pub(super) fn cards(&self, level: Level) -> impl Iterator<Item = Asked<'a>> {
        self.askable()
            .filter(move |card| card.weight >= OPENING && fits(card.level, level))
            .map(Asked::Card)
    }

    /// The cards of a topic that a thread may turn to when an answer was not good.
    pub fn beside(&self, topic: &str, level: Level) -> impl Iterator<Item = &'a Card> {
        self.askable()
            .filter(move |card| *card.topic == *topic && card.level <= level)
    }

    /// The code cards that an interview at a level may have.
    pub(super) fn code(&self, level: Level) -> impl Iterator<Item = Asked<'a>> {
        self.free()
            .filter(move |card| card.kind() == Kind::Code && fits(card.level, level))
            .map(Asked::Card)
    }

    fn askable(&self) -> impl Iterator<Item = &'a Card> {
        self.free()
            .filter(|card| card.kind().profile().in_interviews)
    }

    fn free(&self) -> impl Iterator<Item = &'a Card> {
        let cards = self.cards.values().copied();
        cards.filter(|card| !self.aside.contains(card.id.as_str()) && self.in_scope(card))
    }

    /// The card that an interviewer would ask after this one; cards that have to be read are
    /// skipped in favour of their probes.
    pub(super) fn deeper(&self, card: &'a Card, taken: &BTreeSet<String>) -> Option<&'a Card> {
        let mut passed = BTreeSet::from([card.id.as_str()]);
        let mut at = card;
        loop {
            let next = *self.cards.get(at.probe.as_ref()?.as_str())?;
            if !passed.insert(next.id.as_str()) {
                return None;
            }
            let free = !taken.contains(next.id.as_str()) && !self.aside.contains(next.id.as_str());
            if free && next.kind().profile().in_interviews && self.in_scope(next) {
                return Some(next);
            }
            at = next;
        }
    }

    /// Whether a card was answered before.
    pub fn is_met(&self, card: &str) -> bool {
        self.met.contains(card)
    }

    /// The question with this name and this number of a deeper question.
    pub fn find(&self, id: &str, probe: u32) -> Option<Asked<'a>> {
        let prompt = self.prompts.iter().find(|prompt| prompt.id.as_str() == id);
        match (prompt, probe) {
            (Some(prompt), 0) => Some(Asked::Prompt(prompt)),
            (Some(prompt), probe) => {
                let index = probe as usize - 1;
                (index < prompt.probes.len()).then_some(Asked::Probe(prompt, index))
            }
            (None, 0) => self.cards.get(id).map(|card| Asked::Card(card)),
            (None, _) => None,
        }
    }
}

/// Whether something has this level or the one below.
pub(super) fn fits(level: Level, interview: Level) -> bool {
    let (level, interview) = (level as usize, interview as usize);
    level == interview || level + 1 == interview
}

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

/// Draws the code card of an interview, the way openers are drawn.
pub fn draw_code<'a>(pool: &Pool<'a>, level: Level, seed: u64) -> Option<&'a Card> {
    let cards = least_asked(pool.code(level).collect(), pool);
    let cards = prefer(cards, |asked| !pool.is_recent(asked.id()));
    let cards = prefer(cards, |asked| pool.is_met(asked.id()));
    match pick(&cards, level, &mut StdRng::seed_from_u64(seed)) {
        Some(Asked::Card(card)) => Some(card),
        _ => None,
    }
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
    /// The code card, asked after all threads.
    code: Option<&'a Card>,
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
            code: None,
            minutes,
            seed,
            taken,
            turn,
            in_thread: 1,
            misses: 0,
            spent_ms: 0,
        }
    }

    /// The same with a code card at the end, however long the questions took.
    pub fn with_code(self, code: Option<&'a Card>) -> Self {
        Self { code, ..self }
    }

    /// The current question; none when the interview is over.
    pub const fn turn(&self) -> Option<Turn<'a>> {
        self.turn
    }

    /// How many threads it has, including the code card.
    pub const fn threads(&self) -> usize {
        self.openers.len() + self.code.is_some() as usize
    }

    /// The minutes planned, including those of the code card.
    pub fn minutes(&self) -> u32 {
        let code = self.code.map(Asked::Card);
        let code = code.map_or(0, |code| code.planned().as_secs() / 60);
        self.minutes + code as u32
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
        let alone = turn.asked.code().is_some();
        let next =
            if alone || self.in_thread >= DEEPEST || self.misses > 1 || self.thread_is_over(turn) {
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
        if turn.asked.code().is_some() {
            return None;
        }
        let in_time = self.spent_ms < self.ms(self.openers.len());
        let opener = self.openers.get(turn.thread).copied();
        let asked = opener
            .filter(|_| in_time)
            .or_else(|| self.code.map(Asked::Card));
        asked.map(|asked| Turn {
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
