//! What a record says, in words.

use crate::history::{Event, Record};

/// One line on what a record says: what happened, to which card, when.
#[must_use]
pub fn describe(record: &Record<'_>) -> String {
    let what = match &record.event {
        Event::Review(review) => format!("{} for {}", review.grade.name(), review.card),
        Event::Undo { .. } => "an undo".to_owned(),
        Event::Bury { card, until } => format!("bury {card} until {until}"),
        Event::Pause { until } => format!("pause until {until}"),
        event => match event.card() {
            Some(card) => format!("{} {card}", event.name()),
            None => event.name().to_owned(),
        },
    };
    let time = record.at.format("%-d %B %Y, %H:%M");
    if record.day.date() == record.at.date_naive() {
        format!("{what}, {time}")
    } else {
        format!("{what}, {time} (study day {})", record.day)
    }
}

/// What it costs that a record does not count.
pub(crate) fn missed(record: &Record<'_>) -> String {
    match record.event {
        Event::Review(_) => format!("one answer is not counted: {}", describe(record)),
        _ => format!("it has no effect: {}", describe(record)),
    }
}

/// "1 answer", "7 answers".
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}
