//! Whether the range of a projection, stated as 80 %, contains 80 % of the outcomes of simulated
//! learners.
//!
//! `cargo run --release --example goal_calibration` takes a thousand learners that nothing was tuned on.
//! `-- FIRST COUNT [LEARNERS CARDS FIRSTS PACE]` takes others, and other deviations, for tuning.

#![expect(clippy::print_stdout, reason = "it is a program that prints figures")]

#[path = "../tests/learners/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "the other simulation uses more of it"
)]
mod learners;

use learners::{Answers, Material, Outcome, outcome};
use nodequiz::plan::Uncertainty;

const CARDS: usize = 400;
const DAYS: u32 = 25;
const RUNS: u64 = 100;

fn said(name: &str, outcomes: &[(u64, Outcome)], of: impl Fn(u64) -> bool) {
    let chosen: Vec<&Outcome> = outcomes
        .iter()
        .filter(|(seed, _)| of(*seed))
        .map(|(_, outcome)| outcome)
        .collect();
    let count = chosen.len().max(1) as f32;
    let share = |of: &dyn Fn(&Outcome) -> bool| {
        100.0 * chosen.iter().filter(|outcome| of(outcome)).count() as f32 / count
    };
    let mean = |of: &dyn Fn(&Outcome) -> f32| {
        chosen.iter().map(|outcome| of(outcome)).sum::<f32>() / count
    };
    println!(
        "{name:<22} {:>5} learners: range holds {:.1} %, below it {:.1} %, above it {:.1} %; half its width {:.1}; outcome minus expected {:+.1}",
        chosen.len(),
        share(&Outcome::holds),
        share(&|outcome| outcome.known < outcome.low),
        share(&|outcome| outcome.known > outcome.high),
        mean(&|outcome| (outcome.high - outcome.low) / 2.0),
        mean(&|outcome| outcome.known - outcome.expected),
    );
}

/// Days that lie behind a learner when the projection is made.
const fn before(seed: u64) -> u32 {
    ((seed / 7) % 21) as u32
}

fn main() {
    let numbers: Vec<f64> = std::env::args()
        .skip(1)
        .filter_map(|text| text.parse().ok())
        .collect();
    let number = |place: usize, default: f64| numbers.get(place).copied().unwrap_or(default);
    let (first, count) = (number(0, 9_000_000.0) as u64, number(1, 1000.0) as u64);
    let usual = Uncertainty::default();
    let spread = Uncertainty {
        learners: number(2, usual.learners),
        cards: number(3, usual.cards),
        firsts: number(4, usual.firsts),
        pace: number(5, usual.pace),
    };
    let materials = [Answers::Long, Answers::Short].map(|answers| Material::new(CARDS, answers));
    let minutes = |seed: u64| [10, 20, 30][(seed % 3) as usize];
    let answers = |seed: u64| (seed / 3 % 2) as usize;
    let half = |side: u64| -> Vec<(u64, Outcome)> {
        (first..first + count)
            .filter(|seed| seed % 2 == side)
            .map(|seed| {
                let material = &materials[answers(seed)];
                let days = (before(seed), DAYS);
                (
                    seed,
                    outcome(material, seed, days, minutes(seed), RUNS, &spread),
                )
            })
            .collect()
    };
    let outcomes = std::thread::scope(|scope| {
        let half = &half;
        let other = scope.spawn(move || half(1));
        let mut all = half(0);
        all.extend(other.join().expect("the other half"));
        all
    });
    said("all", &outcomes, |_| true);
    said("at the start", &outcomes, |seed| before(seed) == 0);
    said("after 1 to 6 days", &outcomes, |seed| {
        (1..=6).contains(&before(seed))
    });
    said("after 7 to 13 days", &outcomes, |seed| {
        (7..=13).contains(&before(seed))
    });
    said("after 14 to 20 days", &outcomes, |seed| before(seed) >= 14);
    for (index, name) in ["long answers", "short answers"].into_iter().enumerate() {
        said(name, &outcomes, |seed| answers(seed) == index);
    }
    for a_day in [10, 20, 30] {
        said(&format!("{a_day} minutes a day"), &outcomes, |seed| {
            minutes(seed) == a_day
        });
    }
}
