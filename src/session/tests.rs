//! Sessions fed with events: no screen, no disk.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use proptest::prelude::*;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::*;
use crate::deck::{Deck, Source, parse};
use crate::history::{
    self, Basis, CardState, Fingerprint, JournalFile, Mode, Record, RecordId, Rules, Schedule,
    seal, write_snapshot,
};
use crate::memory::{self, Grade, Scheduler, Scheduling, StudyDay};
use crate::plan::{Filter, Pace, Placement, Plan, StudyRequest, Task, Why, plan_today, recall_now};
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
        .expect("a deck without faults")
}

/// A journal in memory: every line is sealed, and the schedule is replayed from the bytes.
struct Memory {
    bytes: String,
    seq: u64,
    schedule: Schedule,
    renames: BTreeMap<String, String>,
    /// The study day that is recorded.
    day: StudyDay,
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
            day: today(),
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
                on_disk: OnDisk::No,
                line: None,
            });
        }
        self.seq += 1;
        let record = Record {
            id: RecordId::from_bits(u128::from(self.seq)),
            device: "test".into(),
            seq: self.seq,
            at: now() + chrono::TimeDelta::seconds(i64::try_from(self.seq).expect("few")),
            day: self.day,
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
        let kind = |id: &str| {
            Some(if id.starts_with("d/p") {
                Kind::Points
            } else {
                Kind::Recall
            })
        };
        let rules = Rules {
            scheduling: Scheduling::default(),
            renames: &self.renames,
            kind: &kind,
            weight: &|_| 1,
        };
        self.schedule = Schedule::replay(&journal, &rules);
        Ok(record.id)
    }

    fn schedule(&self) -> &Schedule {
        &self.schedule
    }
}

/// A screen that gives prepared replies and records what it was shown.
struct Script {
    replies: VecDeque<Reply>,
    shown: Vec<String>,
    /// The cards for which help was offered, and how often they had been forgotten.
    leech: Vec<(String, u32)>,
    relief: LeechChoice,
    retries: VecDeque<Retry>,
}

impl Script {
    fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self {
            replies: replies.into_iter().collect(),
            shown: Vec::new(),
            leech: Vec::new(),
            relief: LeechChoice::GoOn,
            retries: VecDeque::new(),
        }
    }
}

impl SessionScreen for Script {
    fn ask(&mut self, view: &View<'_>) -> Result<Reply, Stop> {
        self.shown.push(view.card.id.short().to_owned());
        self.replies.pop_front().ok_or(Stop::Quit)
    }

    fn on_leech(&mut self, leech: &Leech<'_>) -> Result<LeechChoice, Stop> {
        self.leech
            .push((leech.card.id.short().to_owned(), leech.lapses));
        Ok(self.relief)
    }

    fn not_saved(&mut self, _: &NotSaved) -> Retry {
        self.retries
            .pop_front()
            .unwrap_or(Retry::GiveUp(Stop::Quit))
    }
}

fn graded(grade: Grade) -> Event {
    graded_as(grade, Answer::Revealed)
}

fn reply(grade: Grade) -> Reply {
    Reply::Event(graded(grade))
}

fn plan<'a>(deck: &'a Deck, schedule: &Schedule, scheduler: &Scheduler) -> Plan<'a> {
    let request = StudyRequest {
        filter: Filter::default(),
        minutes: 60,
        new_per_day: Some(20),
        new: None,
        limit: None,
        ahead: false,
        day_off: false,
        aim: None,
    };
    let pace = Pace::new(|_| 20.0);
    plan_today(
        deck.cards.iter(),
        schedule,
        scheduler,
        &pace,
        today(),
        &request,
    )
}

/// Runs a session over a deck of new cards; returns what was shown, and how it ended.
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
    let mut replies = vec![reply(Grade::Again)];
    replies.extend((0..4).map(|_| reply(Grade::Good)));
    replies.push(reply(Grade::Again));
    replies.extend((0..4).map(|_| reply(Grade::Good)));
    replies.push(reply(Grade::Hard));
    let mut face = Script::new(replies);
    let mut journal = Memory::new();
    let (ending, answers) = run(5, &mut face, &mut journal);
    assert_eq!((ending, answers), (Ending::Done { left: 0 }, 11));
    // Where too few wait, what was passed comes once more before the second repeat.
    let others = ["c1", "c2", "c3", "c4"];
    let expected = [&["c0"][..], &others, &["c0"], &others, &["c0"]].concat();
    assert_eq!(face.shown, expected);
    assert_eq!(journal.reviews(), 11, "each answer is a review of that day");
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
    let mut session = Session::new(&plan, today(), Mode::Study, "s".into(), 7).within(4 * 1000);
    let mut replies = vec![reply(Grade::Again)];
    replies.extend((0..4).map(|_| reply(Grade::Good)));
    let mut face = Script::new(replies);
    let ending = drive(&mut session, &scheduler, &mut face, &mut journal);
    assert_eq!(ending, Ending::Done { left: 6 });
    assert_eq!(face.shown, ["c0", "c1", "c2", "c3", "c0"]);
}

