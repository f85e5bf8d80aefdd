//! The loops of a session and of a placement: show a card, get the learner's action, record it, go on.

use super::ports::{
    Event, Journal, Leech, LeechChoice, NotSaved, Reply, Retry, SessionScreen, Stop, View,
};
use super::state::{Session, Transition};
use crate::history::{self, Mode, PlacementAnswer, PlacementNote, RecordId};
use crate::memory::{Grade, Scheduler, StudyDay};
use crate::plan::{MOST_QUESTIONS, Placement, Task, Why};
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
        let (card, lapses) = (view.card, view.standing.lapses);
        let event = match screen.ask(&view) {
            Err(stop) => return Ending::Stopped(stop),
            Ok(Reply::Edited) => return Ending::DecksChanged,
            Ok(Reply::Event(event)) => event,
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
            Err(stop) => return Ending::Stopped(stop),
            Ok(LeechChoice::GoOn) => {}
            Ok(LeechChoice::Edited) => return Ending::DecksChanged,
            Ok(LeechChoice::Suspend) => {
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

/// What a placement needs besides its questions.
#[derive(Clone, Copy, Debug)]
pub struct Placing<'a> {
    /// The round's id; each answer is noted under it.
    pub round: &'a str,
    /// The memory model, for the view.
    pub scheduler: &'a Scheduler,
    /// The study day.
    pub today: StudyDay,
    /// Draws questions and shuffles options.
    pub seed: u64,
}

/// Asks until the placement is over or the learner stops. Every answer is on disk before the next
/// question is shown.
pub fn place(
    placement: &mut Placement<'_>,
    placing: &Placing<'_>,
    screen: &mut dyn SessionScreen,
    journal: &mut dyn Journal,
) -> Ending {
    while let Some(card) = placement.next(placing.seed) {
        let task = Task {
            card,
            why: Why::New,
        };
        let round = placing.round.to_owned();
        let one = Session::round([task], placing.today, Mode::Place, round, placing.seed);
        let Some(view) = one.view(journal.schedule(), placing.scheduler) else {
            break;
        };
        let answered = placement.answers().len();
        let view = View {
            answered,
            waiting: MOST_QUESTIONS.saturating_sub(answered).max(1),
            ..view
        };
        let graded = match screen.ask(&view) {
            Err(stop) => return Ending::Stopped(stop),
            Ok(Reply::Event(Event::Graded(graded))) => graded,
            // No other action applies to a question that is not a review.
            Ok(Reply::Event(_) | Reply::Edited) => continue,
        };
        let right = graded.grade > Grade::Again && !graded.guessed;
        let answer = PlacementAnswer {
            round: placing.round.to_owned(),
            card: card.id.to_string(),
            topic: card.topic.to_string(),
            level: card.level.name().to_owned(),
            right,
            guess: card.data().chance_of_guessing(),
            ms: graded.ms,
        };
        let note = PlacementNote::Asked(answer.clone());
        let event = history::Event::Note(note.into());
        if let Err((problem, stop)) = save(&event, screen, journal) {
            let lost = format!("nodequiz place   # asks {} again", card.id);
            return Ending::NotSaved {
                problem,
                lost,
                stop,
            };
        }
        placement.answer(answer);
    }
    Ending::Done { left: 0 }
}

/// Claims every card of a list, followed by the last note. Returns how many are on disk.
pub fn claim<'a>(
    cards: impl Iterator<Item = &'a str>,
    round: &str,
    journal: &mut dyn Journal,
) -> Result<usize, NotSaved> {
    let mut claimed = 0;
    for card in cards {
        let card = card.to_owned().into();
        journal.append(history::Event::Claim { card })?;
        claimed += 1;
    }
    let ended = PlacementNote::Ended {
        round: round.to_owned(),
        claimed,
    };
    journal.append(history::Event::Note(ended.into()))?;
    Ok(claimed)
}
