//! Interviews as recorded in the journal.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::deck::Level;
use crate::history::{
    Event, InterviewAnswer, InterviewDebriefed, InterviewNote, InterviewRated, InterviewStart,
    Mode, Note, Outcome, Record,
};
use crate::memory::StudyDay;

use super::pool::Before;

/// An answer with what is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedAnswer {
    /// What was asked and answered.
    pub answer: InterviewAnswer,
    /// How sure the learner was, from 1 to 4.
    pub confidence: Option<u8>,
    /// The result of its debrief.
    pub debriefed: Option<InterviewDebriefed>,
}

impl RecordedAnswer {
    /// The level it was asked at.
    pub fn level(&self) -> Option<Level> {
        Level::from_name(&self.answer.level)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct RecordedInterview {
    /// How it began.
    pub start: InterviewStart,
    /// The study day on which it began.
    pub day: StudyDay,
    /// The answers in their order.
    pub answers: Vec<RecordedAnswer>,
    /// What the learner thought of each thread, by its number.
    pub ratings: BTreeMap<u32, InterviewRated>,
    /// Cards whose review has been recorded.
    pub reviewed: BTreeSet<String>,
    /// How it ended; `None` where it waits for its debrief.
    pub outcome: Option<Outcome>,
}

impl RecordedInterview {
    /// Whether there is something to debrief.
    pub fn is_open(&self) -> bool {
        self.outcome.is_none() && !self.answers.is_empty()
    }

    /// The level it was held at.
    pub fn level(&self) -> Option<Level> {
        Level::from_name(&self.start.level)
    }
}

fn session_of(note: &InterviewNote) -> &str {
    match note {
        InterviewNote::Answered(answer) => &answer.session,
        InterviewNote::Sure(sure) => &sure.session,
        InterviewNote::Debriefed(debriefed) => &debriefed.session,
        InterviewNote::Rated(rated) => &rated.session,
    }
}

/// All interviews of a journal, in the order in which they began.
pub fn recorded_interviews<'r>(
    records: impl IntoIterator<Item = Record<'r>>,
) -> Vec<RecordedInterview> {
    let mut found = Recorded::default();
    for record in records {
        match &record.event {
            Event::InterviewStart(start) => found.begin(start, record.day),
            Event::InterviewEnd(end) => {
                if let Some(place) = found.place(&end.session) {
                    found.all[place].outcome = Some(end.outcome);
                }
            }
            Event::Note(Note::Interview { interview }) => found.take(interview),
            Event::Review(review) if review.mode == Mode::Interview => {
                let session = review.details.session.as_deref();
                if let Some(place) = session.and_then(|session| found.place(session)) {
                    let card = review.card.to_string();
                    found.all[place].reviewed.insert(card);
                }
            }
            _ => {}
        }
    }
    found.all
}

/// The interviews of a journal so far. A journal may have any number of them, with any number of answers.
#[derive(Default)]
struct Recorded {
    all: Vec<RecordedInterview>,
    /// Where each is, by its name.
    places: HashMap<String, usize>,
    /// Where each answer is in its interview: by that one's place, the question, and the number of a deeper one.
    answers: HashMap<(usize, String, u32), usize>,
}

impl Recorded {
    fn place(&self, session: &str) -> Option<usize> {
        self.places.get(session).copied()
    }

    fn begin(&mut self, start: &InterviewStart, day: StudyDay) {
        // A line may occur twice: the first counts.
        if self.places.contains_key(&start.session) {
            return;
        }
        self.places.insert(start.session.clone(), self.all.len());
        self.all.push(RecordedInterview {
            start: start.clone(),
            day,
            answers: Vec::new(),
            ratings: BTreeMap::new(),
            reviewed: BTreeSet::new(),
            outcome: None,
        });
    }

    fn answer(&mut self, place: usize, question: &str, probe: u32) -> Option<&mut RecordedAnswer> {
        let at = self.answers.get(&(place, question.to_owned(), probe))?;
        self.all[place].answers.get_mut(*at)
    }

