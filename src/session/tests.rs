//! Sessions fed with events: no screen, no disk.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::deck::{Deck, Source, parse};
use crate::history::{self, JournalFile, Mode, Record, RecordId, Rules, Schedule, seal};
use crate::memory::{Grade, Scheduler, Scheduling, StudyDay};
use crate::plan::{Filter, Pace, Placement, Plan, Task, Why, Wishes, plan_today};
use crate::question::{Answer, Kind};

fn now() -> chrono::DateTime<chrono::FixedOffset> {
    chrono::DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time")
}

fn today() -> StudyDay {
    StudyDay::of(now(), 4)
}

fn deck(cards: usize) -> Deck {
    let mut text = "# Deck {#d}\n".to_owned();
    for card in 0..cards {
        let _ = write!(text, "\n## Question {card}? {{#c{card}}}\n\nAn answer.\n");
    }
    parse(&Source::new("d.md", text))
        .deck
        .expect("a sound deck")
}

/// A journal in memory: every line is sealed, and the schedule is replayed from the bytes.
struct Memory {
    bytes: String,
    seq: u64,
    schedule: Schedule,
    renames: BTreeMap<String, String>,
    /// How many of the next appends fail.
    failing: usize,
}

impl Memory {
    fn new() -> Self {
        Self {
            bytes: String::new(),
            seq: 0,
            schedule: Schedule::default(),
            renames: BTreeMap::new(),
            failing: 0,
        }
    }

    fn reviews(&self) -> usize {
        self.bytes.matches(r#""event":"review""#).count()
    }
}

impl Journal for Memory {
    fn append(&mut self, event: history::Event<'static>) -> Result<RecordId, NotSaved> {
        if self.failing > 0 {
            self.failing -= 1;
            return Err(NotSaved {
                why: "the disk is full".into(),
                retry: true,
            });
        }
        self.seq += 1;
        let record = Record {
            id: RecordId::from_bits(u128::from(self.seq)),
            device: "test".into(),
            seq: self.seq,
            at: now() + chrono::TimeDelta::seconds(i64::try_from(self.seq).expect("few")),
            day: today(),
            event,
        };
        let _ = writeln!(self.bytes, "{}", seal(&record));
        let file = JournalFile {
            path: "test/2026-11.jsonl",
            bytes: self.bytes.as_bytes(),
        };
        let later = now() + chrono::Duration::hours(1);
        let journal = history::Journal::read(&[file], later);
        assert!(journal.problems.is_empty(), "{:?}", journal.problems);
        let kind = |_: &str| Some(Kind::Recall);
        let rules = Rules {
            scheduling: Scheduling::default(),
            renames: &self.renames,
            kind: &kind,
        };
        self.schedule = Schedule::replay(&journal, &rules);
        Ok(record.id)
    }

    fn schedule(&self) -> &Schedule {
        &self.schedule
    }
}

/// A face that gives prepared replies and writes down what it was shown.
struct Script {
    replies: VecDeque<Reply>,
    shown: Vec<String>,
    retries: VecDeque<Retry>,
}

impl Script {
    fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self {
            replies: replies.into_iter().collect(),
            shown: Vec::new(),
            retries: VecDeque::new(),
        }
    }
}

impl Face for Script {
    fn ask(&mut self, view: &View<'_>) -> Reply {
        self.shown.push(view.card.id.short().to_owned());
        self.replies.pop_front().unwrap_or(Reply::Stop(Stop::Quit))
    }

    fn not_saved(&mut self, _: &NotSaved) -> Retry {
        self.retries
            .pop_front()
            .unwrap_or(Retry::GiveUp(Stop::Quit))
    }
}

fn graded(grade: Grade) -> Event {
    Event::Graded(Graded {
        answer: Answer::Revealed,
        grade,
        ms: 1000,
        guessed: false,
    })
}

fn reply(grade: Grade) -> Reply {
    Reply::Event(graded(grade))
}

fn plan<'a>(deck: &'a Deck, schedule: &Schedule, scheduler: &Scheduler) -> Plan<'a> {
    let wishes = Wishes {
        filter: Filter::default(),
        minutes: 60,
        new_per_day: 20,
        new: None,
        limit: None,
        ahead: false,
    };
    let pace = Pace::new(|_| 20.0);
    plan_today(
        deck.cards.iter(),
        schedule,
        scheduler,
        &pace,
        today(),
        &wishes,
    )
}

/// Runs a session over a deck of new cards; gives back what was shown, and how it ended.
fn run(cards: usize, face: &mut Script, journal: &mut Memory) -> (Ending, usize) {
    let deck = deck(cards);
    let scheduler = Scheduler::new(Scheduling::default());
    let plan = plan(&deck, journal.schedule(), &scheduler);
    let mut session = Session::new(&plan, today(), Mode::Study, "s".into(), 7);
    let ending = drive(&mut session, &scheduler, face, journal);
    (ending, session.answered().len())
}

