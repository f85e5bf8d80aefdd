//! What interactive runs share: the lock, the screen, the round itself, and how they end. Commands that bring in files have a lock, too.

use std::collections::BTreeMap;

use crate::ask::{Notice, PlainScreen, Round, StudyScreen};
use crate::deck::Library;
use crate::session::{CardTools, Ending, OnDisk, SessionScreen, Stop};
use crate::store::{Holder, Lock, SessionLock};
use crate::terminal::{Inputs, Line, Screen, Tone};

use super::{Context, Exit, Failure};

/// Fails where there is no terminal. `instead` says what scripts can do.
pub(crate) fn needs_a_person(
    context: &Context,
    command: &str,
    instead: &str,
) -> Result<(), Failure> {
    if context.can_ask() {
        return Ok(());
    }
    let message = format!("`{command}` asks questions, and there is no terminal to ask them on");
    Err(Failure::usage(message).hint(format!("run it in a terminal; {instead}")))
}

/// Ensures that no second session runs at the same time. The journal is safe without the lock.
pub(crate) fn lock(context: &mut Context, command: &str) -> Result<Option<SessionLock>, Failure> {
    let asked = Lock::ask(&context.home, command, context.clock.now());
    let unseen = "two sessions at once would not notice each other";
    held(context, asked, unseen, |holder| {
        let which = holder.map_or_else(String::new, |holder| {
            format!(
                ": `nodequiz {}`, process {}, since {}",
                holder.command,
                holder.pid,
                holder.since_when()
            )
        });
        Failure::failed(format!("another session is open{which}"))
            .hint("end that one first; `nodequiz review` and `nodequiz undo` work meanwhile")
    })
}

/// Ensures that only one command at a time brings in files. A session may run meanwhile.
pub(crate) fn lock_files(
    context: &mut Context,
    command: &str,
) -> Result<Option<SessionLock>, Failure> {
    let asked = Lock::ask_for_files(&context.home, command, context.clock.now());
    let unseen = "another such command cannot be detected";
    held(context, asked, unseen, |holder| {
        let which = holder.map_or_else(
            || "another command".to_owned(),
            |holder| format!("`nodequiz {}`, process {},", holder.command, holder.pid),
        );
        Failure::failed(format!("{which} is bringing in files already"))
            .hint("wait for it to end; nothing was changed")
    })
}

fn held(
    context: &mut Context,
    asked: Lock,
    unseen: &str,
    elsewhere: impl FnOnce(Option<Holder>) -> Failure,
) -> Result<Option<SessionLock>, Failure> {
    match asked {
        Lock::Held(lock) => Ok(Some(lock)),
        Lock::Elsewhere(holder) => Err(elsewhere(holder)),
        Lock::Unavailable(error) => {
            context.warn(format!("{unseen}: {error}"));
            Ok(None)
        }
    }
}

pub(crate) fn screen(context: &Context) -> Result<(Screen, Inputs), Failure> {
    Screen::enter(&context.restore, context.output.colors())
        .map_err(|error| Failure::failed(format!("the terminal cannot be used: {error}")))
}

/// How a round on the terminal ended.
pub(crate) struct Asked {
    pub(crate) ending: Ending,
    /// Why it should have ended after its last question.
    pub(crate) stopped: Option<Stop>,
    /// Whether the time of a placement ran out.
    pub(crate) out_of_time: bool,
    /// What was done last, if no page has shown it yet.
    pub(crate) notice: Option<Notice>,
}

/// Runs a round on the terminal. `tools` are what there is beside its cards, `notice` is what was done before it.
pub(crate) fn ask(
    context: &Context,
    library: &Library,
    round: Round,
    tools: Option<&mut dyn CardTools>,
    notice: Option<Notice>,
    run: impl FnOnce(&mut dyn SessionScreen) -> Ending,
) -> Result<Asked, Failure> {
    let (titles, elapsed) = (titles(library), || context.elapsed());
    if context.is_plain() {
        let (restore, width) = (&context.restore, context.output.width());
        let mut face = PlainScreen::new(restore, width, &elapsed, &titles, round);
        if let Some(tools) = tools {
            face = face.with_tools(tools);
        }
        return Ok(Asked {
            ending: restore.defer_signals(|| run(&mut face)),
            stopped: face.stopped(),
            out_of_time: face.out_of_time(),
            notice: None,
        });
    }
    let (mut screen, mut inputs) = screen(context)?;
    let mut face =
        StudyScreen::new(&mut screen, &mut inputs, &elapsed, &titles, round).saying(notice);
    if let Some(tools) = tools {
        face = face.with_tools(tools);
    }
    let asked = Asked {
        ending: run(&mut face),
        stopped: face.stopped(),
        out_of_time: face.out_of_time(),
        notice: face.notice(),
    };
    screen.leave();
    Ok(asked)
}

/// The titles of all decks by their ids.
pub(crate) fn titles(library: &Library) -> BTreeMap<&str, &str> {
    let decks = library.decks().iter();
    decks
        .map(|deck| (deck.id.as_str(), deck.title.as_str()))
        .collect()
}

/// The exit code after a stop: `quit` where the learner wanted it.
pub(crate) const fn exit_of(stop: Stop, quit: Exit) -> Exit {
    match stop {
        Stop::Quit => quit,
        Stop::Signal(number) => Exit::Signal(number),
    }
}

/// The exit code after a session; an answer that is not saved is printed.
pub(crate) fn ended(context: &mut Context, ending: &Ending) -> Exit {
    match ending {
        Ending::Done { .. } | Ending::DecksChanged => Exit::Done,
        Ending::Stopped(stop) => exit_of(*stop, Exit::Done),
        Ending::NotSaved {
            problem,
            lost,
            stop,
        } => {
            context.output.say("error", Tone::Bad, &problem.why);
            let advice = match problem.on_disk {
                OnDisk::No => Some("This answer is not saved; enter it again once the disk works:"),
                OnDisk::Perhaps => Some(
                    "It is not known whether this answer is saved; check once the disk works, and enter it again if it is not:",
                ),
                OnDisk::Yes => None,
            };
            if let Some(advice) = advice {
                let lines = [Line::from(advice), Line::from(format!("  {lost}"))];
                context.output.say_lines(&lines);
            }
            if let Some(line) = &problem.line {
                // Kept on one line so that it can be copied.
                context.output.say("its journal line", Tone::Dim, line);
            }
            exit_of(*stop, Exit::Failed)
        }
    }
}

/// Sets a report apart from a session that went line by line before it.
pub(crate) fn after_lines(context: &mut Context) -> Result<(), Failure> {
    if context.is_plain() {
        context.output.lines(&[Line::new()])?;
    }
    Ok(())
}
