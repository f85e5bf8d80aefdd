//! Interviews in figures: what the program marked, what was ticked, what was claimed without evidence; and the answers
//! to reserved prompts over time.

use std::collections::BTreeSet;

use serde::Serialize;

use super::proportion::Proportion;
use crate::deck::Level;
use crate::history::{AskedKind, InterviewDebriefed, Outcome, Way};
use crate::memory::StudyDay;
use crate::plan::{Asked, Pool, RecordedAnswer, RecordedInterview};

/// What the answers at a level say about the learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LevelEvidence {
    /// Too few answers to say anything.
    TooFew,
    /// The whole range is above what a level asks for.
    Held,
    /// The whole range is below.
    NotYet,
    /// The range lies on both sides.
    Undecided,
}

/// The answers at a level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelFigure {
    pub level: Level,
    /// Good answers with evidence.
    pub well: Proportion,
    /// The verdict.
    #[serde(rename = "standing")]
    pub evidence: LevelEvidence,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThreadFigure {
    /// Its number, from 1.
    pub thread: u32,
    /// Its opening question.
    pub opener: String,
    pub topic: String,
    /// Good answers with evidence.
    pub well: Proportion,
    /// Deeper questions asked.
    pub deeper: u32,
    /// The ratings from 1 to 4: correct, deep, trade-offs, clear.
    pub ratings: [Option<u8>; 4],
}

/// The learner's own ratings by one criterion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Criterion {
    /// `correct`, `deep`, `trade-offs` or `clear`.
    pub name: &'static str,
    /// Threads rated by it.
    pub count: u32,
    /// Their mean, 1 to 4.
    pub mean: f64,
    pub lowest: u8,
    pub highest: u8,
}

/// A missing essential point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeakPoint {
    pub question: String,
    /// The point: Markdown.
    pub point: String,
}

/// One question with its result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionFigure {
    /// The question: Markdown.
    pub question: String,
    /// The prompt or card, by its full id.
    pub id: String,
    /// Which of a prompt's deeper questions, from 1; 0 for the others.
    pub probe: u32,
    /// Its thread, from 1.
    pub thread: u32,
    /// Why it was asked.
    pub way: Way,
    /// Where it comes from.
    pub kind: AskedKind,
    pub topic: String,
    pub level: String,
    /// What was typed.
    pub text: String,
    /// Whether it was said aloud and summarized.
    pub spoken: bool,
    /// Whether it was given up.
    pub given_up: bool,
    /// How sure the learner was, 1 to 4.
    pub confidence: Option<u8>,
    /// The share that was right, 0 to 1; `None` if it was not debriefed.
    pub share: Option<f32>,
    /// Whether it counts as known; `None` if it was not debriefed.
    pub passed: Option<bool>,
    /// Whether the verdict rests on what was typed, or was given by the program, not on ticks
    /// alone.
    pub on_evidence: bool,
    /// The points, each with whether it was ticked, and whether the text supports that.
    pub points: Vec<PointFigure>,
}

/// A point of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PointFigure {
    /// The point: Markdown.
    pub point: String,
    /// Whether an answer without it fails.
    pub essential: bool,
    /// Whether it was ticked.
    pub ticked: bool,
    /// Whether the typed text mentions it.
    pub borne_out: bool,
}

/// An interview in figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterviewReport {
    /// Its name.
    pub session: String,
    /// The study day.
    pub day: StudyDay,
    pub level: Option<Level>,
    /// Minutes planned.
    pub minutes: u32,
    /// Seconds spent on questions.
    pub seconds: f64,
    pub threads_planned: u32,
    /// Questions asked.
    pub questions: u32,
    /// Of those, given up.
    pub given_up: u32,
    /// Questions that are no longer in a deck: they could not be debriefed.
    pub gone: u32,
    /// Good answers with evidence, of all.
    pub well: Proportion,
    /// Right, of those that the program marked.
    pub marked: Proportion,
    /// Good by ticks that the typed text supports, of those that the learner ticked.
    pub ticked: Proportion,
    /// Good by ticks alone, of those that the learner ticked.
    pub claimed: Proportion,
    /// Ticked points that the text supports, of all points.
    pub points: Proportion,
    /// Ticked points that it does not support, of all points.
    pub points_claimed: Proportion,
    /// Good answers to reserved prompts.
    pub reserved: Proportion,
    /// Good answers to cards that had been studied.
    pub studied: Proportion,
    /// Good answers to cards never seen before.
    pub unmet: Proportion,
    /// Good answers by how sure the learner was, from 1 to 4.
    pub confidence: [Proportion; 4],
    /// The answers level by level.
    pub levels: Vec<LevelFigure>,
    pub threads: Vec<ThreadFigure>,
    /// The learner's ratings.
    pub ratings: Vec<Criterion>,
    /// Parts of stories counts, where any was asked for.
    pub star: Option<Proportion>,
    /// The questions answered best, with evidence.
    pub strongest: Vec<String>,
    /// Essential points that were missing.
    pub weakest: Vec<WeakPoint>,
    /// Cards to study next, by id.
    pub study: Vec<String>,
    /// Every question.
    pub asked: Vec<QuestionFigure>,
}

