//! The cards and the period that a report covers, and their answers, picked out of the whole history in one walk. How
//! much was remembered when asked, and how much the model had predicted.

use std::collections::HashMap;

use chrono::Datelike as _;
use serde::Serialize;

use super::card_results::is_too_fast;
use crate::deck::{Card, Deck, Library};
use crate::history::ReplayedAnswer;
use crate::memory::StudyDay;
use crate::plan::Filter;
use crate::question::Kind;

/// The chosen cards of a library, each with a number: its place in the order of the decks.
#[derive(Debug)]
pub struct Scope<'a> {
    decks: Vec<&'a Deck>,
    cards: Vec<&'a Card>,
    /// The place in `decks` of each card's deck.
    deck_of: Vec<usize>,
    places: HashMap<&'a str, u32>,
    is_open: bool,
}

impl<'a> Scope<'a> {
    /// The cards of a library that a filter takes, and the decks that hold any of them.
    pub fn new(library: &'a Library, filter: &Filter) -> Self {
        let mut decks = Vec::new();
        let mut cards = Vec::new();
        let mut deck_of = Vec::new();
        for deck in library.decks() {
            let before = cards.len();
            cards.extend(deck.cards.iter().filter(|card| filter.takes(card)));
            if cards.len() > before {
                deck_of.resize(cards.len(), decks.len());
                decks.push(deck);
            }
        }
        let numbered = cards.iter().zip(0..);
        let places = numbered
            .map(|(card, place): (&&'a Card, u32)| (card.id.as_str(), place))
            .collect();
        Self {
            decks,
            cards,
            deck_of,
            places,
            is_open: filter.is_open(),
        }
    }

    /// The decks with chosen cards, in their order.
    pub fn decks(&self) -> &[&'a Deck] {
        &self.decks
    }

    /// The chosen cards, in the order of the decks.
    pub fn cards(&self) -> &[&'a Card] {
        &self.cards
    }

    /// For each card, the place of its deck in [`Self::decks`].
    pub fn deck_of(&self) -> &[usize] {
        &self.deck_of
    }

    /// The place of the card with this id, if it was chosen.
    pub fn place(&self, id: &str) -> Option<u32> {
        self.places.get(id).copied()
    }

    /// Whether every card was chosen, including those that are no longer in a deck.
    pub const fn is_open(&self) -> bool {
        self.is_open
    }
}

/// The stability, in days, from which a memory counts as mature.
const MATURE: f32 = super::card::MATURE_DAYS as f32;

/// One answer, as the figures count it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountedAnswer {
    /// The card's place in the scope; `None` if it is in no deck.
    pub card: Option<u32>,
    /// Days from the first day that is counted to that of the answer.
    pub day: u32,
    /// Milliseconds, capped; 0 if not measured.
    pub ms: u32,
    /// Whether it was given faster than the question can be read.
    pub too_fast: bool,
    /// Whether it passed.
    pub passed: bool,
    /// Whether it was the card's first answer on its day.
    pub first_of_day: bool,
    /// Whether the card had never been answered before.
    pub new: bool,
    /// The model's prediction for an answer that tests memory: the first of a day to a card seen on
    /// an earlier day. `None` for other answers.
    pub tested: Option<Tested>,
}

/// The model's prediction before an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// The chance that the card was remembered, 0 to 1.
    pub expected: f32,
    /// Whether its stability was that of a mature card.
    pub mature: bool,
}

/// What is known about a card of the replay.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// It was not looked up yet.
    Unknown,
    /// It is not looked at.
    Aside,
    /// It is counted: its place in the scope, if it is in a deck.
    Counted(Option<u32>),
}

/// The answers of a period to chosen cards, collected during a replay.
#[derive(Debug)]
pub struct Answers<'a> {
    scope: &'a Scope<'a>,
    period: Period,
    earliest: StudyDay,
    /// By the card's place in the replay.
    places: Vec<Place>,
    counted: Vec<CountedAnswer>,
    /// Options picked in the period: the card's place in the scope, and the option's index.
    picks: Vec<(u32, u32)>,
}