#[test]
fn the_seed_determines_the_order_of_options() {
    let text = "# D {#d}\n## Which? {#q}\n\n- [ ] a\n- [x] b\n- [ ] c\n- [ ] d\n- [ ] e\n";
    let deck = parse(&Source::new("d.md", text))
        .deck
        .expect("a deck without faults");
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

/// Runs a session over a deck that is given.
fn run_over(deck: &Deck, face: &mut Script, journal: &mut Memory) -> Ending {
    let scheduler = Scheduler::new(Scheduling::default());
    let plan = plan(deck, journal.schedule(), &scheduler);
    let mut session = Session::new(&plan, today(), Mode::Study, "s".into(), 7);
    drive(&mut session, &scheduler, face, journal)
}

/// Writes answers of earlier days in which this card was forgotten twice.
fn forgotten_twice(journal: &mut Memory, card: &str) {
    let grades = [
        Grade::Good,
        Grade::Again,
        Grade::Good,
        Grade::Again,
        Grade::Good,
    ];
    for (ago, grade) in (20..)
        .step_by(3)
        .zip(grades)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        journal.day = today().minus(ago);
        let review = history::Review::new(card.to_owned(), grade, 1000, Mode::Study);
        journal
            .append(history::Event::Review(review))
            .expect("saved");
    }
    journal.day = today();
}

/// Twelve cards that were met a hundred days ago, some of them hardly and some surely remembered.
fn met_long_ago() -> Schedule {
    let mut cards: Vec<CardState> = (0..12)
        .map(|card| CardState {
            memory: Some(memory::Memory {
                stability: 1.8_f32.powi(card),
                difficulty: 5.0,
            }),
            due: Some(today()),
            reviews: 1,
            first: Some(today().minus(100)),
            last: Some(today().minus(100)),
            last_grade: Some(Grade::Good),
            interval: 100,
            ..CardState::new(&format!("d/c{card}"))
        })
        .collect();
    cards.sort_by(|a, b| a.id.cmp(&b.id));
    Schedule {
        cards,
        ..Schedule::default()
    }
}

/// How far repeats stood from the failures before them.
#[derive(Debug, Default)]
struct Repeats {
    all: usize,
    /// Those after six others.
    apart: usize,
    /// Cards that had passed and came once more.
    spacers: usize,
}

