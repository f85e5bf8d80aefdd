//! A quick round: which cards are asked in a quiz.

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;

use crate::deck::Card;
use crate::history::Schedule;
use crate::memory::StudyDay;

use super::queue::{Filter, Task, Why};

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
