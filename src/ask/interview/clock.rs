//! The clock of an interview. It moves in steps of a few seconds, so that it does not distract.

use std::time::Duration;

use crate::terminal::line::Line;
use crate::terminal::style::Tone;

/// The steps of the seconds.
const STEP: u64 = 5;

/// How the time is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Spent on this question.
    pub(crate) here: Duration,
    pub(crate) planned: Duration,
    /// Spent on all questions.
    pub(crate) spent: Duration,
    /// Planned for all.
    pub(crate) minutes: u32,
}

impl Clock {
    fn all(self) -> Duration {
        Duration::from_secs(u64::from(self.minutes) * 60)
    }

    /// For the right end of the header: `1:10 of 4:00 · 21 min left`, in fewer words where there is
    /// little room.
    pub(crate) fn line(self, narrow: bool) -> Line {
        let of = if narrow { "/" } else { " of " };
        let here = format!("{}{of}{}", face(self.here), face(self.planned));
        let left = self.all().saturating_sub(self.spent);
        let left = match (left.as_secs().div_ceil(60), narrow) {
            (0, _) => "time is over".to_owned(),
            (minutes, true) => format!("{minutes} min"),
            (minutes, false) => format!("{minutes} min left"),
        };
        Line::styled(format!("{here} · {left}"), Tone::Dim)
    }

    /// What is shown when the time is over. The learner may still finish the answer.
    pub(crate) fn reminder(self) -> Option<&'static str> {
        if self.spent >= self.all() {
            Some("The time is over: this is the last question. Take your time to finish it.")
        } else if self.here >= self.planned {
            Some("That is the time planned for it. Take your time to finish.")
        } else {
            None
        }
    }
}

fn face(time: Duration) -> String {
    let seconds = time.as_secs() / STEP * STEP;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(here: u64, spent: u64) -> Clock {
        Clock {
            here: Duration::from_secs(here),
            planned: Duration::from_secs(240),
            spent: Duration::from_secs(spent),
            minutes: 30,
        }
    }

    #[test]
    fn it_shows_the_question_and_what_is_left_of_the_whole() {
        let words = |clock: Clock, narrow| clock.line(narrow).plain();
        assert_eq!(words(clock(73, 540), false), "1:10 of 4:00 · 21 min left");
        assert_eq!(words(clock(73, 541), true), "1:10/4:00 · 21 min");
        assert_eq!(words(clock(3, 9000), false), "0:00 of 4:00 · time is over");
    }

    #[test]
    fn it_reminds_kindly_and_only_when_time_is_over() {
        assert_eq!(clock(239, 500).reminder(), None);
        let over = clock(240, 500).reminder().expect("a word");
        assert!(over.contains("Take your time"));
        let last = clock(10, 1800).reminder().expect("a word");
        assert!(last.contains("the last question"));
    }
}
