//! What comes due: a column a day.

use chrono::Datelike as _;

use crate::progress::{Forecast, ForecastDay, Overview};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;
use crate::wording::figures::count;

/// Rows of the chart on the one screen, and alone.
const LOW: usize = 3;
const HIGH: usize = 8;

/// Days between two dates under the chart.
const DATES: usize = 10;

const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// What new cards are drawn as.
const NEW: &str = "░";

fn total(day: &ForecastDay) -> f64 {
    day.due.cards as f64 + day.new
}

fn highest(days: &[ForecastDay]) -> f64 {
    days.iter().map(total).fold(1.0, f64::max)
}

/// The first days, as many as there is room for at so many columns each.
fn shown(forecast: &Forecast, room: usize, width: usize) -> &[ForecastDay] {
    &forecast.days[..forecast.days.len().min(room / width)]
}

/// The columns, `height` rows from the top, each day `width` columns wide. What is scheduled is drawn
/// in eighths of a row; what new cards may add stands on it in whole ones.
fn chart(days: &[ForecastDay], height: usize, width: usize) -> Vec<Line> {
    let scale = (height * 8) as f64 / highest(days);
    let eighths = |cards: f64| {
        let drawn = (cards * scale).round() as usize;
        // What is there is seen, be it ever so little.
        if cards >= 0.05 { drawn.max(1) } else { 0 }
    };
    (0..height)
        .rev()
        .map(|row| {
            let mut line = Line::new();
            for day in days {
                let (due, all) = (eighths(day.due.cards as f64), eighths(total(day)));
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
        let name = format!("{} {}", day.day.date().day(), day.day.date().format("%b"));
        line.push(name, Tone::Dim);
    }
    line
}

/// What comes due soon, in `width` columns: the last figures are left out where there is no room.
pub(crate) fn due(overview: &Overview, width: usize) -> Line {
    let due = &overview.due;
    let figures = [
        (due.today.cards, "now"),
        (due.tomorrow.cards, "tomorrow"),
        (due.next_7_days.cards, "in 7 days"),
    ];
    let mut line = Line::styled("Due", Style::PLAIN.bold());
    for (place, (cards, when)) in figures.into_iter().enumerate() {
        let figure = format!("{}{cards} {when}", if place == 0 { "  " } else { " · " });
        if line.width() + figure.chars().count() <= width {
            line.push(figure, Tone::Plain);
        }
    }
    line
}

fn key(overview: &Overview) -> Line {
    let forecast = &overview.forecast;
    let mut line = Line::styled("█", Tone::Accent).with(" due", Tone::Dim);
    if let Some(most) = busiest(forecast) {
        line.push(format!(", {} at most", most.due.cards), Tone::Dim);
    }
    if forecast.unmet > 0 && forecast.new_per_day > 0 {
        line.push(
            format!("  {NEW} by {} new a day", forecast.new_per_day),
            Tone::Dim,
        );
    }
    line
}

/// The chart for the one screen, thirty columns wide: six lines.
pub(crate) fn block(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = vec![due(overview, width)];
    let days = shown(&overview.forecast, width, 1);
    lines.extend(chart(days, LOW, 1));
    lines.push(dates(days, 1));
    lines.extend(wrap(&key(overview), width, 0));
    lines
}

/// The section: the chart with its scale, and what it adds up to.
pub(crate) fn section(overview: &Overview, width: usize) -> Vec<Line> {
    let forecast = &overview.forecast;
    let label = format!("{:.0}", highest(&forecast.days)).len();
    let days = forecast.days.len();
    let room = width.saturating_sub(label + 1);
    let column = if room > 2 * days { 2 } else { 1 };
    let drawn = shown(forecast, room, column);
    let top = highest(drawn);
    let title = Line::styled("Forecast", Style::of(Tone::Accent).bold())
        .with(format!("  the next {days} days"), Tone::Dim);
    let mut lines = wrap(&title, width, 2);
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
    lines.extend(wrap(&key(overview), width, 0));
    let cards: usize = forecast.days.iter().map(|day| day.due.cards).sum();
    let seconds: f32 = forecast.days.iter().map(|day| day.due.seconds).sum();
    let scheduled = format!(
        "Scheduled: {} once, about {:.0} min in all",
        count(cards, "card comes due", "cards come due"),
        (seconds / 60.0).ceil()
    );
    lines.extend(wrap(&Line::styled(scheduled, Tone::Dim), width, 0));
    let added: f64 = forecast.days.iter().map(|day| day.new).sum();
    if added > 0.0 {
        let words = format!(
            "Estimated: {} new a day until the {} unmet are met add about {added:.0} answers, first \
             meetings and returns",
            forecast.new_per_day, forecast.unmet
        );
        lines.extend(wrap(&Line::styled(words, Tone::Dim), width, 0));
    }
    if let Some(most) = busiest(forecast) {
        let date = most.day.date();
        let words = format!(
            "Most: {} on {} {}",
            count(most.due.cards, "card", "cards"),
            date.day(),
            date.format("%B")
        );
        lines.extend(wrap(&Line::styled(words, Tone::Dim), width, 0));
    }
    lines
}

/// The first day on which most comes due, if anything does.
fn busiest(forecast: &Forecast) -> Option<&ForecastDay> {
    let due = forecast.days.iter().filter(|day| day.due.cards > 0);
    due.reduce(|most, day| {
        if day.due.cards > most.due.cards {
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
                due: Load {
                    cards: *cards,
                    seconds: 0.0,
                },
                new: *new,
            });
        Forecast {
            new_per_day: 8,
            unmet: 9,
            days: days.collect(),
        }
    }

    #[test]
    fn new_cards_stand_on_what_is_scheduled_in_a_glyph_of_their_own() {
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