/// Fifty sessions over this queue: half of the new cards pass, and of those met before as many as the model says.
fn repeats(tasks: &[Task<'_>], schedule: &Schedule) -> Repeats {
    let scheduler = Scheduler::new(Scheduling::default());
    let mut found = Repeats::default();
    for seed in 0..50_u64 {
        let queue = Plan {
            tasks: tasks.to_vec(),
            ..Plan::of(&[], schedule, today())
        };
        let mut session = Session::new(&queue, today(), Mode::Study, "s".into(), seed);
        let mut dice = StdRng::seed_from_u64(seed);
        let mut asked: Vec<(String, bool)> = Vec::new();
        session.put_off_repeat();
        while let Some(view) = session.view(schedule, &scheduler) {
            let id = view.card.id.to_string();
            let since = asked.iter().rev().position(|(other, _)| *other == id);
            let chance = match since {
                Some(since) if asked[asked.len() - 1 - since].1 => {
                    found.spacers += 1;
                    1.0
                }
                Some(since) => {
                    found.all += 1;
                    found.apart += usize::from(since >= 6);
                    0.9
                }
                None => {
                    let state = schedule.card(&id);
                    state.map_or(0.5, |state| {
                        recall_now(state, &scheduler, today()).expect("it was answered")
                    })
                }
            };
            let passed = dice.random::<f32>() < chance;
            asked.push((id, passed));
            let grade = if passed { Grade::Good } else { Grade::Again };
            let Transition::Append(_, next) = session.decide(graded(grade), schedule, &scheduler)
            else {
                panic!("an answer is recorded");
            };
            session.take(next, Some(RecordId::from_bits(1)));
            session.put_off_repeat();
        }
    }
    found
}

#[test]
fn six_others_stand_between_a_failure_and_its_repeat_from_twenty_cards_on() {
    let (deck, schedule) = (deck(24), met_long_ago());
    let scheduler = Scheduler::new(Scheduling::default());
    let plan = plan(&deck, &schedule, &scheduler);
    assert!(plan.tasks.len() >= 20, "{}", plan.tasks.len());
    let found = repeats(&plan.tasks, &schedule);
    assert!(found.all > 300, "{found:?}");
    assert!(found.apart * 10 >= found.all * 9, "{found:?}");
}

#[test]
fn the_surest_cards_are_asked_last_so_that_less_is_repeated_to_space_out_a_failure() {
    let (deck, schedule) = (deck(24), met_long_ago());
    let scheduler = Scheduler::new(Scheduling::default());
    let mut plan = plan(&deck, &schedule, &scheduler);
    let names = plan.tasks.iter().rev().map(|task| task.card.id.short());
    let last: Vec<&str> = names.take(6).collect();
    assert_eq!(last, ["c11", "c10", "c9", "c8", "c7", "c6"]);
    let with = repeats(&plan.tasks, &schedule);
    plan.tasks.reverse();
    let without = repeats(&plan.tasks, &schedule);
    assert!(with.spacers * 2 < without.spacers, "{with:?} {without:?}");
}

#[test]
fn a_lone_repeat_waits_for_tomorrow() {
    let mut journal = Memory::new();
    let mut face = Script::new([Grade::Good, Grade::Good, Grade::Again].map(reply));
    let ending = run_over(&deck(3), &mut face, &mut journal);
    assert_eq!(ending, Ending::Done { left: 0 });
    assert_eq!(face.shown, ["c0", "c1", "c2"]);
}

#[test]
fn help_is_offered_when_a_card_is_forgotten_for_the_third_time() {
    let mut journal = Memory::new();
    forgotten_twice(&mut journal, "d/c0");
    let lapses = |journal: &Memory| journal.schedule().card("d/c0").expect("it").lapses;
    assert_eq!(lapses(&journal), 2);
    // Once more the same day is no further lapse, and no further offer.
    let mut face = Script::new([Grade::Again, Grade::Again, Grade::Good].map(reply));
    let ending = run_over(&deck(1), &mut face, &mut journal);
    assert_eq!(ending, Ending::Done { left: 0 });
    assert_eq!(
        (lapses(&journal), face.leech),
        (3, vec![("c0".to_owned(), 3)])
    );
}

#[test]
fn a_leech_can_be_suspended_at_once_and_that_can_be_undone() {
    let mut journal = Memory::new();
    forgotten_twice(&mut journal, "d/c0");
    // The leech is due and comes after some new cards, which the first answers are for.
    let mut face = Script::new([
        reply(Grade::Good),
        reply(Grade::Again),
        Reply::Event(Event::Undo),
        Reply::Event(Event::Undo),
    ]);
    face.relief = LeechChoice::Suspend;
    let ending = run_over(&deck(3), &mut face, &mut journal);
    assert_eq!(ending, Ending::Stopped(Stop::Quit));
    // It is gone from the queue, and the undo puts it back where it was.
    assert_eq!(face.shown, ["c1", "c0", "c2", "c2", "c0"]);
    assert!(!journal.schedule().card("d/c0").expect("it").suspended);
}

#[test]
fn an_edited_card_ends_the_drive_and_the_session_goes_on_over_the_new_decks() {
    let old = deck(3);
    let mut new = deck(3);
    new.cards[1].question = "Better?".into();
    new.cards.remove(2);
    let scheduler = Scheduler::new(Scheduling::default());
    let mut journal = Memory::new();
    let plan = plan(&old, journal.schedule(), &scheduler);
    let mut session = Session::new(&plan, today(), Mode::Study, "s".into(), 7);
    let mut face = Script::new([reply(Grade::Good), Reply::Edited]);
    let ending = drive(&mut session, &scheduler, &mut face, &mut journal);
    assert_eq!(ending, Ending::DecksChanged);
    let mut session =
        session.over(|card| new.cards.iter().find(|candidate| candidate.id == card.id));
    let shown = session
        .view(journal.schedule(), &scheduler)
        .expect("a card");
    assert_eq!((&*shown.card.question, shown.answered), ("Better?", 1));
    assert_eq!(
        session.queue().count(),
        1,
        "the card that is gone is not asked"
    );
    let mut face = Script::new([
        Reply::Event(Event::Undo),
        reply(Grade::Easy),
        reply(Grade::Good),
    ]);
    let ending = drive(&mut session, &scheduler, &mut face, &mut journal);
    assert_eq!(ending, Ending::Done { left: 0 });
    assert_eq!(
        face.shown,
        ["c1", "c0", "c1"],
        "what was done before the edit can be undone"
    );
}

#[test]
fn a_point_that_two_answers_left_out_is_passed_to_the_screen() {
    let deck = mixed(4);
    let scheduler = Scheduler::new(Scheduling::default());
    let mut journal = Memory::new();
    let plan = plan(&deck, journal.schedule(), &scheduler);
    let mut session = Session::new(&plan, today(), Mode::Study, "s".into(), 7);
    let missed = |session: &Session<'_>, journal: &Memory| {
        let view = session
            .view(journal.schedule(), &scheduler)
            .expect("a card");
        (view.card.id.short().to_owned(), view.missed_twice)
    };
    let answers = [
        BTreeSet::from([0]),
        BTreeSet::from([0, 1]),
        BTreeSet::from([0]),
    ];
    let mut seen = Vec::new();
    for picked in answers {
        while missed(&session, &journal).0 != "p1" {
            take(&mut session, &mut journal, Event::Skip);
        }
        seen.push(missed(&session, &journal));
        let answer = Answer::Picked(picked);
        let event = graded_as(Grade::Again, answer);
        take(&mut session, &mut journal, event);
    }
    while missed(&session, &journal).0 != "p1" {
        take(&mut session, &mut journal, Event::Skip);
    }
    seen.push(missed(&session, &journal));
    let p = |points: &[usize]| ("p1".to_owned(), points.to_vec());
    assert_eq!(seen, [p(&[]), p(&[]), p(&[2]), p(&[2])]);
}

