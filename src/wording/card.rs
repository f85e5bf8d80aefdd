//! When a card is asked again, what happened to it, and what its answers show.

use crate::history::CardState;
use crate::memory::StudyDay;
use crate::progress::{CardEvent, CardStatus, Doubts};

use super::figures::day;

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
