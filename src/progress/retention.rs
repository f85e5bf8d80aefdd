//! How much was remembered when it was asked for.

use serde::Serialize;

use crate::history::DayLog;
use crate::memory::StudyDay;

/// True retention: of the first answers of a day to cards met on an earlier day, those that passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Retained {
    /// The days looked back over, today included.
    pub days: u32,
    /// Answers that count.
    pub asked: u32,
    /// Of these, passed.
    pub right: u32,
    /// Their share, 0 to 1; none without answers.
    pub share: Option<f64>,
}

/// True retention of the last `days` days.
#[must_use]
pub fn retained(logs: &[DayLog], today: StudyDay, days: u32) -> Retained {
    let first = today.minus(days.saturating_sub(1));
    let (asked, right) = logs
        .iter()
        .filter(|log| log.day >= first && log.day <= today)
        .fold((0, 0), |(asked, right), log| {
            (asked + log.reviews, right + log.recalled)
        });
    let share = (asked > 0).then(|| f64::from(right) / f64::from(asked));
    Retained {
        days,
        asked,
        right,
        share,
    }
}
