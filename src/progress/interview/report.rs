//! One interview in figures: what the program marked, what was ticked, what was only claimed.

use crate::deck::Level;
use crate::history::{AskedKind, InterviewDebriefed, Way};
use crate::plan::{Asked, Pool, RecordedAnswer, RecordedInterview};

use super::figures::{
    Criterion, InterviewReport, LevelEvidence, LevelFigure, PointFigure, QuestionFigure,
    ThreadFigure, WeakPoint,
};
use super::out_of::OutOf;

/// No verdict on a level is given on fewer answers at it.
const ENOUGH: u32 = 6;

/// The share of good answers from which a level is held.
const HELD: f64 = 0.6;

/// The most points and cards that are named.
const NAMED: usize = 5;
const STUDIED_NEXT: usize = 10;

/// Cards of a topic that are proposed for a prompt that was not answered.
const CARDS_A_TOPIC: usize = 2;

impl LevelEvidence {
    fn of(tally: OutOf) -> Self {
        match tally.range() {
            Some((low, _)) if tally.of >= ENOUGH && low >= HELD => Self::Held,
            Some((_, high)) if tally.of >= ENOUGH && high < HELD => Self::NotYet,
            Some(_) if tally.of >= ENOUGH => Self::Undecided,
            _ => Self::TooFew,
        }
    }
}

/// An answer that was gone through.
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
#[must_use]
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
        OutOf::of(those.map(Judged::well))
    };
    let of_kind = |kind| tally(&|judged| judged.kept.answer.kind == kind);
    let by_learner = || {
        let debriefed = judged.iter().map(|judged| judged.debriefed);
        debriefed.filter(|debriefed| !debriefed.by_program())
    };
    let points = |hits: &dyn Fn(&InterviewDebriefed) -> usize| OutOf {
        hits: by_learner().map(|debriefed| hits(debriefed) as u32).sum(),
        of: by_learner().map(|debriefed| debriefed.of).sum(),
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
        claimed: OutOf::of(
            by_learner().map(|debriefed| debriefed.passed && !debriefed.passes_on_evidence()),
        ),
        points: points(&|debriefed| debriefed.borne_out.len()),
        points_claimed: points(&|debriefed| {
            debriefed
                .ticked
                .len()
                .saturating_sub(debriefed.borne_out.len())
        }),
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

fn find<'a>(kept: &RecordedAnswer, pool: &Pool<'a>) -> Option<Asked<'a>> {
    pool.find(&kept.answer.question, kept.answer.probe)
}

/// The question as it is now; its id where no deck holds it any more.
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
        let well = OutOf::of(those.map(Judged::well));
        (well.of > 0).then(|| LevelFigure {
            level,
            well,
            standing: LevelEvidence::of(well),
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
                well: OutOf::of(judged.map(InterviewDebriefed::passes_on_evidence)),
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

fn star(judged: &[Judged<'_>]) -> Option<OutOf> {
    let told: Vec<usize> = judged
        .iter()
        .filter_map(|judged| judged.debriefed.star.as_ref().map(Vec::len))
        .collect();
    (!told.is_empty()).then(|| OutOf {
        hits: told.iter().sum::<usize>() as u32,
        of: 4 * told.len() as u32,
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
                point: point.text,
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
            // What was never met teaches most; then what is asked most.
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
                point: point.text,
                essential: point.essential,
                ticked: debriefed.as_ref().is_some_and(|d| has(&d.ticked, index)),
                borne_out: debriefed.as_ref().is_some_and(|d| has(&d.borne_out, index)),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_judged_on_six_answers_or_more() {
        let standing = |hits, of| LevelEvidence::of(OutOf { hits, of });
        assert_eq!(standing(5, 5), LevelEvidence::TooFew);
        assert_eq!(standing(6, 6), LevelEvidence::Held);
        assert_eq!(standing(1, 6), LevelEvidence::NotYet);
        assert_eq!(standing(4, 6), LevelEvidence::Undecided);
        assert_eq!(standing(0, 0), LevelEvidence::TooFew);
    }
}