/// No verdict on a level is given on fewer answers at it.
const ENOUGH: u32 = 6;

/// The share of good answers that a level requires.
const HELD: f64 = 0.6;

/// The most points and cards that are listed.
const NAMED: usize = 5;
const STUDIED_NEXT: usize = 10;

/// Cards of a topic that are proposed for a prompt that was not answered.
const CARDS_A_TOPIC: usize = 2;

impl LevelEvidence {
    fn of(tally: Proportion) -> Self {
        match tally.range() {
            Some((low, _)) if tally.of >= ENOUGH && low >= HELD => Self::Held,
            Some((_, high)) if tally.of >= ENOUGH && high < HELD => Self::NotYet,
            Some(_) if tally.of >= ENOUGH => Self::Undecided,
            _ => Self::TooFew,
        }
    }
}

/// An answer that was debriefed.
struct Judged<'k> {
    kept: &'k RecordedAnswer,
    debriefed: &'k InterviewDebriefed,
}

impl Judged<'_> {
    fn well(&self) -> bool {
        self.debriefed.passes_on_evidence()
    }
}

/// Adds an interview up.
pub fn interview_report(kept: &RecordedInterview, pool: &Pool<'_>) -> InterviewReport {
    let judged: Vec<Judged<'_>> = kept
        .answers
        .iter()
        .filter_map(|kept| {
            let debriefed = kept.debriefed.as_ref()?;
            Some(Judged { kept, debriefed })
        })
        .collect();
    let tally = |wanted: &dyn Fn(&Judged<'_>) -> bool| {
        let those = judged.iter().filter(|judged| wanted(judged));
        Proportion::of(those.map(Judged::well))
    };
    let of_kind = |kind| tally(&|judged| judged.kept.answer.kind == kind);
    let by_learner = || {
        let debriefed = judged.iter().map(|judged| judged.debriefed);
        debriefed.filter(|debriefed| !debriefed.by_program())
    };
    let answers = || kept.answers.iter().map(|kept| &kept.answer);
    let gone = judged.len();
    InterviewReport {
        session: kept.start.session.clone(),
        day: kept.day,
        level: kept.level(),
        minutes: kept.start.minutes,
        seconds: answers().map(|answer| answer.ms).sum::<u64>() as f64 / 1000.0,
        threads_planned: kept.start.threads,
        questions: kept.answers.len() as u32,
        given_up: answers().filter(|answer| answer.given_up).count() as u32,
        gone: (kept.answers.len() - gone) as u32,
        well: tally(&|_| true),
        marked: tally(&|judged| judged.debriefed.by_program()),
        ticked: tally(&|judged| !judged.debriefed.by_program()),
        claimed: Proportion::of(
            by_learner().map(|debriefed| debriefed.passed && !debriefed.passes_on_evidence()),
        ),
        points: points(by_learner(), borne_out),
        points_claimed: points(by_learner(), not_borne_out),
        reserved: of_kind(AskedKind::Prompt),
        studied: of_kind(AskedKind::Studied),
        unmet: of_kind(AskedKind::Unmet),
        confidence: [1, 2, 3, 4].map(|sure| tally(&|judged| judged.kept.confidence == Some(sure))),
        levels: levels(&judged),
        threads: threads(kept, pool),
        ratings: ratings(kept),
        star: star(&judged),
        strongest: strongest(&judged, pool),
        weakest: weakest(&judged, pool),
        study: study(&judged, pool),
        asked: kept
            .answers
            .iter()
            .map(|kept| question(kept, pool))
            .collect(),
    }
}

