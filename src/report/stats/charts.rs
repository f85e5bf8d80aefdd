//! The charts: the calendar, one column per week, darker with more answers; and what the next days ask for, one column
//! per day.

use crate::memory::StudyDay;
use crate::progress::{CalendarDay, Forecast, ForecastDay, Overview};
use crate::terminal::wrap::wrap;
use crate::terminal::{Line, Tone};
use crate::wording::{
    DayShades, cards_ahead, count, day_and_month, hours, month_names, new_a_day, short_day,
};

use crate::report::drawing::{Lines, bold};

/// Columns of a weekday's name with the space after it.
const LABEL: usize = 5;

/// Columns of a week.
const WEEK: usize = 2;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// From none to many; they can be distinguished without colour.
const GLYPHS: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// The days without title and legend, no wider than `width`: as many of the last weeks as fit.
pub(crate) fn calendar_grid(overview: &Overview, width: usize) -> Vec<Line> {
    let days = &overview.calendar;
    let Some(first) = days.first() else {
        return Vec::new();
    };
    let shades = DayShades::of(days);
    let monday = |day: StudyDay| day.minus(day.weekday().num_days_from_monday());
    let start = monday(first.day);
    let all = days_between(start, monday(overview.day)) / 7 + 1;
    let room = (width.saturating_sub(LABEL) / WEEK).max(1);
    let skipped = all.saturating_sub(room);
    let weeks: Vec<StudyDay> = (skipped..all)
        .map(|week| start.plus(7 * week as u32))
        .collect();
    let mut top = Line::new();
    for (place, name) in month_names(&weeks) {
        let at = LABEL + WEEK * place;
        if at + name.len() <= width {
            top.pad(at);
            top.push(name, Tone::Dim);
        }
    }
    let mut lines = vec![top];
    for (weekday, name) in WEEKDAYS.into_iter().enumerate() {
        let mut line = Line::styled(format!("{name:<LABEL$}"), Tone::Dim);
        for (place, week) in weeks.iter().enumerate() {
            let day = week.plus(weekday as u32);
            let found = days.get(days_between(first.day, day));
            let cell = match found.filter(|_| day >= first.day) {
                Some(day) => cell(day, overview.started, shades),
                None => (" ", Tone::Plain),
            };
            line.push(cell.0, cell.1);
            if place + 1 < weeks.len() {
                line.push(" ", Tone::Plain);
            }
        }
        lines.push(line);
    }
    lines
}

fn days_between(from: StudyDay, to: StudyDay) -> usize {
    usize::try_from(to.days_since(from)).unwrap_or(usize::MAX)
}

/// A day. A day off, or one before the very first answer, is left blank: it was not missed.
fn cell(day: &CalendarDay, started: Option<StudyDay>, shades: DayShades) -> (&'static str, Tone) {
    let before = started.is_none_or(|started| day.day < started);
    match shades.shade(day.answers) {
        0 if day.free || before => (" ", Tone::Plain),
        0 => (GLYPHS[0], Tone::Dim),
        shade => (GLYPHS[shade], Tone::Accent),
    }
}

/// The legend.
pub(crate) fn calendar_key(overview: &Overview, width: usize) -> Vec<Line> {
    if overview.calendar.iter().all(|day| day.answers == 0) {
        let nothing = Line::styled("No answers yet: nodequiz study", Tone::Dim);
        return wrap(&nothing, width, 0);
    }
    let words = DayShades::of(&overview.calendar).words();
    let mut line = Line::styled("Answers a day  · 0", Tone::Dim);
    for (glyph, words) in GLYPHS.iter().skip(1).zip(words) {
        line.push("  ", Tone::Dim);
        line.push(*glyph, Tone::Accent);
        // A glyph and its figure stay on one line.
        line.push(format!("\u{a0}{words}"), Tone::Dim);
    }
    if overview.calendar.iter().any(|day| day.free) {
        line.push("  blank: free", Tone::Dim);
    }
    wrap(&line, width, 0)
}

