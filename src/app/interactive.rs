//! What every sitting at the terminal has in common: one at a time, and how it ended.

use std::collections::BTreeMap;

use crate::deck::Library;
use crate::session::{Ending, OnDisk, Stop};
use crate::store::{Lock, SessionLock};
use crate::terminal::wrap::wrap;
use crate::terminal::{Inputs, Line, Screen, Tone, is_interactive};

use super::context::Context;
use super::exit::{Exit, Failure};

/// Refuses where nobody sits in front of the program. `instead` says what scripts can do.
pub(crate) fn needs_a_person(command: &str, instead: &str) -> Result<(), Failure> {
    if is_interactive() {
        return Ok(());
    }
    let message = format!("`{command}` asks questions, and there is no terminal to ask them on");
    Err(Failure::usage(message).hint(format!("run it in a terminal; {instead}")))
}

/// Sees to it that no second session runs beside this one.
pub(crate) fn lock(context: &mut Context, command: &str) -> Result<Option<SessionLock>, Failure> {
    match Lock::ask(&context.home, command, context.clock.now()) {
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
            context.output.say("warning", Tone::Warn, &message);
            Ok(None)
        }
    }
}

/// Takes the terminal over.
pub(crate) fn screen(context: &Context) -> Result<(Screen, Inputs), Failure> {
    Screen::enter(&context.restore, context.output.colors())
        .map_err(|error| Failure::failed(format!("the terminal cannot be used: {error}")))
}

/// The titles of all decks by their ids.
pub(crate) fn titles(library: &Library) -> BTreeMap<&str, &str> {
    let decks = library.decks().iter();
    decks
        .map(|deck| (deck.id.as_str(), deck.title.as_str()))
        .collect()
}

/// The exit code after a session; an answer that is not saved is printed.
pub(crate) fn ended(context: &mut Context, ending: &Ending) -> Exit {
    match ending {
        Ending::Done { .. } | Ending::DecksChanged | Ending::Stopped(Stop::Quit) => Exit::Done,
        Ending::Stopped(Stop::Signal(number)) => Exit::Signal(*number),
        Ending::NotSaved {
            problem,
            lost,
            stop,
        } => {
            context.output.say("error", Tone::Bad, &problem.why);
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
                context.output.say_lines(&lines);
            }
            if let Some(line) = &problem.line {
                // Not broken into several: it can be copied whole.
                context.output.say("its journal line", Tone::Dim, line);
            }
            match stop {
                Stop::Quit => Exit::Failed,
                Stop::Signal(number) => Exit::Signal(*number),
            }
        }
    }
}

/// What a prompt's failure means: Ctrl-C ends the program as everywhere.
pub(crate) fn unanswered(context: &Context, error: &std::io::Error) -> Result<Exit, Failure> {
    if error.kind() == std::io::ErrorKind::Interrupted {
        return Ok(Exit::Signal(context.restore.signal().unwrap_or(2)));
    }
    Err(Failure::failed(format!(
        "the question cannot be shown: {error}"
    )))
}

/// Prints a remark on standard output, broken where the screen ends.
pub(crate) fn remark(context: &mut Context, text: &str, tone: Tone) -> Result<(), Failure> {
    let lines = wrap(&Line::styled(text, tone), context.output.width(), 0);
    context.output.lines(&lines)?;
    Ok(context.output.flush()?)
}
