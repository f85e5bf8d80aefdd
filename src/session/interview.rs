//! The interview as a conversation: questions without feedback, where every answer is on disk before anything else is on
//! the screen; then the debrief, question by question, where the points are ticked and each thread is rated.

use std::collections::BTreeSet;

use super::drive::append;
use super::ports::{Journal, NotSaved, Retry, Stop, TestEnd, TestRun};
use crate::deck::{Card, Level};
use crate::history::{
    AskedKind, Details, Event, InterviewAnswer, InterviewDebriefed, InterviewEnd, InterviewNote,
    InterviewRated, InterviewSure, Mode, Outcome, Review,
};
use crate::memory::Grade;
use crate::plan::{Asked, Interview, Pool, RecordedAnswer, RecordedInterview, Turn};
use crate::question::{CodeTask, Form, Point, Question, Verdict};

/// A question, and how far the interview is.
#[derive(Clone, Copy, Debug)]
pub struct InterviewView<'a> {
    /// The question.
    pub turn: Turn<'a>,
    /// The level of the interview.
    pub level: Level,
    /// How many threads it has.
    pub threads: usize,
    /// The minutes planned.
    pub minutes: u32,
    /// Milliseconds spent on the questions before.
    pub spent_ms: u64,
}

/// The answer to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpokenAnswer {
    /// What was typed; after a spoken answer its summary.
    pub text: String,
    /// Milliseconds from the question to the end of the answer, pauses left out.
    pub ms: u64,
    /// Milliseconds after which a spoken answer ended and its summary began.
    pub said_ms: Option<u64>,
}

/// Why a question was left before its answer was complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenOff {
    /// It was given up; what was typed until then is kept.
    GaveUp,
    /// The learner ends the interview here.
    EndInterview,
    /// Something else ends the interview.
    Stop(Stop),
}

impl From<Stop> for BrokenOff {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

/// The outcome of the tests of code that was written in an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tested {
    /// They ran.
    Ran(TestRun),
    /// The code uses this, which the task does not allow; they did not run.
    NotAllowed(String),
    /// They cannot run, for this reason: the learner compares with the model.
    Cannot(String),
}

impl Tested {
    /// The verdict of the tests, if they ran.
    fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Ran(run) if run.end == TestEnd::Passed => Some(Verdict::RIGHT),
            Self::Ran(run) => {
                let passed = run.results.iter().filter(|one| one.passed == Some(true));
                let share = passed.count() as f32 / run.results.len().max(1) as f32;
                Some(Verdict {
                    share,
                    ..Verdict::WRONG
                })
            }
            Self::NotAllowed(_) => Some(Verdict::WRONG),
            Self::Cannot(_) => None,
        }
    }
}

/// An answer to be debriefed.
#[derive(Clone, Debug)]
pub struct DebriefView<'a> {
    /// The question.
    pub asked: Asked<'a>,
    /// Its place among all that are debriefed, from 1.
    pub number: usize,
    /// How many there are.
    pub total: usize,
    /// The thread, from 1.
    pub thread: u32,
    /// What was typed.
    pub text: String,
    /// Whether it was said aloud.
    pub spoken: bool,
    /// Whether it was given up.
    pub given_up: bool,
    /// The program's verdict, if it marks the answer.
    pub marked: Option<Verdict>,
    /// The outcome of its tests, if it is code.
    pub tested: Option<Tested>,
    /// The points that the text seems to mention: suggestions.
    pub suggested: BTreeSet<usize>,
}

impl DebriefView<'_> {
    /// The points to be ticked; empty if the program marks the answer.
    pub fn points(&self) -> Vec<Point> {
        if self.marked.is_some() {
            return Vec::new();
        }
        self.asked.points()
    }
}

/// The learner's own marking of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    /// The points that were in it.
    pub points: BTreeSet<usize>,
    /// The parts of a story that were in it, where one was asked for.
    pub star: Option<BTreeSet<usize>>,
    /// Whether a near miss in a word was only a typo.
    pub typo: bool,
}

