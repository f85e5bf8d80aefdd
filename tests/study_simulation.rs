//! Simulated learners who study day by day as the program plans it for them.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, FixedOffset};
use nodequiz::deck::roadmap::{Matrix, Projects};
use nodequiz::deck::{Card, Level, Library, Source, parse};
use nodequiz::history::{
    Event, Journal, JournalFile, Mode, Record, RecordId, Review, Rules, Schedule, seal,
};
use nodequiz::memory::{Grade, Retention, RetentionByWeight, Scheduler, Scheduling, StudyDay};
use nodequiz::plan::{Filter, Pace, StudyRequest, plan_today};
use nodequiz::question::{Answer, Question};
use nodequiz::session::suggest;

/// Numbers from a seed (`SplitMix64`): simulations must not change with a crate.
pub(crate) struct TestRng(u64);

impl TestRng {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 to 1.
    fn roll(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1 << 24) as f32
    }
}

/// How a learner studies.
pub(crate) struct SimulatedStudy<'l> {
    /// The random numbers.
    pub(crate) seed: u64,
    /// The share of due cards to be remembered.
    pub(crate) retention: f32,
    /// The first day.
    pub(crate) from: &'l str,
    /// Days from then on.
    pub(crate) days: u32,
    /// Days on which nothing is answered, counted from the first.
    pub(crate) away: std::ops::Range<u32>,
    /// Whether an essential point is left out of every answer.
    pub(crate) omits_essentials: bool,
}

impl Default for SimulatedStudy<'_> {
    fn default() -> Self {
        Self {
            seed: 1,
            retention: 0.9,
            from: "2026-01-01",
            days: 30,
            away: 0..0,
            omits_essentials: false,
        }
    }
}

/// What a learner left behind.
pub(crate) struct StudyOutcome {
    /// The journal, one file of sealed lines.
    pub(crate) text: String,
    /// Lines written by hand, beside the answers.
    pub(crate) statements: String,
    /// The state of every card at the end.
    pub(crate) schedule: Schedule,
    /// The model.
    pub(crate) scheduler: Scheduler,
    /// The last day.
    pub(crate) today: StudyDay,
}

pub(crate) fn no_kind(_: &str) -> Option<nodequiz::question::Kind> {
    None
}

/// The rules of a replay without renamed cards.
pub(crate) fn rules(scheduling: Scheduling, renames: &BTreeMap<String, String>) -> Rules<'_> {
    Rules {
        scheduling,
        renames,
        kind: &no_kind,
        weight: &|_| 1,
    }
}

