//! One simulated learner: what they really remember, and what the program sees of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, TimeDelta};
use nodequiz::deck::{Card, Deck, Source, parse};
use nodequiz::history::{Event, Mode, Record, RecordId, Review, Rules, Schedule};
use nodequiz::memory::{
    Formulas, Grade, Memory, Parameters, Scheduler, Scheduling, StabilityBias, StudyDay,
};
use nodequiz::plan::Pace;
use nodequiz::question::Kind;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// How long answers take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answers {
    /// 15 seconds, most of them from 9 to 25.
    Short,
    /// 42 seconds, most of them from 25 to 70.
    Long,
}

/// The cards, and the conditions under which they are learned.
pub(crate) struct Material {
    decks: Vec<Deck>,
    scheduling: Scheduling,
    renames: BTreeMap<String, String>,
    pub(crate) answers: Answers,
}

static RECALL: fn(&str) -> Option<Kind> = |_| Some(Kind::Recall);
static POINTS: fn(&str) -> Option<Kind> = |_| Some(Kind::Points);

impl Material {
    /// This many cards in twenty topics, all with the same weight.
    pub(crate) fn new(cards: usize, answers: Answers) -> Self {
        let body = match answers {
            Answers::Short => "An answer.",
            Answers::Long => "- **one point**\n- another point",
        };
        let decks = (0..20)
            .map(|topic| {
                let mut text = format!("# Topic {topic} {{#t{topic:02}}}\n<!-- weight: 3 -->\n");
                for card in (topic..cards).step_by(20) {
                    let _ = write!(text, "\n## Question {card}? {{#c{card:04}}}\n\n{body}\n");
                }
                parse(&Source::new(&format!("{topic:02}.md"), text))
                    .deck
                    .expect("a sound deck")
            })
            .collect();
        Self {
            decks,
            scheduling: Scheduling {
                fuzz: false,
                ..Scheduling::default()
            },
            renames: BTreeMap::new(),
            answers,
        }
    }

    /// All cards, in the order of the decks.
    pub(crate) fn cards(&self) -> Vec<&Card> {
        self.decks.iter().flat_map(|deck| &deck.cards).collect()
    }

    /// The program's model: the weights that fit the average learner.
    pub(crate) fn scheduler(&self) -> Scheduler {
        Scheduler::new(self.scheduling)
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            scheduling: self.scheduling,
            renames: &self.renames,
            kind: match self.answers {
                Answers::Short => &RECALL,
                Answers::Long => &POINTS,
            },
        }
    }

    /// The mean time of a repeat on the same day, in seconds.
    pub(crate) const fn repeat_seconds(&self) -> f64 {
        0.7 * self.seconds()
    }

    /// The mean time of an answer, in seconds.
    const fn seconds(&self) -> f64 {
        match self.answers {
            Answers::Short => 15.0,
            Answers::Long => 42.0,
        }
    }
}

/// A normal number.
fn normal(rng: &mut StdRng) -> f64 {
    let (a, b) = (
        rng.random::<f64>().max(f64::MIN_POSITIVE),
        rng.random::<f64>(),
    );
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// A number around 1, whose logarithm is normal with this deviation.
fn around_one(rng: &mut StdRng, deviation: f64) -> f64 {
    (deviation * normal(rng)).exp()
}

/// What is true about a learner, which no program knows.
pub(crate) struct Learner {
    formulas: Formulas,
    /// How much longer or shorter than the model says this learner remembers each card.
    keeps: Vec<f32>,
    firsts: [f64; 4],
    passes: [f64; 3],
    /// Seconds of an answer to each card.
    seconds: Vec<f64>,
}

impl Learner {
    /// How far the weights of learners lie from the default, as the deviation of a logarithm.
    const WEIGHTS: f64 = 0.1;
    /// The same for how long a learner remembers overall.
    const LEARNERS: f64 = 0.3;
    /// The same for single cards.
    const CARDS: f64 = 0.5;
    /// The same for a learner's pace, and for that of single cards.
    const PACE: f64 = 0.25;

    pub(crate) fn new(material: &Material, seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let rng = &mut rng;
        let mut weights = *Parameters::default().numbers();
        for weight in &mut weights {
            *weight *= around_one(rng, Self::WEIGHTS) as f32;
        }
        let parameters = Parameters::new(&weights).expect("21 numbers");
        let cards = material.cards().len();
        let own = around_one(rng, Self::LEARNERS);
        let keeps = (0..cards)
            .map(|_| (own * around_one(rng, Self::CARDS)) as f32)
            .collect();
        let odds = 0.24 / 0.76 * around_one(rng, 0.5);
        let fails = odds / (1.0 + odds);
        let hard = 0.12 * around_one(rng, 0.3);
        let easy = 0.14 * around_one(rng, 0.3);
        let pace = material.seconds() * around_one(rng, Self::PACE);
        Self {
            formulas: Formulas::new(&parameters),
            keeps,
            firsts: [
                fails,
                0.12 * (1.0 - fails),
                0.66 * (1.0 - fails),
                0.22 * (1.0 - fails),
            ],
            passes: [hard, 1.0 - hard - easy, easy],
            seconds: (0..cards)
                .map(|_| pace * around_one(rng, Self::PACE))
                .collect(),
        }
    }

    fn one_of<const N: usize>(shares: &[f64; N], rng: &mut StdRng) -> usize {
        let mut left = rng.random::<f64>() * shares.iter().sum::<f64>();
        shares
            .iter()
            .position(|share| {
                left -= share;
                left < 0.0
            })
            .unwrap_or(N - 1)
    }
}

/// A learner at work: the truth of each card, and the schedule that the program keeps.
pub(crate) struct SimulatedLearner<'w> {
    pub(crate) material: &'w Material,
    pub(crate) cards: Vec<&'w Card>,
    learner: Learner,
    /// What is really remembered, and since when.
    truth: Vec<Option<(Memory, StudyDay)>>,
    pub(crate) schedule: Schedule,
    /// What the answers reveal about how long this learner remembers.
    pub(crate) stability_bias: StabilityBias,
    believed: Formulas,
    pub(crate) scheduler: Scheduler,
    pub(crate) today: StudyDay,
    now: DateTime<FixedOffset>,
    written: u64,
    rng: StdRng,
    /// Decides which days are missed: the same ones whatever is asked.
    calendar: StdRng,
}

