//! What the rules of learning are worth: ways to spend a day's minutes, over families of simulated learners.
//!
//! `cargo run --release --example learning_simulation -- daily 24 20` has 24 learners of each family study the
//! built-in decks for 60 days with 20 minutes a day; `-- year …` for a year; `-- goal 24 20 28` prepare for a date 28 days
//! away; `-- goals 24` for each of three dates, with each of three numbers of minutes. Each prints tables of docs/learning.md or
//! docs/goal.md. The name of a family at the end (`novices`, `30 % known`) takes only that one.

#![expect(clippy::print_stdout, reason = "it is a program that prints tables")]

#[path = "../tests/learners/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "the other simulations use more of it"
)]
mod learners;

use std::sync::atomic::{AtomicUsize, Ordering};

use learners::{Known, Material, Policy, Preparation, SimulatedLearner, Tally};
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
    way("stages, new cards fill", Policy::Daily(None), true),
    way("90 %, 8 new a day", Policy::Daily(Some(8)), false),
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

/// The place of the program's own way among these.
const OWN: usize = 0;
/// The place of its earlier way.
const EARLIER: usize = 1;
/// The place of what most programs do.
const USUAL: usize = 2;

const FAMILIES: [(&str, Known); 4] = [
    ("novices", Known::Share(0.0)),
    ("30 % known", Known::Share(0.3)),
    ("60 % known", Known::Share(0.6)),
    ("by topic", Known::ByTopic),
];

/// How learners forget, in words.
const fn memory(truth: Curve) -> &'static str {
    match truth {
        Curve::Fsrs => "FSRS-6",
        Curve::Steep => "a steeper power",
        Curve::Exponential => "exponential",
    }
}

/// Where a learner is after some days.
#[derive(Clone, Copy, Default)]
struct Figures {
    known: f64,
    heavy: f64,
    minutes: f64,
    reviews: f64,
    failed: f64,
    empty: f64,
    soon: f64,
    /// What no way to study can exceed in that time: cards known, and those of weight 3.
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

    /// The mean over learners.
    fn mean(all: &[Self]) -> Self {
        let mean = |of: &dyn Fn(&Self) -> f64| all.iter().map(of).sum::<f64>() / all.len() as f64;
        Self {
            known: mean(&|each| each.known),
            heavy: mean(&|each| each.heavy),
            minutes: mean(&|each| each.minutes),
            reviews: mean(&|each| each.reviews),
            failed: mean(&|each| each.failed),
            empty: mean(&|each| each.empty),
            soon: mean(&|each| each.soon),
            bound: [0, 1].map(|place| mean(&|each| each.bound[place])),
        }
    }

    /// What the days were like, in the columns of the tables.
    fn days(&self) -> String {
        format!(
            "{:.1} | {:.1} | {:.0} % | {:.0} | {:.0} %",
            self.minutes,
            self.reviews,
            self.failed * 100.0,
            self.empty,
            self.soon * 100.0
        )
    }
}

/// How many more cards the same learners know in one way than in another, in percent: the mean, and its
/// standard error.
fn gain(own: &[Figures], other: &[Figures]) -> (f64, f64) {
    let count = own.len() as f64;
    let of_other = Figures::mean(other).known;
    let each: Vec<f64> = own
        .iter()
        .zip(other)
        .map(|(own, other)| 100.0 * (own.known - other.known) / of_other)
        .collect();
    let mean = each.iter().sum::<f64>() / count;
    let squares = each.iter().map(|gain| (gain - mean).powi(2)).sum::<f64>();
    (mean, (squares / (count - 1.0).max(1.0) / count).sqrt())
}

/// A cell of the tables.
#[derive(Clone, Copy)]
struct Cell<'c> {
    truth: Curve,
    known: Known,
    learners: usize,
    minutes: u32,
    /// The days on which figures are taken.
    marks: &'c [u32],
    /// Days until the date; 0 without one.
    date: u32,
}

