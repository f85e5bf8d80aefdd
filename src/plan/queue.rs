//! What is requested for a day, and the resulting plan: what that day and the following ones ask for, where a day has a
//! number of minutes, and what does not fit waits. How long cards take. Which cards are asked in a quiz.

use std::collections::VecDeque;
use std::iter;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;

use super::current_goal::{CurrentGoal, Filter};
use crate::deck::Card;
use crate::history::{CardState, Rules, Schedule};
use crate::memory::{Grade, StudyDay};
use crate::question::{Kind, Question};

/// What the learner requests for a day: from settings, overridden by flags.
#[derive(Clone, Debug)]
pub struct StudyRequest {
    /// Which cards.
    pub filter: Filter,
    /// Minutes for the whole study day.
    pub minutes: u32,
    /// New cards for the whole study day, at the most; `None` where only its minutes count.
    pub new_per_day: Option<u32>,
    /// New cards for this session, requested explicitly: neither the day's count nor a backlog holds
    /// them back.
    pub new: Option<u32>,
    /// The most cards in this session.
    pub limit: Option<usize>,
    /// Whether cards that are not due yet are asked, too; then the minutes don't count.
    pub ahead: bool,
    /// The goal that the learner has, if any.
    pub aim: Option<CurrentGoal>,
    /// Whether the goal has no minutes on this day, because the learner does not study on its weekday.
    pub day_off: bool,
}

/// Why a card is in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Due,
    /// It has never been asked.
    New,
    /// The learner wants more than is due.
    Ahead,
    /// Asking it today helps much by the goal's date.
    Goal,
}

impl Why {
    /// Why a card in this state is asked on a day, whatever is due.
    pub(super) fn of(state: Option<&CardState>, today: StudyDay) -> Self {
        match state {
            Some(state) if state.is_new() => Self::New,
            Some(state) if state.is_due(today) => Self::Due,
            Some(_) => Self::Ahead,
            None => Self::New,
        }
    }
}

/// One card to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task<'a> {
    pub card: &'a Card,
    /// Why it is asked.
    pub why: Why,
}

/// Of the cards met, so many that are surely remembered are asked last.
const SUREST_LAST: usize = 6;

/// Moves the surest of the cards met to the end, but no more than half of them: there they stand between a late
/// failure and its repeat. `recall` is the chance that a card met before is remembered.
pub(super) fn surest_last<'a>(
    tasks: &mut Vec<Task<'a>>,
    recall: impl Fn(&Task<'a>) -> Option<f32>,
) {
    let chances = tasks.iter().enumerate();
    let mut met: Vec<(f32, usize)> = chances
        .filter_map(|(place, task)| Some((recall(task)?, place)))
        .collect();
    met.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    met.truncate(SUREST_LAST.min(met.len() / 2));
    let last: Vec<Task<'a>> = met.iter().rev().map(|(_, place)| tasks[*place]).collect();
    tasks.retain(|task| !last.contains(task));
    tasks.extend(last);
}

/// The plan of today, and what it leaves for the days after it.
#[derive(Clone, Debug, Default)]
pub struct Plan<'a> {
    /// The queue, in order; empty in a pause.
    pub tasks: Vec<Task<'a>>,
    /// Chosen cards that are due today, whether or not the day has room for them.
    pub due: usize,
    /// Of these, those that are not in the queue.
    pub held_back: usize,
    /// New cards in scope that have not been met.
    pub unmet: usize,
    /// Seconds that the queue is expected to take.
    pub seconds: f32,
    /// Seconds of the day's minutes that are left now, at least zero.
    pub seconds_left: f32,
    /// The day until which the learner paused, if it is still to come.
    pub paused_until: Option<StudyDay>,
    /// Whether a goal asks nothing, because the learner does not study on this weekday.
    pub day_off: bool,
    /// Whether a goal chose the cards.
    pub by_goal: bool,
    /// What today and the days after it ask for, today first: for a year where the long-term schedule plans
    /// today, and today alone where a goal does ([`days_after_goal_day`] goes on).
    pub days: Vec<DayAhead>,
}

impl<'a> Plan<'a> {
    /// These cards and nothing else, in their order.
    pub fn of(cards: &[&'a Card], schedule: &Schedule, today: StudyDay) -> Self {
        let task = |card: &&'a Card| {
            let why = Why::of(schedule.card(card.id.as_str()), today);
            Task { card, why }
        };
        Self {
            tasks: cards.iter().map(task).collect(),
            ..Self::default()
        }
    }

