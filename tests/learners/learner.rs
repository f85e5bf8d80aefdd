//! One simulated learner: what they really remember, and what the program gets to see of it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, FixedOffset, TimeDelta};
use nodequiz::deck::{Card, Deck, Source, builtin, parse};
use nodequiz::history::{AnswerStats, Event, Mode, Record, RecordId, Review, Rules, Schedule};
use nodequiz::memory::{
    Curve, Formulas, Grade, Memory, Parameters, Scheduler, Scheduling, StudyDay,
};
use nodequiz::plan::{Pace, stage_of};
use nodequiz::question::Kind;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// How long answers take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answers {
    /// 42 seconds, most of them from 25 to 70.
    Long,
    /// As long as the program expects of each kind.
    ByKind,
}

/// What a learner knows before the first day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Known {
    /// This share of the cards, whatever they are.
    Share(f64),
    /// A share of its own of each topic: none, a third or two thirds.
    ByTopic,
}

/// The cards, and the terms on which they are learned.
pub(crate) struct Material {
    decks: Vec<Deck>,
    scheduling: Scheduling,
    renames: BTreeMap<String, String>,
    traits: HashMap<String, (Kind, u8)>,
    answers: Answers,
    /// Whether cards that ask for code are among them.
    code: bool,
}

impl Material {
    /// So many cards in twenty topics, all of one weight.
    pub(crate) fn new(cards: usize, answers: Answers) -> Self {
        let decks = (0..20)
            .map(|topic| {
                let mut text = format!("# Topic {topic} {{#t{topic:02}}}\n<!-- weight: 3 -->\n");
                for card in (topic..cards).step_by(20) {
                    let _ = write!(text, "\n## Question {card}? {{#c{card:04}}}\n\n- **one point**\n- another point\n");
                }
                parse(&Source::new(&format!("{topic:02}.md"), text))
                    .deck
                    .expect("a deck without faults")
            })
            .collect();
        let scheduling = Scheduling {
            fuzz: false,
            ..Scheduling::default()
        };
        Self::of(decks, scheduling, answers)
    }

    /// The cards that come with the program, but for those that ask for code.
    pub(crate) fn builtin(scheduling: Scheduling) -> Self {
        let decks = builtin().iter().map(|(file, text)| {
            let deck = parse(&Source::new(file, *text)).deck;
            deck.expect("a built-in deck")
        });
        Self::of(decks.collect(), scheduling, Answers::ByKind)
    }

    fn of(decks: Vec<Deck>, scheduling: Scheduling, answers: Answers) -> Self {
        let cards = decks.iter().flat_map(|deck| &deck.cards);
        let traits = cards.map(|card| (card.id.to_string(), (card.kind(), card.weight)));
        Self {
            traits: traits.collect(),
            decks,
            scheduling,
            renames: BTreeMap::new(),
            answers,
            code: false,
        }
    }

    /// The same, with the cards that ask for code.
    pub(crate) fn with_code(self) -> Self {
        Self { code: true, ..self }
    }

    /// All cards, in the order of the decks.
    pub(crate) fn cards(&self) -> Vec<&Card> {
        let cards = self.decks.iter().flat_map(|deck| &deck.cards);
        cards
            .filter(|card| self.code || card.kind() != Kind::Code)
            .collect()
    }

    /// The program's model: the weights that fit the average learner.
    pub(crate) fn scheduler(&self) -> Scheduler {
        Scheduler::new(self.scheduling)
    }

    /// Lets the learner's program see one more record.
    fn apply(&self, schedule: &mut Schedule, record: &Record<'_>) {
        let rules = Rules {
            scheduling: self.scheduling,
            renames: &self.renames,
            kind: &|id| self.traits.get(id).map(|traits| traits.0),
            weight: &|id| self.traits.get(id).map_or(1, |traits| traits.1),
        };
        schedule
            .apply(record, &rules)
            .expect("records come in order");
    }

