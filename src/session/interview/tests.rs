//! Interviews held with a script: no screen, no disk.

use std::collections::{BTreeSet, VecDeque};

use super::*;
use crate::deck::{Card, Deck, Level, Source, parse};
use crate::history::{
    self, Event, InterviewNote, InterviewScope, InterviewStart, Mode, Note, Outcome, Record,
    RecordId, Schedule,
};
use crate::memory::{Grade, StudyDay};
use crate::plan::{Asked, Interview, Pool, RecordedInterview, recorded_interviews};
use crate::question::CodeTask;
use crate::session::ports::OnDisk;

const DECK: &str = "\
# D {#d}

## First? {#first}
<!--
weight: 3
probe: second
-->

- **the loop is blocked by long computations**
- worker threads help

## Second? {#second .typed}

`EMFILE`

## Other? {#other}

Because sockets wait in the poll phase.
";

fn today() -> StudyDay {
    "2026-11-20".parse().expect("a day")
}

fn deck() -> Deck {
    parse(&Source::new("d.md", DECK)).deck.expect("a deck")
}

fn pool(deck: &Deck) -> Pool<'_> {
    Pool::new(
        [],
        &deck.cards,
        &Schedule::default(),
        today(),
        InterviewScope::default(),
    )
}

fn start() -> InterviewStart {
    InterviewStart {
        session: "x".into(),
        level: "intermediate".into(),
        minutes: 30,
        threads: 1,
        scope: InterviewScope::default(),
    }
}

/// A journal in memory that fails this many times.
struct TestJournal {
    records: Vec<Record<'static>>,
    schedule: Schedule,
    failing: usize,
    retry: bool,
}

impl TestJournal {
    fn new() -> Self {
        let mut kept = Self {
            records: Vec::new(),
            schedule: Schedule::default(),
            failing: 0,
            retry: true,
        };
        kept.append(Event::InterviewStart(start())).expect("kept");
        kept
    }

    fn interview(&self) -> RecordedInterview {
        recorded_interviews(self.records.iter().cloned())
            .pop()
            .expect("an interview")
    }

    fn reviews(&self) -> Vec<(String, Grade)> {
        let events = self.records.iter().map(|record| &record.event);
        events
            .filter_map(|event| match event {
                Event::Review(review) => {
                    assert_eq!(review.mode, Mode::Interview);
                    assert_eq!(review.details.session.as_deref(), Some("x"));
                    Some((review.card.to_string(), review.grade))
                }
                _ => None,
            })
            .collect()
    }

    /// The steps of the notes so far.
    fn steps(&self) -> Vec<&'static str> {
        let events = self.records.iter().map(|record| &record.event);
        events
            .filter_map(|event| match event {
                Event::Note(Note::Interview { interview }) => Some(match interview {
                    InterviewNote::Answered(_) => "answered",
                    InterviewNote::Sure(_) => "sure",
                    InterviewNote::Debriefed(_) => "debriefed",
                    InterviewNote::Rated(_) => "rated",
                }),
                _ => None,
            })
            .collect()
    }
}

impl Journal for TestJournal {
    fn append(&mut self, event: history::Event<'static>) -> Result<RecordId, NotSaved> {
        if self.failing > 0 {
            self.failing -= 1;
            return Err(NotSaved {
                why: "the disk is full".into(),
                retry: self.retry,
                on_disk: OnDisk::No,
                line: None,
            });
        }
        let seq = self.records.len() as u64 + 1;
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time");
        let id = RecordId::from_bits(u128::from(seq));
        self.records.push(Record {
            id,
            device: "test".into(),
            seq,
            at,
            day: today(),
            event,
        });
        Ok(id)
    }

    fn schedule(&self) -> &Schedule {
        &self.schedule
    }
}

type Heard = (SpokenAnswer, Result<(), BrokenOff>);

/// Prepared answers; records what was asked, with the number of notes at that time.
#[derive(Default)]
struct Script {
    heard: VecDeque<Heard>,
    sure: VecDeque<Result<u8, Stop>>,
    ticks: VecDeque<Result<Ticked, Stop>>,
    ratings: VecDeque<Result<Ratings, Stop>>,
    retries: VecDeque<Retry>,
    asked: Vec<String>,
    suggested: Vec<BTreeSet<usize>>,
    runs: VecDeque<Result<Tested, Stop>>,
    tested: Vec<String>,
}