/// Recall cards and cards of three points, in turn.
fn mixed(cards: usize) -> Deck {
    let mut text = "# Deck {#d}\n".to_owned();
    for card in 0..cards {
        let _ = if card % 2 == 0 {
            write!(text, "\n## Question {card}? {{#c{card}}}\n\nAn answer.\n")
        } else {
            write!(
                text,
                "\n## Points {card}? {{#p{card}}}\n\n- **a**\n- b\n- c\n"
            )
        };
    }
    parse(&Source::new("d.md", text))
        .deck
        .expect("a deck without faults")
}

fn choices() -> Deck {
    let text = "# D {#d}\n\n## One? {#a}\n\n- [ ] a\n- [x] b\n\n## Two? {#b}\n\n- [ ] a\n- [x] b\n";
    parse(&Source::new("d.md", text))
        .deck
        .expect("a deck without faults")
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
    let mut kept = UnrecordedJournal(journal.schedule());
    drive(&mut session, &scheduler, &mut face, &mut kept);
    assert_eq!((session.answered().len(), journal.bytes), (2, before));
}

#[test]
fn a_placement_notes_each_answer_and_reviews_nothing() {
    let choice = |id: &str| format!("\n## {id}? {{#{id}}}\n\n- [ ] a\n- [x] b\n");
    let text = format!("# D {{#d}}\n{}", ["a", "b", "c", "e"].map(choice).concat());
    let deck = parse(&Source::new("d.md", text)).deck.expect("a deck");
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

    // After a wrong answer two cards are left, and three right answers in a row would be needed.
    let mut face = Script::new([reply(Grade::Again)]);
    let ending = place(&mut placement, &placing, &mut face, &mut journal);
    assert_eq!(ending, Ending::Done { left: 0 });
    assert_eq!(claim(["d/a"].into_iter(), "abc", &mut journal), Ok(1));
    assert_eq!(journal.reviews(), 0);
    let state = journal.schedule().card("d/a").expect("a state");
    assert!(state.claimed.is_some() && state.due > Some(today().plus(4)));
}

/// What a learner sees and what is left of the day: everything that an undo has to restore.
fn situation(session: &Session<'_>, journal: &Memory, scheduler: &Scheduler) -> String {
    let schedule = journal.schedule();
    let view = session.view(schedule, scheduler);
    let queue: Vec<&str> = session.queue().map(|card| card.id.as_str()).collect();
    // The bytes of the schedule, without the end of the journal and cards to which nothing has happened in the end.
    let cards = schedule.cards.iter();
    let touched = cards.filter(|card| **card != history::CardState::new(&card.id));
    let schedule = Schedule {
        cards: touched.cloned().collect(),
        devices: Vec::new(),
        last: None,
        latest_day: None,
        ..schedule.clone()
    };
    let renames = BTreeMap::new();
    let basis = Basis {
        scheduling: &Scheduling::default(),
        rollover_hour: 4,
        renames: &renames,
        kinds: 0,
    };
    let bytes = write_snapshot(&schedule, 0, &Fingerprint::new(&[], &basis));
    format!(
        "{:?}\n{queue:?}\n{:?}\n{}\n{bytes}",
        view.map(|view| View {
            undoes: None,
            ..view
        }),
        session.answered(),
        session.left(),
    )
}

