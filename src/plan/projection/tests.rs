//! Properties of every projection.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Projection, StudyEffort, forecast, quantile};
use crate::deck::{Card, Deck, Source, parse};
use crate::history::{CardState, Goal, Schedule};
use crate::memory::{Scheduler, Scheduling, StudyDay};
use crate::plan::current_goal::CurrentGoal;
use crate::plan::projection_setup::{ProjectionTerms, Uncertainty};
use crate::plan::queue::Pace;

fn today() -> StudyDay {
    "2026-11-20".parse().expect("a day")
}

fn deck() -> Deck {
    let mut text = "# Deck {#d}\n".to_owned();
    for card in 0..60 {
        let _ = write!(
            text,
            "\n## Question {card}? {{#c{card:02}}}\n\nAn answer.\n"
        );
    }
    parse(&Source::new("d.md", text))
        .deck
        .expect("a valid deck")
}

fn course(schedule: &Schedule, off: impl Fn(StudyDay) -> bool) -> Projection {
    let deck = deck();
    let goal = Goal {
        date: today().plus(12),
        minutes: 5,
        levels: Vec::new(),
        topics: Vec::new(),
        tags: Vec::new(),
        weights: BTreeMap::new(),
    };
    let aim = CurrentGoal::of(&goal, today(), &off);
    let scheduler = Scheduler::new(Scheduling::default());
    let terms = ProjectionTerms {
        schedule,
        scheduler: &scheduler,
        pace: &Pace::new(|_| 30.0),
        aim: &aim,
        today: today(),
    };
    let cards: Vec<&Card> = deck.cards.iter().collect();
    Projection::new(cards.into_iter(), &terms, &Uncertainty::default(), off)
}

/// Cards known on the date that were asked before it.
fn expected(course: &Projection, minutes: f32, skips: bool) -> f32 {
    let forecast = forecast(course, StudyEffort { minutes, skips }, 7, 60, 1);
    forecast.expected - forecast.unmet
}

/// Forty tasks that ask for code, and an hour each day for twelve days.
fn course_of_code(met_today: bool) -> Projection {
    let mut text = "# Deck {#d}\n".to_owned();
    for card in 0..40 {
        let _ = write!(
            text,
            "\n## Task {card}? {{#c{card:02} .code}}\n<!-- minutes: 5 -->\n\nDo it.\n\n\
             ```js starter\nexport const f = 0;\n```\n\n---\n\n\
             ```js test\nimport {{ test }} from 'node:test';\nimport {{ f }} from './solution.js';\n\
             test('is one', () => {{ if (f !== 1) throw new Error(); }});\n```\n\n\
             ```js solution\nexport const f = 1;\n```\n"
        );
    }
    let deck = parse(&Source::new("d.md", text)).deck.expect("a deck");
    let goal = Goal {
        date: today().plus(12),
        minutes: 60,
        levels: Vec::new(),
        topics: Vec::new(),
        tags: Vec::new(),
        weights: BTreeMap::new(),
    };
    let aim = CurrentGoal::of(&goal, today(), |_| false);
    let mut schedule = Schedule::default();
    if met_today {
        let state = CardState {
            first: Some(today()),
            ..CardState::new(deck.cards[0].id.as_str())
        };
        schedule.cards.push(state);
    }
    let terms = ProjectionTerms {
        schedule: &schedule,
        scheduler: &Scheduler::new(Scheduling::default()),
        pace: &Pace::new(|_| 300.0),
        aim: &aim,
        today: today(),
    };
    let spread = Uncertainty::default();
    Projection::new(deck.cards.iter(), &terms, &spread, |_| false)
}

#[test]
fn at_most_one_new_code_card_a_day_is_met() {
    let known = |met_today| expected(&course_of_code(met_today), 1.0, false);
    let known_all = known(false);
    assert!(
        (6.0..=12.0).contains(&known_all),
        "{known_all} of 40 in 12 days"
    );
    assert!(known(true) < known_all, "today's one was met already");
}

#[test]
fn the_same_seed_says_the_same_however_many_work_on_it() {
    let course = course(&Schedule::default(), |_| false);
    let one = forecast(&course, StudyEffort::AS_PLANNED, 7, 30, 1);
    for threads in [2, 3, 64] {
        let many = forecast(&course, StudyEffort::AS_PLANNED, 7, 30, threads);
        assert_eq!(one, many, "{threads} threads");
    }
    assert_ne!(one, forecast(&course, StudyEffort::AS_PLANNED, 8, 30, 1));
}

#[test]
fn more_minutes_know_more_and_missed_days_know_less() {
    let course = course(&Schedule::default(), |_| false);
    let (half, full, double) = (
        expected(&course, 0.5, false),
        expected(&course, 1.0, false),
        expected(&course, 2.0, false),
    );
    assert!(
        half + 5.0 < full && full + 2.0 < double,
        "{half} {full} {double}"
    );
    assert!(expected(&course, 1.0, true) + 2.0 < full);
}

#[test]
fn days_off_have_no_minutes() {
    let schedule = Schedule::default();
    let all = expected(&course(&schedule, |_| false), 1.0, false);
    let weekend = |day: StudyDay| day.weekday().number_from_monday() > 5;
    let some = expected(&course(&schedule, weekend), 1.0, false);
    assert!(some + 2.0 < all, "{some} {all}");
    let none = course(&schedule, |day| day > today());
    let today_only = expected(&none, 1.0, false);
    assert!((1.0..8.0).contains(&today_only), "{today_only}");
}

#[test]
fn what_is_suspended_or_claimed_is_not_expected() {
    let cards = (0..60)
        .map(|card| {
            let mut state = CardState::new(&format!("d/c{card:02}"));
            if card < 30 {
                state.suspended = true;
            } else {
                state.claimed = Some(today());
                state.due = Some(today().plus(40));
            }
            state
        })
        .collect();
    let schedule = Schedule {
        cards,
        ..Schedule::default()
    };
    let course = course(&schedule, |_| false);
    assert_eq!(course.cards(), 30);
    assert!(
        expected(&course, 1.0, false) < 0.01,
        "no check falls before the date"
    );
}

#[test]
fn cards_that_are_never_asked_count_as_often_as_first_answers_pass() {
    let none = course(&Schedule::default(), |_| true);
    let forecast = forecast(&none, StudyEffort::AS_PLANNED, 7, 60, 1);
    assert!(
        forecast.unmet > 20.0 && forecast.unmet <= forecast.expected,
        "{} of {}",
        forecast.unmet,
        forecast.expected
    );
}

#[test]
fn a_quantile_lies_between_the_values_around_it() {
    let values: Vec<f32> = (1..=9).map(|value| value as f32).collect();
    assert!((quantile(&values, 0.1) - 1.0).abs() < 1e-4);
    assert!((quantile(&values, 0.5) - 5.0).abs() < 1e-4);
    assert!((quantile(&values, 0.25) - 2.5).abs() < 1e-4);
    assert!((quantile(&[], 0.5)).abs() < 1e-4);
}
