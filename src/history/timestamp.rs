//! Times as the journal writes them.
//!
//! A journal may contain a million of them: our own fixed form is read digit by digit, and chrono
//! reads whatever else RFC 3339 allows.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serializer};

use crate::memory::StudyDay;

/// A local time with its offset: `2026-11-20T09:15:30.123+01:00`, or another RFC 3339 form.
fn parse_time(text: &str) -> Option<DateTime<FixedOffset>> {
    fixed_form(text.as_bytes()).or_else(|| DateTime::parse_from_rfc3339(text).ok())
}

/// Reads a time from JSON, for serde.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<DateTime<FixedOffset>, D::Error> {
    #[derive(Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
    let Text(text) = Text::deserialize(deserializer)?;
    parse_time(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not a time")))
}

/// Writes a time as JSON, for serde.
pub(super) fn serialize<S: Serializer>(
    time: &DateTime<FixedOffset>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&time.format("%Y-%m-%dT%H:%M:%S%.3f%:z"))
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
    let day: StudyDay = std::str::from_utf8(&text[..10]).ok()?.parse().ok()?;
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
    NaiveDateTime::new(day.date(), time)
        .and_local_timezone(offset)
        .single()
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

    #[derive(serde::Serialize)]
    struct Written(#[serde(serialize_with = "serialize")] DateTime<FixedOffset>);

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

    proptest! {
        #[test]
        fn a_time_survives_being_written_and_read(
            ms in 0_i64..4_102_444_800_000, minutes in -14 * 60..=14 * 60_i32,
        ) {
            let offset = FixedOffset::east_opt(minutes * 60).expect("an offset");
            let time = DateTime::from_timestamp_millis(ms).expect("a time").with_timezone(&offset);
            let json = Written(time);
            let text = serde_json::to_value(json).expect("JSON");
            let text = text.as_str().expect("a text");
            let read = fixed_form(text.as_bytes()).expect("our own form");
            prop_assert_eq!(read, time);
            prop_assert_eq!(read.offset(), time.offset());
            prop_assert_eq!(DateTime::parse_from_rfc3339(text).expect("RFC 3339"), time);
        }

        #[test]
        fn the_quick_reading_agrees_with_chrono(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]\\.[0-9]{3}[+-][0-2][0-9]:[0-6][0-9]") {
            if let Some(quick) = fixed_form(text.as_bytes()) {
                prop_assert_eq!(Ok(quick), DateTime::parse_from_rfc3339(&text));
            }
        }
    }
}
