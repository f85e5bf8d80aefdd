//! Taking back what was said last about a project, a habit or an area.

use crate::history::Event;
use crate::terminal::Tone;

use super::exit::{Exit, Failure};
use super::learner::Learner;
use super::sitting::remark;
use super::world::World;

/// Takes back the newest event that is about it, whichever device wrote it.
pub(super) fn take_back(
    about: &str,
    learner: &mut Learner<'_>,
    world: &mut World,
    is_about: impl Fn(&Event<'_>) -> bool,
) -> Result<Exit, Failure> {
    let journal = learner.journal()?;
    let newest = journal.records().rev().find(|one| is_about(&one.event));
    let Some(record) = newest else {
        let message = format!("nothing was said about `{about}` yet, so nothing can be taken back");
        return Err(Failure::failed(message));
    };
    learner.append(Event::Undo { of: record.id })?;
    learner.save(world);
    let said = format!("Taken back: what was said about {about} on {}.", record.day);
    remark(world, &said, Tone::Plain)?;
    Ok(Exit::Done)
}
