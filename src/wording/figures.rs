//! Figures, days and the states of cards as people read them; how dark the days of a calendar are drawn.

use chrono::{DateTime, Datelike as _, FixedOffset};

use crate::history::CardState;
use crate::memory::StudyDay;
use crate::progress::{CalendarDay, CardEvent, CardStatus, Doubts, Forecast, Load, Proportion};

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

/// How dark a day is drawn: the number of answers for each of four shades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayShades(u32);

impl DayShades {
    /// Shades for these days: the four cover nine in ten of the days with answers.
    pub fn of(days: &[CalendarDay]) -> Self {
        let mut answers: Vec<u32> = days
            .iter()
            .map(|day| day.answers)
            .filter(|answers| *answers > 0)
            .collect();
        answers.sort_unstable();
        let usual = answers.get(answers.len().saturating_sub(1) * 9 / 10);
        Self(usual.map_or(1, |usual| usual.div_ceil(4)).max(1))
    }

    /// The shade of a day, from 0 without an answer to 4.
    pub fn shade(self, answers: u32) -> usize {
        answers.div_ceil(self.0).min(4) as usize
    }

    /// The answers of each shade from 1 on, in words: "1–9".
    pub fn words(self) -> [String; 4] {
        let range = |shade: u32| {
            let (from, to) = ((shade - 1) * self.0 + 1, shade * self.0);
            match shade {
                4 => format!("{from}+"),
                _ if from == to => from.to_string(),
                _ => format!("{from}–{to}"),
            }
        };
        [range(1), range(2), range(3), range(4)]
    }
}

/// Where the names of months go above weeks that begin on these days: the index of the week, and the name.
/// A name without room before the next is left out.
pub fn month_names(weeks: &[StudyDay]) -> Vec<(usize, String)> {
    let mut names: Vec<(usize, String)> = Vec::new();
    for (place, monday) in weeks.iter().enumerate() {
        let sunday = monday.plus(6).date();
        if place > 0 && sunday.day() > 7 {
            continue;
        }
        if let Some((before, _)) = names.last()
            && place - before < 3
        {
            names.pop();
        }
        names.push((place, sunday.format("%b").to_string()));
    }
    names
}

/// When a card in this state is asked again.
pub fn card_state(state: Option<&CardState>, today: StudyDay) -> String {
    card_status(CardStatus::of(state, today))
}

/// When a card is asked again: `new`, `due`, `in 3 d`.
pub fn card_status(status: CardStatus) -> String {
    match status {
        CardStatus::New => "new".to_owned(),
        CardStatus::Suspended => "suspended".to_owned(),
        CardStatus::Buried => "buried".to_owned(),
        CardStatus::Due => "due".to_owned(),
        CardStatus::DueIn(1) => "tomorrow".to_owned(),
        CardStatus::DueIn(days) => format!("in {days} d"),
    }
}

/// An event in one line: day, grade or event, seconds, and the mode where it is not `study`.
pub fn card_event(event: &CardEvent) -> String {
    let what = event
        .grade
        .map_or(event.event.as_str(), |grade| grade.name());
    let mut words = format!("{:<18}{what}", day(event.day));
    if let Some(ms) = event.ms.filter(|ms| *ms > 0) {
        words.push_str(&format!("  {:.1} s", ms as f64 / 1000.0));
    }
    if let Some(mode) = event.mode.filter(|mode| *mode != "study") {
        words.push_str(&format!("  {mode}"));
    }
    words
}

/// What answers show little, and that they don't count for a level; `None` where that is not worth a word.
pub fn doubts(doubts: &Doubts) -> Option<String> {
    let mut parts = Vec::new();
    if doubts.is_hasty() {
        let Doubts {
            too_fast, timed, ..
        } = doubts;
        parts.push(format!(
            "{too_fast} of {timed} answers came faster than the question can be read"
        ));
    }
    if let (Some(answers), Some(expected)) = (doubts.right_in_a_row, doubts.expected) {
        parts.push(format!(
            "{answers} reviews in a row were right, where {expected:.0} were expected"
        ));
    }
    let words = parts.join(", and ");
    (!words.is_empty()).then(|| format!("{words}: such answers don't count for a level"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_it_leaves_out() {
        assert_eq!(groups_left_out(0), None);
        assert_eq!(groups_left_out(MOST_GROUPS), None);
        let words = groups_left_out(MOST_GROUPS + 7).expect("words");
        assert!(words.starts_with("and 7 more:"), "{words}");
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

    fn days(answers: &[u32]) -> Vec<CalendarDay> {
        answers
            .iter()
            .zip(0..)
            .map(|(answers, place)| CalendarDay {
                day: "2026-11-16".parse::<StudyDay>().expect("a day").plus(place),
                answers: *answers,
                seconds: 0.0,
                free: false,
            })
            .collect()
    }

    #[test]
    fn one_day_of_a_thousand_answers_does_not_pale_the_others() {
        let mut answers = vec![20; 30];
        answers.push(1000);
        let shades = DayShades::of(&days(&answers));
        assert_eq!(shades, DayShades(5));
        assert_eq!(
            [0, 1, 5, 6, 20, 1000].map(|n| shades.shade(n)),
            [0, 1, 1, 2, 4, 4]
        );
        assert_eq!(shades.words(), ["1–5", "6–10", "11–15", "16+"]);
    }

    #[test]
    fn a_few_answers_have_a_shade_for_each() {
        let shades = DayShades::of(&days(&[0, 1, 2]));
        assert_eq!(shades.words(), ["1", "2", "3", "4+"]);
        assert_eq!(DayShades::of(&[]), DayShades(1));
    }

    #[test]
    fn a_month_is_above_the_week_with_its_first_day() {
        let monday: StudyDay = "2026-09-28".parse().expect("a Monday");
        let weeks: Vec<StudyDay> = (0..10).map(|week| monday.plus(7 * week)).collect();
        let names = month_names(&weeks);
        let expected = [(0, "Oct"), (4, "Nov"), (9, "Dec")];
        let expected: Vec<(usize, String)> = expected
            .into_iter()
            .map(|(place, name)| (place, name.to_owned()))
            .collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn ordinary_answers_are_not_worth_a_word_and_doubtful_ones_get_one_sentence() {
        let mut answers = Doubts::default();
        for _ in 0..65 {
            answers.time(9000, false);
            answers.tested(0.9, true);
        }
        assert_eq!(doubts(&answers), None);
        answers.tested(0.9, true);
        assert_eq!(
            doubts(&answers).as_deref(),
            Some(
                "66 reviews in a row were right, where 59 were expected: such answers don't count for a level"
            )
        );
        for _ in 0..20 {
            answers.time(200, true);
        }
        let words = doubts(&answers).expect("words");
        assert!(
            words.starts_with("20 of 85 answers came faster than"),
            "{words}"
        );
    }
}
