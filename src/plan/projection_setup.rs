//! What a projection starts from: today's cards and answer statistics, and the minutes of the days
//! to come.

use std::collections::HashMap;

use super::current_goal::CurrentGoal;
use super::goal::candidate;
use super::new_cards::{HEAVY, new_code_left};
use super::pick::Needs;
use super::placement_model::PlacedKnowledge;
use super::priority::{CardStatus, PriorityModel, StudyCandidate};
use super::queue::Pace;
use super::recall::known_before;
use crate::deck::Card;
use crate::history::{CardState, Schedule};
use crate::memory::{Curve, Formulas, Grade, LASTING, Memory, OwnFactor, Scheduler, StudyDay};

/// How far learners and cards lie from what the model believes, as deviations of logarithms.
///
/// Set so that the range stated as 80 % holds 80 % of the outcomes of simulated learners
/// (docs/goal.md says how).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertainty {
    /// How much longer or shorter than all that things are kept until the date, whatever answers have shown.
    pub common: f64,
    /// The time that answers take.
    pub pace: f64,
}

impl Default for Uncertainty {
    fn default() -> Self {
        Self {
            common: 0.45,
            pace: 0.35,
        }
    }
}

/// A card at the start of the preparation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Start {
    /// Its memory; `None` if it was never answered.
    pub(super) memory: Option<Memory>,
    /// How likely it is kept shorter than the learner's other cards, as long, or longer.
    pub(super) own: [f32; 3],
    /// For a card that never failed, by curve: the stabilities that it may have, each with its weight.
    pub(super) known_before: Option<[[(f32, f32); LASTING]; 3]>,
    /// Days from the last answer to today; 0 if there was none, or if it was today.
    pub(super) elapsed: u32,
    /// The first day of the preparation on which it may be asked.
    pub(super) from: u32,
    /// Whether the learner said that they know it, and that was not checked.
    pub(super) claimed: bool,
    /// What its priority depends on while it is unseen.
    pub(super) unseen: StudyCandidate,
    pub(super) heavy: bool,
    /// What the log-odds of recall are lowered by.
    pub(super) shift: f32,
    /// How much greater the odds of failing its first answer are than those of other cards, as a factor.
    pub(super) first_odds: f32,
    /// Whether its last answer that counted failed.
    pub(super) missed: bool,
    pub(super) topic: usize,
}

/// A preparation from today to the day before the date.
#[derive(Clone, Debug)]
pub struct Projection {
    pub(super) starts: Vec<Start>,
    pub(super) needs: Needs,
    /// How many new cards that ask for code are left of today's one.
    code_today: usize,
    pub(super) topics: Vec<String>,
    /// The priorities on each day.
    pub(super) priorities: Vec<PriorityModel>,
    /// Whether the learner studies on each day.
    pub(super) open: Vec<bool>,
    /// Minutes of each day.
    pub(super) minutes: u32,
    /// Seconds spent today already.
    pub(super) spent: f32,
    /// By curve, the logarithm of how much longer than the model says cards are remembered: mean and
    /// deviation.
    pub(super) keeps: [(f64, f64); 3],
    /// The logarithm of how much longer than planned answers take: mean and deviation.
    pub(super) pace: (f64, f64),
    /// The logarithm of the odds of failing a new card: mean and deviation.
    pub(super) firsts: (f64, f64),
    /// How likely each forgetting curve is.
    pub(super) curves: [f64; 3],
    pub(super) first_shares: [f32; 4],
    pub(super) pass_shares: [f32; 3],
}

/// What a projection is made from.
#[derive(Clone, Copy, Debug)]
pub struct ProjectionTerms<'t> {
    /// The state of every card.
    pub schedule: &'t Schedule,
    /// The model.
    pub scheduler: &'t Scheduler,
    /// How long answers take.
    pub pace: &'t Pace,
    /// The goal.
    pub aim: &'t CurrentGoal,
    /// The study day.
    pub today: StudyDay,
}

