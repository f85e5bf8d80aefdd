//! The debrief: question by question the points are ticked, then each thread is rated.

use std::collections::BTreeSet;

use crate::history::{
    self, Details, InterviewAnswer, InterviewDebriefed, InterviewEnd, InterviewNote,
    InterviewRated, Mode, Outcome, Review,
};
use crate::memory::Grade;
use crate::plan::{Asked, Pool, RecordedAnswer, RecordedInterview};
use crate::question::{Form, Question, Verdict};
use crate::session::drive::append;
use crate::session::ports::{Journal, NotSaved, Stop};

use super::ports::{DebriefView, Interviewer, RateView, Tested, Ticked};

/// How a debrief ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Debriefed {
    /// Every answer was debriefed, and that is recorded.
    Over,
    /// It was interrupted and can be continued.
    Stopped(Stop),
    /// What was ticked last could not be saved.
    NotSaved {
        /// What went wrong.
        problem: NotSaved,
        /// What ended the debrief.
        stop: Stop,
    },
}

impl From<Stop> for Debriefed {
    fn from(stop: Stop) -> Self {
        Self::Stopped(stop)
    }
}

/// Debriefs an interview from where it was left. What the learner ticks is added to `kept`.
pub fn debrief(
    kept: &mut RecordedInterview,
    pool: &Pool<'_>,
    screen: &mut dyn Interviewer,
    journal: &mut dyn Journal,
) -> Debriefed {
    let ending = go_through(kept, pool, screen, journal).err();
    ending.unwrap_or(Debriefed::Over)
}

fn go_through(
    kept: &mut RecordedInterview,
    pool: &Pool<'_>,
    screen: &mut dyn Interviewer,
    journal: &mut dyn Journal,
) -> Result<(), Debriefed> {
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
                save(&history::Event::Note(note.into()), screen, journal)?;
                debriefed
            };
            if let Asked::Card(card) = asked
                && !kept.reviewed.contains(card.id.as_str())
            {
                let review = review(asked, &kept.answers[index], &debriefed);
                save(&history::Event::Review(review), screen, journal)?;
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
    save(&history::Event::InterviewEnd(end), screen, journal)?;
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
) -> Result<(), Debriefed> {
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
    save(&history::Event::Note(note.into()), screen, journal)?;
    kept.ratings.insert(thread, rated);
    Ok(())
}

fn save(
    event: &history::Event<'static>,
    screen: &mut dyn Interviewer,
    journal: &mut dyn Journal,
) -> Result<(), Debriefed> {
    append(event, &mut |problem| screen.not_saved(problem), journal)
        .map(|_| ())
        .map_err(|(problem, stop)| Debriefed::NotSaved { problem, stop })
}