#[test]
fn a_failed_card_comes_back_after_six_others() {
    let mut replies = vec![reply(Grade::Again)];
    replies.extend((0..10).map(|_| reply(Grade::Good)));
    let mut face = Script::new(replies);
    let (ending, answers) = run(10, &mut face, &mut Memory::new());
    assert_eq!((ending, answers), (Ending::Done { left: 0 }, 11));
    assert_eq!(face.shown[7], face.shown[0], "{:?}", face.shown);
    assert!(face.shown[1..7].iter().all(|card| *card != face.shown[0]));
}

#[test]
fn a_failed_card_comes_back_at_the_end_where_few_are_left_and_until_it_is_passed() {
    let replies = [Grade::Again, Grade::Good, Grade::Again, Grade::Hard].map(reply);
    let mut face = Script::new(replies);
    let mut journal = Memory::new();
    let (ending, answers) = run(2, &mut face, &mut journal);
    assert_eq!((ending, answers), (Ending::Done { left: 0 }, 4));
    assert_eq!(face.shown, ["c0", "c1", "c0", "c0"]);
    assert_eq!(journal.reviews(), 4, "each answer is a review of that day");
}

#[test]
fn every_answer_is_written_before_the_next_card_is_shown() {
    let mut face = Script::new([Grade::Good, Grade::Easy].map(reply));
    let mut journal = Memory::new();
    let (ending, _) = run(5, &mut face, &mut journal);
    assert_eq!(ending, Ending::Stopped(Stop::Quit));
    assert_eq!((face.shown.len(), journal.reviews()), (3, 2));
}

#[test]
fn an_answer_that_cannot_be_saved_is_kept_and_tried_again() {
    let mut face = Script::new([reply(Grade::Good)]);
    face.retries = VecDeque::from([Retry::Again, Retry::Again]);
    let mut journal = Memory {
        failing: 2,
        ..Memory::new()
    };
    let (_, answers) = run(3, &mut face, &mut journal);
    assert_eq!((answers, journal.reviews()), (1, 1));
}

#[test]
fn an_answer_given_up_is_named_so_that_it_can_be_entered_again() {
    let mut face = Script::new([reply(Grade::Hard)]);
    let mut journal = Memory {
        failing: 1,
        ..Memory::new()
    };
    let (ending, answers) = run(3, &mut face, &mut journal);
    let Ending::NotSaved { lost, .. } = ending else {
        panic!("{ending:?}")
    };
    assert_eq!((lost.as_str(), answers), ("nodequiz review d/c0 hard", 0));
}

#[test]
fn burying_suspending_and_claiming_take_a_card_out_of_the_session() {
    let replies = [Event::Bury, Event::Suspend, Event::Claim].map(Reply::Event);
    let mut face = Script::new(replies);
    let mut journal = Memory::new();
    let (ending, answers) = run(3, &mut face, &mut journal);
    assert_eq!((ending, answers), (Ending::Done { left: 0 }, 0));
    let state = |card: &str| journal.schedule().card(card).cloned().expect("a state");
    assert_eq!(state("d/c0").buried_until, Some(today().plus(1)));
    assert!(state("d/c1").suspended);
    let first_check = state("d/c2")
        .due
        .expect("a first check")
        .days_since(today());
    assert!((5..=20).contains(&first_check), "{first_check}");
}

#[test]
fn the_day_ends_when_its_minutes_are_used_up_but_what_failed_is_asked_until_it_is_passed() {
    let deck = deck(10);
    let scheduler = Scheduler::new(Scheduling::default());
    let mut journal = Memory::new();
    let plan = plan(&deck, journal.schedule(), &scheduler);
    let mut session = Session::new(&plan, today(), Mode::Study, "s".into(), 7).within(2 * 1000);
    let mut face = Script::new([Grade::Again, Grade::Good, Grade::Good].map(reply));
    let ending = drive(&mut session, &scheduler, &mut face, &mut journal);
    assert_eq!(ending, Ending::Done { left: 8 });
    assert_eq!(face.shown, ["c0", "c1", "c0"]);
}

#[test]
fn options_stand_in_another_order_for_another_seed_and_in_the_same_for_the_same() {
    let text = "# D {#d}\n## Which? {#q}\n\n- [ ] a\n- [x] b\n- [ ] c\n- [ ] d\n- [ ] e\n";
    let deck = parse(&Source::new("d.md", text))
        .deck
        .expect("a sound deck");
    let scheduler = Scheduler::new(Scheduling::default());
    let schedule = Schedule::default();
    let plan = plan(&deck, &schedule, &scheduler);
    let order = |seed| {
        let session = Session::new(&plan, today(), Mode::Study, "s".into(), seed);
        session.view(&schedule, &scheduler).expect("a card").order
    };
    assert_eq!(order(1), order(1));
    let orders: std::collections::BTreeSet<Vec<usize>> = (0..50).map(order).collect();
    assert!(orders.len() > 20, "{}", orders.len());
}

