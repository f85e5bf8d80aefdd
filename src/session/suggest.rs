//! From an answer to the grade that is suggested for it.

use crate::memory::Grade;
use crate::question::{Answer, Question, Verdict};

/// What the program makes of an answer; the learner may change the grade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    /// How much was right; `None` where the learner marks themselves.
    pub verdict: Option<Verdict>,
    /// The grade that Enter takes.
    pub grade: Grade,
}

/// How many times the usual time makes an answer a slow one.
const SLOW: u64 = 2;

/// Marks an answer that took `ms` milliseconds, where `usual_ms` are usual for its kind.
///
/// Half an answer is Again, never Hard: Hard is a pass that took over twice the usual time.
pub fn suggest(question: &Question, answer: &Answer, ms: u64, usual_ms: u32) -> Suggestion {
    let verdict = question.mark(answer);
    let slow = ms > SLOW * u64::from(usual_ms);
    let grade = match verdict {
        Some(verdict) if !verdict.passed => Grade::Again,
        Some(_) if slow => Grade::Hard,
        Some(_) | None => Grade::Good,
    };
    Suggestion { verdict, grade }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::question::{Point, Points, Recall};

    fn points() -> Question {
        let point = |essential| Point {
            text: "x".into(),
            essential,
        };
        Question::Points(Points {
            points: vec![point(true), point(false)],
        })
    }

    fn grade(answer: &Answer, ms: u64) -> Grade {
        suggest(&points(), answer, ms, 30_000).grade
    }

    #[test]
    fn an_essential_point_missed_is_again_however_quick() {
        assert_eq!(
            grade(&Answer::Picked(BTreeSet::from([1])), 1_000),
            Grade::Again
        );
        assert_eq!(grade(&Answer::Unknown, 1_000), Grade::Again);
    }

    #[test]
    fn all_essentials_are_good_and_hard_after_twice_the_usual_time() {
        let ticked = Answer::Picked(BTreeSet::from([0]));
        assert_eq!(grade(&ticked, 60_000), Grade::Good);
        assert_eq!(grade(&ticked, 60_001), Grade::Hard);
    }

    #[test]
    fn what_the_learner_marks_is_good_until_they_say_otherwise() {
        let suggestion = suggest(
            &Question::Recall(Recall),
            &Answer::Revealed,
            500_000,
            20_000,
        );
        assert_eq!(
            suggestion,
            Suggestion {
                verdict: None,
                grade: Grade::Good
            }
        );
    }
}