    /// The day (1 is today) at whose end no due card waits any more; `None` if that takes over a
    /// year, and while a goal plans today or tomorrow.
    pub fn clears_in(&self) -> Option<u32> {
        let clear = self.days.iter().position(|day| day.waiting == 0)?;
        let by_goal = self.days.iter().take(2).any(|day| day.by_goal);
        (!by_goal).then_some(clear as u32 + 1)
    }

    /// How many cards of the queue have this reason.
    pub fn count(&self, why: Why) -> usize {
        self.tasks.iter().filter(|task| task.why == why).count()
    }
}

/// The days after one that a goal plans: so many, or to the end of what is planned after its date. Each is planned
/// by `plan_on` from the schedule that there is where all cards of the days before it were answered Good.
pub fn days_after_goal_day<'a>(
    first: &Plan<'a>,
    schedule: &Schedule,
    rules: &Rules<'_>,
    today: StudyDay,
    count: u32,
    plan_on: impl Fn(&Schedule, StudyDay) -> Plan<'a>,
) -> Vec<DayAhead> {
    let mut schedule = schedule.clone();
    let mut asked = first.tasks.clone();
    let mut days = Vec::new();
    for after in 1..=count {
        let day = today.plus(after);
        for task in asked {
            let card = task.card.id.as_str();
            schedule.suppose(card, Grade::Good, day.minus(1), rules);
        }
        let plan = plan_on(&schedule, day);
        days.extend(&plan.days);
        if !plan.by_goal {
            break;
        }
        asked = plan.tasks;
    }
    days
}

/// What a learner requests for a quiz.
#[derive(Clone, Debug)]
pub struct QuizRequest {
    /// Which cards.
    pub filter: Filter,
    /// The most cards.
    pub count: usize,
    /// Unseen cards, instead of those already seen.
    pub unseen: bool,
}

/// Draws the cards of a quiz: those not answered today first, otherwise at random; the same seed
/// draws the same cards.
pub fn plan_quiz<'a>(
    cards: impl Iterator<Item = &'a Card>,
    schedule: &Schedule,
    today: StudyDay,
    request: &QuizRequest,
    seed: u64,
) -> Vec<Task<'a>> {
    let mut drawn: Vec<(bool, Task<'a>)> = cards
        .filter(|card| request.filter.takes(card) && card.kind().profile().in_quick_rounds)
        .filter_map(|card| {
            let state = schedule.card(card.id.as_str());
            let allowed = state.is_none_or(|state| state.may_be_asked(today));
            let why = Why::of(state, today);
            let asked_today = state.is_some_and(|state| state.last == Some(today));
            (allowed && (why == Why::New) == request.unseen)
                .then_some((asked_today, Task { card, why }))
        })
        .collect();
    drawn.shuffle(&mut StdRng::seed_from_u64(seed));
    // Stable: chance decides among equals.
    drawn.sort_by_key(|(asked_today, _)| *asked_today);
    let tasks = drawn.into_iter().map(|(_, task)| task);
    tasks.take(request.count).collect()
}

/// What a day asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DayAhead {
    /// Cards asked among those already seen.
    pub cards: usize,
    /// Seconds that they take.
    pub seconds: f32,
    /// New cards asked, as far as they are planned: on a day of the long-term schedule only today's are.
    pub new: usize,
    /// Seconds that the new cards take.
    pub new_seconds: f32,
    /// Cards that are due at its end and wait for the days after it.
    pub waiting: usize,
    /// Whether it has no minutes left for new cards.
    pub full: bool,
    /// Whether a goal chooses its cards.
    pub by_goal: bool,
}

