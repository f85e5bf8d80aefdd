//! The loop of a placement: ask, note the answer, ask the most informative question next.

use crate::history::{self, Mode, PlacementAnswer, PlacementNote};
use crate::memory::{Grade, Scheduler, StudyDay};
use crate::plan::{MOST_QUESTIONS, Placement, Task, Why};

use super::drive::{Ending, save};
use super::ports::{Event, Journal, NotSaved, Reply, SessionScreen};
use super::state::Session;
use super::view::View;

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
            Reply::Stop(stop) => return Ending::Stopped(stop),
            Reply::Event(Event::Graded(graded)) => graded,
            // No other action applies to a question that is not a review.
            Reply::Event(_) | Reply::Edited => continue,
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