impl StudyOutcome {
    /// Passes the journal to a function.
    pub(crate) fn with_journal<T>(&self, look: impl FnOnce(&Journal, &Rules<'_>) -> T) -> T {
        let files = [
            JournalFile {
                path: "made/all.jsonl",
                bytes: self.text.as_bytes(),
            },
            JournalFile {
                path: "hand/statements.jsonl",
                bytes: self.statements.as_bytes(),
            },
        ];
        let journal = Journal::read(&files, time(self.today.plus(2), 0));
        assert_eq!(journal.problems, []);
        let renames = BTreeMap::new();
        look(&journal, &rules(*self.scheduler.scheduling(), &renames))
    }
}

/// Nine o'clock on a day, some seconds later.
pub(crate) fn time(day: StudyDay, seconds: u64) -> DateTime<FixedOffset> {
    let noon = format!("{day}T09:00:00+01:00");
    DateTime::parse_from_rfc3339(&noon).expect("a time") + Duration::seconds(seconds.cast_signed())
}

/// The grade of an answer: right, or with an essential point missing as `suggest` marks it.
fn graded(card: &Card, right: bool) -> Grade {
    match card.data() {
        Question::Points(points) => {
            let ticked = points.points.iter().enumerate();
            let ticked = ticked.filter(|(_, point)| right || !point.essential);
            let answer = Answer::Picked(ticked.map(|(number, _)| number).collect());
            suggest(card.data(), &answer, 20_000, 20_000).grade
        }
        _ if right => Grade::Good,
        _ => Grade::Again,
    }
}

/// Runs the simulation. A known card is remembered as often as the model says, and a new one is
/// known every other time.
pub(crate) fn simulate(library: &Library, life: &SimulatedStudy<'_>) -> StudyOutcome {
    let scheduling = Scheduling {
        retention: RetentionByWeight::all(Retention::new(life.retention).expect("a retention")),
        ..Scheduling::default()
    };
    let scheduler = Scheduler::new(scheduling);
    let renames = BTreeMap::new();
    let rules = rules(scheduling, &renames);
    let mut rng = TestRng::new(life.seed);
    let mut schedule = Schedule::default();
    let mut text = String::new();
    let mut seq = 0;
    let from: StudyDay = life.from.parse().expect("a day");
    for number in (0..life.days).filter(|number| !life.away.contains(number)) {
        let today = from.plus(number);
        let request = StudyRequest {
            filter: Filter::default(),
            minutes: 20,
            new_per_day: Some(8),
            new: None,
            limit: None,
            ahead: false,
            day_off: false,
            aim: None,
        };
        let pace = Pace::new(|_| 18.0);
        let plan = plan_today(
            library.cards(),
            &schedule,
            &scheduler,
            &pace,
            today,
            &request,
        );
        let cards: Vec<&Card> = plan.tasks.iter().map(|task| task.card).collect();
        for (at, card) in cards.into_iter().enumerate() {
            let state = schedule.card(card.id.as_str());
            let known = state.and_then(|state| Some((state.memory?, state.last?)));
            let mut chance = known.map_or(0.5, |(memory, last)| {
                scheduler.retrievability(memory, today.days_since(last) as u32)
            });
            for again in 0..3 {
                let right = !life.omits_essentials && rng.roll() < chance;
                // One pass in ten is hard, one is easy.
                let grade = match (graded(card, right), rng.roll()) {
                    (Grade::Good, roll) if roll < 0.1 => Grade::Hard,
                    (Grade::Good, roll) if roll > 0.9 => Grade::Easy,
                    (grade, _) => grade,
                };
                seq += 1;
                let review = Review::new(card.id.as_str(), grade, 18_000, Mode::Study);
                let record = Record {
                    id: RecordId::from_bits(
                        0x0193 << 112 | 0x7 << 76 | 0b10 << 62 | u128::from(seq),
                    ),
                    device: "made".into(),
                    seq,
                    at: time(today, at as u64 * 30 + again * 5),
                    day: today,
                    event: Event::Review(review),
                };
                text.push_str(&seal(&record));
                text.push('\n');
                schedule.apply(&record, &rules).expect("in order");
                if grade.passed() {
                    break;
                }
                chance = 0.85;
            }
        }
    }
    StudyOutcome {
        text,
        statements: String::new(),
        schedule,
        scheduler,
        today: from.plus(life.days.saturating_sub(1)),
    }
}

/// The built-in decks.
pub(crate) fn builtin_library() -> Library {
    let decks = nodequiz::deck::builtin().iter().map(|(file, text)| {
        let parsed = parse(&Source::new(file, *text));
        parsed.deck.expect("a deck without faults")
    });
    Library::assemble(decks.collect(), Vec::new()).0
}

/// A deck for each topic of the matrix, with the cards that projects name and `more` others a level, each
/// of two points, one of them essential. It changes with the projects only.
pub(crate) fn small_library(more: usize) -> Library {
    let mut cards: BTreeMap<&str, Vec<(String, Level)>> = BTreeMap::new();
    for area in &Matrix::builtin().areas {
        for topic in &area.topics {
            cards.entry(topic).or_default().extend(
                Level::ALL.into_iter().flat_map(|level| {
                    (0..more).map(move |card| (format!("{level}-{card}"), level))
                }),
            );
        }
    }
    for project in &Projects::builtin().projects {
        for card in &project.cards {
            let (deck, name) = card.as_str().split_once('/').expect("deck/card");
            let of_deck = cards.entry(deck).or_default();
            if of_deck.iter().all(|(known, _)| known != name) {
                of_deck.push((name.to_owned(), project.level));
            }
        }
    }
    let decks = cards.iter().map(|(deck, cards)| {
        let mut text = format!("# {deck} {{#{deck}}}\n");
        for (card, level) in cards {
            text.push_str(&format!(
                "\n## What about {card}? {{#{card} .{level}}}\n\n- **what matters about {card}**\n- a detail of it\n"
            ));
        }
        let parsed = parse(&Source::new(&format!("{deck}.md"), text));
        parsed.deck.unwrap_or_else(|| panic!("{:?}", parsed.diagnostics))
    });
    Library::assemble(decks.collect(), Vec::new()).0
}