/// The days from tomorrow on, as the long-term schedule plans them: `room` has the seconds of each, and the card
/// that crosses them is still asked. `tomorrow` holds the seconds of each card that is due tomorrow, in the order in
/// which they are asked; `arriving` those of the cards that come due on each of the days after it.
pub(super) fn days_after(
    tomorrow: Vec<f32>,
    arriving: &[Vec<f32>],
    room: impl Fn(u32) -> f32,
) -> Vec<DayAhead> {
    let (mut long, mut short): (VecDeque<f32>, VecDeque<f32>) =
        tomorrow.into_iter().partition(|card| is_long(*card));
    let mut days = Vec::with_capacity(arriving.len() + 1);
    let arriving = iter::once(&[][..]).chain(arriving.iter().map(Vec::as_slice));
    for (arriving, day) in arriving.zip(1..) {
        for &card in arriving {
            let line = if is_long(card) { &mut long } else { &mut short };
            line.push_back(card);
        }
        let mut ahead = DayAhead::default();
        let seconds = room(day);
        while ahead.seconds < seconds
            && let Some(card) = short.pop_front().or_else(|| long.pop_front())
        {
            ahead.seconds += card;
            ahead.cards += 1;
        }
        ahead.full = ahead.seconds >= seconds;
        ahead.waiting = short.len() + long.len();
        days.push(ahead);
    }
    days
}

/// Days that are looked ahead over, after tomorrow.
const DAYS_AFTER: usize = 364;

/// Seconds that a day to come has room for: none in a pause.
pub(super) fn room_on(day: StudyDay, schedule: &Schedule, minutes: u32) -> f32 {
    match schedule.paused_until(day) {
        Some(_) => 0.0,
        None => minutes as f32 * 60.0,
    }
}

/// The seconds of each card that comes due, for each of the days after tomorrow. A buried card comes
/// due on the day on which it is back.
pub(super) fn arriving(
    scope: &[&Card],
    states: &[Option<&CardState>],
    pace: &Pace,
    today: StudyDay,
) -> Vec<Vec<f32>> {
    let mut days = vec![Vec::new(); DAYS_AFTER];
    for (card, state) in scope.iter().zip(states) {
        let back = state
            .filter(|state| !state.suspended)
            .and_then(CardState::due_from);
        let after = back.and_then(|day| usize::try_from(day.days_since(today) - 2).ok());
        if let Some(of_day) = after.and_then(|after| days.get_mut(after)) {
            of_day.push(pace.review(card));
        }
    }
    days
}

/// Whether a card that takes this many seconds is long. Long cards come after the others of a day: the card that crosses the end
/// of a day is still asked, and a backlog does not overrun its days by long ones.
pub(super) fn is_long(seconds: f32) -> bool {
    seconds > 120.0
}

/// Seconds that this learner needs for a card, by kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace([f32; Kind::ALL.len()]);

impl Pace {
    /// A new card is read, thought about and asked again before the session ends: it takes about twice
    /// as long as a review.
    const NEW: f32 = 2.0;

    /// A pace from the seconds of a usual review of each kind.
    pub fn new(seconds: impl Fn(Kind) -> f32) -> Self {
        Self(Kind::ALL.map(|kind| seconds(kind).max(1.0)))
    }

    /// Seconds for a review of this card.
    pub fn review(&self, card: &Card) -> f32 {
        if card.kind() == Kind::Code
            && let Question::Code(task) = card.data()
        {
            // The time for one task says nothing about another, so each card gives its own.
            return f32::from(task.minutes) * 60.0;
        }
        self.0[card.kind() as usize]
    }

