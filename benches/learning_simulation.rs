//! What the rules of learning are worth: ways to spend a day's minutes, over families of simulated learners.
//!
//! `cargo run --release --example learning_simulation -- daily 24 20` has 24 learners of each family study the
//! built-in decks for 60 days with 20 minutes a day; `-- quarter …` for 120 days, `-- year …` for a year; `-- goal 24 20 28` prepare for a date
//! 28 days away. Each prints the tables of docs/learning.md. The name of a family at the end (`novices`, `30 % known`) takes
//! only that one.

#![expect(clippy::print_stdout, reason = "it is a program that prints tables")]

#[path = "../tests/learners/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "the other simulations use more of it"
)]
mod learners;

use learners::{Known, Material, Policy, SimulatedLearner, Tally, prepare};
use nodequiz::memory::{Curve, Scheduling};

/// A way to study: its name, what it does, and whether retention goes by stage.
struct Way {
    name: &'static str,
    policy: Policy,
    by_stage: bool,
}

const fn way(name: &'static str, policy: Policy, by_stage: bool) -> Way {
    Way {
        name,
        policy,
        by_stage,
    }
}

/// Without a date.
const DAILY: [Way; 5] = [
    way("90 %, 8 new a day", Policy::Daily(Some(8)), false),
    way("stages, new cards fill", Policy::Daily(None), true),
    way("FSRS 90 %, 20 new, mixed", Policy::LongTerm, false),
    way("SM-2, 20 new, mixed", Policy::Sm2, false),
    way("round-robin", Policy::RoundRobin, false),
];

/// With a date.
const DATED: [Way; 5] = [
    way("a goal", Policy::Goal, true),
    way("90 %, 8 new a day", Policy::Daily(Some(8)), false),
    way("FSRS 90 %, 20 new, mixed", Policy::LongTerm, false),
    way("SM-2, 20 new, mixed", Policy::Sm2, false),
    way("round-robin", Policy::RoundRobin, false),
];

const FAMILIES: [(&str, Known); 4] = [
    ("novices", Known::Share(0.0)),
    ("30 % known", Known::Share(0.3)),
    ("60 % known", Known::Share(0.6)),
    ("by topic", Known::ByTopic),
];

/// Where the learners of a cell are after some days, at the mean.
#[derive(Clone, Copy, Default)]
struct Figures {
    known: f64,
    heavy: f64,
    minutes: f64,
    reviews: f64,
    failed: f64,
    empty: f64,
    soon: f64,
    /// What no way to study can exceed: cards known, and those of weight 3.
    bound: [f64; 2],
}

impl Figures {
    fn of(learner: &SimulatedLearner<'_>) -> Self {
        let Tally {
            seconds,
            reviews,
            failed,
            days,
            days_without_review,
            again_soon,
            misses,
            ..
        } = learner.tally;
        let (days, share) = (f64::from(days), |part: u32, all: u32| {
            f64::from(part) / f64::from(all.max(1))
        });
        Self {
            known: f64::from(learner.known()),
            heavy: f64::from(learner.known_from(3)),
            minutes: seconds / 60.0 / days,
            reviews: f64::from(reviews) / days,
            failed: share(failed, reviews),
            empty: f64::from(days_without_review),
            soon: share(again_soon, misses),
            bound: [1, 3].map(|weight| learner.bound(weight, seconds)),
        }
    }

    fn add(&mut self, other: &Self, share: f64) {
        self.known += other.known * share;
        self.heavy += other.heavy * share;
        self.minutes += other.minutes * share;
        self.reviews += other.reviews * share;
        self.failed += other.failed * share;
        self.empty += other.empty * share;
        self.soon += other.soon * share;
        for (sum, bound) in self.bound.iter_mut().zip(other.bound) {
            *sum += bound * share;
        }
    }
}

/// The figures of a cell at each of these days.
fn cell(
    material: &Material,
    policy: Policy,
    (truth, known): (Curve, Known),
    seeds: u64,
    minutes: u32,
    (marks, date): (&[u32], u32),
) -> Vec<Figures> {
    let mut all = vec![Figures::default(); marks.len()];
    for seed in 0..seeds {
        let mut learner = SimulatedLearner::of(material, 7_000 + seed, truth, known);
        let date = learner.today.plus(date);
        let mut done = 0;
        for (mark, figures) in marks.iter().zip(&mut all) {
            prepare(&mut learner, policy, mark - done, date, minutes, 0.0);
            done = *mark;
            figures.add(&Figures::of(&learner), 1.0 / seeds as f64);
        }
    }
    all
}

fn table(ways: &[Way], (seeds, minutes): (u64, u32), marks: &[u32], date: u32, only: Option<&str>) {
    let materials = [false, true].map(|by_stage| {
        Material::builtin(Scheduling {
            by_stage,
            ..Scheduling::default()
        })
    });
    let cards = materials[0].cards();
    let heavy = cards.iter().filter(|card| card.weight >= 3).count();
    for truth in Curve::ALL {
        for (family, known) in FAMILIES
            .into_iter()
            .filter(|(family, _)| only.is_none_or(|only| only == *family))
        {
            println!(
                "\n{truth:?}, {family}, {minutes} minutes a day, {seeds} learners, {} cards, {heavy} of weight 3\n",
                cards.len()
            );
            println!(
                "| day | way | known | weight 3 | min/day | reviews/day | failed | days without review | misses again in 2 days |"
            );
            println!("|---|---|---|---|---|---|---|---|---|");
            let rows: Vec<Vec<Figures>> = std::thread::scope(|scope| {
                let rows: Vec<_> = ways
                    .iter()
                    .map(|way| {
                        let material = &materials[usize::from(way.by_stage)];
                        let family = (truth, known);
                        scope.spawn(move || {
                            cell(material, way.policy, family, seeds, minutes, (marks, date))
                        })
                    })
                    .collect();
                rows.into_iter()
                    .map(|row| row.join().expect("a row"))
                    .collect()
            });
            for (place, mark) in marks.iter().enumerate() {
                for (way, row) in ways.iter().zip(&rows) {
                    let figures = &row[place];
                    println!(
                        "| {mark} | {} | {:.0} | {:.0} | {:.1} | {:.1} | {:.0} % | {:.0} | {:.0} % |",
                        way.name,
                        figures.known,
                        figures.heavy,
                        figures.minutes,
                        figures.reviews,
                        figures.failed * 100.0,
                        figures.empty,
                        figures.soon * 100.0
                    );
                }
                let [all, heavy] = rows[0][place].bound;
                println!(
                    "| {mark} | bound: nothing is forgotten | {all:.0} | {heavy:.0} | | | | | |"
                );
            }
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, default: u32| {
        let text = arguments.get(place);
        text.and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let effort = (u64::from(number(1, 24)), number(2, 20));
    let is_family = |word: &&str| FAMILIES.iter().any(|(name, _)| name == word);
    let only = arguments.last().map(String::as_str).filter(is_family);
    match arguments.first().map(String::as_str) {
        Some("year") => table(&DAILY, effort, &[30, 60, 120, 365], 0, only),
        Some("goal") => {
            let days = number(3, 28);
            table(&DATED, effort, &[days], days, only);
        }
        Some("quarter") => table(&DAILY, effort, &[30, 60, 120], 0, only),
        _ => table(&DAILY, effort, &[30, 60], 0, only),
    }
}
