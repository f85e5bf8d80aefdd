//! The end of every kind: the answer is on the screen, and a grade is taken.

use chrono::Datelike as _;

use crate::ask::key_table::Command;
use crate::memory::Grade;
use crate::question::{Answer, Question};
use crate::session::{Event, Graded, OnTheDay, View};
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;

use super::kind_screen::{Content, KeyOutcome, MarkedAnswer, Offer};
use super::text_renderer::TextRenderer;

impl MarkedAnswer {
    /// Marks an answer given after `ms` milliseconds.
    pub(crate) fn new(view: &View<'_>, answer: Answer, ms: u64) -> Self {
        let suggestion = view.suggest(&answer, ms);
        Self { answer, suggestion }
    }

    /// Whether it was marked as right.
    pub(crate) fn passed(&self) -> bool {
        self.suggestion.grade.passed()
    }

    /// Whether it may have been only a typo.
    fn is_near_miss(&self) -> bool {
        self.suggestion
            .verdict
            .is_some_and(|verdict| verdict.near_miss)
    }

    /// Carries out what was offered: the suggested grade, any grade, a guess, a typo.
    pub(crate) fn take(&self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        match command {
            Command::Take => self.graded(self.suggestion.grade, ms, false),
            Command::Typo => self.graded(Grade::Good, ms, false),
            Command::Guessed => self.graded(Grade::Again, ms, true),
            Command::Grade => {
                grade_of(key).map_or(KeyOutcome::Nothing, |grade| self.graded(grade, ms, false))
            }
            _ => KeyOutcome::Nothing,
        }
    }

    /// Asks whether a miss was only a typo.
    pub(crate) fn ask_about_typo(&self, renderer: &TextRenderer, content: &mut Content) {
        if self.is_near_miss() {
            let words = "Close. If it was a typo, **t** counts it as good.";
            add_typo(words, renderer, content);
        }
    }

    /// The card is done.
    fn graded(&self, grade: Grade, ms: u64, guessed: bool) -> KeyOutcome {
        KeyOutcome::Event(Event::Graded(Graded {
            answer: self.answer.clone(),
            grade,
            ms,
            guessed,
        }))
    }

    /// The suggestion and the four grades. A right pick may have been a guess.
    pub(crate) fn offers(&self, view: &View<'_>) -> Vec<Offer> {
        let may_be_luck = self.passed() && matches!(view.card.data(), Question::Choice(_));
        let mut offers = if may_be_luck {
            vec![
                Offer::saying(Command::Take, "knew it"),
                Offer::usual(Command::Guessed),
            ]
        } else {
            vec![Offer::saying(Command::Take, self.suggestion.grade.name())]
        };
        if self.is_near_miss() {
            offers.push(Offer::usual(Command::Typo));
        }
        offers.push(grades(view));
        offers
    }
}

/// What is said about a near miss.
pub(crate) fn add_typo(words: &str, renderer: &TextRenderer, content: &mut Content) {
    content.gap();
    let lead = Line::styled("? ", Tone::Warn);
    content.add(renderer.hanging(lead, words, |style| style));
}

/// The grade of a digit.
fn grade_of(key: &Key) -> Option<Grade> {
    let Key::Char(digit) = key else {
        return None;
    };
    digit.to_digit(10).and_then(Grade::from_number)
}

/// The four grades, each with the day on which it would bring the card back.
pub(crate) fn grades(view: &View<'_>) -> Offer {
    let hint = |grade: Grade| {
        let when = view.on_the_day.map_or_else(
            || interval_words(view.interval(grade)),
            |on_the_day| chance_words(&on_the_day, grade),
        );
        Hint::new(grade.number().to_string(), format!("{grade} {when}")).or(grade.name())
    };
    Offer::hints(Command::Grade, Grade::ALL.map(hint).into())
}

/// What a grade would leave on the date of a goal; the last of the four says what the percentages
/// mean.
fn chance_words(on_the_day: &OnTheDay, grade: Grade) -> String {
    let recall = on_the_day.recall[grade.number() as usize - 1];
    let share = format!("{:.0} %", (recall * 100.0).min(99.0));
    match grade {
        Grade::Again => "today".to_owned(),
        Grade::Hard | Grade::Good => share,
        Grade::Easy => {
            let date = on_the_day.date.date();
            format!("{share} on {} {}", date.day(), date.format("%b"))
        }
    }
}

/// A number of days in words that fit into a footer.
fn interval_words(days: u32) -> String {
    let tenths = |days: f64, unit: f64| {
        let count = days / unit;
        if count < 9.95 {
            format!("{count:.1}")
        } else {
            format!("{count:.0}")
        }
    };
    match days {
        0 => "today".to_owned(),
        1 => "1 day".to_owned(),
        2..=59 => format!("{days} days"),
        60..=364 => format!("{} months", tenths(f64::from(days), 30.4)),
        _ => format!("{} years", tenths(f64::from(days), 365.25)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_told_in_the_largest_unit_that_says_enough() {
        let cases = [
            (0, "today"),
            (1, "1 day"),
            (45, "45 days"),
            (60, "2.0 months"),
            (364, "12 months"),
            (365, "1.0 years"),
            (36_500, "100 years"),
        ];
        for (days, words) in cases {
            assert_eq!(interval_words(days), words);
        }
    }
}
