//! What every sitting at the terminal has in common: one at a time, and how it ended.

use std::collections::BTreeMap;

use crate::deck::Library;
use crate::session::{Ending, OnDisk, Stop};
use crate::store::{Lock, SessionLock};
use crate::terminal::wrap::wrap;
use crate::terminal::{Inputs, Line, Screen, Tone, is_interactive};

use super::exit::{Exit, Failure};
use super::world::World;

/// Refuses where nobody sits in front of the program. `instead` says what scripts can do.
pub(super) fn needs_a_person(command: &str, instead: &str) -> Result<(), Failure> {
    if is_interactive() {
        return Ok(());
    }
    let message = format!("`{command}` asks questions, and there is no terminal to ask them on");
    Err(Failure::usage(message).hint(format!("run it in a terminal; {instead}")))
}

/// Sees to it that no second session runs beside this one.
pub(super) fn lock(world: &mut World, command: &str) -> Result<Option<SessionLock>, Failure> {
    match Lock::ask(&world.home, command, world.clock.now()) {
        Lock::Held(lock) => Ok(Some(lock)),
        Lock::Elsewhere(holder) => {
            let which = holder.map_or_else(String::new, |holder| {
                format!(
                    ": `nodequiz {}`, process {}, since {}",
                    holder.command, holder.pid, holder.since
                )
            });
            Err(Failure::failed(format!("another session is open{which}"))
                .hint("end that one first; `nodequiz review` and `nodequiz undo` work meanwhile"))
        }
        Lock::Unavailable(error) => {
            // The lock is politeness: the journal is safe without it.
            let message = format!("two sessions at once would not notice each other: {error}");
            world.output.say("warning", Tone::Warn, &message);
            Ok(None)
        }
    }
}

/// Takes the terminal over.
pub(super) fn screen(world: &World) -> Result<(Screen, Inputs), Failure> {
    Screen::enter(&world.guard, world.output.colors())
        .map_err(|error| Failure::failed(format!("the terminal cannot be used: {error}")))
}

/// The titles of all decks by their ids.
pub(super) fn titles(library: &Library) -> BTreeMap<&str, &str> {
    let decks = library.decks().iter();
    decks
        .map(|deck| (deck.id.as_str(), deck.title.as_str()))
        .collect()
}

/// The exit code after a session; an answer that is not saved is printed.
pub(super) fn ended(world: &mut World, ending: &Ending) -> Exit {
    match ending {
        Ending::Done { .. } | Ending::DecksChanged | Ending::Stopped(Stop::Quit) => Exit::Done,
        Ending::Stopped(Stop::Signal(number)) => Exit::Signal(*number),
        Ending::NotSaved {
            problem,
            lost,
            stop,
        } => {
            world.output.say("error", Tone::Bad, &problem.why);
            let advice = match problem.on_disk {
                OnDisk::No => {
                    Some("This answer is not saved; enter it again once the disk is well:")
                }
                OnDisk::Perhaps => Some(
                    "Nobody can say whether this answer is saved; look once the disk is well, and enter it again if it is not:",
                ),
                OnDisk::Yes => None,
            };
            if let Some(advice) = advice {
                let lines = [Line::from(advice), Line::from(format!("  {lost}"))];
                world.output.say_lines(&lines);
            }
            if let Some(line) = &problem.line {
                // Not broken into several: it can be copied whole.
                world.output.say("its journal line", Tone::Dim, line);
            }
            match stop {
                Stop::Quit => Exit::Failed,
                Stop::Signal(number) => Exit::Signal(*number),
            }
        }
    }
}

/// What a prompt's failure means: Ctrl-C ends the program as everywhere.
pub(super) fn unanswered(world: &World, error: &std::io::Error) -> Result<Exit, Failure> {
    if error.kind() == std::io::ErrorKind::Interrupted {
        return Ok(Exit::Signal(world.guard.signal().unwrap_or(2)));
    }
    Err(Failure::failed(format!(
        "the question cannot be shown: {error}"
    )))
}

/// Prints a remark on standard output, broken where the screen ends.
pub(super) fn remark(world: &mut World, text: &str, tone: Tone) -> Result<(), Failure> {
    let lines = wrap(&Line::styled(text, tone), world.output.width(), 0);
    world.output.lines(&lines)?;
    Ok(world.output.flush()?)
}
