//! What a screen needs in order to show a card, and the result of a session.

use crate::deck::Card;
use crate::memory::{Grade, StudyDay};
use crate::progress::{CardProgress, Doubts, is_too_fast};
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

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SessionAnswer<'a> {
    pub card: &'a Card,
    /// The grade given.
    pub grade: Grade,
    /// Milliseconds it took, uncapped.
    pub ms: u64,
    /// Whether it was the card's first answer ever.
    pub new: bool,
    /// Whether it was the card's first answer on this study day.
    pub first: bool,
    /// The chance with which it was expected to pass, if it was the day's first to a card met on an earlier day.
    pub expected: Option<f32>,
}

/// The figures of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary<'a> {
    /// Answers given, repeats included.
    pub answers: usize,
    /// Milliseconds they took, uncapped.
    pub ms: u64,
    /// Cards answered for the first time that day.
    pub first_tries: usize,
    /// Of those, how many were right.
    pub right_at_first: usize,
    /// Cards seen for the first time.
    pub new: usize,
    /// Cards seen on an earlier day.
    pub reviews: usize,
    /// Answers to cards that had already been answered on that day.
    pub repeats: usize,
    /// Failed cards that wait for tomorrow, since too few others could be asked before them.
    pub tomorrow: usize,
    /// What of it shows little.
    pub doubts: Doubts,
    /// Cards that were failed or hard, most often first, at most five.
    pub hard: Vec<&'a Card>,
}

impl<'a> Summary<'a> {
    /// Adds up the answers of a session.
    pub fn of(answered: &[SessionAnswer<'a>]) -> Self {
        let count = |wanted: &dyn Fn(&SessionAnswer<'_>) -> bool| {
            answered.iter().filter(|answer| wanted(answer)).count()
        };
        let mut hard: Vec<(usize, &'a Card)> = Vec::new();
        for answer in answered.iter().filter(|answer| answer.grade <= Grade::Hard) {
            match hard.iter_mut().find(|(_, card)| card.id == answer.card.id) {
                Some((times, _)) => *times += 1,
                None => hard.push((1, answer.card)),
            }
        }
        let mut doubts = Doubts::default();
        for answer in answered {
            doubts.time(answer.ms, is_too_fast(answer.card, answer.ms));
            if let Some(expected) = answer.expected {
                doubts.tested(expected, answer.grade.passed());
            }
        }
        hard.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
        Self {
            answers: answered.len(),
            ms: answered.iter().map(|answer| answer.ms).sum(),
            first_tries: count(&|answer| answer.first),
            right_at_first: count(&|answer| answer.first && answer.grade.passed()),
            new: count(&|answer| answer.new),
            reviews: count(&|answer| answer.first && !answer.new),
            repeats: count(&|answer| !answer.first),
            tomorrow: 0,
            doubts,
            hard: hard.into_iter().map(|(_, card)| card).take(5).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::question::{Point, Points};

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
        let suggestion = suggest(&Question::Recall, &Answer::Revealed, 500_000, 20_000);
        assert_eq!(
            suggestion,
            Suggestion {
                verdict: None,
                grade: Grade::Good
            }
        );
    }
}
