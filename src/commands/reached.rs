//! Writing down that a level was reached, as soon as somebody notices.

use crate::deck::roadmap::Ladder;
use crate::deck::{Card, Level};
use crate::history::Reached;
use crate::progress::{Climb, is_on_ladder, may_be_reached};
use crate::terminal::Tone;

use super::exit::Failure;
use super::learner::Learner;
use super::sitting::remark;
use super::world::World;

/// The cards of the ladder.
pub(super) fn ladder_cards<'l>(learner: &Learner<'l>) -> Vec<&'l Card> {
    let cards = learner.library.cards();
    cards.filter(|card| is_on_ladder(card)).collect()
}

/// Writes down the levels that the journal does not know of; they are returned. What cannot be written
/// is a warning: it is computed again the next time.
pub(super) fn keep(
    reached: &[Reached],
    learner: &mut Learner<'_>,
    world: &mut World,
) -> Vec<Reached> {
    let known = &learner.schedule().declared.reached;
    let new: Vec<Reached> = reached
        .iter()
        .filter(|one| !known.contains_key(&one.level))
        .cloned()
        .collect();
    for one in &new {
        if let Err(failure) = learner.append(one.event()) {
            let why = failure.message;
            let message = format!("a level that was reached could not be written down: {why}");
            world.output.say("warning", Tone::Warn, &message);
            break;
        }
    }
    if !new.is_empty() {
        learner.save(world);
    }
    new
}

/// At the end of a session: says which level it reached, if it did.
pub(super) fn notice(learner: &mut Learner<'_>, world: &mut World) -> Result<(), Failure> {
    let cards = ladder_cards(learner);
    if !may_be_reached(&cards, learner.schedule()) {
        return Ok(());
    }
    let journal = learner.journal()?;
    let kept = &learner.schedule().declared.reached;
    let climb = Climb::follow(&cards, kept, &journal, learner.rules());
    for one in keep(&climb.reached, learner, world) {
        let level = Level::from_name(&one.level);
        let title = level.map_or("", |level| Ladder::builtin().rung(level).title.as_str());
        let words = format!(
            "✓ {title} reached: {} of {} cards are stable. See nodequiz roadmap",
            one.stable, one.cards
        );
        remark(world, &words, Tone::Good)?;
    }
    Ok(())
}