    fn take(&mut self, note: &InterviewNote) {
        let Some(place) = self.place(session_of(note)) else {
            return;
        };
        match note {
            InterviewNote::Answered(answer) => {
                let answers = &mut self.all[place].answers;
                let name = (place, answer.question.clone(), answer.probe);
                // The first counts here, too.
                self.answers.entry(name).or_insert_with(|| {
                    answers.push(RecordedAnswer {
                        answer: answer.clone(),
                        confidence: None,
                        debriefed: None,
                    });
                    answers.len() - 1
                });
            }
            InterviewNote::Sure(sure) => {
                if let Some(recorded) = self.answer(place, &sure.question, sure.probe) {
                    recorded.confidence = Some(sure.confidence);
                }
            }
            InterviewNote::Debriefed(debriefed) => {
                let recorded = self.answer(place, &debriefed.question, debriefed.probe);
                if let Some(recorded) = recorded {
                    recorded.debriefed = Some(debriefed.clone());
                }
            }
            InterviewNote::Rated(rated) => {
                let ratings = &mut self.all[place].ratings;
                ratings.insert(rated.thread, rated.clone());
            }
        }
    }
}

/// What came up in these interviews.
pub fn asked_before(interviews: &[RecordedInterview]) -> Before {
    let mut before = Before::default();
    for recorded in interviews {
        let asked = recorded
            .answers
            .iter()
            .filter(|recorded| recorded.answer.probe == 0);
        for recorded in asked {
            let times = before.times.entry(recorded.answer.question.clone());
            *times.or_default() += 1;
        }
    }
    let last = interviews
        .iter()
        .rev()
        .find(|recorded| !recorded.answers.is_empty());
    let answers = last.into_iter().flat_map(|recorded| &recorded.answers);
    before.recent = answers
        .map(|recorded| recorded.answer.question.clone())
        .collect();
    before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{AskedKind, InterviewEnd, InterviewSure, RecordId, Way};

    fn answer(session: &str, question: &str, probe: u32, text: &str) -> Event<'static> {
        let answer = InterviewNote::Answered(InterviewAnswer {
            session: session.into(),
            thread: 1,
            way: Way::Opener,
            question: question.into(),
            probe,
            kind: AskedKind::Prompt,
            level: "senior".into(),
            topic: "async".into(),
            text: text.into(),
            ms: 1000,
            said_ms: None,
            given_up: false,
            unfinished: false,
        });
        Event::Note(answer.into())
    }

    fn start(session: &str) -> Event<'static> {
        Event::InterviewStart(InterviewStart {
            session: session.into(),
            level: "senior".into(),
            minutes: 30,
            threads: 4,
            scope: crate::history::InterviewScope::default(),
        })
    }

    fn end(session: &str, outcome: Outcome) -> Event<'static> {
        let session = session.into();
        Event::InterviewEnd(InterviewEnd { session, outcome })
    }

    fn recorded(events: Vec<Event<'static>>) -> Vec<RecordedInterview> {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time");
        let records: Vec<Record<'_>> = (1..)
            .zip(events)
            .map(|(seq, event)| Record {
                id: RecordId::from_bits(u128::from(seq)),
                device: "test".into(),
                seq,
                at,
                day: StudyDay::of(at, 4),
                event,
            })
            .collect();
        recorded_interviews(records)
    }

    #[test]
    fn two_interviews_that_ran_at_once_on_two_devices_are_distinguished() {
        let sure = InterviewNote::Sure(InterviewSure {
            session: "a".into(),
            question: "p/1".into(),
            probe: 0,
            confidence: 4,
        });
        let all = recorded(vec![
            start("a"),
            start("b"),
            answer("a", "p/1", 0, "one"),
            answer("b", "p/1", 0, "two"),
            Event::Note(sure.into()),
            answer("a", "p/1", 1, "deeper"),
            end("b", Outcome::Discarded),
        ]);
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].answers.len(), all[1].answers.len()), (2, 1));
        assert_eq!(all[0].answers[0].confidence, Some(4));
        assert_eq!(all[1].answers[0].confidence, None);
        assert!(all[0].is_open() && !all[1].is_open());
        // A prompt counts once per interview; its deeper questions don't count.
        assert_eq!(asked_before(&all).times.get("p/1"), Some(&2));
        assert!(asked_before(&all).recent.contains("p/1"));
    }

    #[test]
    fn a_line_that_came_twice_counts_once() {
        let all = recorded(vec![
            start("a"),
            start("a"),
            answer("a", "p/1", 0, "first"),
            answer("a", "p/1", 0, "again"),
            answer("elsewhere", "p/1", 0, "lost"),
        ]);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].answers.len(), 1);
        assert_eq!(all[0].answers[0].answer.text, "first");
    }

    #[test]
    fn an_interview_without_an_answer_waits_for_nothing() {
        assert!(!recorded(vec![start("a")])[0].is_open());
    }
}