/// Carries out an action as the loop does. Returns how many more undos are possible after it.
fn take(session: &mut Session<'_>, journal: &mut Memory, event: Event) -> i64 {
    let change = if event == Event::Undo { -1 } else { 1 };
    let scheduler = Scheduler::new(Scheduling::default());
    let change = match session.decide(event, journal.schedule(), &scheduler) {
        Transition::Append(event, next) => {
            let record = journal.append(event).expect("saved");
            session.take(next, Some(record));
            change
        }
        Transition::Move(next) => {
            session.take(next, None);
            change
        }
        Transition::Nothing => 0,
    };
    session.drop_cards_over_budget(journal.schedule());
    change
}

/// An answer with a grade that takes a second.
fn graded_as(grade: Grade, answer: Answer) -> Event {
    Event::Graded(Graded {
        answer,
        grade,
        ms: 1000,
        guessed: false,
    })
}

fn events() -> impl Strategy<Value = Event> {
    let picked = proptest::collection::btree_set(0_usize..3, 0..3).prop_map(Answer::Picked);
    let answer = prop_oneof![Just(Answer::Revealed), picked];
    prop_oneof![
        8 => (proptest::sample::select(Grade::ALL.to_vec()), answer)
            .prop_map(|(grade, answer)| graded_as(grade, answer)),
        2 => Just(Event::Skip),
        2 => Just(Event::Bury),
        2 => Just(Event::Suspend),
        2 => Just(Event::Claim),
        3 => Just(Event::Mark),
        4 => Just(Event::Undo),
    ]
}

#[test]
fn an_undo_after_a_mark_was_taken_off_puts_the_mark_back_and_keeps_the_answer() {
    let deck = deck(3);
    let scheduler = Scheduler::new(Scheduling::default());
    let mut journal = Memory::new();
    let plan = plan(&deck, journal.schedule(), &scheduler);
    let mut session = Session::new(&plan, today(), Mode::Study, "s".into(), 7);
    let marked = |journal: &Memory| journal.schedule().card("d/c1").map(|state| state.marked);
    let press = [Event::Mark, Event::Mark, Event::Undo, Event::Undo].map(Reply::Event);
    let replies = [reply(Grade::Good)].into_iter().chain(press);
    let mut face = Script::new(replies);
    let ending = drive(&mut session, &scheduler, &mut face, &mut journal);
    assert_eq!(ending, Ending::Stopped(Stop::Quit));
    assert_eq!(
        marked(&journal),
        Some(false),
        "the first mark is undone, too"
    );
    assert_eq!(session.answered().len(), 1, "the answer before them stays");
    // `nodequiz undo` reads the same history: the answer is next.
    let file = JournalFile {
        path: "test/2026-11.jsonl",
        bytes: journal.bytes.as_bytes(),
    };
    let read = history::Journal::read(&[file], now() + chrono::Duration::hours(1));
    let deeds = history::Deeds::of(&read, "test", today());
    let newest = deeds.done.last().map(|deed| deed.record.event.name());
    assert_eq!(newest, Some("review"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn as_many_undos_as_actions_bring_everything_back(
        before in proptest::collection::vec(events(), 0..8),
        then in proptest::collection::vec(events(), 1..8),
        seconds in 1_u64..12,
    ) {
        let deck = mixed(9);
        let scheduler = Scheduler::new(Scheduling::default());
        let mut journal = Memory::new();
        let plan = plan(&deck, journal.schedule(), &scheduler);
        let mut session = Session::new(&plan, today(), Mode::Study, "s".into(), 7)
            .within(seconds * 1000);
        for event in before {
            take(&mut session, &mut journal, event);
        }
        let start = situation(&session, &journal, &scheduler);
        let mut depth: i64 = 0;
        for event in then.into_iter().filter(|event| *event != Event::Undo) {
            depth += take(&mut session, &mut journal, event);
        }
        for _ in 0..depth {
            prop_assert_eq!(take(&mut session, &mut journal, Event::Undo), -1);
        }
        prop_assert_eq!(start, situation(&session, &journal, &scheduler));
    }
}