/// The criteria by which a thread is rated, each with what the ratings 1 to 4 mean.
pub const CRITERIA: [(&str, [&str; 4]); 4] = [
    (
        "Correct",
        [
            "wrong in the main point",
            "right in parts, with an error that would matter",
            "right, with small mistakes",
            "right throughout",
        ],
    ),
    (
        "Deep",
        [
            "words, without how it works",
            "what it does, not why",
            "why it works, one level below the question",
            "the mechanism, its limits, and how one would see them",
        ],
    ),
    (
        "Trade-offs",
        [
            "one way only",
            "names another way",
            "weighs two ways against each other",
            "weighs them by conditions or numbers, and decides",
        ],
    ),
    (
        "Clear",
        [
            "a listener would be lost",
            "the parts are there, their order is not",
            "can be followed at the first hearing",
            "the answer first, then the reasons, then an end",
        ],
    ),
];

/// A rating from 1 to 4 for each of [`CRITERIA`]; `None` where it was left out.
pub type Ratings = [Option<u8>; 4];

/// A thread to be rated.
#[derive(Clone, Copy, Debug)]
pub struct RateView<'a> {
    /// The thread, from 1.
    pub thread: u32,
    /// The question that opened it; `None` if it is no longer in a deck.
    pub opener: Option<Asked<'a>>,
    /// Answers of the thread.
    pub answers: usize,
}