impl Projection {
    /// The preparation for a goal over these cards. `off` says which days are days off.
    pub fn new<'a>(
        cards: impl Iterator<Item = &'a Card>,
        terms: &ProjectionTerms<'_>,
        spread: &Uncertainty,
        off: impl Fn(StudyDay) -> bool,
    ) -> Self {
        let ProjectionTerms {
            schedule,
            scheduler,
            pace,
            aim,
            today,
        } = *terms;
        let in_scope: Vec<&Card> = cards
            .filter(|card| aim.takes(card))
            .filter(|card| {
                schedule
                    .card(card.id.as_str())
                    .is_none_or(|state| !state.suspended)
            })
            .collect();
        let formulas = scheduler.formulas();
        let mut topics: Vec<String> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut starts: Vec<Start> = in_scope
            .iter()
            .map(|card| {
                let topic = *places.entry(&card.topic).or_insert_with(|| {
                    topics.push(card.topic.to_string());
                    topics.len() - 1
                });
                start(card, topic, terms, formulas)
            })
            .collect();
        let failing_share = place_firsts(&mut starts, &in_scope, schedule);
        let habits = &schedule.habits;
        let (first_shares, pass_shares) = (habits.shares_of_firsts(), habits.shares_of_passes());
        let days = aim.days_left;
        let met = schedule.days.iter().map(|log| log.new).sum::<u32>();
        Self {
            needs: Needs::of(&in_scope),
            code_today: new_code_left(&in_scope, schedule, today),
            starts,
            topics,
            priorities: (0..days)
                .map(|day| {
                    let keeps = schedule.forgetting.usual_keeps();
                    PriorityModel::new(*formulas, keeps, pass_shares, first_shares, days - day)
                })
                .collect(),
            open: (0..days).map(|day| !off(today.plus(day))).collect(),
            minutes: aim.minutes,
            spent: schedule
                .day(today)
                .map_or(0.0, |log| log.ms as f32 / 1000.0),
            keeps: Curve::ALL.map(|curve| {
                let (mean, deviation) = schedule.forgetting.keeps(curve);
                (mean, deviation.hypot(spread.common))
            }),
            curves: schedule.forgetting.weights(),
            pace: pace_factor(schedule, &in_scope, pace, spread.pace),
            firsts: failing_odds(habits.of_new(Grade::Again), met, failing_share),
            first_shares,
            pass_shares,
        }
    }

    /// How many new cards that ask for code a day has.
    pub(super) fn new_code(&self, day: usize) -> usize {
        if day == 0 { self.code_today } else { 1 }
    }

    /// How many days there are, including today.
    pub fn days(&self) -> usize {
        self.open.len()
    }

    /// How many answers a day has room for, at most: one a card.
    pub fn answers_a_day(&self) -> usize {
        let seconds: f32 = self.starts.iter().map(|start| start.unseen.seconds).sum();
        let day = self.minutes as f32 * 60.0;
        if seconds <= day {
            self.cards()
        } else {
            (self.cards() as f32 * day / seconds) as usize
        }
    }

    /// How many cards are in scope.
    pub fn cards(&self) -> usize {
        self.starts.len()
    }
}

fn start(card: &Card, topic: usize, terms: &ProjectionTerms<'_>, formulas: &Formulas) -> Start {
    let state = terms.schedule.card(card.id.as_str());
    let days_to = |day: StudyDay| day.days_after(terms.today);
    let answered = state.and_then(|state| Some((state.memory?, state.last?)));
    let claimed = state.is_some_and(|state| state.claimed.is_some());
    let buried = state
        .and_then(|state| state.buried_until)
        .map_or(0, days_to);
    let check = state
        .filter(|_| claimed)
        .and_then(|state| state.due)
        .map_or(0, days_to);
    Start {
        memory: answered.map(|(memory, _)| memory),
        own: state
            .map_or(OwnFactor::default(), |state| state.own)
            .weights(),
        known_before: state.and_then(|state| known_before_by_curve(state, formulas, terms)),
        elapsed: answered.map_or(0, |(_, last)| terms.today.days_after(last)),
        from: buried.max(check),
        claimed: claimed && !CardState::is_unmet(state),
        unseen: candidate(card, CardStatus::Unseen, terms.pace, terms.aim),
        heavy: card.weight >= HEAVY,
        shift: terms.schedule.habits.odds_shift(card.kind()),
        first_odds: 1.0,
        missed: state.is_some_and(CardState::is_missed),
        topic,
    }
}

fn known_before_by_curve(
    state: &CardState,
    formulas: &Formulas,
    terms: &ProjectionTerms<'_>,
) -> Option<[[(f32, f32); LASTING]; 3]> {
    let by = |curve: Curve| {
        let keeps = terms.schedule.forgetting.keeps(curve).0.exp() as f32;
        known_before(state, formulas, |stability, days| {
            curve.recall(formulas, stability * keeps, days)
        })
    };
    let [fsrs, steep, exponential] = Curve::ALL.map(by);
    Some([fsrs?, steep?, exponential?])
}