impl Interviewer for Script {
    fn ask(&mut self, view: &InterviewView<'_>) -> Heard {
        self.asked.push(view.turn.asked.id().to_owned());
        let enough = (SpokenAnswer::default(), Err(BrokenOff::EndInterview));
        self.heard.pop_front().unwrap_or(enough)
    }

    fn sure(&mut self, _: &InterviewView<'_>) -> Result<u8, Stop> {
        self.sure.pop_front().unwrap_or(Ok(3))
    }

    fn test(&mut self, _: &Card, _: &CodeTask, solution: &str) -> Result<Tested, Stop> {
        self.tested.push(solution.to_owned());
        self.runs.pop_front().unwrap_or(Err(Stop::Quit))
    }

    fn tick(&mut self, view: &DebriefView<'_>) -> Result<Ticked, Stop> {
        self.suggested.push(view.suggested.clone());
        self.ticks.pop_front().unwrap_or(Ok(Ticked::default()))
    }

    fn rate(&mut self, _: &RateView<'_>) -> Result<Ratings, Stop> {
        self.ratings.pop_front().unwrap_or(Ok([Some(3); 4]))
    }

    fn not_saved(&mut self, _: &NotSaved) -> Retry {
        self.retries
            .pop_front()
            .unwrap_or(Retry::GiveUp(Stop::Quit))
    }
}

fn spoken(text: &str) -> SpokenAnswer {
    SpokenAnswer {
        text: text.to_owned(),
        ms: 1000,
        said_ms: None,
    }
}

/// Runs an interview that begins with the first card.
fn hold(deck: &Deck, script: &mut Script, journal: &mut TestJournal) -> Result<(), Interrupted> {
    let openers = vec![Asked::Card(&deck.cards[0])];
    let mut interview = Interview::new(pool(deck), openers, 30, 1);
    conduct(&mut interview, "x", Level::Intermediate, script, journal)
}

fn ticked(points: &[usize]) -> Ticked {
    Ticked {
        points: points.iter().copied().collect(),
        ..Ticked::default()
    }
}

const GOOD: &str = "a long computation blocks the event loop for everybody";

#[test]
fn good_answers_lead_deeper_and_each_is_kept_before_what_follows() {
    let deck = deck();
    let (mut script, mut journal) = (Script::default(), TestJournal::new());
    script.heard = [GOOD, "EMFILE"].map(|text| (spoken(text), Ok(()))).into();
    let conducted = hold(&deck, &mut script, &mut journal);
    assert_eq!(conducted, Ok(()));
    assert_eq!(script.asked, ["d/first", "d/second"]);
    assert_eq!(journal.steps(), ["answered", "sure", "answered", "sure"]);
    assert!(journal.reviews().is_empty(), "nothing is marked yet");

    let mut kept = journal.interview();
    script.ticks = [Ok(ticked(&[0])), Ok(ticked(&[]))].into();
    let gone = debrief(&mut kept, &pool(&deck), &mut script, &mut journal);
    assert_eq!(gone, Ok(()));
    assert_eq!(script.suggested[0], BTreeSet::from([0]), "a suggestion");
    let expected = [
        ("d/first".to_owned(), Grade::Good),
        ("d/second".to_owned(), Grade::Good),
    ];
    assert_eq!(journal.reviews(), expected);
    let kept = journal.interview();
    assert_eq!(kept.outcome, Some(Outcome::Debriefed));
    assert_eq!(kept.ratings.len(), 1);
    assert!(kept.answers.iter().all(|kept| {
        let debriefed = kept.debriefed.as_ref();
        debriefed.is_some_and(history::InterviewDebriefed::passes_on_evidence)
    }));
}

#[test]
fn only_what_the_learner_ticks_counts() {
    let deck = deck();
    let (mut script, mut journal) = (Script::default(), TestJournal::new());
    script.heard = [(spoken(GOOD), Ok(()))].into();
    let _ = hold(&deck, &mut script, &mut journal);
    let mut kept = journal.interview();
    script.ticks = [Ok(ticked(&[1]))].into();
    let _ = debrief(&mut kept, &pool(&deck), &mut script, &mut journal);
    assert_eq!(journal.reviews(), [("d/first".to_owned(), Grade::Again)]);
}