/// The screen of an interview.
pub trait Interviewer {
    /// Asks a question and takes the answer, without feedback.
    fn ask(&mut self, view: &InterviewView<'_>) -> (SpokenAnswer, Result<(), BrokenOff>);

    /// Asks how sure the learner is of their answer, from 1, a guess, to 4, certain.
    fn sure(&mut self, view: &InterviewView<'_>) -> Result<u8, Stop>;

    /// Runs the tests of a task on what was written.
    fn test(&mut self, card: &Card, task: &CodeTask, solution: &str) -> Result<Tested, Stop>;

    /// Debriefs an answer: has its points ticked, then shows a good answer.
    fn tick(&mut self, view: &DebriefView<'_>) -> Result<Ticked, Stop>;

    /// Has a thread rated.
    fn rate(&mut self, view: &RateView<'_>) -> Result<Ratings, Stop>;

    /// Reports that the last answer could not be saved, and asks what to do.
    fn not_saved(&mut self, problem: &NotSaved) -> Retry;
}

/// Why an interview or its debrief ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// The learner or a signal ended it; what was answered and ticked is kept.
    Stopped(Stop),
    /// What was answered or ticked last could not be saved.
    NotSaved {
        /// What went wrong.
        problem: NotSaved,
        /// The question and its answer; `None` for ticks, which are asked for again.
        lost: Option<String>,
        /// What ended it.
        stop: Stop,
    },
}

impl From<Stop> for Interrupted {
    fn from(stop: Stop) -> Self {
        Self::Stopped(stop)
    }
}

/// Asks all questions, until the minutes are over or the learner ends the interview. `session` is its id in the
/// journal.
pub fn conduct(
    interview: &mut Interview<'_>,
    session: &str,
    level: Level,
    screen: &mut dyn Interviewer,
    journal: &mut dyn Journal,
) -> Result<(), Interrupted> {
    while let Some(turn) = interview.turn() {
        let asked = turn.asked;
        let view = InterviewView {
            turn,
            level,
            threads: interview.threads(),
            minutes: interview.minutes(),
            spent_ms: interview.spent_ms(),
        };
        let (spoken, done) = screen.ask(&view);
        let lost = || Some(format!("{}\n{}", asked.question(), spoken.text));
        let given_up = done == Err(BrokenOff::GaveUp);
        let unfinished = done.is_err() && !given_up;
        if !unfinished || !asked.words(&spoken.text).is_empty() {
            let answer = InterviewNote::Answered(InterviewAnswer {
                session: session.to_owned(),
                thread: turn.thread as u32,
                way: turn.way,
                question: asked.id().to_owned(),
                probe: asked.probe(),
                kind: if asked.is_reserved() {
                    AskedKind::Prompt
                } else if interview.pool().is_met(asked.id()) {
                    AskedKind::Studied
                } else {
                    AskedKind::Unmet
                },
                level: asked.level().name().to_owned(),
                topic: asked.topic().to_owned(),
                text: spoken.text.clone(),
                ms: spoken.ms,
                said_ms: spoken.said_ms,
                given_up,
                unfinished,
            });
            save(&Event::Note(answer.into()), lost(), screen, journal)?;
        }
        match done {
            Ok(()) => {}
            Err(BrokenOff::GaveUp) => {
                interview.answered(false, spoken.ms);
                continue;
            }
            Err(BrokenOff::EndInterview) => return Ok(()),
            Err(BrokenOff::Stop(stop)) => return Err(stop.into()),
        }
        let confidence = screen.sure(&view)?;
        let sure = InterviewNote::Sure(InterviewSure {
            session: session.to_owned(),
            question: asked.id().to_owned(),
            probe: asked.probe(),
            confidence,
        });
        save(&Event::Note(sure.into()), lost(), screen, journal)?;
        let good = asked.seems_good(&spoken.text, Some(confidence));
        interview.answered(good, spoken.ms);
    }
    Ok(())
}

/// Debriefs an interview from where it was left. What the learner ticks is added to `kept`.
pub fn debrief(
    kept: &mut RecordedInterview,
    pool: &Pool<'_>,
    screen: &mut dyn Interviewer,
    journal: &mut dyn Journal,
) -> Result<(), Interrupted> {
    let total = kept.answers.len();
    for index in 0..total {
        let RecordedAnswer {
            answer, debriefed, ..
        } = &kept.answers[index];
        // What is no longer in a deck cannot be debriefed.
        if let Some(asked) = pool.find(&answer.question, answer.probe) {
            let debriefed = if let Some(debriefed) = debriefed {
                debriefed.clone()
            } else {
                let tested = test(asked, answer, screen)?;
                let view = view(asked, answer, tested, index + 1, total);
                let ticked = screen.tick(&view)?;
                let debriefed = made_of(&view, answer, &ticked);
                let note = InterviewNote::Debriefed(debriefed.clone());
                save(&Event::Note(note.into()), None, screen, journal)?;
                debriefed
            };
            if let Asked::Card(card) = asked
                && !kept.reviewed.contains(card.id.as_str())
            {
                let review = review(asked, &kept.answers[index], &debriefed);
                save(&Event::Review(review), None, screen, journal)?;
                kept.reviewed.insert(card.id.to_string());
            }
            kept.answers[index].debriefed = Some(debriefed);
        }
        let thread = kept.answers[index].answer.thread;
        let next = kept.answers.get(index + 1);
        if next.is_none_or(|next| next.answer.thread != thread) {
            rate(thread, kept, pool, screen, journal)?;
        }
    }
    let session = kept.start.session.clone();
    let outcome = Outcome::Debriefed;
    let end = InterviewEnd { session, outcome };
    save(&Event::InterviewEnd(end), None, screen, journal)?;
    kept.outcome = Some(outcome);
    Ok(())
}

/// Has code tested; only here, as an interviewer would.
fn test(
    asked: Asked<'_>,
    answer: &InterviewAnswer,
    screen: &mut dyn Interviewer,
) -> Result<Option<Tested>, Stop> {
    let Some((card, task)) = asked.code().filter(|_| !answer.given_up) else {
        return Ok(None);
    };
    let forbidden = task.forbidden(&answer.text);
    Ok(Some(match forbidden.first() {
        Some(name) => Tested::NotAllowed((*name).to_owned()),
        None => screen.test(card, task, &answer.text)?,
    }))
}

fn view<'a>(
    asked: Asked<'a>,
    answer: &InterviewAnswer,
    tested: Option<Tested>,
    number: usize,
    total: usize,
) -> DebriefView<'a> {
    let marked = if answer.given_up {
        asked.mark(&answer.text).map(|_| Verdict::WRONG)
    } else {
        let by_tests = tested.as_ref().and_then(Tested::verdict);
        by_tests.or_else(|| asked.mark(&answer.text))
    };
    DebriefView {
        asked,
        number,
        total,
        thread: answer.thread,
        text: asked.shown(&answer.text).to_owned(),
        spoken: answer.said_ms.is_some(),
        given_up: answer.given_up,
        marked,
        tested,
        suggested: asked.spoken_of(&answer.text),
    }
}

/// The result of an answer, from what was ticked.
fn made_of(
    view: &DebriefView<'_>,
    answer: &InterviewAnswer,
    ticked: &Ticked,
) -> InterviewDebriefed {
    let numbers = |of: &BTreeSet<usize>| of.iter().map(|&point| point as u32).collect::<Vec<_>>();
    let points = view.points();
    let ticks: BTreeSet<usize> = if view.given_up {
        BTreeSet::new()
    } else {
        let those = ticked.points.iter().copied();
        those.filter(|&point| point < points.len()).collect()
    };
    let verdict = match view.marked {
        Some(marked) if marked.near_miss && ticked.typo => Verdict::RIGHT,
        Some(marked) => marked,
        None => view.asked.tick(&ticks),
    };
    let essential = points.iter().enumerate();
    let essential = essential.filter_map(|(index, point)| point.essential.then_some(index));
    InterviewDebriefed {
        session: answer.session.clone(),
        question: answer.question.clone(),
        probe: answer.probe,
        of: points.len() as u32,
        essential: essential.map(|index| index as u32).collect(),
        ticked: numbers(&ticks),
        borne_out: numbers(&view.asked.borne_out(&answer.text, &ticks)),
        star: (view.asked.form() == Form::Star && !view.given_up)
            .then(|| numbers(ticked.star.as_ref().unwrap_or(&BTreeSet::new()))),
        passed: verdict.passed,
        share: verdict.share,
    }
}

/// The review of a card that was asked: right is good, anything else again.
fn review(
    asked: Asked<'_>,
    kept: &RecordedAnswer,
    debriefed: &InterviewDebriefed,
) -> Review<'static> {
    let answer = &kept.answer;
    let grade = if debriefed.passed {
        Grade::Good
    } else {
        Grade::Again
    };
    let ms = answer.said_ms.unwrap_or(answer.ms);
    let mut review = Review::new(answer.question.clone(), grade, ms, Mode::Interview);
    let points = match asked {
        Asked::Card(card) => match card.data() {
            Question::Points(_) => Some(debriefed.ticked.clone()),
            // The debrief puts the line before the deck's points.
            Question::Bug(_) => {
                let points = debriefed.ticked.iter();
                Some(points.filter_map(|point| point.checked_sub(1)).collect())
            }
            _ => None,
        },
        Asked::Prompt(_) | Asked::Probe(..) => None,
    };
    let marked = !matches!(asked, Asked::Card(card) if matches!(card.data(), Question::Recall));
    review.details = Details {
        session: Some(answer.session.clone().into()),
        verdict: marked.then_some(debriefed.share),
        points: points.map(Vec::into_boxed_slice),
        guessed: false,
        confidence: kept
            .confidence
            .map(|confidence| f32::from(confidence.clamp(1, 4) - 1) / 3.0),
    };
    review
}

