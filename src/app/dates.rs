//! Days and lengths of time as people type them.

use std::str::FromStr;

use chrono::{Datelike as _, Month, NaiveDate, Weekday};

use super::Failure;
use crate::memory::StudyDay;
use crate::wording;

/// The future day that these words mean: `2026-12-15`, `15 December`, `tomorrow`, `friday`, `+4w`, `28d`.
pub(crate) fn day_to_come(words: &str, today: StudyDay) -> Option<StudyDay> {
    let words = words.trim();
    if let Ok(day) = words.parse() {
        return Some(day);
    }
    days(&words.strip_prefix('+').unwrap_or(words).to_lowercase())
        .map(|days| today.plus(days))
        .or_else(|| soon(words, today))
        .or_else(|| named(words, today))
}

/// `tomorrow`, or the next such weekday: a week from today if it is today's.
fn soon(words: &str, today: StudyDay) -> Option<StudyDay> {
    if words.eq_ignore_ascii_case("tomorrow") {
        return Some(today.plus(1));
    }
    let weekday: Weekday = words.parse().ok()?;
    Some(today.plus(1 + weekday.days_since(today.weekday().succ())))
}

/// `15 December`, `Dec 15`, `15 December 2027`. Without a year it is the next such day.
fn named(words: &str, today: StudyDay) -> Option<StudyDay> {
    let (mut day, mut month, mut year) = (None, None, None);
    for word in words.split([' ', ',', '.']).filter(|word| !word.is_empty()) {
        match word.parse::<u32>() {
            Ok(number) if number > 31 && year.is_none() => year = i32::try_from(number).ok(),
            Ok(number) if day.is_none() => day = Some(number),
            Err(_) if month.is_none() => month = Some(word.parse::<Month>().ok()?),
            Ok(_) | Err(_) => return None,
        }
    }
    let (day, month) = (day?, month?.number_from_month());
    let in_year = |year| NaiveDate::from_ymd_opt(year, month, day).map(StudyDay::from_date);
    if let Some(year) = year {
        return in_year(year);
    }
    let this = today.date().year();
    in_year(this)
        .filter(|day| *day > today)
        .or_else(|| in_year(this + 1))
}

/// A length such as `3d` or `2w` in days.
fn days(text: &str) -> Option<u32> {
    let unit = |unit: char, days: u32| {
        let count: u32 = text.strip_suffix(unit)?.trim().parse().ok()?;
        count.checked_mul(days)
    };
    unit('d', 1).or_else(|| unit('w', 7))
}

/// A day, or a length in days, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayOrLength {
    Day(StudyDay),
    Days(u32),
}

/// Reads a day, or a length of 1 to `longest` days. Fails with `wrong_length` for another length, and with `unknown` for
/// anything else.
pub(crate) fn day_or_length(
    text: &str,
    longest: u32,
    wrong_length: &str,
    unknown: &str,
) -> Result<DayOrLength, String> {
    if let Ok(day) = text.parse() {
        return Ok(DayOrLength::Day(day));
    }
    match days(text) {
        Some(days) if (1..=longest).contains(&days) => Ok(DayOrLength::Days(days)),
        Some(_) => Err(wrong_length.to_owned()),
        None => Err(unknown.to_owned()),
    }
}

/// The first day of a period that ends today, as typed; a length is that many days up to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Since(DayOrLength);

/// The longest period in days: a hundred years.
const LONGEST: u32 = 36_525;

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong_length = format!("that is not 1 to {LONGEST} days");
        let unknown = "write a day like 2026-11-01, or a length like `30d` or `2w`";
        day_or_length(&text.trim().to_lowercase(), LONGEST, &wrong_length, unknown).map(Self)
    }
}

impl Since {
    pub(crate) fn resolve(self, today: StudyDay) -> Result<StudyDay, Failure> {
        let earliest = today.minus(LONGEST - 1);
        match self.0 {
            DayOrLength::Days(days) => Ok(today.minus(days - 1)),
            DayOrLength::Day(day) if day > today => {
                let message = format!(
                    "--since {} is in the future, today is {}",
                    wording::day(day),
                    wording::day(today)
                );
                Err(Failure::usage(message).hint("name today or an earlier day"))
            }
            DayOrLength::Day(day) if day < earliest => {
                let message = format!(
                    "--since {} is more than a hundred years ago",
                    wording::day(day)
                );
                Err(Failure::usage(message).hint(format!("the earliest day is {earliest}")))
            }
            DayOrLength::Day(day) => Ok(day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_future_day_is_a_date_or_a_length() {
        let today = "2026-11-20".parse().expect("a day");
        let cases = [
            ("2026-12-15", Some("2026-12-15")),
            ("+4w", Some("2026-12-18")),
            ("28d", Some("2026-12-18")),
            ("15 December", Some("2026-12-15")),
            ("dec 15", Some("2026-12-15")),
            ("15. December 2027", Some("2027-12-15")),
            ("3 March", Some("2027-03-03")),
            ("20 November", Some("2027-11-20")),
            ("tomorrow", Some("2026-11-21")),
            ("friday", Some("2026-11-27")),
            ("Sat", Some("2026-11-21")),
            ("thursday", Some("2026-11-26")),
            ("30 February", None),
            ("December", None),
            ("15", None),
            ("soon", None),
            ("", None),
            ("99999999999w", None),
        ];
        for (words, expected) in cases {
            let day = day_to_come(words, today).map(|day| day.to_string());
            assert_eq!(day.as_deref(), expected, "{words}");
        }
    }

    #[test]
    fn a_period_begins_on_a_day_or_a_number_of_days_ago() {
        let today: StudyDay = "2026-11-20".parse().expect("a day");
        let since = |text: &str| {
            let since = text.parse::<Since>().ok()?;
            since.resolve(today).ok().map(|day| day.to_string())
        };
        let cases = [
            ("2026-11-01", Some("2026-11-01")),
            ("2026-11-20", Some("2026-11-20")),
            ("2026-11-21", None),
            ("1d", Some("2026-11-20")),
            ("30D", Some("2026-10-22")),
            ("2w", Some("2026-11-07")),
            ("0d", None),
            ("99999999999w", None),
            ("0001-01-01", None),
            ("yesterday", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(since(text).as_deref(), expected, "{text:?}");
        }
    }
}
