//! How many cards are known on the day: four ways to spend the minutes, over simulated learners.
//!
//! `cargo run --release --example goal_simulation` prints the tables of docs/goal.md;
//! `-- 10` takes ten learners instead of sixty, `-- 60 84` a date 84 days away, `-- speed` measures how long a
//! plan and a projection take.

#![expect(clippy::print_stdout, reason = "it is a program that prints a table")]

#[path = "../tests/learners/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "the other simulation uses more of it"
)]
mod learners;

use std::hint::black_box;
use std::time::Instant;

use learners::{Answers, Material, Policy, SimulatedLearner, prepare, projected};
use nodequiz::plan::Uncertainty;

const CARDS: usize = 400;
const DAYS: u32 = 25;
const MINUTES: [u32; 4] = [10, 20, 30, 45];

/// Cards known on the day, at the mean over the learners.
fn mean(
    material: &Material,
    policy: Policy,
    days: u32,
    minutes: u32,
    missed: f64,
    seeds: u64,
) -> f64 {
    let known = |seed| {
        let mut learner = SimulatedLearner::new(material, seed);
        let date = learner.today.plus(days);
        prepare(&mut learner, policy, days, date, minutes, missed);
        f64::from(learner.known())
    };
    (0..seeds).map(known).sum::<f64>() / seeds as f64
}

/// How long a day's plan over 10 000 cards takes, and a projection of 520 cards over 30 days.
fn speed() {
    let material = Material::new(10_000, Answers::Long);
    let mut learner = SimulatedLearner::new(&material, 1);
    let date = learner.today.plus(30);
    // Half of the cards were seen: ranking those takes longest.
    for card in 0..5000 {
        learner.answer(card * 2);
    }
    learner.sleep();
    let plan = |learner: &SimulatedLearner<'_>| Policy::Goal.tasks(learner, date, 20);
    let asked = plan(&learner).len();
    let start = Instant::now();
    for _ in 0..20 {
        black_box(plan(&learner));
    }
    println!(
        "a plan over 10 000 cards: {:.2} ms ({asked} cards asked)",
        start.elapsed().as_secs_f64() * 50.0
    );

    let material = Material::new(520, Answers::Long);
    let mut learner = SimulatedLearner::new(&material, 1);
    let date = learner.today.plus(35);
    prepare(&mut learner, Policy::Goal, 5, date, 20, 0.0);
    let start = Instant::now();
    let said = projected(&learner, date, 20, 200, 2, &Uncertainty::default());
    println!(
        "520 cards, 30 days, 200 runs on two threads: {:.3} s ({:.0} expected)",
        start.elapsed().as_secs_f64(),
        said.expected
    );
    let start = Instant::now();
    black_box(projected(
        &learner,
        date,
        20,
        60,
        2,
        &Uncertainty::default(),
    ));
    println!(
        "60 runs, for the end of a session: {:.3} s",
        start.elapsed().as_secs_f64()
    );
}

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.peek().is_some_and(|word| word == "speed") {
        return speed();
    }
    let seeds = arguments
        .next()
        .and_then(|text| text.parse().ok())
        .unwrap_or(60);
    let days = arguments
        .next()
        .and_then(|text| text.parse().ok())
        .unwrap_or(DAYS);
    for answers in [Answers::Long, Answers::Short] {
        let material = Material::new(CARDS, answers);
        for missed in [0.0, 0.3] {
            println!(
                "\n{answers:?} answers, {:.0} % of days missed, {days} days, {seeds} learners",
                missed * 100.0
            );
            println!("| policy | 10 min/day | 20 | 30 | 45 |\n|---|---|---|---|---|");
            let rows: Vec<[f64; 4]> = std::thread::scope(|scope| {
                let rows: Vec<_> = Policy::ALL
                    .iter()
                    .map(|&policy| {
                        let material = &material;
                        scope.spawn(move || {
                            MINUTES
                                .map(|minutes| mean(material, policy, days, minutes, missed, seeds))
                        })
                    })
                    .collect();
                rows.into_iter()
                    .map(|row| row.join().expect("a row"))
                    .collect()
            });
            for (policy, row) in Policy::ALL.iter().zip(&rows) {
                let cells: Vec<String> = row.iter().map(|known| format!("{known:.0}")).collect();
                println!("| {policy:?} | {} |", cells.join(" | "));
            }
            for (column, minutes) in MINUTES.iter().enumerate() {
                let best = rows[..3].iter().map(|row| row[column]).fold(0.0, f64::max);
                println!(
                    "{minutes} min: {:.3} of the best other, {:.2} of the long-term schedule",
                    rows[3][column] / best,
                    rows[3][column] / rows[0][column]
                );
            }
        }
    }
}