#[test]
fn a_given_up_question_turns_sideways_and_is_a_lapse_of_its_card() {
    let deck = deck();
    let (mut script, mut journal) = (Script::default(), TestJournal::new());
    script.heard = [
        (spoken(""), Err(BrokenOff::GaveUp)),
        (spoken(""), Err(BrokenOff::GaveUp)),
    ]
    .into();
    assert_eq!(hold(&deck, &mut script, &mut journal), Ok(()));
    assert_eq!(script.asked.len(), 2);
    assert_eq!(
        journal.steps(),
        ["answered", "answered"],
        "nobody is asked how sure"
    );
    let mut kept = journal.interview();
    script.ticks = [Ok(ticked(&[0, 1])), Ok(ticked(&[0]))].into();
    let _ = debrief(&mut kept, &pool(&deck), &mut script, &mut journal);
    let grades: Vec<Grade> = journal
        .reviews()
        .into_iter()
        .map(|(_, grade)| grade)
        .collect();
    assert_eq!(grades, [Grade::Again; 2], "whatever is ticked");
    assert!(journal.interview().ratings.is_empty(), "nothing to rate");
}

#[test]
fn what_was_typed_is_kept_when_the_interview_is_ended_in_the_middle_of_it() {
    let deck = deck();
    for heard in [
        (spoken("half an"), Err(BrokenOff::EndInterview)),
        (spoken("half an"), Err(BrokenOff::Stop(Stop::Signal(2)))),
    ] {
        let (mut script, mut journal) = (Script::default(), TestJournal::new());
        let ended = heard.1 == Err(BrokenOff::EndInterview);
        script.heard = [heard].into();
        let conducted = hold(&deck, &mut script, &mut journal);
        assert_eq!(conducted.is_ok(), ended);
        let answer = &journal.interview().answers[0].answer;
        assert!(answer.unfinished);
        assert_eq!(answer.text, "half an");
    }
    let (mut script, mut journal) = (Script::default(), TestJournal::new());
    script.heard = [(spoken(" "), Err(BrokenOff::Stop(Stop::Signal(15))))].into();
    let stopped = Err(Interrupted::Stopped(Stop::Signal(15)));
    assert_eq!(hold(&deck, &mut script, &mut journal), stopped);
    assert!(!journal.interview().is_open(), "nothing was spoken");
}

#[test]
fn an_answer_that_cannot_be_saved_is_tried_again_and_else_given_back() {
    let deck = deck();
    let (mut script, mut journal) = (Script::default(), TestJournal::new());
    journal.failing = 2;
    script.heard = [(spoken(GOOD), Ok(()))].into();
    script.retries = [Retry::Again, Retry::Again].into();
    let _ = hold(&deck, &mut script, &mut journal);
    assert_eq!(journal.interview().answers.len(), 1);

    let (mut script, mut journal) = (Script::default(), TestJournal::new());
    (journal.failing, journal.retry) = (1, false);
    script.heard = [(spoken(GOOD), Ok(()))].into();
    script.retries = [Retry::GiveUp(Stop::Quit)].into();
    let Err(Interrupted::NotSaved { lost, .. }) = hold(&deck, &mut script, &mut journal) else {
        panic!("it could not be saved");
    };
    let lost = lost.expect("the question and its answer");
    assert!(lost.contains("First?") && lost.contains(GOOD), "{lost}");
}

#[test]
fn a_debrief_goes_on_where_it_was_left_and_reviews_each_card_once() {
    let deck = deck();
    let (mut script, mut journal) = (Script::default(), TestJournal::new());
    script.heard = [GOOD, "EMFILE"].map(|text| (spoken(text), Ok(()))).into();
    let _ = hold(&deck, &mut script, &mut journal);

    script.ticks = [Ok(ticked(&[0])), Err(Stop::Signal(2))].into();
    let mut kept = journal.interview();
    let gone = debrief(&mut kept, &pool(&deck), &mut script, &mut journal);
    assert_eq!(gone, Err(Interrupted::Stopped(Stop::Signal(2))));
    assert_eq!(journal.reviews().len(), 1);

    // Killed between the note and the review: only the review is missing and is added.
    let review = journal.records.pop().expect("the review");
    assert!(matches!(review.event, Event::Review(_)));
    script.suggested.clear();
    script.ratings = [Err(Stop::Quit)].into();
    let mut kept = journal.interview();
    let _ = debrief(&mut kept, &pool(&deck), &mut script, &mut journal);
    assert_eq!(script.suggested.len(), 1, "only the second is ticked now");
    assert_eq!(journal.reviews().len(), 2);
    assert!(journal.interview().is_open(), "the rating is missing");

    let mut kept = journal.interview();
    let gone = debrief(&mut kept, &pool(&deck), &mut script, &mut journal);
    assert_eq!(gone, Ok(()));
    assert_eq!(journal.reviews().len(), 2);
    assert!(!journal.interview().is_open());
}

