//! The period that a report covers.

use chrono::Datelike as _;

use crate::memory::StudyDay;

/// The days whose answers are counted: from a day that the learner gave, or from a default one, up
/// to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    today: StudyDay,
    since: Option<StudyDay>,
}

impl Period {
    /// Days covered if the learner gave no day, including today.
    pub const USUAL: u32 = 90;

    /// Weeks of the calendar if the learner gave no day, including this week.
    pub const WEEKS: u32 = 26;

    /// The lengths in days, up to today, for which retention is reported separately.
    const WINDOWS: [u32; 3] = [7, 30, Self::USUAL];

    /// The period up to today. A start after today counts as today.
    pub fn new(today: StudyDay, since: Option<StudyDay>) -> Self {
        Self {
            today,
            since: since.map(|day| day.min(today)),
        }
    }

    /// The last day.
    pub const fn today(&self) -> StudyDay {
        self.today
    }

    /// The first day.
    pub fn first(&self) -> StudyDay {
        self.since
            .unwrap_or_else(|| self.today.minus(Self::USUAL - 1))
    }

    /// How many days there are, today included.
    pub fn days(&self) -> u32 {
        days_from(self.first(), self.today) + 1
    }

    /// The first day of the calendar: a Monday, or the day that the learner gave.
    pub fn calendar_first(&self) -> StudyDay {
        self.since.unwrap_or_else(|| {
            let of_week = self.today.date().weekday().num_days_from_monday();
            self.today.minus(of_week + 7 * (Self::WEEKS - 1))
        })
    }

    /// The first day of which any figure counts the answers.
    pub fn earliest(&self) -> StudyDay {
        self.first().min(self.calendar_first())
    }

    /// The lengths in days over which retention is reported, shortest first; the last is the whole
    /// period.
    pub fn windows(&self) -> Vec<u32> {
        let days = self.days();
        let shorter = Self::WINDOWS.into_iter().filter(|window| *window < days);
        shorter.chain([days]).collect()
    }
}

/// Whole days from one day to another, 0 where that is earlier.
pub(super) fn days_from(earlier: StudyDay, later: StudyDay) -> u32 {
    u32::try_from(later.days_since(earlier)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> StudyDay {
        text.parse().expect("a day")
    }

    #[test]
    fn without_a_day_it_is_ninety_days_and_half_a_year_of_weeks() {
        let period = Period::new(day("2026-11-20"), None);
        assert_eq!(period.windows(), [7, 30, 90]);
        assert_eq!(period.first(), day("2026-08-23"));
        // A Monday: this week and the 25 before it.
        assert_eq!(period.calendar_first(), day("2026-05-25"));
        assert_eq!(period.earliest(), day("2026-05-25"));
    }

    #[test]
    fn a_day_that_was_named_begins_everything() {
        let windows = |since| Period::new(day("2026-11-20"), Some(day(since))).windows();
        assert_eq!(windows("2026-11-11"), [7, 10]);
        assert_eq!(windows("2026-11-14"), [7]);
        assert_eq!(windows("2025-11-20"), [7, 30, 90, 366]);
        let tomorrow = Period::new(day("2026-11-20"), Some(day("2026-11-21")));
        assert_eq!(tomorrow.first(), day("2026-11-20"), "today at the latest");
    }
}
