//! How much was remembered when asked, and how much the model had predicted.

use serde::Serialize;

use super::answers::{Answers, CountedAnswer};

/// True retention: of the first answers of a day to cards seen on an earlier day, those that
/// passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Remembered {
    /// Answers that count.
    pub asked: u32,
    /// Of these, passed.
    pub right: u32,
    /// Their share, 0 to 1; none without answers.
    pub share: Option<f64>,
    /// The mean chance of recall that the model predicted for these answers, 0 to 1.
    pub expected: Option<f64>,
}

/// What was remembered in the last days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Window {
    /// The days looked back over, today included.
    pub days: u32,
    /// All cards.
    #[serde(flatten)]
    pub all: Remembered,
    /// Cards with a stability under 21 days.
    pub young: Remembered,
    /// The others.
    pub mature: Remembered,
}

/// Adds answers up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RetentionSum {
    asked: u32,
    right: u32,
    expected: f64,
}

impl RetentionSum {
    /// Adds an answer, if it tests memory.
    pub(super) fn add(&mut self, answer: &CountedAnswer) {
        if let Some(tested) = answer.tested {
            self.asked += 1;
            self.right += u32::from(answer.passed);
            self.expected += f64::from(tested.expected);
        }
    }

    /// The resulting figures.
    pub(super) fn sum(self) -> Remembered {
        let of_asked = |sum: f64| (self.asked > 0).then(|| sum / f64::from(self.asked));
        Remembered {
            asked: self.asked,
            right: self.right,
            share: of_asked(f64::from(self.right)),
            expected: of_asked(self.expected),
        }
    }
}

/// What was remembered in the last `days` days.
pub fn window(answers: &Answers<'_>, days: u32) -> Window {
    let (mut all, mut young, mut mature) = Default::default();
    let add = |sum: &mut RetentionSum, answer| sum.add(answer);
    for answer in answers.last(days) {
        let Some(tested) = answer.tested else {
            continue;
        };
        add(&mut all, answer);
        add(
            if tested.mature {
                &mut mature
            } else {
                &mut young
            },
            answer,
        );
    }
    Window {
        days,
        all: all.sum(),
        young: young.sum(),
        mature: mature.sum(),
    }
}
