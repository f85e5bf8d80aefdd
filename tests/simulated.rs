//! A simulated learner with known weights, who answers day by day what the program's scheduler
//! asks.

use chrono::{DateTime, Duration};
use nodequiz::history::{Event, Mode, Record, RecordId, Review, seal};
use nodequiz::memory::{Evidence, Grade, Memory, Parameters, Scheduler, Scheduling, StudyDay};

use crate::home::Home;
use crate::sample_journal::Numbers;

/// One answer of a simulated history.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given {
    /// The day, from 0.
    pub(crate) day: u32,
    /// The card, from 0, in the order in which they were met.
    pub(crate) card: usize,
    pub(crate) grade: Grade,
    /// Days since the card's last answer.
    pub(crate) elapsed: u32,
}

/// A learner about whom everything is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Learner {
    /// How they forget.
    pub(crate) truth: Parameters,
    /// Cards met on each day.
    pub(crate) new_a_day: usize,
    /// The random numbers.
    pub(crate) seed: u64,
}

/// The true state of a card, and the scheduler's.
struct Card {
    truth: Memory,
    believed: Memory,
    last: u32,
    due: u32,
    reviews: u32,
}

/// Weights far from the average: a learner who remembers new cards longer, gains less by each
/// review and forgets faster after a while.
pub(crate) fn another_learner() -> Parameters {
    let mut numbers = *Parameters::default().numbers();
    for (place, value) in [
        (0, 0.5),
        (1, 2.2),
        (2, 4.5),
        (3, 12.0),
        (4, 5.6),
        (6, 2.2),
        (8, 1.45),
        (9, 0.25),
        (11, 1.1),
        (14, 1.2),
        (15, 0.8),
        (20, 0.32),
    ] {
        numbers[place] = value;
    }
    Parameters::new(&numbers).expect("21 numbers")
}

impl Learner {
    /// This many answers, in the order of time. The schedule is that of the default weights.
    pub(crate) fn answers(&self, count: usize) -> Vec<Given> {
        let mut rng = Numbers(self.seed);
        let truth = Scheduler::new(Scheduling {
            parameters: self.truth,
            ..Scheduling::default()
        });
        let belief = Scheduler::new(Scheduling::default());
        let mut cards: Vec<Card> = Vec::new();
        let mut given = Vec::new();
        for day in 0.. {
            let met = cards.len();
            for card in 0..met + self.new_a_day {
                if given.len() >= count {
                    return given;
                }
                if cards.get(card).is_some_and(|card| card.due > day) {
                    continue;
                }
                let chance = cards
                    .get(card)
                    .map(|card| truth.retrievability(card.truth, day - card.last));
                let first = match chance {
                    None => rng.grade([30, 15, 45]),
                    Some(chance) if rng.share() < chance => rng.grade([0, 12, 78]),
                    Some(_) => Grade::Again,
                };
                let mut grades = vec![first];
                while grades.last() == Some(&Grade::Again) {
                    grades.push(rng.grade([10, 10, 75]));
                }
                for grade in grades {
                    let before = cards.get(card);
                    let elapsed = before.map_or(0, |card| day - card.last);
                    let reviews = before.map_or(0, |card| card.reviews) + 1;
                    let believed = belief.after(before.map(|card| card.believed), elapsed, grade);
                    let after = Card {
                        truth: truth.after(before.map(|card| card.truth), elapsed, grade),
                        believed,
                        last: day,
                        due: day + belief.interval(believed, &name(card), reviews),
                        reviews,
                    };
                    match cards.get_mut(card) {
                        Some(before) => *before = after,
                        None => cards.push(after),
                    }
                    given.push(Given {
                        day,
                        card,
                        grade,
                        elapsed,
                    });
                }
            }
        }
        given
    }

    /// Writes the same answers as the journal of a device; the last ones were given on 19 November
    /// 2026.
    pub(crate) fn write(&self, count: usize, home: &Home) {
        let answers = self.answers(count);
        let last = answers.last().map_or(0, |given| given.day);
        let evening = DateTime::parse_from_rfc3339("2026-11-19T18:00:00+01:00").expect("a time");
        let mut lines = String::new();
        for (seq, given) in (1..).zip(&answers) {
            let at = evening - Duration::days(i64::from(last - given.day));
            let review = Review::new(name(given.card), given.grade, 9000, Mode::Study);
            let record = Record {
                id: RecordId::from_bits(0x0193 << 112 | 7 << 76 | 0b10 << 62 | u128::from(seq)),
                device: "made".into(),
                seq,
                at,
                day: StudyDay::of(at, 4),
                event: Event::Review(review),
            };
            lines.push_str(&seal(&record));
            lines.push('\n');
        }
        home.write("data/reviews/made/2026-11.jsonl", &lines);
    }

    /// The same answers as evidence for a fit.
    pub(crate) fn evidence(&self, count: usize) -> Evidence {
        let mut evidence = Evidence::default();
        let mut met = 0;
        for given in self.answers(count) {
            if given.card == met {
                met += 1;
                evidence.begin();
            }
            evidence.take(given.card, given.elapsed, given.grade);
        }
        evidence
    }
}

/// The name of a card: that in the deck which `Home::recall_deck` writes.
pub(crate) fn name(card: usize) -> String {
    format!("mine/c{card}")
}

impl Numbers {
    /// A number from 0 to 1.
    fn share(&mut self) -> f32 {
        self.below(1 << 24) as f32 / (1 << 24) as f32
    }

    /// A grade, of which Again, Hard and Good have these shares in percent of all; Easy has the rest.
    fn grade(&mut self, shares: [u64; 3]) -> Grade {
        let rng = self.below(100);
        let [again, hard, good] = shares;
        if rng < again {
            Grade::Again
        } else if rng < again + hard {
            Grade::Hard
        } else if rng < again + hard + good {
            Grade::Good
        } else {
            Grade::Easy
        }
    }
}