/// Sets how likely each unmet card is failed at first compared with the others, by the last placement. Returns the
/// share of them that it expects to be failed; `None` without a placement.
fn place_firsts(starts: &mut [Start], cards: &[&Card], schedule: &Schedule) -> Option<f64> {
    let placed = PlacedKnowledge::of(schedule)?;
    let mut unmet = Vec::new();
    for (start, card) in starts.iter_mut().zip(cards) {
        if start.memory.is_none() && !start.claimed {
            let guess = f64::from(start.unseen.guessed);
            let passes = guess + (1.0 - guess) * placed.chance(card);
            let fails = (1.0 - passes).clamp(0.02, 0.98);
            unmet.push((start, fails));
        }
    }
    let count = unmet.len().max(1) as f64;
    let log_odds = |fails: f64| (fails / (1.0 - fails)).ln();
    let mean = unmet.iter().map(|(_, fails)| log_odds(*fails)).sum::<f64>() / count;
    let share = unmet.iter().map(|(_, fails)| fails).sum::<f64>() / count;
    for (start, fails) in unmet {
        start.first_odds = (log_odds(fails) - mean).exp() as f32;
    }
    Some(share)
}

/// The logarithm of the odds of failing a new card, as mean and deviation, after so many of the cards `met` were
/// failed at first. A beginner may know nothing or most: two answers, 45 % of them failed, are counted in. After a
/// placement it is six answers, as many of them failed as it expects.
fn failing_odds(failed: u32, met: u32, placed: Option<f64>) -> (f64, f64) {
    let (counted_in, share) = placed.map_or((2.0, 0.45), |share| (6.0, share.clamp(0.1, 0.9)));
    let failed_of = f64::from(failed.min(met)) + counted_in * share;
    let passed = f64::from(met.saturating_sub(failed)) + counted_in * (1.0 - share);
    let variance = 1.0 / failed_of + 1.0 / passed;
    // So that the mean share is that of the counts: the mean of a logarithm lies to the middle of it.
    let skew = 0.5 * variance * (failed_of - passed) / (failed_of + passed);
    ((failed_of / passed).ln() + skew, variance.sqrt())
}

/// How much longer than planned days took, as mean and deviation of the logarithm: what the last thirty
/// days took, over what the plan would have counted for their answers; four minutes at the plan's
/// pace is counted in.
fn pace_factor(schedule: &Schedule, scope: &[&Card], pace: &Pace, deviation: f64) -> (f64, f64) {
    const COUNTED_IN: f64 = 240.0;
    const LEAST_MS: u64 = 1000;
    // Of the cards that were met: heavy ones come first, and may take more or less time than others.
    let met = scope.iter().filter(|card| {
        let state = schedule.card(card.id.as_str());
        state.is_some_and(|state| state.memory.is_some())
    });
    let mut cards = 0.0_f64;
    let sums = met.fold((0.0, 0.0), |(review, first), card| {
        cards += 1.0;
        (
            review + f64::from(pace.review(card)),
            first + f64::from(pace.first_meeting(card)),
        )
    });
    let cards = cards.max(1.0);
    let (review, first) = (sums.0 / cards, sums.1 / cards);
    let (mut took, mut planned) = (0.0, 0.0);
    for log in schedule.days.iter().rev().take(30) {
        // Grades given without a screen have no measured time.
        if log.ms < u64::from(log.answers) * LEAST_MS {
            continue;
        }
        took += log.ms as f64 / 1000.0;
        let failed = log.reviews - log.recalled.min(log.reviews);
        planned += f64::from(log.new) * first + f64::from(log.reviews + failed) * review;
    }
    let factor: f64 = (took + COUNTED_IN) / (planned + COUNTED_IN);
    let unsure = deviation * (COUNTED_IN / (planned + COUNTED_IN)).sqrt();
    (factor.clamp(0.3, 3.0).ln(), unsure)
}

/// How much the learner studies, compared with the goal's minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudyEffort {
    /// Times the goal's minutes.
    pub minutes: f32,
    /// Whether two days of each seven are missed.
    pub skips: bool,
}

impl StudyEffort {
    /// The goal's minutes, each day.
    pub const AS_PLANNED: Self = Self {
        minutes: 1.0,
        skips: false,
    };
}
