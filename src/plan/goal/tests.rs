//! Properties of every day's plan under a goal.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::plan_for_goal;
use crate::deck::{Card, Deck, Source, parse};
use crate::history::{CardState, DayLog, Goal, Schedule};
use crate::memory::{Grade, Memory, Scheduler, Scheduling, StudyDay};
use crate::plan::current_goal::{CurrentGoal, Filter, GoalPhase};
use crate::plan::queue::{Pace, StudyRequest, Task, Why};

fn today() -> StudyDay {
    "2026-11-20".parse().expect("a day")
}

fn deck(cards: usize) -> Deck {
    let mut text = "# Deck {#d}\n".to_owned();
    for card in 0..cards {
        let after = match card % 3 {
            2 => format!("\nafter: c{:03}", card - 1),
            _ => String::new(),
        };
        let weight = 1 + card % 3;
        let _ = write!(
            text,
            "\n## Question {card}? {{#c{card:03}}}\n<!--\ntopic: t{}\nweight: {weight}{after}\n-->\n\nAn answer.\n",
            card % 4
        );
    }
    let parsed = parse(&Source::new("d.md", text));
    parsed
        .deck
        .unwrap_or_else(|| panic!("{:?}", parsed.diagnostics))
}

fn request(days: u32, minutes: u32) -> StudyRequest {
    let goal = Goal {
        date: today().plus(days),
        minutes,
        levels: Vec::new(),
        topics: Vec::new(),
        tags: Vec::new(),
        weights: std::collections::BTreeMap::new(),
    };
    StudyRequest {
        filter: Filter::default(),
        minutes,
        new_per_day: Some(8),
        new: None,
        limit: None,
        ahead: false,
        day_off: false,
        aim: Some(CurrentGoal::of(&goal, today(), |_| false)),
    }
}

fn spent(seconds: u64) -> DayLog {
    let at = chrono::DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
    DayLog {
        day: today(),
        answers: 1,
        first_tries: 1,
        passed: 1,
        new: 0,
        reviews: 1,
        recalled: 1,
        repeats: 0,
        ms: seconds * 1000,
        first_at: at,
        last_at: at,
    }
}

prop_compose! {
    fn any_state()(
        stability in 0.1_f32..200.0,
        difficulty in 1.0_f32..10.0,
        ago in 0_u32..60,
        grade in 0_usize..4,
        fate in 0_u8..12,
    ) -> CardState {
        let last = today().minus(ago);
        let failed = grade == 0;
        CardState {
            memory: Some(Memory { stability, difficulty }),
            due: Some(if failed { last } else { last.plus(5) }),
            reviews: 1,
            first: Some(last),
            last: Some(last),
            failed: failed.then_some(last),
            last_grade: Some(Grade::ALL[grade]),
            suspended: fate == 0,
            buried_until: (fate == 1).then(|| today().plus(2)),
            ..CardState::new("")
        }
    }
}

proptest! {
    #[test]
    fn a_plan_exceeds_its_minutes_by_no_more_than_a_card_and_asks_nothing_twice(
        states in prop::collection::vec(prop::option::of(any_state()), 1..120),
        days in 0_u32..43,
        minutes in 1_u32..90,
        used in 0_u64..2400,
        new in prop::option::of(0_u32..10),
        limit in prop::option::of(0_usize..40),
    ) {
        let deck = deck(states.len());
        let cards: Vec<&Card> = deck.cards.iter().collect();
        let mut schedule = Schedule { days: vec![spent(used)], ..Schedule::default() };
        for (card, state) in cards.iter().zip(&states) {
            if let Some(state) = state {
                schedule.cards.push(CardState { id: card.id.as_str().into(), ..state.clone() });
            }
        }
        let pace = Pace::new(|_| 25.0);
        let request = StudyRequest { new, limit, ..request(days, minutes) };
        let aim = request.aim.clone().expect("a goal");
        let scheduler = Scheduler::new(Scheduling::default());
        let plan = plan_for_goal(&cards, &schedule, &scheduler, &pace, today(), &request, &aim)
            .expect("cards in scope");
        let left = (minutes as f32 * 60.0 - used as f32).max(0.0);
        let dearest = 50.0;
        prop_assert!(plan.seconds < left + dearest, "{} in {left}", plan.seconds);
        prop_assert!(plan.tasks.is_empty() || left > 0.0);
        prop_assert!(limit.is_none_or(|limit| plan.tasks.len() <= limit));
        let unseen = |task: &&Task<'_>| task.why == Why::New;
        let asked_new = plan.tasks.iter().filter(unseen).count();
        if aim.phase == GoalPhase::Running {
            prop_assert!(new.is_none_or(|new| asked_new <= new as usize));
        }
        let owed: Vec<&str> = schedule
            .cards
            .iter()
            .filter(|state| {
                let ago = state.last.map_or(0, |last| today().days_since(last));
                state.is_missed() && ago >= 2 && state.may_be_asked(today())
            })
            .map(|state| &*state.id)
            .collect();
        let waiting = schedule.cards.iter().filter(|state| state.last == Some(today())).count();
        if aim.phase == GoalPhase::Running && limit.is_none() && ((owed.len() + waiting) as f32) * 25.0 < left {
            for id in owed {
                prop_assert!(
                    plan.tasks.iter().any(|task| task.card.id.as_str() == id),
                    "{id} was missed two days ago or more and is not asked"
                );
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        for task in &plan.tasks {
            prop_assert!(seen.insert(task.card.id.as_str()), "twice");
            let state = schedule.card(task.card.id.as_str());
            if let Some(state) = state {
                prop_assert!(state.may_be_asked(today()));
                prop_assert!(state.last != Some(today()) || state.is_waiting());
            }
        }
    }
}