fn choices() -> Deck {
    let text = "# D {#d}\n\n## One? {#a}\n\n- [ ] a\n- [x] b\n\n## Two? {#b}\n\n- [ ] a\n- [x] b\n";
    parse(&Source::new("d.md", text))
        .deck
        .expect("a sound deck")
}

#[test]
fn a_round_asks_each_card_once_and_a_rehearsal_of_it_keeps_nothing() {
    let deck = choices();
    let scheduler = Scheduler::new(Scheduling::default());
    let tasks = || {
        deck.cards.iter().map(|card| Task {
            card,
            why: Why::Ahead,
        })
    };
    let round = || Session::round(tasks(), today(), Mode::Quiz, "s".into(), 7);
    let script = || Script::new([Grade::Again, Grade::Good].map(reply));

    let mut journal = Memory::new();
    let (mut session, mut face) = (round(), script());
    let ending = drive(&mut session, &scheduler, &mut face, &mut journal);
    assert_eq!(ending, Ending::Done { left: 0 });
    assert_eq!(face.shown, ["a", "b"]);
    assert_eq!(journal.bytes.matches(r#""mode":"quiz""#).count(), 2);

    let before = journal.bytes.clone();
    let (mut session, mut face) = (round(), script());
    let mut kept = Rehearsal::new(journal.schedule());
    drive(&mut session, &scheduler, &mut face, &mut kept);
    assert_eq!((session.answered().len(), journal.bytes), (2, before));
}

#[test]
fn a_placement_notes_each_answer_and_reviews_nothing() {
    let deck = choices();
    let scheduler = Scheduler::new(Scheduling::default());
    let placing = Placing {
        round: "abc",
        scheduler: &scheduler,
        today: today(),
        seed: 7,
    };
    let mut journal = Memory::new();
    let mut placement = Placement::new(deck.cards.iter());
    let mut face = Script::new([reply(Grade::Good)]);
    face.retries = VecDeque::from([Retry::Again]);
    journal.failing = 1;
    let ending = place(&mut placement, &placing, &mut face, &mut journal);
    assert_eq!(ending, Ending::Stopped(Stop::Quit));
    assert_eq!((face.shown.len(), placement.answers().len()), (2, 1));
    assert_eq!(journal.bytes.matches(r#""step":"asked""#).count(), 1);

    let mut face = Script::new([reply(Grade::Again)]);
    let ending = place(&mut placement, &placing, &mut face, &mut journal);
    assert_eq!(ending, Ending::Done { left: 0 });
    assert_eq!(claim(["d/a"].into_iter(), "abc", &mut journal), Ok(1));
    assert_eq!(journal.reviews(), 0);
    let state = journal.schedule().card("d/a").expect("a state");
    assert!(state.claimed.is_some() && state.due > Some(today().plus(4)));
}

/// What a learner sees and what is left of the day: all that an undo has to bring back.
fn situation(session: &Session<'_>, journal: &Memory, scheduler: &Scheduler) -> String {
    let schedule = journal.schedule();
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}",
        session.view(schedule, scheduler).map(|view| View {
            can_undo: false,
            ..view
        }),
        session.answered(),
        schedule.cards,
        schedule.days,
        schedule.habits,
    )
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => prop_oneof![
            Just(Grade::Again),
            Just(Grade::Hard),
            Just(Grade::Good),
            Just(Grade::Easy)
        ]
        .prop_map(graded),
        1 => Just(Event::Bury),
        1 => Just(Event::Suspend),
        1 => Just(Event::Claim),
        2 => Just(Event::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn as_many_undos_as_there_were_answers_bring_everything_back(
        before in proptest::collection::vec(events(), 0..8),
        then in proptest::collection::vec(events(), 1..8),
    ) {
        let deck = deck(9);
        let scheduler = Scheduler::new(Scheduling::default());
        let mut journal = Memory::new();
        let plan = plan(&deck, journal.schedule(), &scheduler);
        let mut session = Session::new(&plan, today(), Mode::Study, "s".into(), 7);
        let mut depth: i64 = 0;
        let take = |session: &mut Session<'_>, journal: &mut Memory, event: Event| {
            let change = if event == Event::Undo { -1 } else { 1 };
            match session.decide(event, journal.schedule()) {
                Step::Append(event, next) => {
                    let record = journal.append(event).expect("saved");
                    session.take(next, Some(record));
                    change
                }
                Step::Move(next) => {
                    session.take(next, None);
                    0
                }
                Step::Nothing => 0,
            }
        };
        for event in before {
            take(&mut session, &mut journal, event);
        }
        let start = situation(&session, &journal, &scheduler);
        for event in then.into_iter().filter(|event| *event != Event::Undo) {
            depth += take(&mut session, &mut journal, event);
        }
        for _ in 0..depth {
            prop_assert_eq!(take(&mut session, &mut journal, Event::Undo), -1);
        }
        prop_assert_eq!(start, situation(&session, &journal, &scheduler));
    }
}