fn rate(
    thread: u32,
    kept: &mut RecordedInterview,
    pool: &Pool<'_>,
    screen: &mut dyn Interviewer,
    journal: &mut dyn Journal,
) -> Result<(), Interrupted> {
    let of_thread = || {
        let answers = kept.answers.iter().map(|kept| &kept.answer);
        answers.filter(|answer| answer.thread == thread)
    };
    // Without answers there is nothing to rate.
    if kept.ratings.contains_key(&thread) || of_thread().all(|answer| answer.given_up) {
        return Ok(());
    }
    let opener = of_thread().next();
    let ratings = screen.rate(&RateView {
        thread,
        opener: opener.and_then(|answer| pool.find(&answer.question, answer.probe)),
        answers: of_thread().count(),
    })?;
    let [correct, deep, trade_offs, clear] = ratings;
    let rated = InterviewRated {
        session: kept.start.session.clone(),
        thread,
        correct,
        deep,
        trade_offs,
        clear,
    };
    let note = InterviewNote::Rated(rated.clone());
    save(&Event::Note(note.into()), None, screen, journal)?;
    kept.ratings.insert(thread, rated);
    Ok(())
}

/// Appends until it is saved or the learner gives up; `lost` is what is given back to them then.
fn save(
    event: &Event<'static>,
    lost: Option<String>,
    screen: &mut dyn Interviewer,
    journal: &mut dyn Journal,
) -> Result<(), Interrupted> {
    append(event, &mut |problem| screen.not_saved(problem), journal)
        .map(|_| ())
        .map_err(|(problem, stop)| Interrupted::NotSaved {
            problem,
            lost,
            stop,
        })
}

#[cfg(test)]
mod tests;