impl<'w> SimulatedLearner<'w> {
    pub(crate) fn new(material: &'w Material, seed: u64) -> Self {
        let now = DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time");
        let cards = material.cards();
        Self {
            material,
            learner: Learner::new(material, seed),
            truth: vec![None; cards.len()],
            cards,
            schedule: Schedule::default(),
            stability_bias: StabilityBias::default(),
            believed: Formulas::new(&material.scheduling.parameters),
            scheduler: material.scheduler(),
            today: StudyDay::of(now, 4),
            now,
            written: 0,
            rng: StdRng::seed_from_u64(seed ^ 0x5eed),
            calendar: StdRng::seed_from_u64(seed ^ 0xca1),
        }
    }

    /// The next morning.
    pub(crate) fn sleep(&mut self) {
        self.today = self.today.plus(1);
        let at = self.today.date().and_hms_opt(9, 0, 0).expect("a time");
        self.now = at
            .and_local_timezone(*self.now.offset())
            .single()
            .expect("a fixed offset");
    }

    /// How long the program thinks answers take.
    pub(crate) fn pace(&self) -> Pace {
        let habits = &self.schedule.habits;
        Pace::new(|kind| habits.median_ms(kind) as f32 / 1000.0)
    }

    fn really_recalled(&self, card: usize, day: StudyDay) -> f32 {
        self.truth[card].map_or(0.0, |(memory, last)| {
            let days = day.days_since(last) as f32;
            let stability = memory.stability * self.learner.keeps[card];
            self.learner.formulas.recall(stability, days)
        })
    }

    /// Cards really known today: the sum of their chances.
    pub(crate) fn known(&self) -> f32 {
        (0..self.cards.len())
            .map(|card| self.really_recalled(card, self.today))
            .sum()
    }

    /// Cards recalled today when every one of them is asked.
    pub(crate) fn examined(&mut self) -> usize {
        (0..self.cards.len())
            .filter(|&card| {
                let recalled = self.really_recalled(card, self.today);
                self.rng.random::<f32>() < recalled
            })
            .count()
    }

    /// Asks a card until it is passed or, for a card failed, once more at the end of the day.
    /// Returns the grade and the seconds it took.
    pub(crate) fn answer(&mut self, card: usize) -> (Grade, f64) {
        let rng = &mut self.rng;
        let noise = around_one(rng, 0.35) / (0.35_f64 * 0.35 / 2.0).exp();
        let base = self.learner.seconds[card] * noise;
        let (grade, seconds, memory) = match self.truth[card] {
            None => {
                let grade = Grade::ALL[Learner::one_of(&self.learner.firsts, rng)];
                let first = self.learner.formulas.first();
                let memory = match grade {
                    Grade::Again => first.again,
                    Grade::Hard => first.hard,
                    Grade::Good => first.good,
                    Grade::Easy => first.easy,
                };
                (grade, 1.5 * base, memory)
            }
            Some((memory, last)) if last == self.today => {
                // A repeat on the same day: its effect was counted when the card was failed.
                let again = rng.random::<f64>() < 0.12;
                let grade = if again { Grade::Again } else { Grade::Good };
                (grade, 0.7 * base, memory)
            }
            Some((memory, _)) => {
                let recall = self.really_recalled(card, self.today);
                let after = self.learner.formulas.after(memory, recall);
                let rng = &mut self.rng;
                if rng.random::<f32>() < recall {
                    let grade = Learner::one_of(&self.learner.passes, rng);
                    let memory = [after.hard, after.good, after.easy][grade];
                    (Grade::ALL[grade + 1], base, memory)
                } else {
                    (Grade::Again, base, after.again)
                }
            }
        };
        self.truth[card] = Some((memory, self.today));
        self.write(card, grade, seconds);
        (grade, seconds)
    }

    /// Passes the answer to the program.
    fn write(&mut self, card: usize, grade: Grade, seconds: f64) {
        self.written += 1;
        self.now += TimeDelta::seconds(1);
        let name = self.cards[card].id.as_str();
        let before = self.schedule.card(name);
        if let Some((memory, last)) = before.and_then(|state| Some((state.memory?, state.last?))) {
            let elapsed = u32::try_from(self.today.days_since(last)).unwrap_or(0);
            let passed = grade.passed();
            self.stability_bias
                .take(&self.believed, memory.stability, elapsed, passed);
        }
        let record = Record {
            id: RecordId::from_bits(u128::from(self.written)),
            device: "simulated".into(),
            seq: self.written,
            at: self.now,
            day: self.today,
            event: Event::Review(Review::new(
                name,
                grade,
                (seconds * 1000.0) as u64,
                Mode::Study,
            )),
        };
        let rules = self.material.rules();
        self.schedule
            .apply(&record, &rules)
            .expect("records come in order");
    }

    /// Whether this learner misses the day, which happens with this share of all days.
    pub(crate) fn misses_today(&mut self, share: f64) -> bool {
        self.calendar.random::<f64>() < share
    }
}
