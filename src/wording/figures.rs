//! Figures as people read them.

use chrono::{DateTime, FixedOffset};

use crate::memory::StudyDay;
use crate::progress::{Forecast, Load, Proportion};

/// "1 card", "7 cards".
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}

/// The first names, at most `most` of them, and how many others there are, called `more`: "a, b and 3 more files".
pub fn few(names: &[impl AsRef<str>], most: usize, more: &str) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    let shown = shown.join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        left => format!("{shown} and {left} {more}"),
    }
}

/// The most groups of cards in a table: decks may have hundreds of thousands of tags.
pub(super) const MOST_GROUPS: usize = 500;

/// What is said below a table that leaves some of its groups out.
pub(super) fn groups_left_out(groups: usize) -> Option<String> {
    let more = groups.checked_sub(MOST_GROUPS).filter(|more| *more > 0)?;
    Some(format!(
        "and {more} more: nodequiz stats --json has them all"
    ))
}

/// How many new cards a forecast expects: "8 new a day".
pub fn new_a_day(forecast: &Forecast) -> String {
    forecast.new_per_day.map_or_else(
        || "new cards in the minutes left".to_owned(),
        |most| format!("{most} new a day"),
    )
}

/// Seconds as minutes: "under a minute", "11 min".
pub fn minutes(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round();
    if minutes < 1.0 {
        "under a minute".to_owned()
    } else {
        format!("{minutes:.0} min")
    }
}

/// Seconds as hours, once there are two of them: "22 h", else as minutes.
pub fn hours(seconds: f64) -> String {
    let hours = seconds / 3600.0;
    if hours < 2.0 {
        minutes(seconds)
    } else {
        format!("{hours:.0} h")
    }
}

/// The number from which a share is shown as a percentage.
const ENOUGH: u32 = 10;

/// A part of a number: "79 %", for a few "3 of 4", for none "–".
pub fn share(part: u32, of: u32) -> String {
    match of {
        0 => "–".to_owned(),
        _ if of < ENOUGH => format!("{part} of {of}"),
        _ => percent(f64::from(part) / f64::from(of)),
    }
}

/// A share as whole percent; it stays at 99 until it is all.
pub fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    let shown = if share < 1.0 {
        rounded.min(99.0)
    } else {
        rounded
    };
    format!("{shown:.0} %")
}

/// A share as whole percent, or a dash.
pub fn percent_or_dash(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), percent)
}

/// Whole seconds, or a dash.
pub fn seconds_or_dash(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "–".to_owned(), |seconds| format!("{seconds:.0}"))
}

/// A count with the range of the share behind it: "5 of 8 → 40–80 %", a dash for none.
pub fn proportion(proportion: Proportion) -> String {
    let Proportion { hits, of } = proportion;
    let percent = |share: f64| (share * 100.0).round();
    proportion.range().map_or_else(
        || "–".to_owned(),
        |(low, high)| format!("{hits} of {of} → {}–{} %", percent(low), percent(high)),
    )
}

/// The last days: "today", "last 30 days".
pub fn last_days(days: u32) -> String {
    match days {
        1 => "today".to_owned(),
        days => format!("last {days} days"),
    }
}

/// A share as whole percent, rounded down: it shows 60 only once 60 % is reached.
pub(crate) fn percent_reached(share: f64) -> String {
    // 0.29 * 100 is a little less than 29.
    format!("{:.0} %", (share * 100.0 + 1e-9).floor())
}

/// What comes due on a day: "nothing due", "17 due, about 8 min".
pub fn load(load: Load) -> String {
    if load.cards == 0 {
        "nothing due".to_owned()
    } else {
        format!("{} due, about {} min", load.cards, load.minutes())
    }
}

/// "20 November 2026".
pub fn day(day: StudyDay) -> String {
    format_day(day, "%-d %B %Y")
}

/// "09:00 on 20 November 2026".
pub fn time(at: DateTime<FixedOffset>) -> String {
    format!(
        "{} on {}",
        at.format("%H:%M"),
        day(StudyDay::from_date(at.date_naive()))
    )
}

/// "20 November".
pub fn day_and_month(day: StudyDay) -> String {
    format_day(day, "%-d %B")
}

/// "20 Nov".
pub fn short_day(day: StudyDay) -> String {
    format_day(day, "%-d %b")
}

/// "November 2026".
pub fn month(day: StudyDay) -> String {
    format_day(day, "%B %Y")
}

fn format_day(day: StudyDay, format: &str) -> String {
    day.date().format(format).to_string()
}

/// A bar of `width` columns, filled up to `share` in eighths of a column, the rest dotted.
pub fn bar(share: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * (width * 8) as f64).round() as usize;
    let (full, part) = (eighths / 8, eighths % 8);
    let mut bar = "█".repeat(full);
    bar.push_str(EIGHTHS[part]);
    let drawn = full + usize::from(part > 0);
    bar.push_str(&"·".repeat(width - drawn));
    bar
}

/// Heights as a row of small columns, the highest one full.
pub(crate) fn sparkline(heights: &[f64]) -> String {
    const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let highest = heights.iter().copied().fold(0.0, f64::max);
    heights
        .iter()
        .map(|height| {
            if *height <= 0.0 {
                '·'
            } else {
                let level = (height / highest * 8.0).ceil() as usize;
                LEVELS[level.clamp(1, 8) - 1]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_it_leaves_out() {
        assert_eq!(groups_left_out(0), None);
        assert_eq!(groups_left_out(MOST_GROUPS), None);
        let said = groups_left_out(MOST_GROUPS + 7).expect("words");
        assert!(said.starts_with("and 7 more:"), "{said}");
    }

    #[test]
    fn a_bar_has_always_its_width() {
        for eighth in 0..=80 {
            let bar = bar(f64::from(eighth) / 80.0, 10);
            assert_eq!(bar.chars().count(), 10, "{bar}");
        }
        assert_eq!(bar(0.0, 4), "····");
        assert_eq!(bar(0.5, 4), "██··");
        assert_eq!(bar(1.0, 4), "████");
    }

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(percent(0.999), "99 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.785), "79 %");
    }

    #[test]
    fn a_percent_counts_once_it_is_reached() {
        assert_eq!(percent_reached(87.0 / 109.0), "79 %");
        assert_eq!(percent_reached(0.29), "29 %");
        assert_eq!(percent_reached(3.0 / 5.0), "60 %");
        assert_eq!(percent_reached(1.0), "100 %");
    }

    #[test]
    fn a_few_are_counted_and_many_are_a_percentage() {
        assert_eq!(share(0, 0), "–");
        assert_eq!(share(3, 4), "3 of 4");
        assert_eq!(share(9, 10), "90 %");
        assert_eq!(hours(7000.0), "117 min");
        assert_eq!(hours(79_000.0), "22 h");
    }

    #[test]
    fn a_day_without_anything_is_a_dot() {
        assert_eq!(sparkline(&[0.0, 1.0, 8.0]), "·▁█");
    }

    #[test]
    fn a_few_answers_leave_a_wide_range() {
        let words = |hits, of| proportion(Proportion { hits, of });
        assert_eq!(words(5, 8), "5 of 8 → 40–80 %");
        assert_eq!(words(0, 3), "0 of 3 → 0–35 %");
        assert_eq!(words(3, 3), "3 of 3 → 65–100 %");
        assert_eq!(words(50, 80), "50 of 80 → 55–69 %");
        assert_eq!(words(0, 0), "–");
    }
}