/// The section: what was done in the period, and the days.
pub(crate) fn calendar(overview: &Overview, width: usize) -> Vec<Line> {
    let period = &overview.period;
    let words = format!(
        "  studied on {} of the last {} · {} · {}",
        period.studied,
        count(period.days as usize, "day", "days"),
        count(period.answers as usize, "answer", "answers"),
        hours(period.seconds),
    );
    let mut lines = Lines::titled("Calendar", words, width);
    lines.extend(calendar_grid(overview, width));
    lines.extend(calendar_key(overview, width));
    lines.all
}

/// Rows of the chart on the summary screen, and in its own section.
const LOW: usize = 3;
const HIGH: usize = 8;

/// Days between two dates under the chart.
const DATES: usize = 10;

const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// How new cards are drawn.
const NEW: &str = "░";

fn highest(days: &[ForecastDay]) -> f64 {
    days.iter().map(ForecastDay::total).fold(1.0, f64::max)
}

/// The days that fit, at `width` columns each.
fn shown(forecast: &Forecast, room: usize, width: usize) -> &[ForecastDay] {
    &forecast.days[..forecast.days.len().min(room / width)]
}

/// The columns, `height` rows from the top, each day `width` columns wide. Scheduled cards are
/// drawn in eighths of a row; what new cards may add is drawn above them in whole rows.
fn chart(days: &[ForecastDay], height: usize, width: usize) -> Vec<Line> {
    let scale = (height * 8) as f64 / highest(days);
    let eighths = |cards: f64| {
        let drawn = (cards * scale).round() as usize;
        // Even the smallest number is drawn.
        if cards >= 0.05 { drawn.max(1) } else { 0 }
    };
    (0..height)
        .rev()
        .map(|row| {
            let mut line = Line::new();
            for day in days {
                let (due, all) = (eighths(day.asked.cards as f64), eighths(day.total()));
                let base = row * 8;
                let (glyph, tone) = if due > base {
                    (EIGHTHS[(due - base).min(8)], Tone::Accent)
                } else if all >= base + 4 || (row == 0 && all > 0) {
                    (NEW, Tone::Dim)
                } else if row == 0 {
                    ("·", Tone::Dim)
                } else {
                    (" ", Tone::Plain)
                };
                line.push(glyph.repeat(width.max(2) - 1), tone);
                line.push(if width > 1 { " " } else { "" }, Tone::Plain);
            }
            line
        })
        .collect()
}

/// The dates under the columns.
fn dates(days: &[ForecastDay], width: usize) -> Line {
    let mut line = Line::new();
    let with_room = days.len().saturating_sub(5);
    for (place, day) in days.iter().enumerate().take(with_room).step_by(DATES) {
        line.pad(place * width);
        line.push(short_day(day.day), Tone::Dim);
    }
    line
}

/// What the next days ask for, in `width` columns: the last figures are left out if there is no
/// room.
fn due(overview: &Overview, width: usize) -> Line {
    let figures = cards_ahead(overview)
        .into_iter()
        .zip(["today", "tomorrow", "in 7 days"]);
    let mut line = bold(if overview.plan.by_goal {
        "For the goal"
    } else {
        "Due"
    });
    for (place, (cards, when)) in figures.enumerate() {
        let figure = format!("{}{cards} {when}", if place == 0 { "  " } else { " · " });
        if line.width() + figure.chars().count() <= width {
            line.push(figure, Tone::Plain);
        }
    }
    line
}

fn forecast_key(overview: &Overview) -> Line {
    let forecast = &overview.forecast;
    let by_goal = overview.plan.by_goal;
    let asked = if by_goal { " reviews" } else { " due" };
    let mut line = Line::styled("█", Tone::Accent).with(asked, Tone::Dim);
    if let Some(most) = busiest(forecast) {
        line.push(format!(", {} at most", most.asked.cards), Tone::Dim);
    }
    if forecast.unmet > 0 && (by_goal || forecast.new_per_day != Some(0)) {
        let new = if by_goal {
            "new cards".to_owned()
        } else {
            format!("by {}", new_a_day(forecast))
        };
        line.push(format!("  {NEW} {new}"), Tone::Dim);
    }
    line
}

/// The chart for the summary screen, thirty columns wide: six lines.
pub(crate) fn forecast_block(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = Lines::new(width);
    lines.push(due(overview, width));
    let days = shown(&overview.forecast, width, 1);
    lines.extend(chart(days, LOW, 1));
    lines.push(dates(days, 1));
    lines.text(forecast_key(overview));
    lines.all
}

