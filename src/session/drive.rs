//! The loop of a session: show a card, get the learner's action, record it, go on.

use crate::history::RecordId;
use crate::memory::Scheduler;

use super::ports::{
    Event, Journal, Leech, LeechChoice, NotSaved, Reply, Retry, SessionScreen, Stop,
};
use super::state::{Session, Transition};
use crate::progress::LEECH;

/// How a session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything was asked, except for cards that the day had no more minutes for.
    Done {
        /// Cards left.
        left: usize,
    },
    /// A card's text was changed: read the decks again and go on with [`Session::over`].
    DecksChanged,
    /// The learner or a signal ended it; everything is saved.
    Stopped(Stop),
    /// The last answer could not be saved. It is described as in the journal line.
    NotSaved {
        /// What went wrong.
        problem: NotSaved,
        /// The event that is not on disk.
        lost: String,
        /// What ended the session.
        stop: Stop,
    },
}

/// Runs a session to its end. An answer is on disk before the next card is shown.
pub fn drive(
    session: &mut Session<'_>,
    scheduler: &Scheduler,
    screen: &mut dyn SessionScreen,
    journal: &mut dyn Journal,
) -> Ending {
    loop {
        session.drop_cards_over_budget(journal.schedule());
        session.put_off_repeat();
        let Some(view) = session.view(journal.schedule(), scheduler) else {
            let left = session.left();
            return Ending::Done { left };
        };
        let (card, lapses) = (view.card, view.lapses);
        let event = match screen.ask(&view) {
            Reply::Stop(stop) => return Ending::Stopped(stop),
            Reply::Edited => return Ending::DecksChanged,
            Reply::Event(event) => event,
        };
        let graded = matches!(event, Event::Graded(_));
        let step = session.decide(event, journal.schedule(), scheduler);
        if let Err(ending) = carry_out(session, step, screen, journal) {
            return ending;
        }
        let now = journal.schedule().card(card.id.as_str());
        let now = now.map_or(0, |state| state.lapses);
        if !graded || now <= lapses || !now.is_multiple_of(LEECH) {
            continue;
        }
        match screen.on_leech(&Leech { card, lapses: now }) {
            LeechChoice::GoOn => {}
            LeechChoice::Edited => return Ending::DecksChanged,
            LeechChoice::Stop(stop) => return Ending::Stopped(stop),
            LeechChoice::Suspend => {
                let step = session.suspend(card);
                if let Err(ending) = carry_out(session, step, screen, journal) {
                    return ending;
                }
            }
        }
    }
}

/// Records a step, then takes it.
fn carry_out<'a>(
    session: &mut Session<'a>,
    step: Transition<'a>,
    screen: &mut dyn SessionScreen,
    journal: &mut dyn Journal,
) -> Result<(), Ending> {
    let mut saved = |event: &crate::history::Event<'static>| {
        save(event, screen, journal).map_err(|(problem, stop)| Ending::NotSaved {
            problem,
            lost: describe(event),
            stop,
        })
    };
    match step {
        Transition::Nothing => {}
        Transition::Move(next) => session.take(next, None),
        Transition::Append(event, next) => {
            let record = saved(&event)?;
            let note = next.note(record);
            session.take(next, Some(record));
            if let Some(note) = note {
                saved(&note)?;
            }
        }
    }
    Ok(())
}

/// Appends until it is saved or the learner gives up.
pub(super) fn save(
    event: &crate::history::Event<'static>,
    screen: &mut dyn SessionScreen,
    journal: &mut dyn Journal,
) -> Result<RecordId, (NotSaved, Stop)> {
    append(event, &mut |problem| screen.not_saved(problem), journal)
}

/// Appends until it is saved or the learner gives up.
pub(super) fn append(
    event: &crate::history::Event<'static>,
    not_saved: &mut dyn FnMut(&NotSaved) -> Retry,
    journal: &mut dyn Journal,
) -> Result<RecordId, (NotSaved, Stop)> {
    loop {
        match journal.append(event.clone()) {
            Ok(record) => return Ok(record),
            Err(problem) => match not_saved(&problem) {
                Retry::Again if problem.retry => {}
                Retry::Again => return Err((problem, Stop::Quit)),
                Retry::GiveUp(stop) => return Err((problem, stop)),
            },
        }
    }
}

/// An event in words from which it can be entered again.
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
