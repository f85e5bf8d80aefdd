//! Times and days as the journal writes them, read quickly.
//!
//! A journal of a million lines holds two million of these: our own fixed form is read digit by
//! digit, and chrono reads whatever else RFC 3339 allows.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use crate::memory::StudyDay;

/// A local time with its offset: `2026-11-20T09:15:30.123+01:00`, or another RFC 3339 form.
pub(super) fn parse_time(text: &str) -> Option<DateTime<FixedOffset>> {
    fixed_form(text.as_bytes()).or_else(|| DateTime::parse_from_rfc3339(text).ok())
}

/// The form of [`parse_time`] that the journal writes, with milliseconds.
pub(super) fn time_text(time: DateTime<FixedOffset>) -> String {
    time.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// A study day: `2026-11-20`.
pub(super) fn parse_day(text: &str) -> Option<StudyDay> {
    match date(text.as_bytes()) {
        Some(date) => Some(StudyDay::from_date(date)),
        None => text.parse().ok(),
    }
}

/// A study day as the journal writes it. Chrono's own way takes many times as long.
pub(super) fn with_day_text<T>(day: StudyDay, take: impl FnOnce(&str) -> T) -> T {
    let date = day.date();
    let (month, of_month) = (date.month(), date.day());
    let digit = |number: u32| b'0' + (number % 10) as u8;
    if let Ok(year @ 0..=9999) = u32::try_from(date.year())
        && let Ok(text) = std::str::from_utf8(&[
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(of_month / 10),
            digit(of_month),
        ])
    {
        take(text)
    } else {
        take(&day.to_string())
    }
}

/// Reads `2026-11-20T09:15:30.123+01:00` and nothing else.
fn fixed_form(text: &[u8]) -> Option<DateTime<FixedOffset>> {
    let shape = text.len() == 29
        && text[10] == b'T'
        && text[13] == b':'
        && text[16] == b':'
        && text[19] == b'.'
        && text[26] == b':';
    if !shape {
        return None;
    }
    let date = date(&text[..10])?;
    let time = NaiveTime::from_hms_milli_opt(
        number(&text[11..13])?,
        number(&text[14..16])?,
        number(&text[17..19])?,
        number(&text[20..23])?,
    )?;
    let (hours, minutes) = (number(&text[24..26])?, number(&text[27..29])?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = (hours * 3600 + minutes * 60).cast_signed();
    let offset = match text[23] {
        b'+' => FixedOffset::east_opt(seconds)?,
        b'-' => FixedOffset::west_opt(seconds)?,
        _ => return None,
    };
    NaiveDateTime::new(date, time)
        .and_local_timezone(offset)
        .single()
}

/// Reads `2026-11-20` and nothing else.
fn date(text: &[u8]) -> Option<NaiveDate> {
    if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let year = number(&text[..4])?.cast_signed();
    NaiveDate::from_ymd_opt(year, number(&text[5..7])?, number(&text[8..])?)
}

/// A number of a few digits and nothing else.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u32::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn other_forms_of_rfc_3339_are_read_as_well() {
        for text in [
            "2026-11-20T09:15:30+01:00",
            "2026-11-20T08:15:30Z",
            "2026-11-20T08:15:30.000000Z",
        ] {
            assert_eq!(
                parse_time(text).map(|time| time.timestamp()),
                Some(1_795_162_530),
                "{text}"
            );
        }
        for text in [
            "",
            "2026-11-20",
            "2026-11-20T25:15:30.123+01:00",
            "2026-13-20T09:15:30.123+01:00",
            "2026-11-20T09:15:30.123 01:00",
        ] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn only_days_of_the_calendar_are_days() {
        assert!(parse_day("2028-02-29").is_some());
        for text in ["2027-02-29", "2027-2-9x", "2027-02", "", "20270-02-2"] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_day_survives_being_written_and_read(days in -1_000_000..90_000_000_i32) {
            let first = StudyDay::from_date(NaiveDate::default());
            let day = if days < 0 {
                first.minus(days.unsigned_abs())
            } else {
                first.plus(days.unsigned_abs())
            };
            let text = with_day_text(day, str::to_owned);
            prop_assert_eq!(&text, &day.to_string());
            prop_assert_eq!(parse_day(&text), Some(day));
        }

        #[test]
        fn a_time_survives_being_written_and_read(
            ms in 0_i64..4_102_444_800_000, minutes in -14 * 60..=14 * 60_i32,
        ) {
            let offset = FixedOffset::east_opt(minutes * 60).expect("an offset");
            let time = DateTime::from_timestamp_millis(ms).expect("a time").with_timezone(&offset);
            let text = time_text(time);
            let read = fixed_form(text.as_bytes()).expect("our own form");
            prop_assert_eq!(read, time);
            prop_assert_eq!(read.offset(), time.offset());
            prop_assert_eq!(DateTime::parse_from_rfc3339(&text).expect("RFC 3339"), time);
        }

        #[test]
        fn the_quick_reading_agrees_with_chrono(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]\\.[0-9]{3}[+-][0-2][0-9]:[0-6][0-9]") {
            if let Some(quick) = fixed_form(text.as_bytes()) {
                prop_assert_eq!(Ok(quick), DateTime::parse_from_rfc3339(&text));
            }
        }
    }
}
