//! The cards that a report covers, and their answers, picked out of the whole history in one walk.

use std::collections::HashMap;

use super::doubts::is_too_fast;
use super::period::{Period, days_from};
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
            day: days_from(self.earliest, day),
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
        let all = days_from(self.earliest, self.period.today());
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
