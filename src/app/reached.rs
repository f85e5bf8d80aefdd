//! Recording that a level was reached, as soon as a command notices.

use crate::deck::roadmap::Ladder;
use crate::deck::{Card, Level};
use crate::history::{Event, Reached};
use crate::progress::{LadderHistory, is_on_ladder, may_be_reached};
use crate::terminal::Tone;

use super::context::Context;
use super::exit::Failure;
use super::open_history::OpenHistory;

pub(crate) fn ladder_cards(history: &OpenHistory) -> Vec<&'static Card> {
    let cards = history.library.cards();
    cards.filter(|card| is_on_ladder(card)).collect()
}

/// Records the levels that the journal does not have yet, and returns them. A failure is a warning: they
/// are computed again the next time.
pub(crate) fn keep(
    reached: &[Reached],
    history: &mut OpenHistory,
    context: &mut Context,
) -> Vec<Reached> {
    let known = &history.schedule().declared.reached;
    let new: Vec<Reached> = reached
        .iter()
        .filter(|one| !known.contains_key(&one.level))
        .cloned()
        .collect();
    for one in &new {
        if let Err(failure) = history.append(Event::Reached(one.clone())) {
            let why = failure.message;
            context.warn(format!(
                "a level that was reached could not be recorded: {why}"
            ));
            break;
        }
    }
    if !new.is_empty() {
        history.save(context);
    }
    new
}

/// Says at the end of a session which level was reached, if one was.
pub(crate) fn notice(history: &mut OpenHistory, context: &mut Context) -> Result<(), Failure> {
    let cards = ladder_cards(history);
    if !may_be_reached(&cards, history.schedule()) {
        return Ok(());
    }
    let journal = history.journal()?;
    let kept = &history.schedule().declared.reached;
    let ladder = LadderHistory::follow(&cards, kept, &journal, history.rules());
    for one in keep(&ladder.reached, history, context) {
        let level = Level::from_name(&one.level);
        let title = level.map_or("", |level| Ladder::builtin().rung(level).title.as_str());
        let words = format!(
            "✓ {title} reached: {} of {} cards are stable. See nodequiz roadmap",
            one.stable, one.cards
        );
        context.remark(&words, Tone::Good)?;
    }
    Ok(())
}