impl<'a> Answers<'a> {
    /// Nothing gathered yet.
    pub fn new(scope: &'a Scope<'a>, period: Period) -> Self {
        Self {
            scope,
            period,
            earliest: period.earliest(),
            places: Vec::new(),
            counted: Vec::new(),
            picks: Vec::new(),
        }
    }

    /// Adds one answer. Most of a long history is older than what is counted, and costs one
    /// comparison.
    pub fn watch(&mut self, answered: &ReplayedAnswer<'_>) {
        let day = answered.written_day;
        if day < self.earliest || day > self.period.today() {
            return;
        }
        if let Place::Counted(card) = self.place(answered) {
            self.count(answered, card);
        }
    }

    fn place(&mut self, answered: &ReplayedAnswer<'_>) -> Place {
        if self.places.len() <= answered.place {
            self.places.resize(answered.place + 1, Place::Unknown);
        }
        if matches!(self.places[answered.place], Place::Unknown) {
            let card = self.scope.place(answered.card);
            // A card of a deck has a kind.
            let gone = answered.kind.is_none() && self.scope.is_open();
            self.places[answered.place] = if card.is_some() || gone {
                Place::Counted(card)
            } else {
                Place::Aside
            };
        }
        self.places[answered.place]
    }

    fn count(&mut self, answered: &ReplayedAnswer<'_>, card: Option<u32>) {
        let day = answered.written_day;
        let in_period = day >= self.period.first();
        let tested = answered
            .before
            .filter(|_| answered.first_of_day && in_period)
            .map(|before| Tested {
                expected: answered.scheduler.retrievability(before, answered.elapsed),
                mature: before.stability >= MATURE,
            });
        let of_scope = card.map(|place| self.scope.cards()[place as usize]);
        self.counted.push(CountedAnswer {
            card,
            day: day.days_after(self.earliest),
            ms: answered.ms() as u32,
            too_fast: in_period && of_scope.is_some_and(|card| is_too_fast(card, answered.ms())),
            passed: answered.grade.passed(),
            first_of_day: answered.first_of_day,
            new: answered.before.is_none(),
            tested,
        });
        if let (Some(card), Some(Kind::Choice), true) = (card, answered.kind, in_period) {
            let picked = answered.points.into_iter().flatten();
            self.picks.extend(picked.map(|option| (card, *option)));
        }
    }

    /// The cards that were looked at.
    pub const fn scope(&self) -> &'a Scope<'a> {
        self.scope
    }

    /// The period that is looked back over.
    pub const fn period(&self) -> Period {
        self.period
    }

    /// The first day that any figure counts.
    pub const fn earliest(&self) -> StudyDay {
        self.earliest
    }

    /// All answers that were counted, those before the period included.
    pub fn all(&self) -> &[CountedAnswer] {
        &self.counted
    }

    /// The answers of the last `days` days, in the order in which they were given.
    pub fn last(&self, days: u32) -> impl Iterator<Item = &CountedAnswer> {
        let all = self.period.today().days_after(self.earliest);
        let first = (all + 1).saturating_sub(days);
        self.counted
            .iter()
            .filter(move |answer| answer.day >= first)
    }

    /// The answers of the period.
    pub fn of_period(&self) -> impl Iterator<Item = &CountedAnswer> {
        self.last(self.period.days())
    }

    /// The options picked in the period: the card's place, and the option's index in the deck.
    pub fn picks(&self) -> &[(u32, u32)] {
        &self.picks
    }
}

/// The days whose answers are counted: from a day that the learner gave, or from a default one, up
/// to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    today: StudyDay,
    since: Option<StudyDay>,
}

impl Period {
    /// Days covered if the learner gave no day, including today.
    pub const USUAL: u32 = 90;

    /// Weeks of the calendar if the learner gave no day, including this week.
    pub const WEEKS: u32 = 26;

    /// The lengths in days, up to today, for which retention is reported separately.
    const WINDOWS: [u32; 3] = [7, 30, Self::USUAL];

    /// The period up to today. A start after today counts as today.
    pub fn new(today: StudyDay, since: Option<StudyDay>) -> Self {
        Self {
            today,
            since: since.map(|day| day.min(today)),
        }
    }

    /// The last day.
    pub const fn today(&self) -> StudyDay {
        self.today
    }