/// The figures of each way on each of a cell's days, learner by learner. Learners are the same for each way.
fn run(ways: &[Way], materials: &[Material; 2], cell: Cell<'_>) -> Vec<Vec<Vec<Figures>>> {
    let learner = |way: &Way, seed: usize| -> Vec<Figures> {
        let material = &materials[usize::from(way.by_stage)];
        let seed = 7_000 + seed as u64;
        let mut learner = SimulatedLearner::of(material, seed, cell.truth, cell.known);
        let date = learner.today.plus(cell.date);
        let mut preparation = Preparation::new(way.policy, date, cell.minutes);
        let mut done = 0;
        let marks = cell.marks.iter().map(|mark| {
            let days = mark - std::mem::replace(&mut done, *mark);
            preparation.go_on(&mut learner, days);
            Figures::of(&learner)
        });
        marks.collect()
    };
    let (next, jobs) = (AtomicUsize::new(0), ways.len() * cell.learners);
    let work = || -> Vec<(usize, Vec<Figures>)> {
        let jobs = std::iter::from_fn(|| {
            let job = next.fetch_add(1, Ordering::Relaxed);
            (job < jobs).then_some(job)
        });
        jobs.map(|job| {
            (
                job,
                learner(&ways[job / cell.learners], job % cell.learners),
            )
        })
        .collect()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut done: Vec<(usize, Vec<Figures>)> = std::thread::scope(|scope| {
        let others: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let others = others.into_iter();
        others
            .flat_map(|other| other.join().expect("learners"))
            .collect()
    });
    done.sort_by_key(|(job, _)| *job);
    let of_way = |way: usize, mark: usize| {
        let all = &done[way * cell.learners..(way + 1) * cell.learners];
        all.iter().map(|(_, figures)| figures[mark]).collect()
    };
    (0..ways.len())
        .map(|way| {
            (0..cell.marks.len())
                .map(|mark| of_way(way, mark))
                .collect()
        })
        .collect()
}

/// The families of these names.
fn families(only: Option<&str>) -> impl Iterator<Item = (&'static str, Known)> {
    FAMILIES
        .into_iter()
        .filter(move |(family, _)| only.is_none_or(|only| only == *family))
}

/// Day by day, without a date.
fn daily(
    materials: &[Material; 2],
    learners: usize,
    minutes: u32,
    marks: &[u32],
    only: Option<&str>,
) {
    println!(
        "| learners | day | way | known | weight 3 | min/day | reviews/day | failed | days without a review | misses asked again within two days |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let mut gains = Vec::new();
    for truth in Curve::ALL {
        for (family, known) in families(only) {
            let who = match only {
                Some(_) => memory(truth).to_owned(),
                None => format!("{}, {family}", memory(truth)),
            };
            let cell = Cell {
                truth,
                known,
                learners,
                minutes,
                marks,
                date: 0,
            };
            let ways = run(&DAILY, materials, cell);
            for (place, mark) in marks.iter().enumerate() {
                for (way, figures) in DAILY.iter().zip(&ways) {
                    let mean = Figures::mean(&figures[place]);
                    println!(
                        "| {who} | {mark} | {} | {:.0} | {:.0} | {} |",
                        way.name,
                        mean.known,
                        mean.heavy,
                        mean.days()
                    );
                }
                let [all, heavy] = Figures::mean(&ways[OWN][place]).bound;
                println!(
                    "| {who} | {mark} | bound: nothing is forgotten | {all:.0} | {heavy:.0} | | | | | |"
                );
                let against = |other: usize| gain(&ways[OWN][place], &ways[other][place]);
                gains.push((who.clone(), *mark, against(EARLIER), against(USUAL)));
            }
        }
    }
    println!("\n| learners | day | known more than at 90 %, 8 new | than FSRS 90 %, 20 new |");
    println!("|---|---|---|---|");
    for (who, mark, earlier, usual) in gains {
        println!(
            "| {who} | {mark} | {:+.1} ± {:.1} % | {:+.1} ± {:.1} % |",
            earlier.0, earlier.1, usual.0, usual.1
        );
    }
}

/// One line of a goal's table: what is known on the date in each way.
fn dated_line(who: &str, ways: &[Vec<Figures>]) -> String {
    let mut line = format!("| {who} |");
    for figures in ways {
        let mean = Figures::mean(figures);
        line.push_str(&format!(" {:.0} ({:.0}) |", mean.known, mean.heavy));
    }
    let [all, heavy] = Figures::mean(&ways[OWN]).bound;
    let (more, unsure) = gain(&ways[OWN], &ways[USUAL]);
    line + &format!(" {all:.0} ({heavy:.0}) | {more:+.1} ± {unsure:.1} % |")
}

const DATED_COLUMNS: &str = "a goal | 90 %, 8 new | FSRS 90 %, 20 new | SM-2, 20 new | round-robin | bound | a goal against FSRS 90 %";

/// For one date, family by family.
fn goal(materials: &[Material; 2], learners: usize, minutes: u32, days: u32, only: Option<&str>) {
    println!("| learners | {DATED_COLUMNS} |");
    println!("|---|---|---|---|---|---|---|---|");
    let mut rows = Vec::new();
    for truth in Curve::ALL {
        for (family, known) in families(only) {
            let who = format!("{}, {family}", memory(truth));
            let cell = Cell {
                truth,
                known,
                learners,
                minutes,
                marks: &[days],
                date: days,
            };
            let ways: Vec<Vec<Figures>> =
                run(&DATED, materials, cell).into_iter().flatten().collect();
            println!("{}", dated_line(&who, &ways));
            rows.push(format!("| {who} | {} |", Figures::mean(&ways[OWN]).days()));
        }
    }
    println!(
        "\n| learners | min/day | reviews/day | failed | days without a review | misses asked again within two days |"
    );
    println!("|---|---|---|---|---|---|");
    println!("{}", rows.join("\n"));
}

/// For three dates and three numbers of minutes, at the mean over the families.
fn goals(materials: &[Material; 2], learners: usize, only: Option<&str>) {
    println!(
        "| days | min | memory | {DATED_COLUMNS} | min/day | reviews | failed | empty | misses |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for days in [14, 28, 84] {
        for minutes in [10, 20, 30] {
            for truth in Curve::ALL {
                let mut ways: Vec<Vec<Figures>> = vec![Vec::new(); DATED.len()];
                for (_, known) in families(only) {
                    let cell = Cell {
                        truth,
                        known,
                        learners,
                        minutes,
                        marks: &[days],
                        date: days,
                    };
                    let each = run(&DATED, materials, cell).into_iter().flatten();
                    for (all, figures) in ways.iter_mut().zip(each) {
                        all.extend(figures);
                    }
                }
                let who = format!("{days} | {minutes} | {}", memory(truth));
                let own = Figures::mean(&ways[OWN]);
                println!("{} {} |", dated_line(&who, &ways), own.days());
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
    let (learners, minutes) = (number(1, 24) as usize, number(2, 20));
    let is_family = |word: &&str| FAMILIES.iter().any(|(name, _)| name == word);
    let only = arguments.last().map(String::as_str).filter(is_family);
    let materials = [false, true].map(|by_stage| {
        Material::builtin(Scheduling {
            by_stage,
            ..Scheduling::default()
        })
    });
    let cards = materials[0].cards();
    let heavy = cards.iter().filter(|card| card.weight >= 3).count();
    println!(
        "{learners} learners of each family, {} cards, {heavy} of weight 3\n",
        cards.len()
    );
    match arguments.first().map(String::as_str) {
        Some("year") => daily(&materials, learners, minutes, &[30, 60, 120, 365], only),
        Some("goal") => goal(&materials, learners, minutes, number(3, 28), only),
        Some("goals") => goals(&materials, learners, only),
        _ => daily(&materials, learners, minutes, &[30, 60], only),
    }
}