/// Points of answers, of all that they have.
fn points<'k>(
    answers: impl Iterator<Item = &'k InterviewDebriefed>,
    hits: fn(&InterviewDebriefed) -> usize,
) -> Proportion {
    answers.fold(Proportion::default(), |sum, answer| {
        let (hits, of) = (hits(answer) as u32, answer.of);
        sum.plus(Proportion { hits, of })
    })
}

/// How many ticked points the typed text supports.
fn borne_out(answer: &InterviewDebriefed) -> usize {
    answer.borne_out.len()
}

/// How many it does not support.
fn not_borne_out(answer: &InterviewDebriefed) -> usize {
    answer.ticked.len().saturating_sub(answer.borne_out.len())
}

fn find<'a>(kept: &RecordedAnswer, pool: &Pool<'a>) -> Option<Asked<'a>> {
    pool.find(&kept.answer.question, kept.answer.probe)
}

/// The question as it is now; its id if it is no longer in a deck.
fn words(kept: &RecordedAnswer, pool: &Pool<'_>) -> String {
    find(kept, pool).map_or_else(
        || kept.answer.question.clone(),
        |asked| asked.question().to_owned(),
    )
}

fn levels(judged: &[Judged<'_>]) -> Vec<LevelFigure> {
    let figure = |level: Level| {
        let those = judged
            .iter()
            .filter(|judged| judged.kept.level() == Some(level));
        let well = Proportion::of(those.map(Judged::well));
        (well.of > 0).then(|| LevelFigure {
            level,
            well,
            evidence: LevelEvidence::of(well),
        })
    };
    Level::ALL.into_iter().filter_map(figure).collect()
}

fn threads(kept: &RecordedInterview, pool: &Pool<'_>) -> Vec<ThreadFigure> {
    let openers = kept
        .answers
        .iter()
        .filter(|kept| kept.answer.way == Way::Opener);
    openers
        .map(|opener| {
            let thread = opener.answer.thread;
            let of_thread = || {
                let answers = kept.answers.iter();
                answers.filter(move |kept| kept.answer.thread == thread)
            };
            let judged = of_thread().filter_map(|kept| kept.debriefed.as_ref());
            let deeper = of_thread().filter(|kept| kept.answer.way == Way::Deeper);
            let rated = kept.ratings.get(&thread);
            ThreadFigure {
                thread,
                opener: words(opener, pool),
                topic: opener.answer.topic.clone(),
                well: Proportion::of(judged.map(InterviewDebriefed::passes_on_evidence)),
                deeper: deeper.count() as u32,
                ratings: rated.map_or([None; 4], |rated| {
                    [rated.correct, rated.deep, rated.trade_offs, rated.clear]
                }),
            }
        })
        .collect()
}

fn ratings(kept: &RecordedInterview) -> Vec<Criterion> {
    let names = ["correct", "deep", "trade-offs", "clear"];
    let criterion = |(index, name): (usize, &'static str)| {
        let given: Vec<u8> = kept
            .ratings
            .values()
            .filter_map(|rated| [rated.correct, rated.deep, rated.trade_offs, rated.clear][index])
            .collect();
        let sum: u32 = given.iter().copied().map(u32::from).sum();
        Some(Criterion {
            name,
            count: given.len() as u32,
            mean: f64::from(sum) / given.len() as f64,
            lowest: *given.iter().min()?,
            highest: *given.iter().max()?,
        })
    };
    names
        .into_iter()
        .enumerate()
        .filter_map(criterion)
        .collect()
}

fn star(judged: &[Judged<'_>]) -> Option<Proportion> {
    let counts: Vec<usize> = judged
        .iter()
        .filter_map(|judged| judged.debriefed.star.as_ref().map(Vec::len))
        .collect();
    (!counts.is_empty()).then(|| Proportion {
        hits: counts.iter().sum::<usize>() as u32,
        of: 4 * counts.len() as u32,
    })
}

/// The good answers with the greatest share first.
fn strongest(judged: &[Judged<'_>], pool: &Pool<'_>) -> Vec<String> {
    let mut good: Vec<&Judged<'_>> = judged.iter().filter(|judged| judged.well()).collect();
    good.sort_by(|a, b| b.debriefed.share.total_cmp(&a.debriefed.share));
    let good = good.into_iter().take(NAMED);
    good.map(|judged| words(judged.kept, pool)).collect()
}

/// Essential points that were missing, in the order of the interview; at most one of each question
/// until all have had their turn.
fn weakest(judged: &[Judged<'_>], pool: &Pool<'_>) -> Vec<WeakPoint> {
    let missing: Vec<Vec<WeakPoint>> = judged
        .iter()
        .filter(|judged| !judged.debriefed.passed)
        .filter_map(|judged| {
            let asked = find(judged.kept, pool)?;
            let missing = asked.points().into_iter().enumerate();
            let missing = missing.filter(|(index, point)| {
                point.essential && !judged.debriefed.ticked.contains(&(*index as u32))
            });
            let question = asked.question();
            let missing = missing.map(|(_, point)| WeakPoint {
                question: question.to_owned(),
                point: point.text.into_owned(),
            });
            Some(missing.collect())
        })
        .collect();
    let rounds = missing.iter().map(Vec::len).max().unwrap_or(0);
    (0..rounds)
        .flat_map(|round| {
            let each = missing.iter();
            each.filter_map(move |points| points.get(round).cloned())
        })
        .take(NAMED)
        .collect()
}

/// The cards that were not known, then cards on the topics of prompts that were not answered well.
fn study(judged: &[Judged<'_>], pool: &Pool<'_>) -> Vec<String> {
    let failed = || judged.iter().filter(|judged| !judged.well());
    let mut study: Vec<String> = Vec::new();
    let mut add = |id: &str| {
        if study.len() < STUDIED_NEXT && !study.iter().any(|known| known == id) {
            study.push(id.to_owned());
        }
    };
    for judged in failed() {
        if let Some(Asked::Card(card)) = find(judged.kept, pool) {
            add(card.id.as_str());
        }
    }
    for judged in failed() {
        if let Some(asked) = find(judged.kept, pool).filter(Asked::is_reserved) {
            let mut beside: Vec<_> = pool.beside(asked.topic(), asked.level()).collect();
            // Unseen cards teach most; then come those asked most.
            beside.sort_by_key(|card| {
                (
                    pool.is_met(card.id.as_str()),
                    std::cmp::Reverse(card.weight),
                )
            });
            for card in beside.into_iter().take(CARDS_A_TOPIC) {
                add(card.id.as_str());
            }
        }
    }
    study
}

fn question(kept: &RecordedAnswer, pool: &Pool<'_>) -> QuestionFigure {
    let RecordedAnswer {
        answer,
        confidence,
        debriefed,
    } = kept;
    let asked = find(kept, pool);
    let has = |points: &[u32], index: usize| points.contains(&(index as u32));
    let points = asked.map(|asked| asked.points()).unwrap_or_default();
    QuestionFigure {
        question: words(kept, pool),
        id: answer.question.clone(),
        probe: answer.probe,
        thread: answer.thread,
        way: answer.way,
        kind: answer.kind,
        topic: answer.topic.clone(),
        level: answer.level.clone(),
        text: asked
            .map_or(answer.text.as_str(), |asked| asked.shown(&answer.text))
            .to_owned(),
        spoken: answer.said_ms.is_some(),
        given_up: answer.given_up,
        confidence: *confidence,
        share: debriefed.as_ref().map(|debriefed| debriefed.share),
        passed: debriefed.as_ref().map(|debriefed| debriefed.passed),
        on_evidence: debriefed
            .as_ref()
            .is_some_and(InterviewDebriefed::passes_on_evidence),
        points: points
            .into_iter()
            .enumerate()
            .map(|(index, point)| PointFigure {
                point: point.text.into_owned(),
                essential: point.essential,
                ticked: debriefed.as_ref().is_some_and(|d| has(&d.ticked, index)),
                borne_out: debriefed.as_ref().is_some_and(|d| has(&d.borne_out, index)),
            })
            .collect(),
    }
}

/// One interview of the trend: answers to reserved prompts that had never been asked before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterviewRow {
    /// Its name.
    pub session: String,
    /// The study day.
    pub day: StudyDay,
    pub level: Option<Level>,
    /// Good answers, on evidence.
    pub well: Proportion,
    /// Ticked points that the typed text supports, of all points.
    pub points: Proportion,
    /// Ticked points that it does not support, of all points.
    pub claimed: Proportion,
    /// Answers left out because their prompt had come up in an earlier interview.
    pub asked_before: u32,
}

/// The trend, oldest first: interviews that were debriefed. What was asked a second time is left
/// out, because it is no longer new to the learner.
pub fn interview_history(interviews: &[RecordedInterview]) -> Vec<InterviewRow> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut rows = Vec::new();
    for kept in interviews {
        let reserved = || {
            let answers = kept.answers.iter();
            answers.filter(|kept| kept.answer.kind == AskedKind::Prompt)
        };
        let new = |kept: &&RecordedAnswer| !known.contains(kept.answer.question.as_str());
        let judged = || {
            let new = reserved().filter(new);
            new.filter_map(|kept| kept.debriefed.as_ref())
        };
        if kept.outcome == Some(Outcome::Debriefed) {
            rows.push(InterviewRow {
                session: kept.start.session.clone(),
                day: kept.day,
                level: kept.level(),
                well: Proportion::of(judged().map(InterviewDebriefed::passes_on_evidence)),
                points: points(judged(), borne_out),
                claimed: points(judged(), not_borne_out),
                asked_before: reserved().filter(|kept| !new(kept)).count() as u32,
            });
        }
        known.extend(reserved().map(|kept| kept.answer.question.as_str()));
    }
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::history::{InterviewAnswer, InterviewStart};

    #[test]
    fn a_level_is_judged_on_six_answers_or_more() {
        let standing = |hits, of| LevelEvidence::of(Proportion { hits, of });
        assert_eq!(standing(5, 5), LevelEvidence::TooFew);
        assert_eq!(standing(6, 6), LevelEvidence::Held);
        assert_eq!(standing(1, 6), LevelEvidence::NotYet);
        assert_eq!(standing(4, 6), LevelEvidence::Undecided);
        assert_eq!(standing(0, 0), LevelEvidence::TooFew);
    }

    /// An interview with these answers to prompts: the prompt, and the points ticked and borne out of
    /// three, the first of which is essential.
    fn interview(
        outcome: Option<Outcome>,
        answers: &[(&str, &[u32], &[u32])],
    ) -> RecordedInterview {
        let answer = |(question, ticked, borne_out): &(&str, &[u32], &[u32])| RecordedAnswer {
            answer: InterviewAnswer {
                session: "a".into(),
                thread: 1,
                way: Way::Opener,
                question: (*question).into(),
                probe: 0,
                kind: if question.starts_with('p') {
                    AskedKind::Prompt
                } else {
                    AskedKind::Studied
                },
                level: "senior".into(),
                topic: "async".into(),
                text: String::new(),
                ms: 1000,
                said_ms: None,
                given_up: false,
                unfinished: false,
            },
            confidence: None,
            debriefed: Some(InterviewDebriefed {
                session: "a".into(),
                question: (*question).into(),
                probe: 0,
                of: 3,
                essential: vec![0],
                ticked: ticked.to_vec(),
                borne_out: borne_out.to_vec(),
                star: None,
                passed: ticked.contains(&0),
                share: 0.0,
            }),
        };
        RecordedInterview {
            start: InterviewStart {
                session: "a".into(),
                level: "senior".into(),
                minutes: 30,
                threads: 4,
                scope: crate::history::InterviewScope::default(),
            },
            day: "2026-11-20".parse().expect("a day"),
            answers: answers.iter().map(answer).collect(),
            ratings: BTreeMap::new(),
            reviewed: BTreeSet::new(),
            outcome,
        }
    }

    #[test]
    fn the_trend_counts_prompts_when_they_are_new_and_cards_never() {
        let through = Some(Outcome::Debriefed);
        let rows = interview_history(&[
            interview(through, &[("p/1", &[0, 1], &[0]), ("d/card", &[0], &[0])]),
            interview(None, &[("p/2", &[0], &[0])]),
            interview(
                through,
                &[
                    ("p/1", &[0], &[0]),
                    ("p/2", &[0], &[0]),
                    ("p/3", &[1], &[1]),
                ],
            ),
        ]);
        assert_eq!(rows.len(), 2, "one waits for its debrief");
        assert_eq!(rows[0].well, Proportion { hits: 1, of: 1 });
        assert_eq!(rows[0].points, Proportion { hits: 1, of: 3 });
        assert_eq!(rows[0].claimed, Proportion { hits: 1, of: 3 });
        assert_eq!(rows[1].well, Proportion { hits: 0, of: 1 });
        assert_eq!(rows[1].asked_before, 2);
    }
}
