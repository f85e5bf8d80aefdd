//! Whether the range of a projection, stated as 80 %, holds 80 % of what becomes of simulated learners.
//!
//! `cargo run --release --example goal_calibration` takes 900 learners that nothing was tuned on, of three forgetting
//! curves and four families. `-- FIRST COUNT [COMMON PACE]` takes others, and other deviations, for
//! tuning.

#![expect(clippy::print_stdout, reason = "it is a program that prints figures")]

#[path = "../tests/learners/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "the other simulation uses more of it"
)]
mod learners;

use learners::{Known, Material, Outcome, outcomes};
use nodequiz::memory::{Curve, Scheduling};
use nodequiz::plan::Uncertainty;

const DAYS: u32 = 28;
const RUNS: u64 = 60;

const FAMILIES: [(&str, Known); 4] = [
    ("novices", Known::Share(0.0)),
    ("30 % known", Known::Share(0.3)),
    ("60 % known", Known::Share(0.6)),
    ("by topic", Known::ByTopic),
];

/// Days that lie behind a learner when projections are made.
const BEFORE: [u32; 4] = [1, 5, 10, 20];

fn print_line(name: &str, outcomes: &[(u64, u32, Outcome)], of: impl Fn(u64, u32) -> bool) {
    let chosen: Vec<&Outcome> = outcomes
        .iter()
        .filter(|(seed, day, _)| of(*seed, *day))
        .map(|(_, _, outcome)| outcome)
        .collect();
    let count = chosen.len().max(1) as f32;
    let share = |of: &dyn Fn(&Outcome) -> bool| {
        100.0 * chosen.iter().filter(|outcome| of(outcome)).count() as f32 / count
    };
    let mean = |of: &dyn Fn(&Outcome) -> f32| {
        chosen.iter().map(|outcome| of(outcome)).sum::<f32>() / count
    };
    println!(
        "| {name} | {} | {:.1} % | {:.1} % | {:.1} % | {:.1} | {:+.1} |",
        chosen.len(),
        share(&Outcome::holds),
        share(&|outcome| outcome.known < outcome.low),
        share(&|outcome| outcome.known > outcome.high),
        mean(&|outcome| (outcome.high - outcome.low) / 2.0),
        mean(&|outcome| outcome.known - outcome.expected),
    );
}

/// One of these by a digit of the seed, written to mixed bases.
const fn digit(seed: u64, below: u64, base: u64) -> usize {
    (seed / below % base) as usize
}

fn main() {
    let numbers: Vec<f64> = std::env::args()
        .skip(1)
        .filter_map(|text| text.parse().ok())
        .collect();
    let number = |place: usize, default: f64| numbers.get(place).copied().unwrap_or(default);
    let (first, count) = (number(0, 9_000_000.0) as u64, number(1, 900.0) as u64);
    let usual = Uncertainty::default();
    let spread = Uncertainty {
        common: number(2, usual.common),
        pace: number(3, usual.pace),
    };
    let material = Material::builtin(Scheduling {
        by_stage: true,
        ..Scheduling::default()
    });
    let half = |side: u64| -> Vec<(u64, u32, Outcome)> {
        let seeds = (first..first + count).filter(|seed| seed % 2 == side);
        seeds
            .flat_map(|seed| {
                let known = FAMILIES[digit(seed, 3, 4)].1;
                let learner = (seed, Curve::ALL[digit(seed, 1, 3)], known);
                let minutes = [10, 20, 30][digit(seed, 12, 3)];
                let days = (&BEFORE[..], DAYS);
                let each = outcomes(&material, learner, days, minutes, RUNS, &spread);
                BEFORE
                    .into_iter()
                    .zip(each)
                    .map(move |(day, outcome)| (seed, day, outcome))
            })
            .collect()
    };
    let all = std::thread::scope(|scope| {
        let half = &half;
        let other = scope.spawn(move || half(1));
        let mut all = half(0);
        all.extend(other.join().expect("the other half"));
        all
    });
    println!(
        "| learners | | range holds | below | above | half its width | outcome minus expected |"
    );
    println!("|---|---|---|---|---|---|---|");
    print_line("all", &all, |_, _| true);
    for (place, curve) in Curve::ALL.into_iter().enumerate() {
        print_line(&format!("{curve:?}"), &all, |seed, _| {
            digit(seed, 1, 3) == place
        });
    }
    for (place, (name, _)) in FAMILIES.into_iter().enumerate() {
        print_line(name, &all, |seed, _| digit(seed, 3, 4) == place);
    }
    for before in BEFORE {
        print_line(&format!("day {before}"), &all, |_, day| day == before);
    }
    for (place, (name, _)) in FAMILIES.into_iter().enumerate() {
        for (truth, curve) in Curve::ALL.into_iter().enumerate() {
            let of = |seed| digit(seed, 1, 3) == truth && digit(seed, 3, 4) == place;
            print_line(&format!("{curve:?}, {name}"), &all, |seed, _| of(seed));
            for before in BEFORE {
                print_line(
                    &format!("{curve:?}, {name}, day {before}"),
                    &all,
                    |seed, day| of(seed) && day == before,
                );
            }
        }
    }
}