    /// The first day.
    pub fn first(&self) -> StudyDay {
        self.since
            .unwrap_or_else(|| self.today.minus(Self::USUAL - 1))
    }

    /// How many days there are, today included.
    pub fn days(&self) -> u32 {
        self.today.days_after(self.first()) + 1
    }

    /// The first day of the calendar: a Monday, or the day that the learner gave.
    pub fn calendar_first(&self) -> StudyDay {
        self.since.unwrap_or_else(|| {
            let of_week = self.today.date().weekday().num_days_from_monday();
            self.today.minus(of_week + 7 * (Self::WEEKS - 1))
        })
    }

    /// The first day of which any figure counts the answers.
    pub fn earliest(&self) -> StudyDay {
        self.first().min(self.calendar_first())
    }

    /// The lengths in days over which retention is reported, shortest first; the last is the whole
    /// period.
    pub fn windows(&self) -> Vec<u32> {
        let days = self.days();
        let shorter = Self::WINDOWS.into_iter().filter(|window| *window < days);
        shorter.chain([days]).collect()
    }
}

/// True retention: of the first answers of a day to cards seen on an earlier day, those that
/// passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Remembered {
    /// Answers that count.
    pub asked: u32,
    /// Of these, passed.
    pub right: u32,
    /// Their share, 0 to 1; none without answers.
    pub share: Option<f64>,
    /// The mean chance of recall that the model predicted for these answers, 0 to 1.
    pub expected: Option<f64>,
}

/// What was remembered in the last days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Window {
    /// The days looked back over, today included.
    pub days: u32,
    /// All cards.
    #[serde(flatten)]
    pub all: Remembered,
    /// Cards with a stability under 21 days.
    pub young: Remembered,
    /// The others.
    pub mature: Remembered,
}

/// Adds answers up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RetentionSum {
    asked: u32,
    right: u32,
    expected: f64,
}

impl RetentionSum {
    /// Adds an answer, if it tests memory.
    pub(super) fn add(&mut self, answer: &CountedAnswer) {
        if let Some(tested) = answer.tested {
            self.asked += 1;
            self.right += u32::from(answer.passed);
            self.expected += f64::from(tested.expected);
        }
    }

    /// The resulting figures.
    pub(super) fn sum(self) -> Remembered {
        let of_asked = |sum: f64| (self.asked > 0).then(|| sum / f64::from(self.asked));
        Remembered {
            asked: self.asked,
            right: self.right,
            share: of_asked(f64::from(self.right)),
            expected: of_asked(self.expected),
        }
    }
}

/// What was remembered in the last `days` days.
pub fn window(answers: &Answers<'_>, days: u32) -> Window {
    let (mut all, mut young, mut mature) = <(RetentionSum, RetentionSum, RetentionSum)>::default();
    for answer in answers.last(days) {
        all.add(answer);
        match answer.tested {
            Some(tested) if tested.mature => mature.add(answer),
            _ => young.add(answer),
        }
    }
    Window {
        days,
        all: all.sum(),
        young: young.sum(),
        mature: mature.sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> StudyDay {
        text.parse().expect("a day")
    }

    #[test]
    fn without_a_day_it_is_ninety_days_and_half_a_year_of_weeks() {
        let period = Period::new(day("2026-11-20"), None);
        assert_eq!(period.windows(), [7, 30, 90]);
        assert_eq!(period.first(), day("2026-08-23"));
        // A Monday: this week and the 25 before it.
        assert_eq!(period.calendar_first(), day("2026-05-25"));
        assert_eq!(period.earliest(), day("2026-05-25"));
    }

    #[test]
    fn a_day_that_was_named_begins_everything() {
        let windows = |since| Period::new(day("2026-11-20"), Some(day(since))).windows();
        assert_eq!(windows("2026-11-11"), [7, 10]);
        assert_eq!(windows("2026-11-14"), [7]);
        assert_eq!(windows("2025-11-20"), [7, 30, 90, 366]);
        let tomorrow = Period::new(day("2026-11-20"), Some(day("2026-11-21")));
        assert_eq!(tomorrow.first(), day("2026-11-20"), "today at the latest");
    }
}