#[test]
fn what_no_deck_holds_any_more_is_left_out() {
    let deck = deck();
    let (mut script, mut journal) = (Script::default(), TestJournal::new());
    script.heard = [(spoken(GOOD), Ok(()))].into();
    let _ = hold(&deck, &mut script, &mut journal);
    let empty = Pool::new(
        [],
        [],
        &Schedule::default(),
        today(),
        InterviewScope::default(),
    );
    let mut kept = journal.interview();
    let gone = debrief(&mut kept, &empty, &mut script, &mut journal);
    assert_eq!(gone, Ok(()));
    assert!(journal.reviews().is_empty());
}

const CODE: &str = "\
# D {#d}

## One? {#one .code}
<!--
minutes: 5
without: eval
-->

Return 1.

```js starter
export const one = () => 0;
```

---

```js test
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { one } from './solution.js';

test('gives one', () => assert.equal(one(), 1));
```

```js solution
export const one = () => 1;
```
";

/// Holds an interview of one code card: what was tested, what was marked, how it was reviewed.
fn code(heard: Heard, runs: &[Tested], ticks: &[usize]) -> (Vec<String>, Vec<Grade>) {
    let deck = parse(&Source::new("d.md", CODE)).deck.expect("a deck");
    let (mut script, mut journal) = (Script::default(), TestJournal::new());
    script.heard = [heard].into();
    script.runs = runs.iter().cloned().map(Ok).collect();
    script.ticks = [Ok(ticked(ticks))].into();
    let openers = vec![Asked::Card(&deck.cards[0])];
    let mut interview = Interview::new(pool(&deck), openers, 5, 1);
    let _ = conduct(
        &mut interview,
        "x",
        Level::Intermediate,
        &mut script,
        &mut journal,
    );
    assert!(script.tested.is_empty(), "nothing runs before the debrief");
    let mut kept = journal.interview();
    let gone = debrief(&mut kept, &pool(&deck), &mut script, &mut journal);
    assert_eq!(gone, Ok(()));
    let grades = journal.reviews().into_iter().map(|(_, grade)| grade);
    (script.tested, grades.collect())
}

fn run(end: TestEnd) -> Tested {
    Tested::Ran(TestRun {
        results: Vec::new(),
        failure: None,
        output: String::new(),
        errors: String::new(),
        cut: false,
        end,
        ms: 20,
    })
}

#[test]
fn code_is_tested_in_the_debrief_and_its_tests_decide() {
    let wrote = |text: &str| (spoken(text), Ok(()));
    let right = "export const one = () => 1;";
    let (tested, grades) = code(wrote(right), &[run(TestEnd::Passed)], &[]);
    assert_eq!(
        (tested, grades),
        (vec![right.to_owned()], vec![Grade::Good])
    );
    // Ticks don't count where the tests ran.
    let (_, grades) = code(wrote(right), &[run(TestEnd::Failed)], &[0]);
    assert_eq!(grades, [Grade::Again]);
    let (tested, grades) = code(wrote("eval('1')"), &[], &[0]);
    assert_eq!((tested.len(), grades), (0, vec![Grade::Again]));
    let (tested, grades) = code((spoken("x"), Err(BrokenOff::GaveUp)), &[], &[0]);
    assert_eq!((tested.len(), grades), (0, vec![Grade::Again]));
}

#[test]
fn code_whose_tests_cannot_run_is_marked_by_the_learner() {
    let cannot = || [Tested::Cannot("there is no node".to_owned())];
    let wrote = || (spoken("export const one = () => 1;"), Ok(()));
    assert_eq!(code(wrote(), &cannot(), &[0]).1, [Grade::Good]);
    assert_eq!(code(wrote(), &cannot(), &[]).1, [Grade::Again]);
}
