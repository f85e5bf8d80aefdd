//! The loop: show a card, hear what was done with it, write it down, go on.

use crate::history::RecordId;
use crate::memory::Scheduler;

use super::event::Stop;
use super::ports::{Face, Journal, NotSaved, Reply, Retry};
use super::state::{Session, Step};

/// How a session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything was asked; so many cards had to be left because the day's minutes were used up.
    Done {
        /// Cards left.
        left: usize,
    },
    /// The learner or a signal ended it; everything is saved.
    Stopped(Stop),
    /// The last answer could not be saved. It is described as the journal line says it.
    NotSaved {
        /// What went wrong.
        problem: NotSaved,
        /// The event that is not on disk.
        lost: String,
        /// What ended the session.
        stop: Stop,
    },
}

/// Runs a session to its end. An answer is on the disk before the next card is shown.
pub fn drive(
    session: &mut Session<'_>,
    scheduler: &Scheduler,
    face: &mut dyn Face,
    journal: &mut dyn Journal,
) -> Ending {
    let mut left = 0;
    loop {
        left += session.keep_to_the_minutes(journal.schedule());
        let Some(view) = session.view(journal.schedule(), scheduler) else {
            return Ending::Done { left };
        };
        let event = match face.ask(&view) {
            Reply::Stop(stop) => return Ending::Stopped(stop),
            Reply::Event(event) => event,
        };
        match session.decide(event, journal.schedule()) {
            Step::Nothing => {}
            Step::Move(next) => session.take(next, None),
            Step::Append(event, next) => match save(&event, face, journal) {
                Ok(record) => session.take(next, Some(record)),
                Err((problem, stop)) => {
                    return Ending::NotSaved {
                        problem,
                        lost: describe(&event),
                        stop,
                    };
                }
            },
        }
    }
}

/// Appends until it is saved or the learner gives up.
pub(super) fn save(
    event: &crate::history::Event<'static>,
    face: &mut dyn Face,
    journal: &mut dyn Journal,
) -> Result<RecordId, (NotSaved, Stop)> {
    loop {
        match journal.append(event.clone()) {
            Ok(record) => return Ok(record),
            Err(problem) => match face.not_saved(&problem) {
                Retry::Again if problem.retry => {}
                Retry::Again => return Err((problem, Stop::Quit)),
                Retry::GiveUp(stop) => return Err((problem, stop)),
            },
        }
    }
}

/// An event in words with which it can be entered again.
fn describe(event: &crate::history::Event<'_>) -> String {
    match event {
        crate::history::Event::Review(review) => {
            format!("nodequiz review {} {}", review.card, review.grade)
        }
        other => match other.card() {
            Some(card) => format!("{} {card}", other.name()),
            None => other.name().to_owned(),
        },
    }
}
