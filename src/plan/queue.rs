//! What is requested for a day, and the resulting plan; which cards are asked in a quiz.

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;

use super::current_goal::{CurrentGoal, Filter};
use super::days_ahead::DayAhead;
use crate::deck::Card;
use crate::history::{CardState, Rules, Schedule};
use crate::memory::{Grade, StudyDay};

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

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
}
