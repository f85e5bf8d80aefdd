//! What commands that bring in files from elsewhere share.

use crate::store::{Lock, SessionLock};
use crate::terminal::Tone;

use super::context::Context;
use super::exit::Failure;
use super::open_history::OpenHistory;

/// Ensures that only one of them runs at a time. A session may run meanwhile.
pub(crate) fn lock(context: &mut Context, command: &str) -> Result<Option<SessionLock>, Failure> {
    match Lock::ask_for_files(&context.home, command, context.clock.now()) {
        Lock::Held(lock) => Ok(Some(lock)),
        Lock::Elsewhere(holder) => {
            let which = holder.map_or_else(
                || "another command".to_owned(),
                |holder| format!("`nodequiz {}`, process {},", holder.command, holder.pid),
            );
            let message = format!("{which} is bringing in files already");
            Err(Failure::failed(message).hint("wait for it to end; nothing was changed"))
        }
        Lock::Unavailable(error) => {
            let message = format!("another such command cannot be detected: {error}");
            context.output.say("warning", Tone::Warn, &message);
            Ok(None)
        }
    }
}

/// Computes and saves the schedule, so that the next start is quick.
pub(crate) fn warm_up(context: &mut Context) -> Result<(), Failure> {
    OpenHistory::open(context).map(|_| ())
}
