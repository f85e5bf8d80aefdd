//! The study day: a calendar day that begins when people get up, not at midnight.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, Duration, FixedOffset, NaiveDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A civil date on which answers count together.
///
/// It is fixed when an answer is given, from the local time there and then, so neither travel nor
/// daylight saving nor another rollover hour ever changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StudyDay(NaiveDate);

impl StudyDay {
    /// The study day of a local time, where days begin at `rollover_hour` (0 to 23).
    pub fn of(time: DateTime<FixedOffset>, rollover_hour: u8) -> Self {
        Self((time.naive_local() - Duration::hours(i64::from(rollover_hour))).date())
    }

    /// The study day with this civil date.
    pub const fn from_date(date: NaiveDate) -> Self {
        Self(date)
    }

    /// The civil date of this day.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// Whole days from `earlier` to this day; negative when it is before.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// The day `days` days later, or the last day that a calendar can hold.
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        Self(
            self.0
                .checked_add_days(Days::new(u64::from(days)))
                .unwrap_or(NaiveDate::MAX),
        )
    }

    /// The day `days` days earlier, or the first day that a calendar can hold.
    #[must_use]
    pub fn minus(self, days: u32) -> Self {
        Self(
            self.0
                .checked_sub_days(Days::new(u64::from(days)))
                .unwrap_or(NaiveDate::MIN),
        )
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }
}

impl fmt::Display for StudyDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format("%Y-%m-%d").fmt(f)
    }
}

impl FromStr for StudyDay {
    type Err = chrono::ParseError;

    /// Reads `2026-11-20`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Self)
    }
}

impl Serialize for StudyDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StudyDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(time: &str, rollover: u8) -> String {
        let time = DateTime::parse_from_rfc3339(time).expect("a time");
        StudyDay::of(time, rollover).to_string()
    }

    #[test]
    fn a_day_begins_at_the_rollover_hour() {
        assert_eq!(day("2026-11-20T03:59:59+01:00", 4), "2026-11-19");
        assert_eq!(day("2026-11-20T04:00:00+01:00", 4), "2026-11-20");
        assert_eq!(day("2026-11-20T23:59:59+01:00", 4), "2026-11-20");
        assert_eq!(day("2026-11-20T00:00:00+01:00", 0), "2026-11-20");
        assert_eq!(day("2027-01-01T02:00:00-08:00", 4), "2026-12-31");
    }

    #[test]
    fn the_local_date_counts_not_the_universal_one() {
        assert_eq!(day("2026-11-20T08:00:00+14:00", 4), "2026-11-20");
        assert_eq!(day("2026-11-20T08:00:00-12:00", 4), "2026-11-20");
    }

    #[test]
    fn days_survive_being_written_and_read() {
        let day: StudyDay = "2028-02-29".parse().expect("a leap day");
        assert_eq!(day.plus(1).to_string(), "2028-03-01");
        assert_eq!(day.plus(366).days_since(day), 366);
        assert_eq!(day.minus(60).days_since(day), -60);
        assert!("2026-02-30".parse::<StudyDay>().is_err());
    }
}
