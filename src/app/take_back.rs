//! Undoing the learner's latest entry about a project, a habit or an area.

use crate::history::Event;
use crate::terminal::Tone;
use crate::wording;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::open_history::OpenHistory;

/// Undoes the latest event about it, whichever device wrote it.
pub(crate) fn take_back(
    about: &str,
    history: &mut OpenHistory,
    context: &mut Context,
    is_about: impl Fn(&Event<'_>) -> bool,
) -> Result<Exit, Failure> {
    let journal = history.journal()?;
    let newest = journal.records().rev().find(|one| is_about(&one.event));
    let Some(record) = newest else {
        let message = format!("there is no entry about `{about}` to take back");
        return Err(Failure::failed(message));
    };
    history.append(Event::Undo { of: record.id })?;
    history.save(context);
    let day = wording::day(record.day);
    let said = format!("Taken back: the entry about {about} of {day}.");
    context.remark(&said, Tone::Plain)?;
    Ok(Exit::Done)
}
