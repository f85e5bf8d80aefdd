//! The interview that waits for its debrief.

use serde::{Deserialize, Serialize};

use super::event::Event;
use super::interview::{InterviewEnd, InterviewNote, InterviewStart};

/// An interview that waits for its debrief: what must be known at every start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInterview {
    /// Its name.
    pub session: String,
    /// How many answers it has.
    pub answers: u32,
}

impl OpenInterview {
    /// What an event makes of the interview that is open.
    pub(super) fn after(open: Option<Self>, event: &Event<'_>) -> Option<Self> {
        match event {
            Event::InterviewStart(fields) => match InterviewStart::read(fields) {
                Some(InterviewStart { session, .. }) => Some(Self {
                    session,
                    answers: 0,
                }),
                None => open,
            },
            Event::InterviewEnd(fields) => {
                let ended = InterviewEnd::read(fields).map(|end| end.session);
                open.filter(|open| Some(&open.session) != ended.as_ref())
            }
            Event::Note(fields) => {
                let open = open?;
                let answers = match InterviewNote::read(fields) {
                    Some(InterviewNote::Answered(answer)) if answer.session == open.session => {
                        open.answers + 1
                    }
                    _ => open.answers,
                };
                Some(Self { answers, ..open })
            }
            _ => open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::interview::{AskedKind, InterviewAnswer, Outcome, Way};
    use super::*;

    fn start(session: &str) -> Event<'static> {
        InterviewStart {
            session: session.into(),
            level: "senior".into(),
            minutes: 30,
            threads: 4,
            topics: Vec::new(),
        }
        .event()
    }

    fn answer(session: &str) -> InterviewAnswer {
        InterviewAnswer {
            session: session.into(),
            thread: 1,
            way: Way::Deeper,
            question: "interview-bugs/async-filter".into(),
            probe: 2,
            kind: AskedKind::Prompt,
            level: "beginner".into(),
            topic: "async".into(),
            text: "first\nsecond".into(),
            ms: 93_000,
            said_ms: Some(60_000),
            given_up: false,
            unfinished: true,
        }
    }

    #[test]
    fn an_interview_is_open_from_its_start_to_its_end_and_counts_its_answers() {
        let end = |session: &str| {
            let session = session.to_owned();
            let outcome = Outcome::Discarded;
            InterviewEnd { session, outcome }.event()
        };
        let answered = |session: &str| InterviewNote::Answered(answer(session)).event();
        let open = |events: &[Event<'_>]| {
            let open = events.iter().fold(None, OpenInterview::after);
            open.map(|open| (open.session, open.answers))
        };
        assert_eq!(open(&[answered("a")]), None);
        let events = [start("a"), answered("a"), answered("b"), end("b")];
        assert_eq!(open(&events), Some(("a".to_owned(), 1)));
        assert_eq!(open(&[start("a"), answered("a"), end("a")]), None);
    }
}
