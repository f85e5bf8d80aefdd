//! `nodequiz stats`.

use crate::progress::{DeckRow, Overview};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::text;
use crate::terminal::wrap::{truncate, wrap};

use super::figures::{bar, count, day, minutes, percent};

/// Columns of a label.
const LABEL: usize = 13;

fn row(label: &str, value: &str, width: usize) -> Vec<Line> {
    let line = Line::styled(format!("{label:<LABEL$}"), Tone::Dim).with(value, Tone::Plain);
    wrap(&line, width, LABEL)
}

/// Where the learner stands, for people.
#[must_use]
pub fn stats(overview: &Overview, width: usize, show_streak: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut head = Line::new();
    if show_streak && overview.streak.current > 0 {
        let days = count(
            overview.streak.current as usize,
            "day in a row",
            "days in a row",
        );
        head.push(days, Style::of(Tone::Accent).bold());
        head.push(format!(", best {} · ", overview.streak.best), Tone::Dim);
    }
    head.push(day(overview.day), Tone::Dim);
    lines.extend(wrap(&head, width, 0));
    lines.push(Line::new());

    let today = &overview.today;
    let done = if today.answers == 0 {
        "nothing answered yet".to_owned()
    } else {
        format!(
            "{} answered · {} · {} right at first · {} new",
            today.cards,
            minutes(today.seconds),
            percent(f64::from(today.right_at_first) / f64::from(today.cards.max(1))),
            today.new
        )
    };
    lines.extend(row("Today", &done, width));
    let due = &overview.due;
    lines.extend(row(
        "Due",
        &format!(
            "{} now · {} tomorrow · {} in the next 7 days",
            due.today.cards, due.tomorrow.cards, due.next_7_days.cards
        ),
        width,
    ));
    let cards = &overview.cards;
    let mut stages = format!(
        "{} new · {} learning · {} young · {} mature",
        cards.new, cards.learning, cards.young, cards.mature
    );
    if cards.suspended > 0 {
        stages.push_str(&format!(" · {} suspended", cards.suspended));
    }
    lines.extend(row("Cards", &stages, width));
    let known = overview.known.round();
    let share = known / (cards.total.max(1)) as f64;
    let bar_width = 24.min(width.saturating_sub(LABEL + 4)).max(4);
    let mut line = Line::styled(format!("{:<LABEL$}", "You know"), Tone::Dim)
        .with(bar(share, bar_width), Tone::Accent);
    line.push(
        format!("  {known:.0} of {} if asked now", cards.total),
        Tone::Plain,
    );
    lines.extend(wrap(&line, width, LABEL));
    let kept = &overview.retention;
    let remembered = match kept.share {
        Some(share) => format!(
            "{} of {} in the last {} days",
            percent(share),
            count(kept.asked as usize, "card asked again", "cards asked again"),
            kept.days
        ),
        None => "no card has come back yet".to_owned(),
    };
    lines.extend(row("Remembered", &remembered, width));
    lines.push(Line::new());
    lines.extend(decks(&overview.decks, width));
    lines
}

/// A row a deck; narrow screens show fewer columns, never half a number.
fn decks(decks: &[DeckRow], width: usize) -> Vec<Line> {
    let widest = decks
        .iter()
        .map(|row| text::width(&row.deck))
        .max()
        .unwrap_or(4)
        .max(4);
    let name_width = widest.min(width.saturating_sub(21).max(8));
    let wide = width >= name_width + 56;
    let bar_width = if wide { 16 } else { 0 };
    let pad = |name: &str| {
        let cut = truncate(&Line::from(name), name_width);
        let padding = name_width - cut.width();
        format!("{}{}", cut.plain(), " ".repeat(padding))
    };
    let mut lines = Vec::new();
    let mut head = format!("{}  ", pad("Deck"));
    if wide {
        head.push_str(&format!("{:<1$}  ", "known", bar_width + 5));
    } else {
        head.push_str("known  ");
    }
    head.push_str("cards   due");
    if wide {
        head.push_str("   new  young  mature");
    }
    lines.push(Line::styled(head, Tone::Dim));
    for deck in decks {
        let share = deck.known / deck.cards.total.max(1) as f64;
        let mut line = Line::from(format!("{}  ", pad(&deck.deck)));
        if wide {
            line.push(bar(share, bar_width), Tone::Accent);
        }
        line.push(format!("{:>5}  ", percent(share)), Tone::Plain);
        line.push(
            format!("{:>5} {:>5}", deck.cards.total, deck.due),
            Tone::Plain,
        );
        if wide {
            line.push(
                format!(
                    "{:>6} {:>6} {:>7}",
                    deck.cards.new, deck.cards.young, deck.cards.mature
                ),
                Tone::Plain,
            );
        }
        lines.push(line);
    }
    lines
}