    /// What a repeat of the day takes at the mean, in seconds.
    pub(crate) fn repeat_seconds(&self) -> f64 {
        0.7 * self.seconds(Kind::Points)
    }

    /// What an answer takes at the mean, in seconds.
    fn seconds(&self, kind: Kind) -> f64 {
        match self.answers {
            Answers::Long => 42.0,
            Answers::ByKind => f64::from(AnswerStats::default().median_ms(kind)) / 1000.0,
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

/// What is true about a learner, and no program knows.
pub(crate) struct Learner {
    truth: Curve,
    formulas: Formulas,
    /// How far the stability of a card that was known before the first day exceeds that of one learned then;
    /// `None` for one that was not.
    known: Vec<Option<f32>>,
    /// How much longer or shorter than the model says this learner keeps each card.
    keeps: Vec<f32>,
    passes: [f64; 3],
    /// Seconds of an answer to each card.
    seconds: Vec<f64>,
}

impl Learner {
    /// How far the weights of learners lie from the default, as the deviation of a logarithm.
    const WEIGHTS: f64 = 0.1;
    /// The same for how long a learner keeps things altogether.
    const LEARNERS: f64 = 0.3;
    /// The same for single cards.
    const CARDS: f64 = 0.5;
    /// How often what was known before the first day passes its first answer.
    const KNOWN_PASS: f64 = 0.95;
    /// The same for a learner's pace, and for that of single cards.
    const PACE: f64 = 0.25;

    fn new(material: &Material, seed: u64, truth: Curve, known: Known) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let rng = &mut rng;
        let mut weights = *Parameters::default().numbers();
        for weight in &mut weights {
            *weight *= around_one(rng, Self::WEIGHTS) as f32;
        }
        let parameters = Parameters::new(&weights).expect("21 numbers");
        let all = material.cards();
        let cards = all.len();
        let own = around_one(rng, Self::LEARNERS);
        let keeps = (0..cards)
            .map(|_| (own * around_one(rng, Self::CARDS)) as f32)
            .collect();
        let hard = 0.12 * around_one(rng, 0.3);
        let easy = 0.14 * around_one(rng, 0.3);
        let pace = around_one(rng, Self::PACE);
        Self {
            truth,
            formulas: Formulas::new(&parameters),
            known: Self::known(&all, known, seed),
            keeps,
            passes: [hard, 1.0 - hard - easy, easy],
            seconds: all
                .iter()
                .map(|card| material.seconds(card.kind()) * pace * around_one(rng, Self::PACE))
                .collect(),
        }
    }

    fn known(cards: &[&Card], known: Known, seed: u64) -> Vec<Option<f32>> {
        let mut rng = StdRng::seed_from_u64(seed ^ 0x6b6e);
        let mut topics: HashMap<&str, f64> = HashMap::new();
        let each = cards.iter().map(|card| {
            let share = match known {
                Known::Share(share) => share,
                Known::ByTopic => *topics
                    .entry(&card.topic)
                    .or_insert_with(|| f64::from(rng.random_range(0..3_u8)) / 3.0),
            };
            let times = 81_f32.powf(rng.random::<f32>());
            (rng.random::<f64>() < share).then_some(times)
        });
        each.collect()
    }

    /// The first answer to a card: its grade, and what it leaves.
    fn first_answer(&self, card: usize, rng: &mut StdRng) -> (Grade, Memory) {
        let first = self.formulas.first();
        match self.known[card] {
            Some(times) if rng.random::<f64>() < Self::KNOWN_PASS => {
                let (grade, memory) = if rng.random::<f64>() < 0.3 {
                    (Grade::Easy, first.easy)
                } else {
                    (Grade::Good, first.good)
                };
                let stability = memory.stability * times;
                (
                    grade,
                    Memory {
                        stability,
                        ..memory
                    },
                )
            }
            _ => (Grade::Again, first.again),
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
    pub(crate) scheduler: Scheduler,
    pub(crate) today: StudyDay,
    now: DateTime<FixedOffset>,
    written: u64,
    rng: StdRng,
    /// Decides about missed days: the same ones whatever is asked.
    calendar: StdRng,
    pub(crate) tally: Tally,
}

/// What a learner did.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) seconds: f64,
    /// First answers of a day to cards met before, and those of them that failed.
    pub(crate) reviews: u32,
    pub(crate) failed: u32,
    pub(crate) days: u32,
    pub(crate) days_without_review: u32,
    reviewed_today: bool,
    /// Misses: those that were asked again within two days, and all that are older than that.
    pub(crate) again_soon: u32,
    pub(crate) misses: u32,
    missed: HashMap<usize, StudyDay>,
}

impl Tally {
    fn take(&mut self, card: usize, today: StudyDay, last: Option<StudyDay>, passed: bool) {
        if last == Some(today) {
            return;
        }
        if let Some(missed) = self.missed.remove(&card) {
            self.misses += 1;
            self.again_soon += u32::from(today.days_since(missed) <= 2);
        }
        if !passed {
            self.missed.insert(card, today);
        }
        if last.is_some() {
            self.reviews += 1;
            self.failed += u32::from(!passed);
            self.reviewed_today = true;
        }
    }

    fn end_day(&mut self, today: StudyDay) {
        self.days += 1;
        self.days_without_review += u32::from(!self.reviewed_today);
        self.reviewed_today = false;
        let before = self.missed.len();
        self.missed
            .retain(|_, missed| today.days_since(*missed) < 2);
        self.misses += (before - self.missed.len()) as u32;
    }
}

impl<'w> SimulatedLearner<'w> {
    /// A learner of a family.
    pub(crate) fn of(material: &'w Material, seed: u64, truth: Curve, known: Known) -> Self {
        let now = DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time");
        let cards = material.cards();
        Self {
            material,
            learner: Learner::new(material, seed, truth, known),
            truth: vec![None; cards.len()],
            cards,
            schedule: Schedule::default(),
            scheduler: material.scheduler(),
            today: StudyDay::of(now, 4),
            now,
            written: 0,
            rng: StdRng::seed_from_u64(seed ^ 0x5eed),
            calendar: StdRng::seed_from_u64(seed ^ 0xca1),
            tally: Tally::default(),
        }
    }

    /// What is really remembered of each card, and since when; none of one that was not met.
    pub(crate) fn truth(&self) -> &[Option<(Memory, StudyDay)>] {
        &self.truth
    }

    /// The same learner on this day, who remembers these.
    pub(crate) fn on(self, today: StudyDay, truth: Vec<Option<(Memory, StudyDay)>>) -> Self {
        let of_day = today.date().num_days_from_ce().unsigned_abs();
        Self {
            today,
            truth,
            rng: StdRng::seed_from_u64(u64::from(of_day)),
            ..self
        }
    }

    /// The next morning.
    pub(crate) fn sleep(&mut self) {
        self.tally.end_day(self.today);
        self.today = self.today.plus(1);
        let at = self.today.date().and_hms_opt(9, 0, 0).expect("a time");
        self.now = at
            .and_local_timezone(*self.now.offset())
            .single()
            .expect("a fixed offset");
    }

    /// How long the program believes that answers take.
    pub(crate) fn pace(&self) -> Pace {
        let habits = &self.schedule.habits;
        Pace::new(|kind| habits.median_ms(kind) as f32 / 1000.0)
    }

    fn really_recalled(&self, card: usize, day: StudyDay) -> f32 {
        self.truth[card].map_or(0.0, |(memory, last)| {
            let days = day.days_since(last) as f32;
            let stability = memory.stability * self.learner.keeps[card];
            let formulas = &self.learner.formulas;
            self.learner.truth.recall(formulas, stability, days)
        })
    }

    /// Cards of this weight or more that could be known after so many seconds if nothing were ever forgotten, and only
    /// what is not known yet were asked, once each, the quickest first: no way to study can do better.
    pub(crate) fn bound(&self, weight: u8, seconds: f64) -> f64 {
        let cards = || (0..self.cards.len()).filter(|&card| self.cards[card].weight >= weight);
        let known = |card: &usize| self.learner.known[*card].is_some();
        let mut times: Vec<f64> = cards()
            .filter(|card| !known(card))
            .map(|card| 1.5 * self.learner.seconds[card])
            .collect();
        times.sort_by(f64::total_cmp);
        let met = times.into_iter().scan(seconds, |left, time| {
            *left -= time;
            (*left >= 0.0).then_some(())
        });
        (cards().filter(known).count() + met.count()) as f64
    }

    /// Cards really known today: the sum of their chances.
    pub(crate) fn known(&self) -> f32 {
        self.known_from(1)
    }

    /// The same of the cards of this weight or more. What was known before the first day and not met yet counts.
    pub(crate) fn known_from(&self, weight: u8) -> f32 {
        let cards = (0..self.cards.len()).filter(|&card| self.cards[card].weight >= weight);
        cards.map(|card| self.chance_now(card)).sum()
    }

    /// The chance that a card is recalled today, met or not.
    fn chance_now(&self, card: usize) -> f32 {
        match self.truth[card] {
            None if self.learner.known[card].is_some() => Learner::KNOWN_PASS as f32,
            None => 0.0,
            Some(_) => self.really_recalled(card, self.today),
        }
    }

    /// Cards recalled today when every one of them is asked, those never met too.
    pub(crate) fn examined(&mut self) -> usize {
        (0..self.cards.len())
            .filter(|&card| {
                let recalled = self.chance_now(card);
                self.rng.random::<f32>() < recalled
            })
            .count()
    }

    /// Asks a card until it is passed or, for a card failed, once more at the end of the day. Gives the
    /// grade and the seconds it took.
    pub(crate) fn answer(&mut self, card: usize) -> (Grade, f64) {
        let rng = &mut self.rng;
        let noise = around_one(rng, 0.35) / (0.35_f64 * 0.35 / 2.0).exp();
        let base = self.learner.seconds[card] * noise;
        let (grade, seconds, memory) = match self.truth[card] {
            None => {
                let (grade, memory) = self.learner.first_answer(card, rng);
                (grade, 1.5 * base, memory)
            }
            Some((memory, last)) if last == self.today => {
                // A repeat of the day: what it leaves was counted when the card was failed.
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
        let last = self.truth[card].map(|(_, last)| last);
        self.tally.take(card, self.today, last, grade.passed());
        self.tally.seconds += seconds;
        self.truth[card] = Some((memory, self.today));
        self.write(card, grade, seconds);
        (grade, seconds)
    }

    /// Tells the program.
    fn write(&mut self, card: usize, grade: Grade, seconds: f64) {
        let name = self.cards[card].id.as_str();
        let ms = (seconds * 1000.0) as u64;
        self.append(Event::Review(Review::new(name, grade, ms, Mode::Study)));
    }

    fn append(&mut self, event: Event<'_>) {
        self.written += 1;
        self.now += TimeDelta::seconds(1);
        let record = Record {
            id: RecordId::from_bits(u128::from(self.written)),
            device: "simulated".into(),
            seq: self.written,
            at: self.now,
            day: self.today,
            event,
        };
        self.material.apply(&mut self.schedule, &record);
    }

    /// Begins the stage of learning that this learner has reached, as the program does before a day's answers.
    pub(crate) fn begin_stage(&mut self) {
        let stage = stage_of(self.cards.iter().copied(), &self.schedule);
        if self.material.scheduling.by_stage && Some(stage) > self.schedule.declared.stage {
            self.append(Event::Stage { stage });
        }
    }

    /// Whether the day is one of those that this learner misses, which a share of all days is.
    pub(crate) fn misses_today(&mut self, share: f64) -> bool {
        self.calendar.random::<f64>() < share
    }
}
