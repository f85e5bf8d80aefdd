//! What a screen needs in order to show a card.

use crate::deck::Card;
use crate::memory::{Grade, StudyDay};
use crate::plan::Why;
use crate::progress::CardProgress;
use crate::question::{Answer, Ease, Question, Verdict};

/// What the four grades would leave on the date of a goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnTheDay {
    pub date: StudyDay,
    /// The chance of recall on that day if the card is not asked again before, from Again to Easy.
    pub recall: [f32; 4],
}

/// A card, and the circumstances in which it is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct View<'a> {
    pub card: &'a Card,
    /// Why it is asked.
    pub why: Why,
    /// Whether it was already asked in this session.
    pub repeat: bool,
    /// Whether it passed then, and comes again only to space out the repeat of another card.
    pub spacer: bool,
    /// Answers given in this session.
    pub answered: usize,
    /// Cards that wait in the queue, this one included.
    pub waiting: usize,
    /// Days until it is asked again, for each grade from Again to Easy; 0 is later today.
    pub intervals: [u32; 4],
    /// Under a goal, what each grade would leave until its date.
    pub on_the_day: Option<OnTheDay>,
    /// Options of a choice, or steps to be ordered, in the order in which they are shown: indexes in
    /// deck order.
    pub order: Vec<usize>,
    /// Milliseconds that this learner usually takes for this kind.
    pub usual_ms: u32,
    /// The card on which an undo takes something back, if there is anything to undo.
    pub undoes: Option<String>,
    /// Whether the learner put a mark on the card.
    pub marked: bool,
    /// Whether the card was never answered before.
    pub new: bool,
    /// How often it was forgotten.
    pub lapses: u32,
    /// Its figures.
    pub standing: CardProgress<'a>,
    /// The points, by index, that were missing in both of its last answers.
    pub missed_twice: Vec<usize>,
}

impl View<'_> {
    /// The program's suggestion for an answer that took `ms` milliseconds.
    pub fn suggest(&self, answer: &Answer, ms: u64) -> Suggestion {
        suggest(self.card.data(), answer, ms, self.usual_ms)
    }

    /// Days until the card is asked again after this grade; 0 is later today.
    pub const fn interval(&self, grade: Grade) -> u32 {
        self.intervals[grade.number() as usize - 1]
    }
}

/// The program's suggestion for an answer; the learner may change the grade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    /// How much was right; `None` if the learners mark themselves.
    pub verdict: Option<Verdict>,
    /// The grade that Enter takes.
    pub grade: Grade,
}

/// How many times the usual time makes an answer slow.
const SLOW: u64 = 2;

/// Marks an answer that took `ms` milliseconds, where `usual_ms` are usual for its kind.
///
/// Half an answer is Again, never Hard: Hard is a pass that took over twice the usual time. For
/// code, what counts is the time that the card expects, and how often the tests ran.
pub fn suggest(question: &Question, answer: &Answer, ms: u64, usual_ms: u32) -> Suggestion {
    let verdict = question.mark(answer);
    if let (Question::Code(task), Answer::Coded(coded)) = (question, answer) {
        let grade = match task.ease(*coded, ms) {
            Ease::Quick => Grade::Easy,
            Ease::AtOnce => Grade::Good,
            Ease::Hard => Grade::Hard,
        };
        return Suggestion { verdict, grade };
    }
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
