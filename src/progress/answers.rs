//! The answers that figures are made of, picked out of the whole history in one walk.

use crate::history::ReplayedAnswer;
use crate::memory::StudyDay;
use crate::question::Kind;

use super::period::{Period, days_from};
use super::scope::Scope;

/// From which stability on, in days, a memory counts as mature.
const MATURE: f32 = super::counts::MATURE_DAYS as f32;

/// One answer as the figures count it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountedAnswer {
    /// The card's place in the scope; `None` for one that no deck holds.
    pub card: Option<u32>,
    /// Days from the first day that is counted to that of the answer.
    pub day: u32,
    /// Milliseconds, cut to what an answer can take; 0 where nobody measured.
    pub ms: u32,
    /// Whether it passed.
    pub passed: bool,
    /// Whether it was the card's first answer on its day.
    pub first_of_day: bool,
    /// Whether the card had never been answered before.
    pub new: bool,
    /// What the model said of an answer that tests memory: the first of a day to a card met on an
    /// earlier day. `None` for other answers.
    pub tested: Option<Tested>,
}

/// What the model said before an answer.
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
    /// It is looked at: its place in the scope, if a deck holds it.
    Counted(Option<u32>),
}

/// The answers of a time to chosen cards, gathered during a replay.
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
    #[must_use]
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

    /// Looks at one answer. Most of a long history is older than what is counted, and costs a
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
            // The kind is that of a card of some deck.
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
        self.counted.push(CountedAnswer {
            card,
            day: days_from(self.earliest, day),
            ms: answered.ms() as u32,
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
    #[must_use]
    pub const fn scope(&self) -> &'a Scope<'a> {
        self.scope
    }

    /// The time that is looked back over.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// The first day that any figure counts.
    #[must_use]
    pub const fn earliest(&self) -> StudyDay {
        self.earliest
    }

    /// All answers that were counted, those before the period included.
    #[must_use]
    pub fn all(&self) -> &[CountedAnswer] {
        &self.counted
    }

    /// The answers of the last so many days, in the order in which they were given.
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
    #[must_use]
    pub fn picks(&self) -> &[(u32, u32)] {
        &self.picks
    }
}
