//! Asking: every answer is on disk before anything else is on the screen.

use crate::deck::Level;
use crate::history::{AskedKind, Event, InterviewAnswer, InterviewNote, InterviewSure};
use crate::plan::{Interview, Turn};
use crate::session::drive::append;
use crate::session::ports::{Journal, NotSaved, Stop};

use super::ports::{AnswerOutcome, InterviewView, Interviewer, SpokenAnswer};

/// How the questions ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conducted {
    /// All threads are done, or the minutes are over.
    Over,
    /// The learner ended it.
    EndInterview,
    /// A signal ended it; what was answered is kept.
    Stopped(Stop),
    /// An answer could not be saved.
    NotSaved {
        /// What went wrong.
        problem: NotSaved,
        /// The question and its answer.
        lost: String,
        /// What ended the interview.
        stop: Stop,
    },
}

/// Asks all questions. `session` is the interview's id in the journal.
pub fn conduct(
    interview: &mut Interview<'_>,
    session: &str,
    level: Level,
    screen: &mut dyn Interviewer,
    journal: &mut dyn Journal,
) -> Conducted {
    while let Some(turn) = interview.turn() {
        let view = InterviewView {
            turn,
            level,
            threads: interview.threads(),
            minutes: interview.minutes(),
            spent_ms: interview.spent_ms(),
        };
        let heard = screen.ask(&view);
        let (said, ended) = match &heard {
            AnswerOutcome::Answer(said) | AnswerOutcome::GaveUp(said) => (said, None),
            AnswerOutcome::EndInterview(said) => (said, Some(Conducted::EndInterview)),
            AnswerOutcome::Stop(stop, said) => (said, Some(Conducted::Stopped(*stop))),
        };
        let given_up = matches!(heard, AnswerOutcome::GaveUp(_));
        let begun = !turn.asked.words(&said.text).is_empty();
        if ended.is_none() || begun {
            let asked = turn.asked;
            let answer = InterviewNote::Answered(InterviewAnswer {
                session: session.to_owned(),
                thread: turn.thread as u32,
                way: turn.way,
                question: asked.id().to_owned(),
                probe: asked.probe(),
                kind: if asked.is_reserved() {
                    AskedKind::Prompt
                } else if interview.pool().is_met(asked.id()) {
                    AskedKind::Studied
                } else {
                    AskedKind::Unmet
                },
                level: asked.level().name().to_owned(),
                topic: asked.topic().to_owned(),
                text: said.text.clone(),
                ms: said.ms,
                said_ms: said.said_ms,
                given_up,
                unfinished: ended.is_some(),
            });
            if let Err(lost) = save(&answer, &turn, said, screen, journal) {
                return lost;
            }
        }
        if let Some(ended) = ended {
            return ended;
        }
        if given_up {
            interview.answered(false, said.ms);
            continue;
        }
        let confidence = match screen.sure(&view) {
            Ok(confidence) => confidence,
            Err(stop) => return Conducted::Stopped(stop),
        };
        let sure = InterviewNote::Sure(InterviewSure {
            session: session.to_owned(),
            question: turn.asked.id().to_owned(),
            probe: turn.asked.probe(),
            confidence,
        });
        if let Err(lost) = save(&sure, &turn, said, screen, journal) {
            return lost;
        }
        let good = turn.asked.seems_good(&said.text, Some(confidence));
        interview.answered(good, said.ms);
    }
    Conducted::Over
}

fn save(
    note: &InterviewNote,
    turn: &Turn<'_>,
    said: &SpokenAnswer,
    screen: &mut dyn Interviewer,
    journal: &mut dyn Journal,
) -> Result<(), Conducted> {
    let saved = append(
        &Event::Note(note.clone().into()),
        &mut |problem| screen.not_saved(problem),
        journal,
    );
    match saved {
        Ok(_) => Ok(()),
        Err((problem, stop)) => Err(Conducted::NotSaved {
            problem,
            lost: format!("{}\n{}", turn.asked.question(), said.text),
            stop,
        }),
    }
}
