//! A day to come as people write it: `2026-12-15`, `15 December`, `+4w`, `28d`.

use chrono::{Datelike as _, Month, NaiveDate};

use crate::memory::StudyDay;

/// The day that these words name, seen from today; `None` where they name none.
pub(crate) fn day_to_come(words: &str, today: StudyDay) -> Option<StudyDay> {
    let words = words.trim();
    if let Ok(day) = words.parse() {
        return Some(day);
    }
    length(words)
        .map(|days| today.plus(days))
        .or_else(|| named(words, today))
}

/// `28d`, `+4w`: in days.
fn length(words: &str) -> Option<u32> {
    let words = words.strip_prefix('+').unwrap_or(words).to_lowercase();
    let unit = |unit: char, days: u32| {
        let count: u32 = words.strip_suffix(unit)?.trim().parse().ok()?;
        count.checked_mul(days)
    };
    unit('d', 1).or_else(|| unit('w', 7))
}

/// `15 December`, `Dec 15`, `15 December 2027`. Without a year the next such day.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_to_come_is_a_date_or_a_length() {
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
}