    /// Seconds for seeing this card for the first time.
    pub fn first_meeting(&self, card: &Card) -> f32 {
        match card.kind() {
            Kind::Code => self.review(card),
            _ => self.review(card) * Self::NEW,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::deck::{Deck, Source, parse};
    use crate::history::CardState;

    const DECK: &str = "# D {#d}

## Recall? {#recall}

An answer.

## Points? {#points}

- **one**
- two

## Choice? {#choice}

- [x] a
- [ ] b

## Cloze {#cloze}

A ==b== c.

## Typed? {#typed .typed}

`EMFILE`

## Order? {#order .order}

1. a
2. b

## Output? {#output .output}

```js
console.log(1)
```

---

```text
1
```

## Bug? {#bug .bug}

```js
a
```

---

Line 1

- **why**

```js
b
```
";

    fn deck() -> Deck {
        let parsed = parse(&Source::new("d.md", DECK));
        parsed
            .deck
            .unwrap_or_else(|| panic!("{:?}", parsed.diagnostics))
    }

    fn today() -> StudyDay {
        "2026-11-20".parse().expect("a day")
    }

    fn drawn(schedule: &Schedule, count: usize, unseen: bool, seed: u64) -> Vec<String> {
        let request = QuizRequest {
            filter: Filter::default(),
            count,
            unseen,
        };
        let deck = deck();
        let tasks = plan_quiz(deck.cards.iter(), schedule, today(), &request, seed);
        tasks
            .iter()
            .map(|task| task.card.id.short().to_owned())
            .collect()
    }

    /// A schedule in which these cards were answered on a day.
    fn met(cards: &[(&str, &str)]) -> Schedule {
        let mut schedule = Schedule::default();
        for (card, day) in cards {
            schedule.cards.push(CardState {
                reviews: 1,
                last: Some(day.parse().expect("a day")),
                ..CardState::new(&format!("d/{card}"))
            });
        }
        schedule.cards.sort_by(|a, b| a.id.cmp(&b.id));
        schedule
    }

    #[test]
    fn it_asks_the_five_kinds_that_need_no_ticking() {
        let all: BTreeSet<String> = drawn(&Schedule::default(), 99, true, 1)
            .into_iter()
            .collect();
        let kinds = ["choice", "cloze", "order", "output", "typed"];
        assert_eq!(all, kinds.map(String::from).into());
    }

    #[test]
    fn without_a_wish_only_cards_that_were_met_are_asked_and_with_it_only_others() {
        let schedule = met(&[("typed", "2026-11-01"), ("recall", "2026-11-01")]);
        assert_eq!(drawn(&schedule, 99, false, 1), ["typed"]);
        assert!(!drawn(&schedule, 99, true, 1).contains(&"typed".to_owned()));
    }

    #[test]
    fn what_was_answered_today_comes_last() {
        let schedule = met(&[
            ("typed", "2026-11-20"),
            ("cloze", "2026-11-19"),
            ("order", "2026-11-20"),
        ]);
        for seed in 0..20 {
            assert_eq!(drawn(&schedule, 3, false, seed)[0], "cloze");
        }
    }

    #[test]
    fn the_seed_decides_and_nothing_else() {
        let schedule = Schedule::default();
        assert_eq!(drawn(&schedule, 3, true, 5), drawn(&schedule, 3, true, 5));
        let orders: BTreeSet<Vec<String>> = (0..40)
            .map(|seed| drawn(&schedule, 3, true, seed))
            .collect();
        assert!(orders.len() > 15, "{}", orders.len());
    }

    #[test]
    fn suspended_and_buried_cards_are_left_alone() {
        let mut schedule = met(&[("typed", "2026-11-01"), ("cloze", "2026-11-01")]);
        schedule.cards[0].suspended = true;
        schedule.cards[1].buried_until = Some(today().plus(1));
        assert_eq!(drawn(&schedule, 99, false, 1), Vec::<String>::new());
    }

    fn cards(days: &[DayAhead]) -> Vec<usize> {
        days.iter().map(|day| day.cards).collect()
    }

    #[test]
    fn what_a_day_has_no_room_for_comes_before_what_comes_due_later() {
        let days = days_after(vec![30.0; 60], &[vec![], vec![20.0; 3]], |_| 900.0);
        assert_eq!(cards(&days), [30, 30, 3]);
        assert_eq!(days[0].waiting, 30);
    }

    #[test]
    fn a_day_of_a_pause_asks_nothing() {
        let room = |day| if day == 1 { 0.0 } else { 600.0 };
        let days = days_after(vec![30.0; 5], &[vec![]], room);
        assert_eq!(cards(&days), [0, 5]);
        assert_eq!(days[0].waiting, 5);
    }

    proptest! {
        #[test]
        fn every_card_is_asked_once_and_no_day_is_over_by_more_than_a_card(
            tomorrow in prop::collection::vec(1.0_f32..60.0, 0..80),
            arriving in prop::collection::vec(prop::collection::vec(1.0_f32..60.0, 0..20), 1..30),
            room in 0.0_f32..1200.0,
        ) {
            let all = tomorrow.len() + arriving.iter().map(Vec::len).sum::<usize>();
            let days = days_after(tomorrow, &arriving, |_| room);
            prop_assert_eq!(days.len(), arriving.len() + 1);
            let asked: usize = cards(&days).into_iter().sum();
            prop_assert_eq!(asked + days.last().map_or(0, |day| day.waiting), all);
            for day in &days {
                prop_assert!(day.seconds < room + 60.0);
                prop_assert!(day.waiting == 0 || day.seconds >= room);
            }
        }
    }
}