/// The section: the chart with its scale, and its totals.
pub(crate) fn forecast(overview: &Overview, width: usize) -> Vec<Line> {
    let forecast = &overview.forecast;
    let label = format!("{:.0}", highest(&forecast.days)).len();
    let days = forecast.days.len();
    let room = width.saturating_sub(label + 1);
    let column = if room > 2 * days { 2 } else { 1 };
    let drawn = shown(forecast, room, column);
    let top = highest(drawn);
    let mut lines = Lines::titled("Forecast", format!("  the next {days} days"), width);
    for (row, bars) in chart(drawn, HIGH, column).iter().enumerate() {
        let scale = match row {
            0 => format!("{top:>label$.0}"),
            _ if row == HIGH / 2 => format!("{:>label$.0}", top / 2.0),
            _ => " ".repeat(label),
        };
        let mut line = Line::styled(scale, Tone::Dim).with(" ", Tone::Plain);
        line.append(bars);
        lines.push(line);
    }
    let mut under = Line::from(" ".repeat(label + 1));
    under.append(&dates(drawn, column));
    lines.push(under);
    lines.text(forecast_key(overview));
    let cards: usize = forecast.days.iter().map(|day| day.asked.cards).sum();
    let seconds: f32 = forecast.days.iter().map(|day| day.asked.seconds).sum();
    lines.dim(format!(
        "Scheduled: {}, about {:.0} min in all",
        count(cards, "review", "reviews"),
        (seconds / 60.0).ceil()
    ));
    if let Some(last) = forecast.days.iter().rfind(|day| day.by_goal) {
        lines.dim(format!(
            "Until {} the goal chooses the cards: what is due otherwise waits",
            day_and_month(last.day)
        ));
    }
    if let Some(waiting) = forecast
        .days
        .last()
        .map(|day| day.waiting)
        .filter(|waiting| *waiting > 0)
    {
        lines.dim(format!(
            "After that {} still",
            count(waiting, "card waits", "cards wait")
        ));
    }
    let added: f64 = forecast.days.iter().map(|day| day.new).sum();
    if added > 0.0 {
        lines.dim(format!(
            "Estimated: {} until the {} unmet are met add about {added:.0} answers, first meetings \
             and returns",
            new_a_day(forecast),
            forecast.unmet
        ));
    }
    if let Some(most) = busiest(forecast) {
        lines.dim(format!(
            "Most: {} on {}",
            count(most.asked.cards, "card", "cards"),
            day_and_month(most.day)
        ));
    }
    lines.all
}

/// The first day that asks for most, if any asks for anything.
fn busiest(forecast: &Forecast) -> Option<&ForecastDay> {
    let due = forecast.days.iter().filter(|day| day.asked.cards > 0);
    due.reduce(|most, day| {
        if day.asked.cards > most.asked.cards {
            day
        } else {
            most
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Load;

    fn forecast(days: &[(usize, f64)]) -> Forecast {
        let first: crate::memory::StudyDay = "2026-11-20".parse().expect("a day");
        let days = days
            .iter()
            .zip(0..)
            .map(|((cards, new), place)| ForecastDay {
                day: first.plus(place),
                asked: Load {
                    cards: *cards,
                    seconds: 0.0,
                },
                new: *new,
                comes_due: *cards,
                waiting: 0,
                by_goal: false,
            });
        Forecast {
            new_per_day: Some(8),
            unmet: 9,
            days: days.collect(),
        }
    }

    #[test]
    fn new_cards_are_drawn_above_scheduled_ones_with_another_glyph() {
        let made = forecast(&[(8, 8.0), (16, 0.0), (0, 0.0), (1, 0.2), (0, 4.0)]);
        let chart = chart(&made.days, 2, 1);
        let rows: Vec<String> = chart.iter().map(Line::plain).collect();
        assert_eq!(rows, ["░█   ", "██·▁░"]);
    }

    #[test]
    fn every_column_has_the_same_width() {
        for width in [1, 2] {
            let rows = chart(&forecast(&[(3, 1.0); 30]).days, 4, width);
            assert!(rows.iter().all(|row| row.width() == 30 * width), "{width}");
        }
    }
}
